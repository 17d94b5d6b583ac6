"""What a record says about the illness, quoted as printed. Nothing here is inferred, computed or converted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from recordkeeper.records.dates import PartialDate
from recordkeeper.records.provenance import Box


class FactKind(StrEnum):
    """What a quoted piece of a page is about."""

    DIAGNOSIS = "diagnosis"
    EARLIER_DIAGNOSIS = "earlier_diagnosis"  # told as history: another cancer, or this one before
    SITE = "site"
    SIDE = "side"
    SPREAD = "spread"
    STAGE = "stage"
    STAGE_EDITION = "stage_edition"
    GRADE = "grade"
    TUMOR_SIZE = "tumor_size"
    DEPTH = "depth"
    MARGINS = "margins"
    LYMPH_NODES = "lymph_nodes"
    INVASION = "invasion"
    MARKER = "marker"
    TUMOR_GENE = "tumor_gene"  # said to be found in the tumor
    GERMLINE_GENE = "germline_gene"  # said to be inherited
    PERFORMANCE_STATUS = "performance_status"
    DRUG_TREATMENT = "drug_treatment"
    RADIATION = "radiation"
    OPERATION = "operation"
    PLAN = "plan"
    ALLERGY = "allergy"  # or that none is known
    MEDICINE = "medicine"  # on a list of what is taken, with its dose and dates
    OTHER_ILLNESS = "other_illness"  # on a list of what somebody has or had besides
    EARLIER_OPERATION = "earlier_operation"


class FactStatus(StrEnum):
    """How far a fact can be relied on. The last two are set by a person only."""

    RECOGNISED = "recognised"
    TO_REVIEW = "to_review"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"


SURE = 0.7  # below it a person is asked
SIGN = "#"  # between a record's id and its fact's, as a person names it


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a page says. `printed` is its own words, `words` the sentence or row they stand in.

    `name` tells facts of one kind apart (which marker), `date` is one printed in the same words. The page counts
    from 1 within its file. Confidence: of those at 0.9, nine in ten are what the page says of this patient.
    """

    kind: FactKind
    printed: str
    page: int
    words: str
    confidence: float
    box: Box | None = None
    name: str = ""
    date: PartialDate | None = None

    @property
    def status(self) -> FactStatus:
        """What the machine says of it."""
        return FactStatus.RECOGNISED if self.confidence >= SURE else FactStatus.TO_REVIEW


@dataclass(frozen=True, slots=True)
class KeptFact:
    """A fact as the catalogue keeps it: whose record and which file it is of, and what a person made of it."""

    id: str
    record: str
    fact: Fact
    status: FactStatus
    file: str | None = None  # its SHA-256
    part_of: str = ""  # the record its own is part of, where a person made one of several

    @property
    def called(self) -> str:
        """What an act calls it."""
        return f"{self.record}{SIGN}{self.id}"

    @property
    def shown_in(self) -> str:
        """The record people find it in."""
        return self.part_of or self.record
