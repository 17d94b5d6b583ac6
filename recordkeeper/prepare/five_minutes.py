"""What needs doing next, in jobs of five minutes: a few of what there is much of, one of what takes longer."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from recordkeeper.prepare.board import Said
from recordkeeper.records.own import OwnList
from recordkeeper.records.readiness import Board, SlotState

_PER_MINUTE = 60


@dataclass(frozen=True, slots=True)
class JobRule:
    """One sort of job: how long one of it takes, and the page it is done on."""

    name: str
    seconds: int
    page: str


@dataclass(frozen=True, slots=True)
class Job:
    """`count` of it wait; `batch` of them fit into `minutes`. `slot` is the card of the board it is about."""

    name: str
    count: int
    batch: int
    minutes: int
    page: str
    slot: str = ""


@dataclass(frozen=True, slots=True)
class FiveMinutes:
    """The rules: resources/rules/five_minutes.toml."""

    minutes: int
    jobs: tuple[JobRule, ...]

    @classmethod
    def load(cls, folder: Path) -> FiveMinutes:
        """Read them. OSError: missing, ValueError or KeyError: not as they should be."""
        data = tomllib.loads((folder / "five_minutes.toml").read_text("utf-8"))
        jobs = (JobRule(row["name"], row["seconds"], row["page"]) for row in data["job"])
        return cls(data["minutes"], tuple(jobs))

    def of(self, waiting: Mapping[str, int], slot: str = "") -> tuple[Job, ...]:
        """The jobs of which anything waits, in their order; `slot` is the board's first card without a record."""
        return tuple(self._job(rule, waiting[rule.name], slot) for rule in self.jobs if waiting.get(rule.name))

    def _job(self, rule: JobRule, count: int, slot: str) -> Job:
        batch = min(count, max(1, self.minutes * _PER_MINUTE // rule.seconds))
        minutes = math.ceil(batch * rule.seconds / _PER_MINUTE)
        return Job(rule.name, count, batch, minutes, rule.page, slot if rule.name == "ask_for" else "")


def missing(board: Board) -> tuple[str, ...]:
    """The cards of the board that nothing was found for, and that nobody has said anything of."""
    return tuple(slot.name for slot in board.slots if slot.state is SlotState.NOT_FOUND)


def of_board(board: Board, said: Said, late: int) -> dict[str, int]:
    """How much of what has to do with getting ready waits; `late` answers are overdue."""
    return {
        "late": late,
        "ask_for": len(missing(board)),
        "question": 0 if said.of(OwnList.QUESTIONS) else 1,
        "helper": 0 if said.of(OwnList.HELPERS) else 1,
    }
