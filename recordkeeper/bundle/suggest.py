"""What the program suggests to leave out: what says again what another record says, and leaflets.

A suggestion is never more than that: a person who asks for the record gets it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

from recordkeeper.records.belonging import Relation
from recordkeeper.records.document import Record
from recordkeeper.records.kinds import Identity, Kind
from recordkeeper.records.papers import LeftOutReason

_SURE = 0.8  # from here on of two records of one text the catalogue shows only one; for pages the same is asked
_HEAD = 1500  # characters of the first page in which a leaflet says what it is


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Why a record need not go. When it is not `sure` the record goes, and the person is told."""

    reason: LeftOutReason
    sure: bool = True


def again(record: Record, here: Container[str], sent: Container[str] = ()) -> Suggestion | None:
    """Whether another record among those `here` holds the same text, a newer version of it, or all its pages.

    `sent` went with an earlier bundle: the same text has been told then, from whichever file.
    """
    kin = record.relatives
    same = (t for t in kin.twins if t.relation is Relation.SAME_TEXT and t.confidence >= _SURE)
    if any(twin.record in sent for twin in same):
        return Suggestion(LeftOutReason.SENT_BEFORE)
    if kin.shown_as in here:
        replaced = any(twin.relation is Relation.REPLACED_BY for twin in kin.twins)
        return Suggestion(LeftOutReason.SUPERSEDED if replaced else LeftOutReason.TWIN)
    parts = [
        t for t in kin.twins if t.relation is Relation.PART_OF and t.record in here and t.record not in kin.apart
    ]
    if parts:
        surest = max(part.confidence for part in parts)
        return Suggestion(LeftOutReason.PAGE_IN, sure=surest >= _SURE)
    return None


@dataclass(frozen=True, slots=True)
class Leaflets:
    """What leaflets call themselves (resources/bundle/leaflets.toml)."""

    cues: re.Pattern[str]

    @classmethod
    def load(cls, path: Path) -> Leaflets:
        with path.open("rb") as file:
            cues = tomllib.load(file)["cues"]
        return cls(re.compile("|".join(rf"\b{re.escape(cue)}\b" for cue in cues), re.IGNORECASE))

    def may_be(self, record: Record) -> bool:
        """Whether its text is worth a look: a paper of no known kind that names nobody and nobody has looked at."""
        return record.kind is Kind.OTHER and record.identity is Identity.UNKNOWN and record.imaging is None

    def judge(self, record: Record, first_page: str) -> Suggestion | None:
        """A leaflet says so in its title; said only further down, nobody is sure."""
        if self.cues.search(record.title):
            return Suggestion(LeftOutReason.LEAFLET)
        return Suggestion(LeftOutReason.LEAFLET, sure=False) if self.cues.search(first_page[:_HEAD]) else None
