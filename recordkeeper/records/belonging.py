"""What belongs together: the pages of one document, the same thing twice, reports with what they are about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from recordkeeper.records.dates import PartialDate
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
