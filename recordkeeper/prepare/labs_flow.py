"""Results as a flowsheet: a table a group, dates as columns; curves of tumour markers. Nothing is converted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from recordkeeper.prepare.labs import charts_of
from recordkeeper.prepare.labs_table import test_name
from recordkeeper.prepare.labs_treatments import Citing
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.flow import Curve, Dot, FlowCell, FlowColumn, FlowRow, FlowTable
from recordkeeper.records.lab_scale import bounds
from recordkeeper.records.labs import KeptResult, LabStatus, Series
from recordkeeper.wording.words import Words

_CURVED = "markers"
_LEAST = 2  # values that make a curve
_UNDATED = PartialDate(1)
_Key = tuple[PartialDate, int]  # a day, and which of several results of one test on it


def tables_of(series: Sequence[Series], words: Words, cite: Citing) -> Iterator[FlowTable]:
    """One table a group, in the order of the groups."""
    for group, lines in groupby(series, key=lambda one: one.test.group):
        placed = [(line, dict(_keyed(line))) for line in lines]
        keys = sorted({key for _, points in placed for key in points})
        columns = tuple(_column(key, [points[key] for _, points in placed if key in points]) for key in keys)
        rows = tuple(_row(line, points, keys, words, cite) for line, points in placed)
        yield FlowTable(group, columns, rows)


def curves_of(series: Sequence[Series], words: Words) -> Iterator[Curve]:
    """The curves of tumour markers. A number nobody is sure of is on none."""
    for chart in charts_of([line for line in series if line.test.group == _CURVED]):
        lines = [(line, tuple(_dots(line))) for line in chart]
        drawn = [(line, dots) for line, dots in lines if dots]
        if sum(len(dots) for _, dots in drawn) >= _LEAST:
            units = dict.fromkeys(line.unit for line, _ in drawn)
            yield Curve(
                test_name(chart[0], words),
                " = ".join(unit for unit in units if unit),
                tuple(_of_line(line, words) for line, _ in drawn),
                tuple(dots for _, dots in drawn),
            )


def _keyed(line: Series) -> Iterator[tuple[_Key, KeptResult]]:
    seen: dict[PartialDate, int] = {}
    for point in line.points:
        day = point.day or _UNDATED
        seen[day] = seen.get(day, 0) + 1
        yield (day, seen[day]), point


def _column(key: _Key, points: Sequence[KeptResult]) -> FlowColumn:
    times = {point.result.taken.time for point in points}
    return FlowColumn(None if key[0] == _UNDATED else key[0], times.pop() if len(times) == 1 else "")


def _row(line: Series, points: dict[_Key, KeptResult], keys: Sequence[_Key], words: Words, cite: Citing) -> FlowRow:
    ranges = {" ".join(point.result.range.split()) for point in points.values()}
    methods = dict.fromkeys(point.result.method for point in points.values() if point.result.method)
    return FlowRow(
        test_name(line, words),
        line.unit,
        line.lab,
        tuple(_cell(points[key], cite) if key in points else None for key in keys),
        range=ranges.pop() if len(ranges) == 1 else "",
        method=next(iter(methods), ""),
    )


def _cell(point: KeptResult, cite: Citing) -> FlowCell:
    where = cite(point.shown_in, point.result.page, point.file) if point.record else None
    result = point.result
    if point.status is LabStatus.TO_REVIEW:
        return FlowCell("", status=point.status, cite=where)
    return FlowCell(result.printed, result.flag, " ".join(result.range.split()), point.status, where)


def _dots(line: Series) -> Iterator[Dot]:
    for point in line.points:
        value = point.result.value
        if point.day is not None and value is not None and point.status is not LabStatus.TO_REVIEW:
            yield Dot(point.day.ordinal, value, *bounds(point), comparator=point.result.comparator)


def _of_line(line: Series, words: Words) -> str:
    method = next((point.result.method for point in line.points if point.result.method), "")
    return ", ".join(part for part in (line.lab or words.say("labs.unknown_lab"), line.unit, method) if part)
