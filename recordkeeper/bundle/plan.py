"""What goes into a bundle, in which section, and what stays out and why."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from recordkeeper.bundle.suggest import Leaflets, again
from recordkeeper.bundle.supplement import Sent, sent_with
from recordkeeper.catalogue import documents, imaging, sources
from recordkeeper.records.document import Record
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.kinds import Identity, Kind, Status
from recordkeeper.records.papers import LeftOut, LeftOutReason, Section
from recordkeeper.records.query import Listing
from recordkeeper.records.reading import ARCHIVES, Condition, Format

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asks for. `select` holds record ids or kinds; empty means everything that is the patient's.

    `leave_out` holds ids that stay out all the same, `put_in` ids that go although they stay out by default.
    With `tell_titles` the reader is told the titles of what was left out, never those of strangers' records. A file
    that opened with a password goes as a copy without it, or with `locked_as_they_are` as it is. `since` is the
    number of a bundle of the ledger: what was sent with it stays out. `without_sheets` are the keys of sheets
    (bundle/sheets.py) that are not made; `contact_sheets` puts small pictures of scans on the page for browsers.
    """

    select: tuple[str, ...] = ()
    recipient: str = ""
    question: str = ""
    language: str = "en"
    leave_out: tuple[str, ...] = ()
    put_in: tuple[str, ...] = ()
    tell_titles: bool = False
    locked_as_they_are: bool = False
    since: int = 0
    without_sheets: tuple[str, ...] = ()
    contact_sheets: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """A document that goes in, and its section. `shown` is False when only its file can go, not its pages.

    `perhaps` is what may speak against it, where nobody is sure; `locked` that its file takes a password.
    """

    record: Record
    section: Section
    shown: bool
    perhaps: LeftOutReason | None = None
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """A record that stays out, and why."""

    record: Record
    reason: LeftOutReason


@dataclass(frozen=True, slots=True)
class Plan:
    """The bundle before it is made.

    `to_review` are ids that go in though nobody has looked at them, `names_another` those that go in because a
    person accepted them although they name somebody else. `kept` are the records behind the counts of `left_out`.
    `more_images` are studies sent before of which only the images go that came since; `images_sent` the SHA-256 of
    the files of theirs that stay out; `with_programs` those with an image that begins as a program does.
    """

    request: Request
    documents: tuple[Chosen, ...]
    studies: tuple[Record, ...]
    left_out: tuple[LeftOut, ...]
    to_review: tuple[str, ...]
    names_another: tuple[str, ...] = ()
    kept: tuple[Kept, ...] = ()
    adds_to: Sent | None = None
    more_images: frozenset[str] = frozenset()
    images_sent: frozenset[str] = frozenset()
    with_programs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sections:
    """Which kind belongs to which section, the numbers of the sections (resources/bundle/sections.toml), and what
    a leaflet calls itself (leaflets.toml beside it).
    """

    of_kind: dict[Kind, Section]
    numbers: dict[Section, str]
    leaflets: Leaflets

    @classmethod
    def load(cls, path: Path) -> Sections:
        with path.open("rb") as file:
            rows = tomllib.load(file)["section"]
        return cls(
            {Kind(kind): Section(row["key"]) for row in rows for kind in row["kinds"]},
            {Section(row["key"]): row["number"] for row in rows},
            Leaflets.load(path.with_name("leaflets.toml")),
        )


_NOISE = {Kind.INSURANCE: LeftOutReason.INSURANCE, Kind.CONSENT: LeftOutReason.CONSENT}
_OPENED = "unlocked"  # what the reader says of a file that opened with one
_CLOSED = {Condition.LOCKED: LeftOutReason.LOCKED, Condition.UNREADABLE: LeftOutReason.UNREADABLE}


def plan(db: Database, request: Request, sections: Sections, *, opened: frozenset[str] | None = None) -> Plan:
    """Choose records for the request. InputProblem when a chosen id is unknown or nothing is left to send.

    `opened` are the SHA-256 of the locked files a password is known for now; None = of all that ever opened here.
    """
    found = sort_out(db, request, sections, opened=opened)
    if not found.documents and not found.studies:
        raise InputProblem("nothing_to_export")
    return found


def sort_out(db: Database, request: Request, sections: Sections, *, opened: frozenset[str] | None = None) -> Plan:
    """The plan, which may be empty. InputProblem when a chosen id is unknown."""
    sent = sent_with(db, request.since) if request.since else None
    chosen = _selection(db, request, sent)
    kept: list[Kept] = []
    going: list[Chosen] = []
    studies: list[Record] = []
    more: set[str] = set()
    images_sent: set[str] = set()
    for record, condition, reason, perhaps in _judged(db, chosen, sections, opened):
        if reason is LeftOutReason.SENT_BEFORE and (before := _sent_of(db, record, sent)):
            more.add(record.id)
            images_sent |= before
            studies.append(record)
        elif reason is not None:
            kept.append(Kept(record, reason))
        elif record.imaging is not None:
            studies.append(record)
        else:
            section = sections.of_kind.get(record.kind, Section.OTHER)
            locked = condition is Condition.LOCKED
            going.append(Chosen(record, section, condition is Condition.READ or locked, perhaps, locked))
    order = {section: place for place, section in enumerate(Section)}
    going.sort(key=lambda item: (order[item.section], str(item.record.service_date or "9999"), item.record.id))
    studies.sort(key=lambda record: (str(record.service_date or "9999"), record.id))
    all_going = (*(item.record for item in going), *studies)
    left_out = Counter(item.reason for item in kept)
    return Plan(
        request=request,
        documents=tuple(going),
        studies=tuple(studies),
        left_out=tuple(LeftOut(reason, count) for reason, count in sorted(left_out.items())),
        to_review=tuple(record.id for record in all_going if record.status is Status.TO_REVIEW),
        names_another=tuple(record.id for record in all_going if record.identity is Identity.DIFFERS),
        kept=tuple(kept),
        adds_to=sent,
        more_images=frozenset(more),
        images_sent=frozenset(images_sent),
        with_programs=imaging.with_programs(db) if studies else frozenset(),
    )


def _sent_of(db: Database, record: Record, sent: Sent | None) -> frozenset[str]:
    """The files of a study that were sent, where others of it have come since; else nothing."""
    if sent is None or sent.images is None or record.imaging is None or record.id not in sent.records:
        return frozenset()
    before, new = sent.images_of(db, record.id)
    return before if new else frozenset()


_Judged = tuple[Record, Condition, LeftOutReason | None, LeftOutReason | None]


def _judged(
    db: Database, chosen: _Selection, sections: Sections, opened: frozenset[str] | None
) -> Iterator[_Judged]:
    """Each record with its condition, why it stays out, and what may speak against it.

    A record that says again what another one says stays out only where the other one can be read: it goes, or a
    person has decided that this text does not.
    """
    found = []
    for record in documents.find(db, Listing()):
        condition = _condition(db, record)
        closed = _CLOSED.get(condition)
        if condition is Condition.LOCKED and _opens(db, record, opened):
            closed = None
        found.append((record, condition, _reason_to_leave_out(record, closed, chosen)))
    settled = chosen.leave_out | chosen.sent
    decided = {r.id for r, _, reason in found if reason is None or (r.id in settled and not _closed(reason))}
    for record, condition, reason in found:
        if reason is not None or record.id in chosen.by_name:
            yield record, condition, reason, None
            continue
        suggested = again(record, decided, chosen.sent)
        if suggested is None and sections.leaflets.may_be(record):
            texts = (page.text for page in documents.pages(db, record.id))
            suggested = sections.leaflets.judge(record, next(texts, ""))
        out = suggested.reason if suggested is not None and suggested.sure else None
        yield record, condition, out, suggested.reason if suggested is not None and not suggested.sure else None


def _closed(reason: LeftOutReason | None) -> bool:
    """Whether a record cannot go whatever a person decides."""
    return reason in (LeftOutReason.SET_ASIDE, *_CLOSED.values())


@dataclass(frozen=True, slots=True)
class _Selection:
    """A request's ids and kinds, told apart."""

    ids: frozenset[str]
    kinds: frozenset[Kind]
    leave_out: frozenset[str]
    put_in: frozenset[str]
    sent: frozenset[str]

    @property
    def by_name(self) -> frozenset[str]:
        """Records a person has asked for one by one: nothing that is only a suggestion keeps them out."""
        return self.ids | self.put_in


def _selection(db: Database, request: Request, sent: Sent | None) -> _Selection:
    known = {kind.value for kind in Kind}
    kinds = frozenset(Kind(word) for word in request.select if word in known)
    ids = frozenset(request.select) - known
    for record_id in ids:
        documents.row_of(db, record_id)  # refuses what is not here
    before = sent.records if sent is not None else frozenset()
    return _Selection(ids, kinds, frozenset(request.leave_out), frozenset(request.put_in), before)


def _reason_to_leave_out(record: Record, closed: LeftOutReason | None, chosen: _Selection) -> LeftOutReason | None:
    """Strangers' records never go; a record named by its id goes whatever its kind."""
    if record.status is Status.SET_ASIDE:
        return LeftOutReason.SET_ASIDE
    if closed is not None:
        return closed
    if any(part.format in ARCHIVES for part in record.files):
        return LeftOutReason.UNREADABLE  # nobody knows whose records lie in an archive that was not opened
    if record.id in chosen.leave_out:
        return LeftOutReason.NOT_CHOSEN
    if record.id in chosen.by_name:
        return None
    if record.id in chosen.sent:
        return LeftOutReason.SENT_BEFORE
    if record.kind in chosen.kinds:
        return None
    if chosen.ids or chosen.kinds:
        return LeftOutReason.NOT_CHOSEN
    return _NOISE.get(record.kind)


def _condition(db: Database, record: Record) -> Condition:
    """How well the record's files can be shown: as well as the first, and locked if any takes a password.

    A file that opened here with a password would be locked for whoever is given it.
    """
    originals = [sources.find_original(db, part.fingerprint.sha256) for part in record.files]
    if any(original is not None and original.reason_code == _OPENED for original in originals):
        return Condition.LOCKED
    return originals[0].condition if originals and originals[0] is not None else Condition.UNREADABLE


def _opens(db: Database, record: Record, opened: frozenset[str] | None) -> bool:
    """Whether a copy without a password can be made of each file that takes one."""
    for part in record.files:
        original = sources.find_original(db, part.fingerprint.sha256)
        if original is None or original.condition is not Condition.READ:
            return False
        if original.reason_code == _OPENED and (
            part.format is not Format.PDF or (opened is not None and part.fingerprint.sha256 not in opened)
        ):
            return False
    return True
