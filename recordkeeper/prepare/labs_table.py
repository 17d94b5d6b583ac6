"""Results as the rows of a table for other programs: texts as printed, headings in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

from recordkeeper.records.labs import KeptResult, Series
from recordkeeper.wording.words import Words

COLUMNS = (
    "date",
    "test",
    "printed_name",
    "printed",
    "comparator",
    "unit",
    "range",
    "flag",
    "lab",
    "specimen",
    "method",
    "status",
    "record",
    "page",
)


def test_name(series: Series, words: Words) -> str:
    """What a test is called: by our table, or as its newest paper prints it."""
    known = series.test.group and " " not in series.test.key  # "loinc 1234-5" is of a code of its own
    return words.say(f"labs.test.{series.test.key}") if known else series.name


def rows_of(series: Sequence[Series], words: Words) -> list[tuple[str, ...]]:
    """The heading, then each result of each line, oldest first."""
    rows = [tuple(words.say(f"labs.column.{column}") for column in COLUMNS)]
    for line in series:
        name = test_name(line, words)
        rows += [_row(point, name, words) for point in line.points]
    return rows


def _row(point: KeptResult, name: str, words: Words) -> tuple[str, ...]:
    result = point.result
    return (
        str(point.day or ""),
        name,
        result.name,
        result.printed,
        result.comparator,
        result.unit,
        result.range,
        result.flag,
        point.lab,
        result.specimen,
        result.method,
        words.say(f"labs.status.{point.status}"),
        point.shown_in,
        str(result.page or ""),
    )
