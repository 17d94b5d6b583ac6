"""The flowsheet of blood tests: results by test and date, curves over treatments, each with its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from recordkeeper.records.dates import PartialDate
from recordkeeper.records.labs import LabStatus


@dataclass(frozen=True, slots=True)
class Cite:
    """A page of a record that goes: `offset` pages after its first, as long as `pages` of it are shown."""

    record: str
    offset: int = 0
    pages: int = 0

    def page(self, placed: Mapping[str, range]) -> int | None:
        """The page of the packet; the record's first where its pages there are not those of its files.

        `placed` are the pages of each record. None when nothing of the record is shown.
        """
        pages = placed.get(self.record)
        if not pages:
            return None
        return pages.start + (self.offset if len(pages) == self.pages else 0)


@dataclass(frozen=True, slots=True)
class FlowCell:
    """One result, all texts as printed. Of one with status TO_REVIEW only the page is told, never the number."""

    printed: str
    flag: str = ""
    range: str = ""
    status: LabStatus = LabStatus.SURE
    cite: Cite | None = None


@dataclass(frozen=True, slots=True)
class FlowColumn:
    """A day, None for results without one, and the clock where all results of it tell the same."""

    day: PartialDate | None
    time: str = ""


@dataclass(frozen=True, slots=True)
class FlowRow:
    """One test in one unit from one lab; a cell for each column. `range` is that of all, "" where they differ."""

    name: str
    unit: str
    lab: str
    cells: tuple[FlowCell | None, ...]
    range: str = ""
    method: str = ""

    @property
    def ranges_differ(self) -> bool:
        """Whether each cell has to tell its own."""
        return not self.range and any(cell is not None and cell.range for cell in self.cells)


@dataclass(frozen=True, slots=True)
class FlowTable:
    """A group of tests (`labs.group.*`), dates as columns, the oldest first."""

    group: str
    columns: tuple[FlowColumn, ...]
    rows: tuple[FlowRow, ...]


@dataclass(frozen=True, slots=True)
class Dot:
    """One value of a curve: the day's number in the calendar, the bounds of the paper's own range, "<" or ">"."""

    day: int
    value: float
    low: float | None = None
    high: float | None = None
    comparator: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """One test; a line for each lab, unit and method, in the order of `names`."""

    name: str
    unit: str
    names: tuple[str, ...]
    lines: tuple[tuple[Dot, ...], ...]


@dataclass(frozen=True, slots=True)
class Treatment:
    """One treatment behind the curves; without an end only its day is known. `typed`: the patient wrote it down."""

    what: str
    start: PartialDate
    end: PartialDate | None = None
    cite: Cite | None = None
    typed: bool = False

    def meets(self, first: int, last: int) -> bool:
        """Whether it falls among these days, by their numbers in the calendar."""
        return self.start.ordinal <= last and (self.end or self.start).ordinal >= first


@dataclass(frozen=True, slots=True)
class FlowSheet:
    """The whole of it."""

    name: str
    born: PartialDate | None
    made: PartialDate
    tables: tuple[FlowTable, ...]
    curves: tuple[Curve, ...] = ()
    treatments: tuple[Treatment, ...] = ()
    in_bundle: bool = True  # else there are no pages to cite
