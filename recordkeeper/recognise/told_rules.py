"""The rules of what records tell of others, read from resources/rules/told.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recordkeeper.records.kinds import Kind


@dataclass(frozen=True, slots=True)
class StudyRules:
    """How another examination is told of."""

    other_days: re.Pattern[str]  # at the end of what stands before a day
    planned: re.Pattern[str]
    to_come: re.Pattern[str]
    undone: re.Pattern[str]
    none: re.Pattern[str]  # at the end of what stands before an examination
    something_else: re.Pattern[str]  # at the beginning of what stands after it
    compared: re.Pattern[str]  # at the beginning of a statement
    again: re.Pattern[str]  # before the day of an earlier picture of the same sort
    most_between: int
    most_between_after: int


@dataclass(frozen=True, slots=True)
class TissueRules:
    """How tissue that was looked at is told of."""

    tissue: re.Pattern[str]
    found: re.Pattern[str]
    numbers_of: re.Pattern[str]
    planned: re.Pattern[str]
    most_between: int


@dataclass(frozen=True, slots=True)
class ToldRules:
    """Everything the reading of mentions knows that is not code."""

    study: StudyRules
    tissue: TissueRules
    pending: re.Pattern[str]
    pending_between: int
    pending_joins: frozenset[str]
    addendum: re.Pattern[str]
    of_no_studies: frozenset[Kind]
    of_no_tissue: frozenset[Kind]

    @classmethod
    def load(cls, folder: Path) -> ToldRules:
        """Read the rules from `folder`. OSError: the file is missing, ValueError or KeyError: it is not
        as it should be.
        """
        data: Mapping[str, Any] = tomllib.loads((folder / "told.toml").read_text("utf-8"))
        study, tissue = data["study"], data["pathology"]
        return cls(
            study=StudyRules(
                other_days=_either(
                    study["other_days"], after=r"(?: (?:on|of|at|the|date|in|el|de|en|fecha|dia))*$"
                ),
                planned=_either(study["planned"]),
                to_come=_either(study["to_come"]),
                undone=_either(study["undone"]),
                none=_either(study["none"], after="$"),
                something_else=_either(study["something_else"], before="^"),
                compared=_either(study["compared"], before="^"),
                again=_either(study["again"]),
                most_between=study["most_between"],
                most_between_after=study["most_between_after"],
            ),
            tissue=TissueRules(
                tissue=_either(tissue["tissue"]),
                found=_either(tissue["found"]),
                numbers_of=_either(tissue["numbers_of"]),
                planned=_either(tissue["planned"]),
                most_between=tissue["most_between"],
            ),
            pending=_either(data["pending"]["words"]),
            pending_between=data["pending"]["most_between"],
            pending_joins=frozenset(data["pending"]["joins"]),
            addendum=_announced(data["addendum"]),
            of_no_studies=frozenset(map(Kind, study["not_in"])),
            of_no_tissue=frozenset(map(Kind, tissue["not_in"])),
        )


def _announced(rules: Mapping[str, Any]) -> re.Pattern[str]:
    """Another paper and that it is to come, in either order with few words between; or words that say both."""

    def between(most: int) -> str:
        return rf"(?:(?!(?:{'|'.join(rules['not_between'])})\b)\w+ ){{0,{most}}}?"

    paper, to_come = (f"(?:{'|'.join(rules[name])})" for name in ("papers", "to_come"))
    return _either(
        [
            rf"{paper} {between(rules['most_after'])}{to_come}",
            rf"{to_come} {between(rules['most_before'])}{paper}",
            *rules["words"],
        ]
    )


def _either(patterns: Sequence[str], *, before: str = "", after: str = "") -> re.Pattern[str]:
    """One of the patterns, as whole words."""
    inside = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(rf"{before}\b(?:{inside})\b{after}")
