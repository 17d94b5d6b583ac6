"""The tables of an Excel 97-2003 workbook, each sheet as shown, cell by cell."""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import Any

import xlrd
from xlrd import biffh
from xlrd.compdoc import CompDocError

from recordkeeper.formats.number_format import shown
from recordkeeper.formats.sheets import NotRead
from recordkeeper.formats.tables import MOST_CELLS, MOST_COLUMNS, TablesFound, table
from recordkeeper.records.reading import Condition

MOST_BYTES = 128 * 1024 * 1024
_DAY = "yyyy-mm-dd h:mm:ss"
# What the library raises over damaged files, found by mutating them.
_DAMAGE = (
    biffh.XLRDError, CompDocError, struct.error, ValueError, IndexError, KeyError, TypeError, AttributeError,
    AssertionError, OverflowError, ZeroDivisionError, EOFError, LookupError, RecursionError, NameError,
)  # fmt: skip


def xls_tables(path: Path) -> TablesFound:
    """Return the workbook's sheets. NotRead when it is damaged, locked or too large."""
    if path.stat().st_size > MOST_BYTES:
        raise NotRead(Condition.UNREADABLE, "too_large")
    try:
        return _tables(path, formatted=True)
    except _DAMAGE as problem:
        if "encrypted" in str(problem):
            raise NotRead(Condition.LOCKED, "document_locked") from problem
    try:
        return _tables(path, formatted=False)  # styles may be what is damaged
    except _DAMAGE as problem:
        raise NotRead(Condition.UNREADABLE, "damaged") from problem


def _tables(path: Path, *, formatted: bool) -> TablesFound:
    tables, left = [], MOST_CELLS
    with (
        open(os.devnull, "w", encoding="utf-8") as nowhere,  # noqa: PTH123 - the library prints what it thinks
        xlrd.open_workbook(
            path, logfile=nowhere, on_demand=True, ragged_rows=True, formatting_info=formatted
        ) as book,
    ):
        for number, name in enumerate(book.sheet_names()):
            sheet = book.sheet_by_index(number)
            rows = []
            for row in range(sheet.nrows):
                count = min(sheet.row_len(row), MOST_COLUMNS)
                left -= count
                if left <= 0:
                    break
                rows.append([_shown(book, sheet, row, column, formatted=formatted) for column in range(count)])
            book.unload_sheet(number)
            if found := table(name if book.nsheets > 1 else "", rows):
                tables.append(found)
    return TablesFound(tuple(tables), left <= 0)


def _shown(book: Any, sheet: Any, row: int, column: int, *, formatted: bool) -> str:
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind == biffh.XL_CELL_BOOLEAN:
        return "TRUE" if value else "FALSE"
    if kind == biffh.XL_CELL_ERROR:
        return str(biffh.error_text_from_code.get(value, ""))
    if kind not in (biffh.XL_CELL_NUMBER, biffh.XL_CELL_DATE):
        return str(value)
    code = _DAY if kind == biffh.XL_CELL_DATE else ""
    if formatted:
        style = book.xf_list[sheet.cell_xf_index(row, column)]
        code = book.format_map[style.format_key].format_str
    return shown(float(value), code, from_1904=book.datemode == 1)
