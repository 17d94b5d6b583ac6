"""The tables of an Excel workbook (ISO 29500, transitional and strict): each sheet as shown, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from recordkeeper.formats import enclosed, zip_parts
from recordkeeper.formats.enclosed import Enclosure
from recordkeeper.formats.number_format import BUILT_IN, shown
from recordkeeper.formats.sheets import NotRead
from recordkeeper.formats.tables import MOST_CELLS, MOST_COLUMNS, TablesFound, table
from recordkeeper.formats.zip_parts import Parts, attribute, local
from recordkeeper.records.reading import Condition

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_SHEETS = 500
_MOST_STRINGS = 2_000_000
_REFERENCE = re.compile(r"([A-Za-z]{1,3})\d{1,10}\Z")
_GENERIC = re.compile(r"\w{3,12} ?1\Z")  # "Sheet1", "Tabelle1", "Hoja1": what a program calls the first sheet
_PHONETIC = frozenset({"rPh", "phoneticPr"})


@dataclass(frozen=True, slots=True)
class _Book:
    """What cells refer to."""

    strings: tuple[str, ...]
    codes: tuple[str, ...]  # the format code of each style
    from_1904: bool


def xlsx_tables(path: Path) -> TablesFound:
    """Return the workbook's sheets. NotRead when it is damaged, locked or too large."""
    with zip_parts.opened(path) as parts:
        workbook = next((name for name in ("xl/workbook.xml", *parts.names) if name.endswith("/workbook.xml")), "")
        root = parts.xml(workbook)
        if root is None:
            raise NotRead(Condition.UNREADABLE, "damaged")
        relations = parts.relations(workbook)
        book = _Book(
            _strings(parts, _target(relations, "sharedStrings")),
            _codes(parts, _target(relations, "styles")),
            any(attribute(each, "date1904") in ("1", "true") for each in root.iter("{*}workbookPr")),
        )
        sheets = [(attribute(each, "name"), attribute(each, "id")) for each in root.iter("{*}sheet")]
        tables, room = [], _Room(MOST_CELLS, len(sheets) > MOST_SHEETS)
        for name, target in sheets[:MOST_SHEETS]:
            kind, part = relations.get(target, ("", ""))
            if kind == "worksheet" and part in parts and room.left > 0:
                rows = list(_rows(parts, part, book, room))
                heading = "" if len(sheets) == 1 and _GENERIC.match(name) else name
                if sheet := table(heading, rows):
                    tables.append(sheet)
        title = zip_parts.title(parts, "docprops/core.xml")
        found = TablesFound(tuple(tables), room.cut, title)
        return replace(found, inside=len(_pictures(parts, found)))


def xlsx_members(path: Path) -> Iterator[Enclosure]:
    """The documents inside: pictures of pages, when the workbook has hardly a word of its own."""
    found = xlsx_tables(path)
    with zip_parts.opened(path) as parts:
        yield from _pictures(parts, found)


def _pictures(parts: Parts, found: TablesFound) -> list[Enclosure]:
    return enclosed.pictures(parts, sorted(n for n in parts.names if n.startswith("xl/media/")), found.words())


@dataclass
class _Room:
    """How many cells may still be read, and whether some were not."""

    left: int
    cut: bool


def _target(relations: dict[str, tuple[str, str]], kind: str) -> str:
    return next((part for found, part in relations.values() if found == kind), "")


def _strings(parts: Parts, name: str) -> tuple[str, ...]:
    if name not in parts:
        return ()
    found: list[str] = []
    for element in parts.elements(name, "si"):
        found.append(_words(element))
        if len(found) >= _MOST_STRINGS:
            break
    return tuple(found)


def _words(element: _Element) -> str:
    """The text of a string that may have runs; how it is spoken (Japanese) left out."""
    return "".join(
        text.text or ""
        for text in element.iter("{*}t")
        if text.getparent() is None or local(text.getparent()) not in _PHONETIC
    )


def _codes(parts: Parts, name: str) -> tuple[str, ...]:
    root = parts.xml(name)
    if root is None:
        return ()
    own = {attribute(each, "numFmtId"): attribute(each, "formatCode") for each in root.iter("{*}numFmt")}
    known = {str(number): code for number, code in BUILT_IN.items()} | own
    styles = next(root.iter("{*}cellXfs"), None)
    return tuple(known.get(attribute(each, "numFmtId"), "") for each in (styles if styles is not None else ()))


def _rows(parts: Parts, name: str, book: _Book, room: _Room) -> Iterator[list[str]]:
    """The rows of a sheet that have something in them."""
    for row in parts.elements(name, "row"):
        cells: list[str] = []
        for cell in row.iterchildren("{*}c"):
            column = _column(cell.get("r") or "", len(cells))
            text = _shown(cell, book)
            if column >= MOST_COLUMNS:
                room.cut = room.cut or bool(text)
            elif text:
                cells += [""] * (column - len(cells))
                cells[column:] = [text]
        if cells:
            yield cells
        room.left -= len(row)
        if room.left <= 0:
            room.cut = True
            return


def _column(reference: str, following: int) -> int:
    """The place of a cell like C7, from 0; files may leave it out."""
    found = _REFERENCE.match(reference)
    if not found:
        return following
    number = 0
    for letter in found.group(1).upper():
        number = 26 * number + ord(letter) - 64
    return number - 1


def _shown(cell: _Element, book: _Book) -> str:
    kind = cell.get("t")
    if kind == "inlineStr":
        return _words(cell)
    value = next((each.text or "" for each in cell.iterchildren("{*}v")), "").strip()
    if not value:
        return ""
    if kind == "s":
        return book.strings[int(value)] if value.isdecimal() and int(value) < len(book.strings) else ""
    if kind == "b":
        return "TRUE" if value == "1" else "FALSE"
    if kind in ("str", "e", "d"):
        return value
    try:
        number = float(value)
    except ValueError:
        return value
    style = cell.get("s") or ""
    known = style.isdecimal() and int(style) < len(book.codes)
    return shown(number, book.codes[int(style)] if known else "", from_1904=book.from_1904)
