"""The flowsheet of blood tests: a page a group, dates as columns, each number with its page; then the curves.

Its pages depend on its results only, so that they can be kept before the pages it cites are known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from recordkeeper.paper import flow_curves, strip
from recordkeeper.paper.sheet import ACCENT, MUTED, RULE, TINT, Paper, Sheet, Style
from recordkeeper.records.flow import Cite, FlowCell, FlowRow, FlowSheet, FlowTable
from recordkeeper.records.labs import LabStatus
from recordkeeper.records.papers import PaperSize
from recordkeeper.wording.words import Words

_MARGIN, _TOP, _FOOT = 36.0, 74.0, 40.0
_NAMES = 160.0  # points for the name of a test, its lab and its range
_CELL, _WIDEST = 60.0, 96.0
_HEAD = 28.0  # points for the dates
_ROW, _OWN_RANGE = 31.0, 9.0
_BETWEEN = 14.0  # points between columns and the next ones below
_TITLE, _DATE = Style(15, bold=True, colour=ACCENT), Style(8.5, bold=True)
_NAME, _VALUE, _SMALL = Style(9.5, bold=True), Style(9.5), Style(7, colour=MUTED)
_PAD = 4.0

Placed = Mapping[str, range]


@dataclass(frozen=True, slots=True)
class _Part:
    """What of a table stands in one place: from the first to before the last column; rows by number; from `top`."""

    table: FlowTable
    columns: range
    rows: tuple[int, ...]
    top: float
    continued: bool  # from the page before

    @property
    def bottom(self) -> float:
        return self.top + _HEAD + sum(_height(self.table.rows[row]) for row in self.rows)


def write(flow: FlowSheet, out: Path, words: Words, placed: Placed, first_page: int) -> int:
    """Write it as a PDF of its own; returns its pages. OSError when `out` cannot be written."""
    paper = Paper()
    sheets = keep_pages(flow, paper, PaperSize.A4)
    draw(flow, sheets, words, placed, first_page)
    title = words.say("bundle.sheet.blood_tests")
    born = words.say("bundle.born", date=flow.born) if flow.born else ""
    whose = " · ".join(part for part in (flow.name, born) if part)
    for number, sheet in enumerate(sheets, 1):
        page = words.say("bundle.page_of", page=number, pages=len(sheets))
        what = f"{title} · {words.date(flow.made)}"
        strip.draw(
            sheet,
            strip.Strip(whose, what, page, words.say("bundle.made_mark" if flow.in_bundle else "labs.own_mark")),
        )
    paper.finish(title=f"{title}: {flow.name}", language=words.language)
    pages = paper.page_count
    paper.save(out)
    return pages


def keep_pages(flow: FlowSheet, paper: Paper, size: PaperSize) -> list[Sheet]:
    """Add as many level pages as it takes."""
    down, across = size.points
    tables = len(_pages(flow, across, down))
    return [paper.page(across, down) for _ in range(tables + flow_curves.pages(flow))]


def draw(flow: FlowSheet, sheets: Sequence[Sheet], words: Words, placed: Placed, first_page: int) -> None:
    """Draw it on the pages kept for it. A page of `placed` is told as the number printed on it."""

    def told(where: Cite | None) -> str:
        page = where.page(placed) if where is not None else None
        return words.say("bundle.section_page", page=page + first_page - 1) if page is not None else ""

    pages = _pages(flow, sheets[0].width, sheets[0].height)
    for parts, sheet in zip(pages, sheets, strict=False):
        _Page(sheet, words, told, cites=flow.in_bundle).draw(parts)
    flow_curves.draw(flow, sheets[len(pages) :], words, told)


def _pages(flow: FlowSheet, width: float, height: float) -> list[list[_Part]]:
    """The parts of each page: a new page for each table, and where one is full."""
    pages: list[list[_Part]] = []
    for table in flow.tables:
        top = height  # no room: begin a page
        for columns in _columns(len(table.columns), width):
            rows = [n for n, row in enumerate(table.rows) if any(row.cells[at] is not None for at in columns)]
            while rows:
                room = height - _FOOT - top - _HEAD
                count = _fitting([table.rows[n] for n in rows], room)
                if not count or (count < len(rows) and top > _TOP):  # rather all of them together on the next
                    pages.append([])
                    top = _TOP
                    count = _fitting([table.rows[n] for n in rows], height - _FOOT - top - _HEAD)
                on_one_before = len(pages) > 1 and not pages[-1] and pages[-2][0].table is table
                part = _Part(table, columns, tuple(rows[:count]), top, on_one_before)
                pages[-1].append(part)
                rows, top = rows[count:], part.bottom + _BETWEEN
    return pages


def _columns(count: int, width: float) -> Iterator[range]:
    """As many columns as fit side by side, and the next ones."""
    most = int((width - 2 * _MARGIN - _NAMES) // _CELL)
    for first in range(0, count, most):
        yield range(first, min(first + most, count))


def _fitting(rows: Sequence[FlowRow], room: float) -> int:
    """How many of these rows have room below each other."""
    for count, row in enumerate(rows):
        room -= _height(row)
        if room < 0:
            return count
    return len(rows)


def _height(row: FlowRow) -> float:
    return _ROW + (_OWN_RANGE if row.ranges_differ else 0)


class _Page:
    """One page of a table."""

    def __init__(self, sheet: Sheet, words: Words, told: flow_curves.Told, *, cites: bool) -> None:
        self._sheet, self._words, self._told, self._cites = sheet, words, told, cites

    def draw(self, parts: Sequence[_Part]) -> None:
        sheet, say = self._sheet, self._words.say
        title = say(f"labs.group.{parts[0].table.group or 'unnamed'}")
        sheet.text(_MARGIN, 62, say("bundle.continued", section=title) if parts[0].continued else title, _TITLE)
        for part in parts:
            self._part(part)
        self._foot(parts)

    def _part(self, part: _Part) -> None:
        sheet = self._sheet
        wide = self._wide(part)
        self._dates(part, wide)
        y = part.top + _HEAD
        right = _MARGIN + _NAMES + wide * len(part.columns)
        for place, number in enumerate(part.rows):
            row = part.table.rows[number]
            if place % 2 == 0:
                sheet.box(_MARGIN - _PAD, y, right - _MARGIN + _PAD, _height(row), TINT)
            self._name(row, y)
            for at, column in enumerate(part.columns):
                if (cell := row.cells[column]) is not None:
                    self._cell(cell, row, _MARGIN + _NAMES + at * wide + _PAD, y, wide - 2 * _PAD)
            y += _height(row)
        sheet.rule(_MARGIN - _PAD, right, y)

    def _wide(self, part: _Part) -> float:
        """The width of a column: the same for all of a table."""
        room = self._sheet.width - 2 * _MARGIN - _NAMES
        return min(_WIDEST, room / min(len(part.table.columns), int(room // _CELL)))

    def _dates(self, part: _Part, wide: float) -> None:
        for at, number in enumerate(part.columns):
            column = part.table.columns[number]
            x = _MARGIN + _NAMES + at * wide + _PAD
            day = self._words.date(column.day) if column.day else self._words.say("labs.undated")
            self._sheet.text(x, part.top + 12, self._sheet.paper.fit(day, wide - _PAD, _DATE), _DATE)
            if column.time:
                self._sheet.text(x, part.top + 22, column.time, _SMALL)
        right = _MARGIN + _NAMES + wide * len(part.columns)
        self._sheet.rule(_MARGIN - _PAD, right, part.top + _HEAD, RULE, 1.0)

    def _name(self, row: FlowRow, y: float) -> None:
        sheet, say, width = self._sheet, self._words.say, _NAMES - 2 * _PAD
        unit = row.unit or say("labs.no_unit")
        taken = sheet.paper.width(unit, _SMALL)
        name = sheet.paper.fit(row.name, width - taken - 6, _NAME)
        sheet.text(_MARGIN, y + 12, name, _NAME)
        sheet.text(_MARGIN + sheet.paper.width(name, _NAME) + 5, y + 12, unit, _SMALL)
        under = [say("labs.range", range=row.range)] if row.range else []
        lines = (" · ".join([*under, *([row.method] if row.method else [])]), row.lab or say("labs.unknown_lab"))
        for at, line in enumerate(line for line in lines if line):
            sheet.text(_MARGIN, y + 20.5 + 8 * at, sheet.paper.fit(line, width, _SMALL), _SMALL)

    def _cell(self, cell: FlowCell, row: FlowRow, x: float, y: float, wide: float) -> None:
        """The number with the lab's own mark, under it the page; of a doubtful one the page alone."""
        sheet, paper = self._sheet, self._sheet.paper
        value = f"{cell.printed} {cell.flag}".strip()
        where = self._told(cell.cite)
        if cell.status is LabStatus.TO_REVIEW:
            value, where = "?", self._words.say("bundle.flow.see", page=where) if where else ""
        elif cell.status is LabStatus.TYPED:
            where = self._words.say("bundle.story.typed")
        elif cell.status is LabStatus.CORRECTED:
            where = f"{where} *"
        style = _VALUE if paper.width(value, _VALUE) <= wide else Style(7.5)
        sheet.text(x, y + 12, paper.fit(value, wide, style), style)
        under = y + 20.5
        if row.ranges_differ and cell.range:
            sheet.text(x, under, paper.fit(cell.range, wide, _SMALL), _SMALL)
            under += _OWN_RANGE
        sheet.text(x, under, paper.fit(where, wide, _SMALL), _SMALL)

    def _foot(self, parts: Sequence[_Part]) -> None:
        """What the signs on this page mean; only those that stand on it."""
        cells = [part.table.rows[row].cells[at] for part in parts for row in part.rows for at in part.columns]
        seen = {cell.status for cell in cells if cell is not None}
        notes = [self._words.say("bundle.flow.note")] + (
            [self._words.say("bundle.flow.cited")] if self._cites else []
        )
        if LabStatus.TO_REVIEW in seen:
            notes.append(self._words.say("bundle.flow.unsure"))
        if LabStatus.CORRECTED in seen:
            notes.append(self._words.say("bundle.flow.corrected"))
        sheet = self._sheet
        y = sheet.height - _FOOT + 14
        sheet.paragraph(_MARGIN, y, sheet.width - 2 * _MARGIN, " ".join(notes), _SMALL, 2)
