"""What was asked for: how it stands, what answered it, and when an answer is due."""

from __future__ import annotations

import calendar as months
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from recordkeeper.prepare.slots import BoardRules
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.held import Held, Holding
from recordkeeper.records.kinds import Kind
from recordkeeper.records.own import Entry, OwnList
from recordkeeper.wording.words import Words

DUE_AFTER = 30  # days a hospital has to answer (45 CFR 164.524)
_IN_A_MONTH = frozenset({"uk", "eu"})  # one month (Article 12(3) of the GDPR, as kept by the UK)
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


def is_open(request: Entry) -> bool:
    """Whether something was asked for and nobody said that it has come."""
    return bool(request.get("asked")) and not request.get("received") and not request.get("received_record")


def due(request: Entry) -> PartialDate | None:
    """The day an answer is due: as written, else 30 days or, by European rules, a month after it was asked for."""
    if request.get("due"):
        return PartialDate.parse(request.get("due"))
    asked = PartialDate.parse(request.get("asked")) if request.get("asked") else None
    if asked is None or not asked.day:
        return None
    if request.get("wording") in _IN_A_MONTH:
        return _a_month_after(asked)
    return PartialDate.of(dt.date.fromordinal(asked.ordinal + DUE_AFTER))


def _a_month_after(day: PartialDate) -> PartialDate:
    """The same day of the next month, its last day where it has no such day."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return PartialDate(year, month, min(day.day, months.monthrange(year, month)[1]))


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


def calendar(tracked: Sequence[Tracked], dated: Sequence[Entry], titles: dict[str, str], stamp: dt.datetime) -> str:
    """An iCalendar file (RFC 5545): the days answers are due, visits, when records must be there, what is lent.

    `dated` are visits and specimens; `titles`: what each entry is, and `id/field` for another of its days.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Recordkeeper//EN", "CALSCALE:GREGORIAN"]
    for each in tracked:
        if each.state in (RequestState.WAITING, RequestState.OVERDUE) and each.due and each.due.day:
            lines += _event(each.entry.id, each.due, titles[each.entry.id], stamp)
    for entry in dated:
        for field, name in _DAYS.items():
            date = PartialDate.parse(entry.get(field)) if entry.get(field) else None
            title = titles.get(f"{entry.id}{name}")
            if date and date.day and title is not None:
                lines += _event(f"{entry.id}{name}".replace("/", "-"), date, title, stamp)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


_DAYS = {"date": "", "records_by": "/records_by", "back_by": "/back_by"}  # field → how its title is called


def titles_of(entries: Sequence[Entry], words: Words) -> dict[str, str]:
    """What the calendar says of each request, visit and loan."""
    found = dict[str, str]()
    for each in entries:
        if each.list is OwnList.REQUESTS:
            found[each.id] = title_of(each, words)
        elif each.list is OwnList.VISIT:
            found[each.id] = words.say("requests.visit", doctor=each.get("doctor"))
            found[f"{each.id}/records_by"] = words.say("requests.records_by", doctor=each.get("doctor"))
        elif not each.get("returned_on"):
            what = words.say(f"lists.choice.what.{each.get('what') or 'other'}")
            found[f"{each.id}/back_by"] = words.say("requests.back_by", what=what)
    return found


def title_of(request: Entry, words: Words) -> str:
    """What was asked of whom, in a few words."""
    what = words.say(f"lists.choice.what.{request.get('what') or 'other'}")
    return words.say("requests.title", what=what, place=request.get("from")) if request.get("from") else what


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
