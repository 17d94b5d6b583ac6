"""What a person put right on one paper of a place, remembered for its other papers of the same form.

Kind, place, author, which date counts, and which number of 03/04/2024 is the month. Only corrections teach: a guess
nobody looked at does not, and neither does a paper that was accepted as it was shown. People who disagree on papers
of one form teach nothing. All of it is worked out anew from the corrections, so that undo takes it back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from recordkeeper.catalogue import issuers
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import DateRead, Recognition
from recordkeeper.records.kinds import DateRole, Doubt, Kind
from recordkeeper.records.plain import from_plain

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

T = TypeVar("T")
_DATE_ALONE = 0.35  # a date at least so sure is in doubt only for its order
_UNREAD_AUTHORS = 2  # papers on which a person wrote an author where none was read, before another gets him too


@dataclass(frozen=True, slots=True)
class Taught:
    """A reading with what a person taught about its place laid over it, and the doubts that settles.

    `key` is whose papers it is read as, `place` where it stands: another one where a person said so.
    """

    recognition: Recognition
    facility: str
    key: str
    place: str
    settled: frozenset[Doubt] = frozenset()


@dataclass(frozen=True, slots=True)
class _Lesson:
    """A paper of the same form on which a person put something right."""

    read: Recognition
    said: Mapping[str, Any]


def lay_over(db: Database, record_id: str, read: Recognition, said: Mapping[str, Any]) -> Taught:
    """Return the reading of a record as its place's papers are to be read; `said` is put right on itself."""
    key = issuers.key_of(db, read)
    lessons = _lessons(db, record_id, key, read) if key else ()
    found, settled = read, set[Doubt]()
    kind = _one_voice({Kind(each.said["kind"]) for each in lessons if "kind" in each.said})
    if kind is not None:
        found, settled = replace(found, kind=kind), settled | {Doubt.KIND}
    author = _author(lessons, read)
    if author:
        found = replace(found, author=author)
    place, name = _place(db, key, lessons, said)
    order = issuers.date_order(db, place) if place and read.date_order else None
    if order is not None:
        settled |= {Doubt.DATE} if read.date_confidence >= _DATE_ALONE else set()
        found = found if order is read.date_order else turned(found)
    dated = _dated(lessons, found)
    if dated is not found:
        settled |= {Doubt.DATE} if read.date_order is None and dated.service_date != found.service_date else set()
        found = dated
    return Taught(found, name, key, place, frozenset(settled))


def as_dated(read: Recognition, date: str | None) -> Recognition:
    """The reading with this service date, where it is another one the paper prints; else as it is."""
    if not date or date == str(read.service_date):
        return read
    at = {number for number, other in enumerate(read.other_dates) if str(other.date) == date}
    return _with_other(read, min(at)) if at else read


def turned(read: Recognition) -> Recognition:
    """The reading with day and month of its service date the other way round."""
    date, other = read.service_date, read.other_dates[:1]
    if date is None or not other or not issuers.is_turned(date, other[0].date):
        return read
    return _with_other(read, 0)


def _with_other(read: Recognition, at: int) -> Recognition:
    """The reading with another of its dates as service date; the one it had takes that one's place."""
    chosen, others = read.other_dates[at], list(read.other_dates)
    if read.service_date is None:
        del others[at]
    else:
        others[at] = DateRead(read.service_date, read.date_role or chosen.role)
    return replace(read, service_date=chosen.date, date_role=chosen.role, other_dates=tuple(others))


def _lessons(db: Database, record_id: str, key: str, read: Recognition) -> tuple[_Lesson, ...]:
    rows = db.execute(
        """
        SELECT r.id, r.recognition, json_extract(r.recognition, '$.kind'), json_extract(r.recognition, '$.title'),
               c.field, c.value
        FROM correction c JOIN record r ON r.id = c.record
        WHERE r.facility_key = ? AND r.id <> ?
          AND c.field IN ('kind', 'facility', 'author', 'service_date', 'date_role') ORDER BY r.rowid
        """,
        [key, record_id],
    ).fetchall()
    form = issuers.form_of(read.kind, read.title)
    said: dict[str, dict[str, Any]] = {}
    texts: dict[str, str] = {}
    for record, text, kind, title, field, value in rows:
        if issuers.form_of(kind, title) == form:
            said.setdefault(record, {})[field] = json.loads(value)
            texts[record] = text
    return tuple(_Lesson(_parsed(texts[record]), fields) for record, fields in said.items())


@lru_cache(maxsize=512)
def _parsed(text: str) -> Recognition:
    """A reading, taken apart once: one act may lay the same lessons over a thousand papers."""
    return from_plain(Recognition, json.loads(text))


def _one_voice(said: set[T]) -> T | None:
    return next(iter(said)) if len(said) == 1 else None


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _author(lessons: Sequence[_Lesson], read: Recognition) -> str:
    """Who wrote it where the same was read and put right; for a paper without an author only when said twice."""
    voices = [
        str(each.said["author"])
        for each in lessons
        if "author" in each.said and _folded(each.read.author) == _folded(read.author)
    ]
    agree = _one_voice({_folded(each) for each in voices})
    if not agree or (not read.author and len(voices) < _UNREAD_AUTHORS):
        return ""
    return voices[0]


def _place(db: Database, key: str, lessons: Sequence[_Lesson], said: Mapping[str, Any]) -> tuple[str, str]:
    """Where it stands, and what it says of that: a person's own words, unless that place got a name of its own."""
    own = str(said.get("facility", ""))
    if own:
        called = issuers.key_called(db, own)
        place = issuers.whole(db, called)
        renamed = place != called or issuers.is_named(db, place)
        return place, issuers.name_of(db, place) if renamed else own
    if "facility" in said:  # a person has emptied it
        return "", ""
    wanted = {_folded(str(each.said["facility"])): str(each.said["facility"]) for each in lessons if
              each.said.get("facility")}  # fmt: skip
    places = {issuers.whole(db, issuers.key_called(db, name)) for name in wanted.values()}
    place = _one_voice(places) or key
    return place, issuers.name_of(db, place) if place else ""


def _dated(lessons: Sequence[_Lesson], read: Recognition) -> Recognition:
    """The reading with the date that counts on papers of this form, told by what happened on it."""
    voices = {voice for each in lessons if (voice := _role_said(each)) and voice[0] is read.date_role}
    roles = {to for _, to, _ in voices}
    role = _one_voice(roles)
    if role is None:
        return read
    at = [number for number, other in enumerate(read.other_dates) if other.role is role]
    if len({read.other_dates[number].date for number in at}) == 1:
        return _with_other(read, at[0])
    renamed = any(of_same_date for _, _, of_same_date in voices)
    return replace(read, date_role=role) if renamed and not at else read


def _role_said(lesson: _Lesson) -> tuple[DateRole | None, DateRole, bool] | None:
    """(what was read, what a person said, whether of the same date); None when nothing was said of it."""
    read, said = lesson.read, lesson.said
    role, date = said.get("date_role"), said.get("service_date")
    if date is None or date == str(read.service_date):
        return (read.date_role, DateRole(role), True) if role and role != read.date_role else None
    if read.service_date and _is_turned(read, date):
        return None  # that teaches how the place prints dates
    there = _one_voice({other.role for other in read.other_dates if str(other.date) == date})
    to = DateRole(role) if role else there
    return (read.date_role, to, False) if to is not None and there is not None and to != read.date_role else None


def _is_turned(read: Recognition, date: str) -> bool:
    assert read.service_date is not None
    return read.date_order is not None and issuers.is_turned(read.service_date, PartialDate.parse(date))
