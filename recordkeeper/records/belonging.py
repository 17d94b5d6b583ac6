"""What belongs together: the pages of one document, the same thing twice, reports with what they are about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import Kind
from recordkeeper.records.provenance import Reason


@dataclass(frozen=True, slots=True)
class Span:
    """Pages of a file (from 1, both included) that are one document of their own.

    `reasons` say why it begins where it does, strongest first; `title` is what it seems to call itself, untrusted.
    `confidence` is how likely both its borders are right and none is missing inside.
    """

    first_page: int
    last_page: int
    confidence: float
    title: str = ""
    reasons: tuple[Reason, ...] = ()


class Revision(StrEnum):
    """What a report says of its own standing. In this order one replaces another."""

    UNKNOWN = "unknown"
    PRELIMINARY = "preliminary"
    FINAL = "final"
    ADDENDUM = "addendum"
    AMENDED = "amended"
    CORRECTED = "corrected"

    @property
    def rank(self) -> int:
        """Higher replaces lower. Nothing said counts as final: most reports that are final do not say so."""
        return {"preliminary": 0, "unknown": 1, "final": 1, "addendum": 2, "amended": 3, "corrected": 3}[self.value]


class Likeness(StrEnum):
    """How the texts of two records stand to each other."""

    SAME = "same"  # one text in two files: PDF, C-CDA, scan, fax
    REVISED = "revised"  # versions of one report; one replaces the other
    PART = "part"  # the pages of one are among the other's
    TEMPLATE = "template"  # much the same words, but another day, case or other numbers
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class TwinCandidate:
    """What is known of a record whose text may be there twice. `sketch` is what `fingerprint_of` gave."""

    id: str
    sketch: bytes
    date: PartialDate | None = None  # the service date
    date_confidence: float = 1.0
    accession: str = ""
    revision: Revision = Revision.UNKNOWN
    reported: PartialDate | None = None  # when this version was signed or issued


@dataclass(frozen=True, slots=True)
class Twinship:
    """What two records are to each other. `shown` is the id of the one to show, "" when neither replaces the other.

    `confidence` is how likely the likeness is right; `pages` pairs pages of `one` with pages of `other`.
    """

    one: str
    other: str
    likeness: Likeness
    confidence: float
    shown: str = ""
    pages: tuple[tuple[int, int], ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """Another event a report names with its day: "CT of 12 January 2024". `what` is a modality code such as "CT",
    or "biopsy" or "operation".
    """

    what: str
    date: PartialDate


@dataclass(frozen=True, slots=True)
class PairCues:
    """What a report's text says of the pictures, specimens and people it is about. Small; kept with the record.

    Words are those of resources/rules/regions.toml: modality codes, regions ("chest"), sites ("breast"), sides
    ("left", "right", "both"), contrast ("with", "without", "both"). `specimens` are case numbers in one form
    ("S:24:12345").
    """

    modalities: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    side: str = ""
    contrast: str = ""
    accessions: tuple[str, ...] = ()  # every accession number printed, letters and digits only
    specimens: tuple[str, ...] = ()
    doctors: tuple[str, ...] = ()  # family names of those who asked, operated, sent
    mentions: tuple[Mention, ...] = ()
    reread: bool = False  # a report on pictures made elsewhere
    markers: bool = False  # speaks of markers …
    whole: bool = False  # … and of the tissue itself: a full pathology report
    assay: str = ""  # "somatic" or "germline"


NO_CUES = PairCues()


@dataclass(frozen=True, slots=True)
class PairCandidate:
    """What is known of a record that may belong to another.

    For an imaging study: date, accession, facility, modalities (DICOM codes), body part, laterality ("L", "R"), and
    as `description` the study's own words. For documents the catalogue's fields and the text's cues.
    Of records that hold the same text only the one shown is to be paired.
    """

    id: str
    kind: Kind
    date: PartialDate | None = None
    accession: str = ""
    facility: str = ""
    author: str = ""
    title: str = ""
    modalities: tuple[str, ...] = ()
    body_part: str = ""
    laterality: str = ""
    description: str = ""
    revision: Revision = Revision.UNKNOWN
    reported: PartialDate | None = None
    cues: PairCues = NO_CUES


class PairKind(StrEnum):
    """How one record belongs to another."""

    REPORT_OF_STUDY = "report_of_study"
    READ_AGAIN = "read_again"  # a second report on a study
    ADDENDUM_TO = "addendum_to"
    MARKERS_OF = "markers_of"
    MOLECULAR_OF = "molecular_of"
    SPECIMEN_OF_OPERATION = "specimen_of_operation"


@dataclass(frozen=True, slots=True)
class Pairing:
    """`record` belongs to `to`: a report to its study, an addendum to its report, a specimen to its operation.

    Below 0.5 of confidence it is an offer, not a pairing: another fits as well, or there is too little to go by.
    """

    kind: PairKind
    record: str
    to: str
    confidence: float
    reasons: tuple[Reason, ...] = ()
