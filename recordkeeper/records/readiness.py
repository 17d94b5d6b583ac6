"""The readiness board: what a second opinion needs, and what of it is here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from recordkeeper.records.dates import PartialDate
from recordkeeper.records.gaps import Gap


class SlotState(StrEnum):
    """How a slot stands. Those after `not_found` are said by a person only."""

    HAVE = "have"
    PARTLY = "partly"
    ASKED_FOR = "asked_for"
    NOT_FOUND = "not_found"
    NOT_DONE = "not_done"
    DONT_KNOW = "dont_know"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True)
class Wish:
    """One line of a recipient's checklist, as a person wrote it down; `here`: the person said that it is there."""

    entry: str
    text: str
    recipient: str = ""
    here: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot. `records` fill it or a part of it, newest first; `why` is why it is no more than partly there.

    `said` is what a person said of it, None when nothing; it holds until a record says otherwise.
    """

    name: str
    state: SlotState
    records: tuple[str, ...] = ()
    newest: PartialDate | None = None
    why: tuple[Gap, ...] = ()
    only_in: str = ""  # the record that holds a part of it, where none is of the right sort
    typed: int = 0  # entries a person typed that belong here
    asked: PartialDate | None = None
    due: PartialDate | None = None
    said: SlotState | None = None
    wanted: tuple[Wish, ...] = ()  # what a recipient's checklist says of it


@dataclass(frozen=True, slots=True)
class Board:
    """All slots in their order, and all gaps."""

    slots: tuple[Slot, ...]
    gaps: tuple[Gap, ...]
    cancer: str = ""  # the sort of cancer a person chose, "" for none
    recipient: str = ""  # whose checklist a person chose, "" for all that is written down
    wishes: tuple[Wish, ...] = ()  # lines of the checklist that belong to no slot
