"""A record as the catalogue knows it and as people are shown it."""

from __future__ import annotations

from dataclasses import dataclass

from recordkeeper.records.belonging import NO_RELATIVES, Relatives
from recordkeeper.records.clinical import Fact
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.imaging import Study
from recordkeeper.records.kinds import DateOrder, DateRole, Doubt, Identity, Kind, Status
from recordkeeper.records.labs import LabResult
from recordkeeper.records.marks import NO_MARKS, Marks
from recordkeeper.records.patient import NOBODY, PersonRead
from recordkeeper.records.provenance import Fingerprint, Reason
from recordkeeper.records.reading import Format


@dataclass(frozen=True, slots=True)
class DateRead:
    """One date printed on a record, with what happened on it."""

    date: PartialDate
    role: DateRole


@dataclass(frozen=True, slots=True)
class Recognition:
    """What the recogniser makes of one document. Confidences are 0 to 1: of those at
    0.9, nine in ten are right.
    """

    kind: Kind
    kind_confidence: float
    title: str = ""
    service_date: PartialDate | None = None
    date_role: DateRole | None = None
    date_confidence: float = 0.0
    other_dates: tuple[DateRead, ...] = ()
    facility: str = ""
    author: str = ""
    accession: str = ""
    person: PersonRead = NOBODY
    reasons: tuple[Reason, ...] = ()
    facility_key: str = ""  # the same for all spellings of one place
    department: str = ""
    date_order: DateOrder | None = None  # how an unclear service date was read; None where it is clear
    likely: tuple[Kind, ...] = ()  # the kinds it could be instead, the likeliest first


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a file: what it is, and its pages. Pages count from 1; None = the whole file."""

    recognition: Recognition
    first_page: int | None = None
    last_page: int | None = None
    facts: tuple[Fact, ...] = ()
    labs: tuple[LabResult, ...] = ()

    @property
    def pages(self) -> int | None:
        """How many pages it has; None for a whole file."""
        if self.first_page is None or self.last_page is None:
            return None
        return self.last_page - self.first_page + 1


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file, or a page span of it, that carries a record. Pages count from 1; None = the whole file."""

    name: str
    fingerprint: Fingerprint
    format: Format
    first_page: int | None = None
    last_page: int | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A document or an imaging study, as it stands after a person's corrections."""

    id: str
    kind: Kind
    kind_confidence: float
    title: str
    service_date: PartialDate | None
    date_role: DateRole | None
    date_confidence: float
    other_dates: tuple[DateRead, ...]
    facility: str
    author: str
    accession: str
    person: PersonRead
    identity: Identity
    status: Status
    set_aside_reason: str
    page_count: int | None
    files: tuple[FilePart, ...]
    imaging: Study | None = None
    facility_printed: str = ""  # as this record spells it
    department: str = ""
    doubts: tuple[Doubt, ...] = ()  # why a person is asked
    encloses: tuple[str, ...] = ()  # records that lay in this one's files: attachments
    enclosed_in: tuple[str, ...] = ()
    moved_to: str = ""  # whose library it was taken to, for a record that is in the trash because of it
    relatives: Relatives = NO_RELATIVES
    marks: Marks = NO_MARKS
    likely: tuple[Kind, ...] = ()  # the kinds the machine would name next
