"""What belongs together: the pages of one document, the same thing twice, reports with what they are about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import Kind
from recordkeeper.records.provenance import Reason
from recordkeeper.records.told import NOTHING_TOLD, Telling


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


ONE_TEXT = frozenset({Likeness.SAME, Likeness.REVISED, Likeness.PART})  # more than the same template


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
    genes: bool = False  # tells of genes or their variants


NO_CUES = PairCues()


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
    kind: Kind | None = None
    kind_confidence: float = 0.0
    cues: PairCues = NO_CUES


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


TRACE_VERSION = 2  # traces of another one are made anew


@dataclass(frozen=True, slots=True)
class Trace:
    """What a document is compared by: a sketch of its text and the numbers it is filed under (`fingerprint_of`,
    `postings`), its standing, when this version was issued, and what it says of its relatives; and what it tells of
    records that may not be here.
    """

    sketch: bytes
    filed: tuple[int, ...]
    revision: Revision = Revision.UNKNOWN
    reported: PartialDate | None = None
    cues: PairCues = NO_CUES
    telling: Telling = NOTHING_TOLD


class PairKind(StrEnum):
    """How one record belongs to another."""

    REPORT_OF_STUDY = "report_of_study"
    READ_AGAIN = "read_again"  # a second report on a study
    ADDENDUM_TO = "addendum_to"
    MARKERS_OF = "markers_of"
    MOLECULAR_OF = "molecular_of"
    SPECIMEN_OF_OPERATION = "specimen_of_operation"
    TOGETHER = "together"  # only a person says so: they belong together, no matter how


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


class Relation(StrEnum):
    """How another record stands to this one, as shown to people and scripts."""

    REPORT_OF_STUDY = "report_of_study"
    STUDY_OF_REPORT = "study_of_report"
    READS_AGAIN = "reads_again"
    READ_AGAIN_BY = "read_again_by"
    ADDENDUM_TO = "addendum_to"
    HAS_ADDENDUM = "has_addendum"
    MARKERS_OF = "markers_of"
    HAS_MARKERS = "has_markers"
    MOLECULAR_OF = "molecular_of"
    HAS_MOLECULAR = "has_molecular"
    SPECIMEN_OF_OPERATION = "specimen_of_operation"
    HAS_SPECIMEN_REPORT = "has_specimen_report"
    TOGETHER = "together"
    SAME_TEXT = "same_text"
    PART_OF = "part_of"
    CONTAINS = "contains"
    REPLACES = "replaces"
    REPLACED_BY = "replaced_by"


# Seen from the record that belongs, and from the one it belongs to.
RELATIONS: dict[PairKind, tuple[Relation, Relation]] = {
    PairKind.REPORT_OF_STUDY: (Relation.REPORT_OF_STUDY, Relation.STUDY_OF_REPORT),
    PairKind.READ_AGAIN: (Relation.READS_AGAIN, Relation.READ_AGAIN_BY),
    PairKind.ADDENDUM_TO: (Relation.ADDENDUM_TO, Relation.HAS_ADDENDUM),
    PairKind.MARKERS_OF: (Relation.MARKERS_OF, Relation.HAS_MARKERS),
    PairKind.MOLECULAR_OF: (Relation.MOLECULAR_OF, Relation.HAS_MOLECULAR),
    PairKind.SPECIMEN_OF_OPERATION: (Relation.SPECIMEN_OF_OPERATION, Relation.HAS_SPECIMEN_REPORT),
    PairKind.TOGETHER: (Relation.TOGETHER, Relation.TOGETHER),
}


def pair_kind(relation: Relation) -> tuple[PairKind, bool]:
    """The pairing behind a relation, and whether it is the other record that belongs to this one.

    ValueError for copies and versions, which are no pairings.
    """
    for kind, (forth, back) in RELATIONS.items():
        if relation in (forth, back):
            return kind, relation is not forth
    raise ValueError(f"not a pairing: {relation}")


_TISSUE = frozenset({Kind.PATHOLOGY_REPORT, Kind.CYTOLOGY_REPORT, Kind.HEMATOPATHOLOGY_REPORT})
_OPERATIONS = frozenset({Kind.OPERATIVE_NOTE, Kind.PROCEDURE_REPORT})
# The kinds of records that can be paired by what they say.
PAIRED_KINDS = frozenset({Kind.IMAGING_REPORT, Kind.IMAGING_STUDY, Kind.MOLECULAR_REPORT}) | _TISSUE | _OPERATIONS
_NATURAL = (
    (frozenset({Kind.IMAGING_REPORT}), frozenset({Kind.IMAGING_STUDY}), PairKind.REPORT_OF_STUDY),
    (frozenset({Kind.MOLECULAR_REPORT}), _TISSUE, PairKind.MOLECULAR_OF),
    (_TISSUE, _OPERATIONS, PairKind.SPECIMEN_OF_OPERATION),
)


def natural(record: Kind, to: Kind) -> tuple[PairKind, bool]:
    """How records of two kinds belong together when nobody says how, and whether the second is the one that
    belongs to the first.
    """
    for belongs, owns, kind in _NATURAL:
        if record in belongs and to in owns:
            return kind, False
        if to in belongs and record in owns:
            return kind, True
    return PairKind.TOGETHER, False


PAIRED = 0.5  # below it a pairing is an offer


@dataclass(frozen=True, slots=True)
class Relative:
    """Another record that belongs to one: how, how surely, whether a person said so, and why it is thought."""

    record: str
    relation: Relation
    confidence: float
    said: bool = False
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Relatives:
    """All that belong to one record. `offers` are pairings nobody is sure of; `shown_as` is the record shown in
    place of this one ("" when it is shown itself); `apart` are those a person has said do not belong to it.
    """

    pairings: tuple[Relative, ...] = ()
    twins: tuple[Relative, ...] = ()
    offers: tuple[Relative, ...] = ()
    apart: tuple[str, ...] = ()
    shown_as: str = ""

    @property
    def supersedes(self) -> tuple[str, ...]:
        """The versions this record replaces."""
        return tuple(twin.record for twin in self.twins if twin.relation is Relation.REPLACES)


NO_RELATIVES = Relatives()
