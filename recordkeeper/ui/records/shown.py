"""Everything that is shown of one record, looked up in one go on a reader lane."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from recordkeeper.catalogue import (
    changes,
    clinical,
    documents,
    merging,
    own_search,
    pages,
    parting,
    record_lines,
    search,
)
from recordkeeper.catalogue.pages import Leaf
from recordkeeper.intake.judge import SURE
from recordkeeper.library.acts import CORRECTABLE
from recordkeeper.records import asking
from recordkeeper.records.asking import Vocabulary
from recordkeeper.records.clinical import KeptFact
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import Record
from recordkeeper.records.kinds import DateRole, Kind, Status
from recordkeeper.records.provenance import Reason
from recordkeeper.records.query import NO_FILTERS, Hit, RecordLine

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

_RUNNERS_UP = 4  # dates
_MOST_HITS = 500  # pages; somebody who wants more types another letter
_NAMES_THE_PERSON = ("patient_name", "birth_date")


@dataclass(frozen=True, slots=True)
class Shown:
    """A record, why its fields are what they are, its pages, and the page to begin with (from 1)."""

    record: Record
    reasons: tuple[Reason, ...]
    corrected: Mapping[str, Any]
    leaves: tuple[Leaf, ...]
    page: int = 1
    sought: str = ""
    kin: Mapping[str, RecordLine] = field(default_factory=dict)  # the records that belong to it
    facts: tuple[KeptFact, ...] = ()
    places: tuple[str, ...] = ()  # where most records come from
    has_images: bool = False
    is_merged: bool = False  # a person has made one document of several
    is_part: bool = False  # a person has parted a document into this one and others

    @property
    def can_be_split(self) -> bool:
        """Whether it has pages of one file to part; no study, and not what is in the trash or somebody else's."""
        away = self.record.status in (Status.SET_ASIDE, Status.TRASHED) or self.record.imaging is not None
        return len(self.leaves) > 1 and len(self.record.files) == 1 and not away

    def value(self, field: str) -> str:
        """A correctable field as it is stored; "" where there is nothing."""
        value = getattr(self.record, field)
        return "" if value is None else str(value)

    def reason(self, field: str) -> Reason | None:
        """What decided the field; None when nothing did, or when a person did: here, or by naming another date."""
        if field in self.corrected:
            return None
        found = next((reason for reason in self.reasons if reason.field == field and reason.words), None)
        if found is not None and field == "service_date" and not _same_digits(found.value, self.value(field)):
            return None
        return found

    def is_taught(self, field: str) -> bool:
        """Whether the date is another than was read, because of what a person said of other papers from here."""
        read = next((reason for reason in self.reasons if reason.field == field and reason.words), None)
        value = self.value(field)
        return field == "service_date" and read is not None and bool(value) and read.value != value

    def person_reason(self) -> Reason | None:
        """Where it says whose it is, as the page prints it."""
        found = (reason for field in _NAMES_THE_PERSON for reason in self.reasons if reason.field == field)
        return next(found, None)

    def unsure(self, field: str) -> bool:
        """Whether this field is why somebody is asked to look."""
        record = self.record
        if record.status is not Status.TO_REVIEW or field in self.corrected:
            return False
        if field == "kind":
            return record.kind is Kind.OTHER or record.kind_confidence < SURE
        return field == "service_date" and (record.service_date is None or record.date_confidence < SURE)

    def runners_up(self) -> tuple[PartialDate, ...]:
        """The other dates the day of care may be, the likeliest first, where that day is missing or not sure."""
        if not self.unsure("service_date"):
            return ()
        days = (other.date for other in self.record.other_dates if other.role is not DateRole.BIRTH)
        return tuple(day for day in dict.fromkeys(days) if day != self.record.service_date)[:_RUNNERS_UP]


def _same_digits(one: str, other: str) -> bool:
    """Whether two days are printed with the same numbers, day and month in either order."""
    return sorted(one.split("-")) == sorted(other.split("-"))


def look_up(db: Database, record_id: str, sought: str = "", hit_page: int | None = None) -> Shown:
    """The record, with the page to begin with: where the words sought were found. InputProblem "no_such_record"."""
    record = documents.get(db, record_id)
    leaves = pages.leaves(db, record_id)
    said = changes.corrections(db, record_id)
    relatives = record.relatives
    kin = (each.record for each in (*relatives.pairings, *relatives.twins, *relatives.offers))
    return Shown(
        record=record,
        reasons=documents.reasons(db, record_id),
        corrected={field: said[field] for field in CORRECTABLE if field in said},
        leaves=leaves,
        page=_first_page(db, record_id, leaves, sought, hit_page),
        sought=sought,
        kin=record_lines.of(db, kin),
        facts=clinical.of_record(db, record_id),
        places=record_lines.places(db) if record.status is Status.TO_REVIEW else (),
        has_images=record.imaging is not None and pages.has_images(db, record_id),
        is_merged=merging.is_whole(db, record_id),
        is_part=parting.parted_from(db, record_id) is not None,
    )


@dataclass(frozen=True, slots=True)
class Found:
    """What was sought, with the pages that hold it, and how many of a person's own notes do."""

    sought: str
    hits: tuple[Hit, ...]
    notes: int = 0
    terms: str = ""  # the words as pages have them: what is marked there
    read_as: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def find_pages(db: Database, sought: str, status: Status | None, names: Vocabulary) -> Found:
    """Search pages and notes for what was typed, filters among it or not."""
    asked = asking.read(sought, names)
    found = search.seek(db, asked.words, status=status, filters=asked.filters, limit=_MOST_HITS)
    notes = own_search.find(db, asked.words) if status is None and asked.filters == NO_FILTERS else ()
    return Found(sought, found.hits, len(notes), " ".join(found.terms), found.read_as)


def _first_page(db: Database, record_id: str, leaves: Sequence[Leaf], sought: str, hit_page: int | None) -> int:
    """A hit names a page of a file; a record of one file has it once, others are asked where the words stand."""
    if not sought or not leaves:
        return 1
    fitting = [at for at, leaf in enumerate(leaves, 1) if leaf.page == hit_page]
    if len(fitting) == 1:
        return fitting[0]
    found = pages.find_in(db, record_id, sought, phrase=False)
    return found[0].leaf + 1 if found else 1
