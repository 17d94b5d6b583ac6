"""Everything getting ready is made from, read in one go."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from recordkeeper.catalogue import held, own
from recordkeeper.prepare.board import Said, board_of
from recordkeeper.prepare.gap_rules import GapRules
from recordkeeper.prepare.lists import ListRules, load_lists
from recordkeeper.prepare.slots import BoardRules
from recordkeeper.prepare.story_rules import StoryRules
from recordkeeper.records.held import Holding
from recordkeeper.records.own import OwnList
from recordkeeper.records.readiness import Board

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


@dataclass(frozen=True, slots=True)
class PrepareRules:
    """The rules of this room."""

    board: BoardRules
    gaps: GapRules
    lists: dict[OwnList, ListRules]
    story: StoryRules

    @classmethod
    def load(cls, folder: Path) -> PrepareRules:
        """Read them from resources/rules. OSError: one is missing, ValueError or KeyError: one is not right."""
        return cls(BoardRules.load(folder), GapRules.load(folder), load_lists(folder), StoryRules.load(folder))


@dataclass(frozen=True, slots=True)
class Prepared:
    """A library as getting ready sees it on one day."""

    holding: Holding
    said: Said
    board: Board


def prepared(db: Database, rules: PrepareRules, today: dt.date) -> Prepared:
    """Read what is held and what a person said, and see how it stands."""
    holding = held.holding(db)
    said = said_of(db)
    return Prepared(holding, said, board_of(holding, said, rules.board, rules.gaps, today))


def said_of(db: Database) -> Said:
    """What a person said and wrote."""
    return Said(own.slots(db), own.choices(db), {of: own.entries(db, of) for of in OwnList})
