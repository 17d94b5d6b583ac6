"""What a structured file says of itself in fields of its own, rather than in words on a page.

A C-CDA or FHIR file has a code for its kind, an element for the patient and one for each date. These are facts for
the recogniser to weigh against the text; each carries the words and the place in the file it came from.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from recordkeeper.records.dates import PartialDate
from recordkeeper.records.patient import NOBODY, PersonRead


class Event(StrEnum):
    """What happened on a stated date, in words all formats share."""

    SERVICE = "service"  # what the record is about was done, or began
    SERVICE_END = "service_end"
    VISIT = "visit"  # the patient came
    VISIT_END = "visit_end"  # and left
    COLLECTED = "collected"
    RECEIVED = "received"
    ISSUED = "issued"  # a result was released
    LATEST = "latest"  # the newest entry of a record that gathers many
    WRITTEN = "written"  # the document was put together: never when care happened


@dataclass(frozen=True, slots=True)
class Said:
    """Words of the file, and where in it they stand."""

    words: str = ""
    path: str = ""

    def __bool__(self) -> bool:
        return bool(self.words)


@dataclass(frozen=True, slots=True)
class StatedCode:
    """A code for what the record, or one entry of it, is: system ("loinc", "template" …), code, name."""

    system: str
    code: str
    name: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date the file has a field for; `words` as written there."""

    date: PartialDate
    event: Event
    words: str = ""
    path: str = ""


class EntrySort(StrEnum):
    """What an entry with a code of its own is about."""

    DIAGNOSIS = "diagnosis"
    RESULT = "result"
    DRUG = "drug"
    PROCEDURE = "procedure"
    ALLERGY = "allergy"


class EntryStanding(StrEnum):
    """Whether an entry says that something is so."""

    HELD = "held"
    DOUBTFUL = "doubtful"  # provisional, planned, on hold
    REFUSED = "refused"  # refuted, not done, cancelled, entered in error


@dataclass(frozen=True, slots=True)
class CodedEntry:
    """One coded entry of a file in its own words: the name shown for its code, and the value of a result.

    `details` are further words of it: how a medicine is taken, what an allergy does. `over`: the file says that it
    is no longer so, as of a medicine that was stopped.
    """

    sort: EntrySort
    name: str
    value: str = ""
    date: PartialDate | None = None
    standing: EntryStanding = EntryStanding.HELD
    details: str = ""
    over: bool = False


@dataclass(frozen=True, slots=True)
class PlaceTold:
    """A place of care that a file names for files that lie beside it; `paths` from the folder it lies in itself."""

    place: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """Everything a file states. `codes` are for the whole, most telling first.

    `entries` are the codes of each sort of entry a file gathers, when no code names the whole: all alike, they
    tell the kind; of many kinds, the file is a summary.
    """

    codes: tuple[StatedCode, ...] = ()
    entries: tuple[tuple[StatedCode, ...], ...] = ()
    title: Said = Said()
    person: PersonRead = NOBODY
    person_path: str = ""
    people: int = 1  # different people the file is about
    dates: tuple[StatedDate, ...] = ()
    facility: Said = Said()
    author: Said = Said()
    accession: Said = Said()
    told: tuple[PlaceTold, ...] = ()
    coded: tuple[CodedEntry, ...] = ()  # diagnoses, results, drugs, procedures, allergies, in the order of the file
