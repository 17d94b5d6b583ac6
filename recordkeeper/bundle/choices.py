"""What a person chooses from before a bundle is made: each record, its section, and what speaks against it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recordkeeper.bundle.plan import Plan, Request, Sections, sort_out
from recordkeeper.bundle.shapes import PAPERS_ONLY_SHAPES
from recordkeeper.records.belonging import Relation
from recordkeeper.records.document import Record
from recordkeeper.records.kinds import Identity, Status
from recordkeeper.records.papers import LeftOutReason, Section
from recordkeeper.records.provenance import Fingerprint

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

IMAGING = "imaging"  # the section of studies, which lie in a folder of their own
OUR_PAPERS = 230_000  # bytes: start sheet, contents and lists with their fonts, measured on a small bundle
_SUGGESTED = frozenset({
    LeftOutReason.INSURANCE, LeftOutReason.CONSENT, LeftOutReason.LEAFLET,
    LeftOutReason.TWIN, LeftOutReason.SUPERSEDED, LeftOutReason.PAGE_IN, LeftOutReason.SENT_BEFORE,
})  # reasons a person may overrule  # fmt: skip


_HALVES = frozenset({Relation.REPORT_OF_STUDY, Relation.STUDY_OF_REPORT})


@dataclass(frozen=True, slots=True)
class Choice:
    """One record. `section` is a Section or IMAGING; `reason` says why it stays out by default, None when it goes.

    `shown` is False when its file can go, but not as pages of Packet.pdf. `fixed`: it cannot be put in. `perhaps`
    is what may speak against a record that goes, where nobody is sure; `locked` that it
    goes as a copy without its password; `changed` that a file of it is gone or has another size than when it came;
    `program` that an image of it begins as a program does, which the copy does not.
    """

    record: Record
    section: str
    reason: LeftOutReason | None
    shown: bool
    fixed: bool
    perhaps: LeftOutReason | None = None
    locked: bool = False
    changed: bool = False
    program: bool = False

    @property
    def goes(self) -> bool:
        return self.reason is None


@dataclass(frozen=True, slots=True)
class Concern:
    """Something the sender may want to look at before sending; `code` is a key of the wording."""

    code: str
    record: Record


Whole = Callable[[Fingerprint], bool]  # whether an original is there in its full size


def choices(db: Database, sections: Sections, since: int = 0, whole: Whole | None = None) -> tuple[Choice, ...]:
    """Every record but the trash, in the order of the bundle; within a section those that go come first.

    With `since`, a bundle of the ledger, what was sent with it stays out. `whole` tells of the originals as
    they lie there now; None = nobody looked.
    """
    found = sort_out(db, Request(since=since), sections)
    going = list(of_plan(found, whole))
    going += [
        Choice(kept.record, _section(kept.record, sections), kept.reason, True, kept.reason not in _SUGGESTED)
        for kept in found.kept
    ]
    order = {section: place for place, section in enumerate([*map(str, Section), IMAGING])}
    return tuple(sorted(going, key=lambda choice: (order[choice.section], not choice.goes, choice.fixed)))


def of_plan(the_plan: Plan, whole: Whole | None = None) -> Iterator[Choice]:
    """What goes by a plan."""
    for item in the_plan.documents:
        changed = _changed(item.record, whole)
        yield Choice(item.record, item.section, None, item.shown, False, item.perhaps, item.locked, changed)
    for study in the_plan.studies:
        program = study.id in the_plan.with_programs
        yield Choice(study, IMAGING, None, True, False, changed=_changed(study, whole), program=program)


def _changed(record: Record, whole: Whole | None) -> bool:
    """Whether a file is not what it was, as far as its size tells; making the bundle reads every byte."""
    return whole is not None and not all(whole(part.fingerprint) for part in record.files)


def _section(record: Record, sections: Sections) -> str:
    return IMAGING if record.imaging is not None else sections.of_kind.get(record.kind, Section.OTHER)


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a person has decided: ids that go all the same, and ids that stay out."""

    put_in: frozenset[str] = frozenset()
    leave_out: frozenset[str] = frozenset()

    def has(self, choice: Choice) -> bool:
        """Whether the record goes."""
        if choice.fixed or choice.record.id in self.leave_out:
            return False
        return choice.goes or choice.record.id in self.put_in

    def decided(self, choices: Iterable[Choice], *, goes: bool) -> Decisions:
        """These records go, or stay out; those that cannot go are left as they are."""
        free = [choice for choice in choices if not choice.fixed]
        ids = frozenset(choice.record.id for choice in free)
        against = frozenset(choice.record.id for choice in free if choice.goes != goes)
        put_in, leave_out = self.put_in - ids, self.leave_out - ids
        return Decisions(put_in | against, leave_out) if goes else Decisions(put_in, leave_out | against)


def size_of(inside: Iterable[Choice]) -> int:
    """About how many bytes the bundle takes.

    Each file counts once; a document that is shown counts a second time, for its pages in Packet.pdf. The papers
    we add come on top.
    """
    originals: dict[str, int] = {}
    again: dict[str, int] = {}
    for choice in inside:
        for part in choice.record.files:
            originals[part.fingerprint.sha256] = part.fingerprint.size
            if choice.section != IMAGING and choice.shown:
                again[part.fingerprint.sha256] = part.fingerprint.size
    return sum(originals.values()) + sum(again.values()) + (OUR_PAPERS if originals else 0)


def concerns(inside: Iterable[Choice], shape: str = "folder") -> Iterator[Concern]:
    """What to look at among the records that go: they name another or nobody, are not settled, cannot be shown as
    they are, or go without the scan or report that belongs to them. In a `shape` of papers only, what has no pages
    stays out altogether.
    """
    inside = tuple(inside)
    going = {choice.record.id for choice in inside}
    for choice in inside:
        record = choice.record
        if record.identity is Identity.DIFFERS:
            yield Concern("names_another", record)
        elif record.status is Status.TO_REVIEW:
            yield Concern("to_review", record)
        elif record.identity is Identity.UNKNOWN and record.status is not Status.CONFIRMED:
            yield Concern("names_nobody", record)
        if choice.changed:
            yield Concern("changed", record)
        if not choice.shown:
            yield Concern("no_pages" if shape in PAPERS_ONLY_SHAPES else "not_shown", record)
        if choice.locked:
            yield Concern("locked", record)
        if choice.program:
            yield Concern("program", record)
        halves = {each.record for each in record.relatives.pairings if each.relation in _HALVES}
        if halves and halves.isdisjoint(going):
            yield Concern("half_pair", record)
