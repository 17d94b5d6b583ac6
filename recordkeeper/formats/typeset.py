"""A sheet of text painted: the words of a PageText from grid.py or tables.py put where their boxes say."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

import pymupdf

from recordkeeper.formats.grid import ASCENT, CELL, FONT_SIZE, width_in_cells
from recordkeeper.formats.paint import paint_page
from recordkeeper.records.provenance import Box
from recordkeeper.records.reading import PageText, Picture


def paint_sheet(page: PageText, dpi: float, marks: tuple[Box, ...]) -> Picture:
    """Return `page` as a picture, `marks` tinted. Letters no font here has are left out; the text keeps them."""
    with pymupdf.open() as document:
        sheet = document.new_page(width=page.width, height=page.height)
        writer = pymupdf.TextWriter(sheet.rect)
        for x, y, run in _runs(page):
            _put(writer, run, x, y + ASCENT)
        writer.write_text(sheet)
        return paint_page(sheet, dpi, marks)


def _runs(page: PageText) -> Iterator[tuple[float, float, str]]:
    """The words of each line as one piece, spaces filling the cells between: all letters are as wide."""
    for y, words in groupby(page.words, key=attrgetter("y0")):
        run, start, column = "", 0.0, 0
        for word in words:
            if not run:
                start = word.x0
            cell = round((word.x0 - start) / CELL)
            run += " " * (cell - column) + page.text[word.start : word.end]
            column = cell + width_in_cells(page.text[word.start : word.end])
        yield start, y, run


def _put(writer: pymupdf.TextWriter, run: str, x: float, baseline: float) -> None:
    fixed, wide = _fonts()
    if all(_has(fixed, character) for character in run):
        writer.append((x, baseline), run, font=fixed, fontsize=FONT_SIZE)
        return
    for character in run:
        font = fixed if _has(fixed, character) else wide
        if character != " " and _has(font, character):
            writer.append((x, baseline), character, font=font, fontsize=FONT_SIZE)
        x += width_in_cells(character) * CELL


@functools.cache
def _fonts() -> tuple[pymupdf.Font, pymupdf.Font]:
    return pymupdf.Font("cour"), pymupdf.Font("cjk")


@functools.lru_cache(maxsize=4096)
def _has(font: pymupdf.Font, character: str) -> bool:
    return bool(font.has_glyph(ord(character)))
