"""The lanes of the timeline and the parts of the story, read from resources/rules/story.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recordkeeper.records.clinical import FactKind
from recordkeeper.records.kinds import Kind
from recordkeeper.records.own import OwnList


@dataclass(frozen=True, slots=True)
class LaneRules:
    """One lane: the records and facts that are its events, and the sort of treatment a person may type for it."""

    name: str
    kinds: frozenset[Kind]
    facts: frozenset[FactKind]
    typed: str = ""


@dataclass(frozen=True, slots=True)
class PartRules:
    """One part of the story. `by_name`: facts of another name (another marker) do not differ from each other."""

    name: str
    facts: frozenset[FactKind]
    typed: OwnList | None = None
    differs: bool = False
    by_name: bool = False
    typed_kinds: frozenset[str] = frozenset()  # of the typed entries, only these; none: all
    who: bool = False  # a line says who proposed it


@dataclass(frozen=True, slots=True)
class StoryRules:
    """Both, in their order."""

    lanes: tuple[LaneRules, ...]
    parts: tuple[PartRules, ...]

    @classmethod
    def load(cls, folder: Path) -> StoryRules:
        """Read the rules from `folder`. OSError: the file is missing, ValueError or KeyError: it is not right."""
        data = tomllib.loads((folder / "story.toml").read_text("utf-8"))
        return cls(tuple(_lane(row) for row in data["lanes"]), tuple(_part(row) for row in data["parts"]))


def _lane(row: Mapping[str, Any]) -> LaneRules:
    facts = frozenset(map(FactKind, row.get("facts", ())))
    return LaneRules(row["name"], frozenset(map(Kind, row["kinds"])), facts, row.get("typed", ""))


def _part(row: Mapping[str, Any]) -> PartRules:
    return PartRules(
        row["name"],
        frozenset(map(FactKind, row.get("facts", ()))),
        OwnList(row["typed"]) if "typed" in row else None,
        row.get("differs", False),
        row.get("by_name", False),
        frozenset(row.get("typed_kinds", ())),
        row.get("who", False),
    )
