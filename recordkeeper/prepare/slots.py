"""What fills each slot of the readiness board, read from resources/rules/readiness.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from recordkeeper.records.clinical import FactKind
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.gaps import GapKind
from recordkeeper.records.kinds import Kind
from recordkeeper.records.own import OwnList

CANCER, RECIPIENT = "cancer", "recipient"  # the names of the choices


@dataclass(frozen=True, slots=True)
class SlotRules:
    """One slot. What only holds a part of it makes it "partly"; so do these gaps, where they are open."""

    name: str
    kinds: frozenset[Kind]
    partly_kinds: frozenset[Kind]
    partly_facts: frozenset[FactKind]
    gaps: frozenset[GapKind]
    gaps_of_kinds: bool
    typed: OwnList | None
    markers: tuple[str, ...] = ()
    any_marker: tuple[str, ...] = ()  # one of them is enough
    blood: tuple[str, ...] = ()  # one of these tests is wanted,
    blood_name: str = ""  # which people call so


@dataclass(frozen=True, slots=True)
class BoardRules:
    """All slots in order, and what each sort of cancer changes of them."""

    slots: tuple[SlotRules, ...]
    cancers: Mapping[str, Mapping[str, Any]]

    @classmethod
    def load(cls, folder: Path) -> BoardRules:
        """Read the rules from `folder`. OSError: the file is missing, ValueError or KeyError: it is not right."""
        data = tomllib.loads((folder / "readiness.toml").read_text("utf-8"))
        return cls(tuple(_slot(row) for row in data["slots"]), data["cancers"])

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(slot.name for slot in self.slots)

    def checked(self, slot: str) -> str:
        """The slot's name; InputProblem "no_such_slot"."""
        if slot not in self.names:
            raise InputProblem("no_such_slot", slot=slot, slots=", ".join(self.names))
        return slot

    def checked_cancer(self, cancer: str) -> str:
        """A sort of cancer, or "" for none; InputProblem "not_a_choice"."""
        if cancer and cancer not in self.cancers:
            raise InputProblem("not_a_choice", value=cancer, choices=", ".join(self.cancers))
        return cancer

    def slots_for(self, cancer: str) -> tuple[SlotRules, ...]:
        """The slots as a person's choice has them; unchanged for a sort this version does not know."""
        asked = self.cancers.get(cancer, {})
        instead: Mapping[str, Any] = asked.get("instead", {})
        return tuple(
            replace(
                slot,
                kinds=frozenset(map(Kind, instead[slot.name])) if slot.name in instead else slot.kinds,
                partly_kinds=slot.partly_kinds | (slot.kinds if slot.name in instead else frozenset()),
                **(_of_tissue(asked) if slot.name == "pathology" else {}),
                **(_of_blood(asked) if slot.name == "blood_tests" else {}),
            )
            for slot in self.slots
        )


def _of_tissue(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(asked.get(name, ())) for name in ("markers", "any_marker")}


def _of_blood(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {"blood": tuple(asked.get("blood", ())), "blood_name": asked.get("blood_name", "")}


def _slot(row: Mapping[str, Any]) -> SlotRules:
    return SlotRules(
        name=row["name"],
        kinds=frozenset(map(Kind, row["kinds"])),
        partly_kinds=frozenset(map(Kind, row.get("partly_kinds", ()))),
        partly_facts=frozenset(map(FactKind, row.get("partly_facts", ()))),
        gaps=frozenset(map(GapKind, row.get("gaps", ()))),
        gaps_of_kinds=row.get("gaps_of_kinds", False),
        typed=OwnList(row["typed"]) if "typed" in row else None,
    )
