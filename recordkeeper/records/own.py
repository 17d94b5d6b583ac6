"""What a person writes down of their own while getting ready: goals, questions, a visit, requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class OwnList(StrEnum):
    """The lists a person keeps; the contract's names."""

    GOALS = "goals"
    QUESTIONS = "questions"
    VISIT = "visit"
    INSURANCE = "insurance"
    REQUESTS = "requests"
    SPECIMENS = "specimens"
    OPINIONS = "opinions"
    TREATMENTS = "treatments"
    MEDICINES = "medicines"
    STORY = "story"
    CHECKLIST = "checklist"
    HELPERS = "helpers"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list: its lasting id, and field → value as text (dates in ISO 8601)."""

    list: OwnList
    id: str
    fields: Mapping[str, str]

    def get(self, field: str) -> str:
        """The value of a field, "" where nothing is said."""
        return self.fields.get(field, "")
