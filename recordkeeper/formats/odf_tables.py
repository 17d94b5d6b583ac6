"""The tables of an OpenDocument spreadsheet (ISO 26300), packed or flat: each sheet as shown, dates as ISO."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from recordkeeper.formats import enclosed, zip_parts
from recordkeeper.formats.enclosed import Enclosure
from recordkeeper.formats.odf import is_packed, refuse_locked
from recordkeeper.formats.sheets import NotRead
from recordkeeper.formats.tables import MOST_CELLS, MOST_COLUMNS, Table, TablesFound, table
from recordkeeper.formats.zip_parts import Parts, attribute, local
from recordkeeper.records.reading import Condition

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_REPEATED = 100  # times that a row is shown again; files repeat rows down to the last one there can be


def odf_tables(path: Path) -> TablesFound:
    """Return the sheets. NotRead when the file is damaged, locked or too large."""
    tables: list[Table] = []
    rows: list[list[str]] = []
    left, name = MOST_CELLS, ""
    with _rows(path) as stream:
        for row in stream:
            sheet = _sheet_of(row)
            if sheet != name:
                tables += _finished(name, rows)
                name, rows = sheet, []
            cells = _cells(row)
            left -= 1
            if cells:
                times = min(_number(row, "number-rows-repeated"), _MOST_REPEATED, max(1, left // len(cells)))
                left -= len(cells) * times
                rows += [cells] * times
            if left <= 0:
                break
        tables += _finished(name, rows)
    if len(tables) == 1:
        tables = [Table("", tables[0].rows)]
    found = TablesFound(tuple(tables), left <= 0)
    if not is_packed(path):
        return found
    with zip_parts.opened(path) as parts:
        return replace(found, inside=len(_pictures(parts, found)))


def ods_members(path: Path) -> Iterator[Enclosure]:
    """The documents inside: pictures of pages, when the sheets have hardly a word of their own."""
    found = odf_tables(path)
    if is_packed(path):
        with zip_parts.opened(path) as parts:
            yield from _pictures(parts, found)


def _pictures(parts: Parts, found: TablesFound) -> list[Enclosure]:
    return enclosed.pictures(parts, sorted(n for n in parts.names if n.startswith("pictures/")), found.words())


def _finished(name: str, rows: list[list[str]]) -> list[Table]:
    found = table(name, rows)
    return [found] if found else []


@contextmanager
def _rows(path: Path) -> Iterator[Iterator[_Element]]:
    if not is_packed(path):
        with path.open("rb") as file:
            yield zip_parts.elements(file, "table-row")
        return
    with zip_parts.opened(path) as parts:
        refuse_locked(parts)
        if "content.xml" not in parts:
            raise NotRead(Condition.UNREADABLE, "damaged")
        yield parts.elements("content.xml", "table-row")


def _sheet_of(row: _Element) -> str:
    table_ = next((each for each in row.iterancestors() if local(each) == "table"), None)
    return attribute(table_, "name") if table_ is not None else ""


def _cells(row: _Element) -> list[str]:
    """The texts of a row's cells, without empty ones at its end."""
    cells: list[str] = []
    waiting = 0
    for cell in row.iterchildren("{*}table-cell", "{*}covered-table-cell"):
        text, times = _shown(cell), _number(cell, "number-columns-repeated")
        if not text:
            waiting += times
        else:
            cells += [""] * min(waiting, MOST_COLUMNS) + [text] * min(times, MOST_COLUMNS)
            waiting = 0
        if len(cells) + waiting >= MOST_COLUMNS:
            break
    return cells[:MOST_COLUMNS]


def _shown(cell: _Element) -> str:
    if attribute(cell, "value-type") == "date" and (day := attribute(cell, "date-value")):
        return day.replace("T", " ").removesuffix(" 00:00:00")
    lines = ("".join(each.itertext()) for each in cell.iterchildren("{*}p"))
    return " ".join(line for line in lines if line) or attribute(cell, "value")


def _number(element: _Element, name: str) -> int:
    value = attribute(element, name)
    return max(1, int(value)) if value.isdecimal() and len(value) < 12 else 1
