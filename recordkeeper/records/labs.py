"""Results of a laboratory as its paper prints them. Nothing here is converted, computed or judged."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from recordkeeper.records.dates import PartialDate
from recordkeeper.records.provenance import Box


class LabStatus(StrEnum):
    """How far a result can be relied on. The last two are set by a person only."""

    SURE = "sure"
    TO_REVIEW = "to_review"
    CORRECTED = "corrected"  # a person put it right
    TYPED = "typed"  # a person typed it: no page says it


class LabDoubt(StrEnum):
    """Why a person is asked to look at a result."""

    COLUMN = "column"  # which column the number stands in is not certain
    SCAN = "scan"  # letters or digits of a picture that were hard to read
    UNIT = "unit"  # no unit, or one this test is never given in
    FLAG = "flag"  # the mark of the lab and its own range do not go together
    VALUE = "value"  # what stands in the place of the value is no value we know
    NAME = "name"  # where the name of the test begins or ends is not certain
    NUMBER = "number"  # 1,234 can be read in two ways
    DATE = "date"  # which day the blood was taken is not certain


@dataclass(frozen=True, slots=True)
class LabTest:
    """What a result is of, by our own table of tests; with an unknown name only `key` is set, to that name folded.

    `group` is one of the keys group.* of resources/wording/*/labs.toml; `axis` is the unit on whose scale its
    numbers may be drawn together with exactly equal ones.
    """

    key: str
    loinc: str = ""
    group: str = ""
    axis: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """The days of a specimen, as far as the paper tells them; `time` is the clock of its collection, "08:15"."""

    collected: PartialDate | None = None
    received: PartialDate | None = None
    reported: PartialDate | None = None
    time: str = ""

    @property
    def day(self) -> PartialDate | None:
        """The day a result stands for: when the specimen was taken, else the earliest day known of it."""
        return self.collected or self.received or self.reported


UNDATED = Taken()


@dataclass(frozen=True, slots=True)
class LabResult:
    """One result. All texts are as printed; `value` is the number in `printed` without its sign of comparison.

    The page counts from 1 within its file; `box` lies around its row. Confidence: of those at 0.9, nine in ten are
    as the page says.
    """

    name: str
    printed: str
    test: LabTest
    page: int
    value: float | None = None
    comparator: str = ""
    unit: str = ""
    range: str = ""
    flag: str = ""
    specimen: str = ""
    method: str = ""
    comment: str = ""
    taken: Taken = UNDATED
    box: Box | None = None
    confidence: float = 1.0
    doubts: tuple[LabDoubt, ...] = ()

    @property
    def status(self) -> LabStatus:
        """What the machine says of it."""
        return LabStatus.TO_REVIEW if self.doubts else LabStatus.SURE


@dataclass(frozen=True, slots=True)
class LabEntry:
    """A result a structured file states in fields of its own: texts as stored, dates as written (ISO or HL7)."""

    name: str
    printed: str
    codes: tuple[str, ...] = ()  # LOINC codes
    unit: str = ""
    range: str = ""
    flag: str = ""
    specimen: str = ""
    method: str = ""
    comment: str = ""
    collected: str = ""
    received: str = ""
    reported: str = ""
    lab: str = ""


@dataclass(frozen=True, slots=True)
class KeptResult:
    """A result as the catalogue keeps it, with what a person made of it. `record` is "" for one that was typed."""

    id: str
    record: str
    result: LabResult
    status: LabStatus
    lab: str = ""  # the place it comes from
    day: PartialDate | None = None  # the day it stands for: of the specimen, else of its record
    confirmed: bool = False  # a person looked and said that the page says this
    file: str | None = None  # its SHA-256
    part_of: str = ""  # the record its own is part of, where a person made one of several

    @property
    def shown_in(self) -> str:
        """The record people find it in."""
        return self.part_of or self.record


@dataclass(frozen=True, slots=True)
class Series:
    """One line over time: one test, one unit, one lab; points from the oldest."""

    test: LabTest
    name: str
    unit: str
    lab: str
    points: tuple[KeptResult, ...]
