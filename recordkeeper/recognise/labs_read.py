"""Pages in, results out: every row of a laboratory's tables as printed, with what is doubtful about it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from recordkeeper.recognise.labs_blocks import read_blocks
from recordkeeper.recognise.labs_days import Days
from recordkeeper.recognise.labs_flow import find_flow, read_flow, worth_reading
from recordkeeper.recognise.labs_found import Found
from recordkeeper.recognise.labs_headings import Column, find_heading
from recordkeeper.recognise.labs_lines import Line, lines_of
from recordkeeper.recognise.labs_loose import read_loose
from recordkeeper.recognise.labs_make import Maker
from recordkeeper.recognise.labs_names import is_known
from recordkeeper.recognise.labs_pieces import Cutter, What
from recordkeeper.recognise.labs_rules import LabRules
from recordkeeper.recognise.labs_table import Context, TableReader
from recordkeeper.records.document import Recognition
from recordkeeper.records.labs import LabResult
from recordkeeper.records.reading import PageText

MOST_PAGES = 400  # of a document that are read for results
_HEADING_LINES = 3
_FEWEST = 3  # results by which a page is known that has no heading and no title
_RANGES = re.compile(r"\d\s?[-–]\s?\d|[<>]\s?\d")
_APART = 4.0  # letter heights: a wider step ends a flow sheet

Tables = tuple[tuple[Column, ...], ...]
Numbered = list[tuple[int, Line]]


def read_labs(
    pages: Sequence[PageText], *, rules: LabRules, recognition: Recognition, country: str = ""
) -> tuple[LabResult, ...]:
    """Return the results on these pages of one document, in the order they are printed. Never raises for odd text.

    A report of a laboratory is read whole, other kinds only where columns are headed. `recognition` tells the kind
    and the day that holds where the results' own is not printed; `country` decides how 03/04/2024 is read.
    """
    kind = recognition.kind
    if kind not in rules.lab_kinds and kind not in rules.table_kinds:
        return ()
    pages = pages[:MOST_PAGES]
    lines = [lines_of(page) for page in pages]
    if not any(lines):
        return ()
    loosely = kind in rules.lab_kinds or _looks_like_results(pages, lines, rules)
    if not loosely and not any(_may_be_headed(each, rules) for each in lines):
        return ()
    days = Days.of(pages, rules.dates, country)
    found: list[Found] = []
    tables: Tables = ()
    context = Context()
    for number, each in enumerate(lines):
        reader = _PageReader(number, each, days, rules, context, loosely=loosely)
        results, tables = reader.read(tables)
        found += results
    return Maker(pages, days, rules, recognition).made(found)


def _looks_like_results(pages: Sequence[PageText], lines: Sequence[Sequence[Line]], rules: LabRules) -> bool:
    """Whether a paper nobody takes for a laboratory's has lines with the name, the unit and the range of a test."""
    plain = 0
    for number, (page, each) in enumerate(zip(pages, lines, strict=True)):
        if len(_RANGES.findall(page.text)) < _FEWEST:
            continue
        found = read_loose(list(enumerate(each)), Cutter(rules, ()), rules, number)
        plain += sum(bool(one.unit and one.range) and is_known(one.name, rules) for one in found)
    return plain >= _FEWEST


def _may_be_headed(lines: Sequence[Line], rules: LabRules) -> bool:
    return any(
        find_heading(lines[at : at + 1], {}, rules) or find_flow(lines[at], {}, rules) for at in range(len(lines))
    )


class _PageReader:
    """One page: its lines under the headings of tables, and those before the first one."""

    def __init__(
        self, page: int, lines: Sequence[Line], days: Days, rules: LabRules, context: Context, *, loosely: bool
    ) -> None:
        self._page, self._lines, self._rules, self._loosely = page, lines, rules, loosely
        self._context = context
        self._cutter = Cutter(rules, days.spans(page))
        self._days = days.at_words(page, [(word.start, word.end) for line in lines for word in line.words])

    def read(self, tables: Tables) -> tuple[list[Found], Tables]:
        """The results of the page, and the columns of what may go on overleaf; `tables` are those so far."""
        found: list[Found] = []
        waiting: Numbered = []
        at = 0
        while at < len(self._lines):
            heading = find_heading(self._lines[at : at + _HEADING_LINES], self._days, self._rules)
            if heading is None:
                results, taken = self._flow(at)
                if taken:
                    found += [*self._rows(waiting, tables), *results]
                    waiting, at = [], at + taken
                    continue
                waiting.append((at, self._lines[at]))
                at += 1
                continue
            found += self._rows(waiting, tables)
            waiting, tables = [], heading.tables
            at += heading.lines
        found += self._rows(waiting, tables)
        return found, tables

    def _flow(self, at: int) -> tuple[list[Found], int]:
        """The results of a flow sheet this line heads, and how many lines it takes; none when it heads none."""
        flow = find_flow(self._lines[at], self._days, self._rules)
        below = list(enumerate(self._lines))[at + 1 :]
        if flow is None or not worth_reading(below, self._days):
            return [], 0
        rows: Numbered = []
        for number, line in below:
            if rows and line.top - rows[-1][1].top > _APART * line.height:
                break
            rows.append((number, line))
        results = read_flow(flow, rows, self._cutter, self._days, self._page)
        return (results, len(rows) + 1) if results else ([], 0)

    def _rows(self, lines: Numbered, tables: Tables) -> list[Found]:
        """The results of these lines: under these columns, or under none."""
        if not tables:
            if not self._loosely:
                return []
            blocks = read_blocks(lines, self._cutter, self._rules, self._page)
            return blocks or read_loose(lines, self._cutter, self._rules, self._page)
        found: list[Found] = []
        for columns, part in zip(tables, _beside(lines, tables), strict=True):
            reader = TableReader(columns, self._cutter, self._rules, self._days, self._page, self._context)
            results = reader.read(part)
            found += results if self._loosely else _of_tests(results, self._rules)
        return found


def _of_tests(found: list[Found], rules: LabRules) -> list[Found]:
    """The results of a table of tests in a paper that is no laboratory's; none of one that lists other things.

    "Item, Finding" may stand over the procedure and the margins of an operation. Such a table has no test we
    know and no unit beside a range; a row of words alone, of a name we do not know, is a finding and no result.
    """
    if not any(is_known(one.name, rules) or (one.unit and one.range) for one in found):
        return []
    return [one for one in found if is_known(one.name, rules) or one.unit or one.range or not _is_words(one)]


def _is_words(one: Found) -> bool:
    return all(piece.what is What.TEXT for piece in one.value)


def _beside(lines: Numbered, tables: Tables) -> list[Numbered]:
    """The lines of each of the tables that stand side by side."""
    if len(tables) == 1:
        return [lines]
    edges = [table[0].x0 for table in tables[1:]]
    parts: list[Numbered] = [[] for _ in tables]
    for at, line in lines:
        for number, part in enumerate(parts):
            left = edges[number - 1] - line.height if number else -1e9
            right = edges[number] - line.height if number < len(edges) else 1e9
            words = tuple(word for word in line.words if left <= word.x0 < right)
            if words:
                part.append((at, Line((words[0]._replace(apart=True), *words[1:]), line.top, line.height)))
    return parts
