"""What a recipient's checklist says of the board: what they want, what they do not need, and how old it may be.

Every rule of age is one a person copied from a recipient; the program has none of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from recordkeeper.prepare.slots import SlotRules
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.gaps import Gap, GapKind
from recordkeeper.records.held import Held
from recordkeeper.records.kinds import Kind
from recordkeeper.records.own import Entry
from recordkeeper.records.readiness import Wish


def of_recipient(checklist: Iterable[Entry], recipient: str) -> tuple[Entry, ...]:
    """The lines of one recipient's checklist, and those that name nobody; "" for all lines."""
    return tuple(each for each in checklist if not recipient or each.get("recipient") in ("", recipient))


def recipients(checklist: Iterable[Entry]) -> tuple[str, ...]:
    """Whose checklists are written down, in their order."""
    return tuple(dict.fromkeys(name for each in checklist if (name := each.get("recipient"))))


def wishes(checklist: Iterable[Entry], slot: str) -> tuple[Wish, ...]:
    """The lines about a slot; "" for those about none."""
    return tuple(
        Wish(each.id, each.get("text"), each.get("recipient"), each.get("here") == "yes")
        for each in checklist
        if each.get("slot") == slot
    )


def is_not_needed(checklist: Iterable[Entry], slot: str) -> bool:
    """Whether all that the checklist says of a slot is that it is not needed."""
    said = [each.get("needed") for each in checklist if each.get("slot") == slot]
    return bool(said) and all(each == "no" for each in said)


def stale(
    checklist: Sequence[Entry],
    visit: Entry | None,
    slots: Sequence[SlotRules],
    here: Sequence[Held],
    today: dt.date,
) -> Iterator[tuple[str, Gap]]:
    """(slot, gap) where the newest record is older than the one who will see it wants, on the day of the visit."""
    visited = PartialDate.parse(visit.get("date")) if visit is not None and visit.get("date") else None
    day = visited.ordinal if visited and visited.day else today.toordinal()
    for name, within in _windows(checklist, visit).items():
        slot = next((each for each in slots if each.name == name), None)
        dated = [record for record in here if slot and record.kind in slot.kinds and record.date]
        if not dated:
            continue
        newest = max(dated, key=lambda record: str(record.date))
        assert newest.date is not None
        if newest.date.ordinal + (0 if newest.date.day else 31) < day - within:
            yield name, _gap(name, newest, within)


def _windows(checklist: Sequence[Entry], visit: Entry | None) -> dict[str, int]:
    """Slot → days, the strictest where several are written down."""
    found: dict[str, int] = {}
    asked = [(each.get("slot"), each.get("within_days")) for each in checklist if each.get("needed") != "no"]
    if visit is not None:
        asked.append(("blood_tests", visit.get("labs_within_days")))
    for slot, days in asked:
        if slot and days:
            found[slot] = min(found.get(slot, int(days)), int(days))
    return found


def _gap(slot: str, newest: Held, within: int) -> Gap:
    assert newest.date is not None
    page = None if newest.kind is Kind.IMAGING_STUDY else 1
    fields = (("date", newest.date), ("count", within))
    if slot == "blood_tests":
        return Gap(GapKind.STALE_LABS, newest.id, fields, page, newest.title)
    return Gap(GapKind.STALE_RECORDS, newest.id, (("what", slot), *fields), page, newest.title)
