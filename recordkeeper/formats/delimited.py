"""Tables in text files (CSV, TSV): whether a text is one, and its rows."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

from recordkeeper.formats.decode import decode
from recordkeeper.formats.sheets import read_start
from recordkeeper.formats.tables import MOST_CELLS, MOST_IN_CELL, TablesFound, table

ENDINGS = (".csv", ".tsv", ".tab", ".xls")  # of names; programs write tabs into files they call .xls
_SEPARATORS = ";\t|,"  # a comma last: it stands in numbers and in prose
_ANNOUNCED = re.compile(r"\Asep=(.)\n", re.IGNORECASE)  # Excel's own first line
_LOOKED_AT = 200  # rows
_ALIKE = 0.8  # of the rows that have the same number of cells


def separator_of(text: str) -> str:
    """The sign between the cells of a table, or nothing when `text` is no table.

    A table has at least two rows and two columns, and hardly any row of another length. Prose has commas too, but
    never as many in each line.
    """
    announced = _ANNOUNCED.match(text)
    if announced:
        return announced.group(1)
    lines = text.split("\n", _LOOKED_AT)[:_LOOKED_AT]
    for separator in _SEPARATORS:
        for rows in (_rows(lines, separator), [line.split(separator) for line in lines]):
            lengths = [len(row) for row in rows if any(cell.strip() for cell in row)]
            common, times = Counter(lengths).most_common(1)[0] if lengths else (0, 0)
            if common >= 2 and times >= 2 and times >= _ALIKE * len(lengths):
                return separator
    return ""


def delimited_tables(path: Path) -> TablesFound:
    """Return the rows of the file. A text that is no table after all gives one column."""
    untrusted, cut = read_start(path)
    text = decode(untrusted)
    separator = separator_of(text)
    lines = _ANNOUNCED.sub("", text).split("\n", MOST_CELLS)
    cut = cut or len(lines) > MOST_CELLS
    rows, left = [], MOST_CELLS
    for row in _rows(lines[:MOST_CELLS], separator) if separator else ([line] for line in lines[:MOST_CELLS]):
        left -= len(row)
        if left < 0:
            break
        rows.append(row)
    found = table("", rows)
    return TablesFound((found,) if found else (), cut or left < 0)


def _rows(lines: list[str], separator: str) -> list[list[str]]:
    """Rows of cells; a cell in quotation marks may hold line ends and the separator."""
    rows: list[list[str]] = []
    csv.field_size_limit(4 * MOST_IN_CELL)
    cells = 0
    try:
        for row in csv.reader((line + "\n" for line in lines), delimiter=separator):
            rows.append(row)
            cells += len(row)
            if cells > MOST_CELLS:
                break
    except csv.Error:  # a quotation mark that is never closed: then they are signs like any other
        return [line.split(separator) for line in lines]
    return rows
