"""All records of a library as getting ready looks at them: small, in one piece, without their texts."""

from __future__ import annotations

from dataclasses import dataclass

from recordkeeper.records.belonging import NO_CUES, PairCues, PairKind, Revision
from recordkeeper.records.clinical import KeptFact
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import Kind
from recordkeeper.records.told import NOTHING_TOLD, Telling


@dataclass(frozen=True, slots=True)
class BrokenSeries:
    """A series that lacks slices: how many are here, and the numbers of the others."""

    name: str
    here: int
    missing: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """One record. Of records that hold one text only the one shown is given.

    `modalities` are DICOM codes; of a report, those it says it is about. `trashed`: it is here, but put away.
    """

    id: str
    kind: Kind
    date: PartialDate | None = None
    title: str = ""
    facility: str = ""
    accession: str = ""
    modalities: tuple[str, ...] = ()
    revision: Revision = Revision.UNKNOWN
    cues: PairCues = NO_CUES
    telling: Telling = NOTHING_TOLD
    broken: tuple[BrokenSeries, ...] = ()
    trashed: bool = False
    added: str = ""  # when its first file was brought in, ISO 8601
    author: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """A library's records with what belongs to what: (kind, the one that belongs, the one it belongs to)."""

    records: tuple[Held, ...] = ()
    pairs: frozenset[tuple[PairKind, str, str]] = frozenset()
    offers: frozenset[tuple[str, str]] = frozenset()  # pairings nobody is sure of
    facts: tuple[KeptFact, ...] = ()
    tests: frozenset[str] = frozenset()  # the blood tests of which a result is here, by their keys
    pictures_of_discs: int = 0  # pictures on discs that hold no scan, while no scan is here
