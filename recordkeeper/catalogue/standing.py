"""How a record stands, and whose it is: what the machine makes of it with what a person said laid over it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from recordkeeper.catalogue.changes import MINE, OTHERS, WHOSE
from recordkeeper.records.kinds import Doubt, Identity, Status

_SAID = {MINE: Identity.AGREES, OTHERS: Identity.DIFFERS}


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds of a record now, and why it is out of view: "other_person", "moved" or ""."""

    status: Status
    identity: Identity
    aside: str


def standing(
    machine: Status, identity: Identity, doubts: Collection[Doubt], taught: Collection[Doubt], said: dict[str, Any]
) -> Standing:
    """`doubts` are the machine's, `taught` those that other records of its place settle, `said` the corrections."""
    whose = said.get(WHOSE)
    left = {doubt for doubt in doubts if doubt not in taught and not (whose and doubt is Doubt.WHOSE)}
    if (machine is Status.TO_REVIEW and doubts) or (machine is Status.SET_ASIDE and whose == MINE):
        machine = Status.TO_REVIEW if left else Status.RECOGNISED
    status = _status(machine, said)
    return Standing(status, _SAID.get(whose or "", identity), _why_aside(status, said))


def open_doubts(doubts: str, status: Status, identity: Identity) -> tuple[Doubt, ...]:
    """What a person is still asked about a record; whose it is, only where nobody has said so."""
    if status is not Status.TO_REVIEW:
        return ()
    asked = (Doubt(doubt) for doubt in doubts.split())
    return tuple(doubt for doubt in asked if doubt is not Doubt.WHOSE or identity is Identity.UNKNOWN)


def _status(machine: Status, said: dict[str, Any]) -> Status:
    if said.get("trashed"):
        return Status.TRASHED
    if said.get(WHOSE) == OTHERS:
        return Status.SET_ASIDE
    return Status.CONFIRMED if said.get("confirmed") else machine


def _why_aside(status: Status, said: dict[str, Any]) -> str:
    if status is Status.TRASHED and said.get("moved_to"):
        return "moved"
    return "other_person" if status is Status.SET_ASIDE else ""
