"""What was asked for: how it stands, what answered it, and when an answer is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from recordkeeper.prepare.board import due, is_open
from recordkeeper.prepare.slots import BoardRules
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.held import Held, Holding
from recordkeeper.records.kinds import Kind
from recordkeeper.records.own import Entry

_TISSUE = frozenset({Kind.PATHOLOGY_REPORT, Kind.CYTOLOGY_REPORT, Kind.HEMATOPATHOLOGY_REPORT})
_ANSWERS = {"images": frozenset({Kind.IMAGING_STUDY}), "pathology_opinion": _TISSUE}


class RequestState(StrEnum):
    """How a request stands on a day."""

    TO_SEND = "to_send"
    WAITING = "waiting"
    OVERDUE = "overdue"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Tracked:
    """A request with its state, the day an answer is due, and the record that answered it ("" when none did)."""

    entry: Entry
    state: RequestState
    due: PartialDate | None = None
    answered_by: str = ""


def track(requests: Sequence[Entry], holding: Holding, rules: BoardRules, today: dt.date) -> tuple[Tracked, ...]:
    """How each request stands. A record that came in after it was asked for, and is what was asked, closes it."""
    return tuple(_tracked(entry, holding, rules, today) for entry in requests)


def _tracked(entry: Entry, holding: Holding, rules: BoardRules, today: dt.date) -> Tracked:
    if not entry.get("asked"):
        return Tracked(entry, RequestState.TO_SEND)
    until = due(entry)
    if not is_open(entry):
        return Tracked(entry, RequestState.ANSWERED, until, entry.get("received_record"))
    came = answer_to(entry, holding, rules)
    if came is not None:
        return Tracked(entry, RequestState.ANSWERED, until, came.id)
    late = until is not None and bool(until.day) and until.ordinal < today.toordinal()
    return Tracked(entry, RequestState.OVERDUE if late else RequestState.WAITING, until)


def answer_to(entry: Entry, holding: Holding, rules: BoardRules) -> Held | None:
    """The oldest record that came in after the request and is what it asks for."""
    about = entry.get("about").partition("#")[0]
    for record in sorted(holding.records, key=lambda one: one.added):
        if record.trashed or record.id == about or record.added[:10] < entry.get("asked"):
            continue
        if _is_asked_for(record, entry, rules) and (not about or _belongs(record.id, about, holding)):
            return record
    return None


def _is_asked_for(record: Held, entry: Entry, rules: BoardRules) -> bool:
    """Whether a record is of the sort asked for. Slides come as glass, not as a record."""
    what = entry.get("what")
    if what == "slides":
        return False
    if what in _ANSWERS:
        return record.kind in _ANSWERS[what]
    slot = next((slot for slot in rules.slots if slot.name == entry.get("slot")), None)
    if slot is None:
        return bool(entry.get("about"))
    if what == "report" and record.kind is Kind.IMAGING_STUDY:
        return False
    return record.kind in slot.kinds


def _belongs(record: str, about: str, holding: Holding) -> bool:
    """Whether two records belong together, one as the report or addendum of the other."""
    return any({record, about} == {one, other} for _, one, other in holding.pairs)


def calendar(
    tracked: Sequence[Tracked], visits: Sequence[Entry], titles: dict[str, str], stamp: dt.datetime
) -> str:
    """An iCalendar file (RFC 5545) of the days answers are due and of the visits. `titles`: what each entry is."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Recordkeeper//EN", "CALSCALE:GREGORIAN"]
    for each in tracked:
        if each.state in (RequestState.WAITING, RequestState.OVERDUE) and each.due and each.due.day:
            lines += _event(each.entry.id, each.due, titles[each.entry.id], stamp)
    for visit in visits:
        date = PartialDate.parse(visit.get("date")) if visit.get("date") else None
        if date and date.day:
            lines += _event(visit.id, date, titles[visit.id], stamp)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _event(each: str, day: PartialDate, title: str, stamp: dt.datetime) -> list[str]:
    """An event of a whole day."""
    first = dt.date.fromordinal(day.ordinal)
    after = first + dt.timedelta(days=1)
    return [
        "BEGIN:VEVENT",
        f"UID:{each}@recordkeeper.invalid",
        f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{after:%Y%m%d}",
        f"SUMMARY:{_escaped(title)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 bytes, cut between letters, as the standard wants."""
    piece, size = "", 0
    for sign in line:
        length = len(sign.encode("utf-8"))
        if size + length > 75:
            yield piece
            piece, size = " ", 1
        piece, size = piece + sign, size + length
    yield piece
