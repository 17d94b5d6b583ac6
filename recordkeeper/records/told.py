"""What a record tells of other records: a scan compared with, a biopsy, a marker, an addendum to come."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from recordkeeper.records.dates import PartialDate


class ToldKind(StrEnum):
    """What is told of. Those marked so are told of the record itself."""

    STUDY = "study"  # another examination, by its day
    PATHOLOGY = "pathology"  # tissue that was looked at, by its case number or its day
    PENDING = "pending"  # a marker or test whose result is still to come
    PRELIMINARY = "preliminary"  # of itself: it is not the final report
    ADDENDUM = "addendum"  # of itself: an addendum is to follow


@dataclass(frozen=True, slots=True)
class Told:
    """One thing told, with the words that tell it and the page they stand on (from 1 within its file).

    `what` is a modality code such as "CT" ("" when only a day is named), a case number in one form ("S:24:12345"),
    or a marker's name. Where the year of a date is not printed, it is that of the last such day before the paper.
    """

    kind: ToldKind
    page: int
    words: str
    what: str = ""
    date: PartialDate | None = None
    year_known: bool = True


@dataclass(frozen=True, slots=True)
class Telling:
    """All that one document tells of others, and every marker it names, whatever it says of it."""

    told: tuple[Told, ...] = ()
    names: tuple[str, ...] = ()


NOTHING_TOLD = Telling()
