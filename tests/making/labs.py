"""Made-up blood tests, and how made-up laboratories print them: what a page says, and the page itself.

A layout draws pages with PyMuPDF from values drawn at random; what it printed, cell by cell, is the truth to
compare with. Nothing is taken from the paper of any laboratory.
"""

from __future__ import annotations

import datetime as dt
import random
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pymupdf

from tests.conftest import ROOT

TESTS = ROOT / "tests" / "making" / "labs.toml"


@dataclass(frozen=True, slots=True)
class Test:
    """A test a laboratory offers: its names by language, unit, range and digits behind the point."""

    key: str
    names: dict[str, str]
    unit: str
    low: float | None
    high: float | None
    digits: int
    panel: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed result, as the paper shows it."""

    key: str
    name: str
    printed: str
    comparator: str
    unit: str
    range: str
    flag: str
    date: str
    page: int = 1


@dataclass(slots=True)
class Report:
    """A paper under way: its pages, and what stands on them."""

    draw: random.Random
    width: float = 612.0
    height: float = 792.0
    font: str = "helv"
    size: float = 9.0
    document: pymupdf.Document = field(default_factory=pymupdf.open)
    cells: list[Cell] = field(default_factory=list)

    def page(self) -> pymupdf.Page:
        return self.document.new_page(width=self.width, height=self.height)

    @property
    def pages(self) -> int:
        return len(self.document)

    def text(self, x: float, y: float, words: str, *, size: float | None = None, bold: bool = False) -> float:
        """Print words from `x` on the last page; returns where they end."""
        font = {"helv": "hebo", "tiro": "tibo", "cour": "cobo"}[self.font] if bold else self.font
        tall = size or self.size
        self.document[-1].insert_text((x, y), words, fontname=font, fontsize=tall)
        return x + float(pymupdf.get_text_length(words, fontname=font, fontsize=tall))

    def right(self, x: float, y: float, words: str) -> None:
        """Print words that end at `x`."""
        self.text(x - float(pymupdf.get_text_length(words, fontname=self.font, fontsize=self.size)), y, words)

    def middle(self, x: float, y: float, words: str) -> None:
        """Print words around `x`."""
        self.text(x - float(pymupdf.get_text_length(words, fontname=self.font, fontsize=self.size)) / 2, y, words)

    def rule(self, y: float, x0: float = 40.0, x1: float | None = None) -> None:
        self.document[-1].draw_line((x0, y), (x1 or self.width - 40, y), width=0.6)

    def note(self, *cells: Cell) -> None:
        self.cells += [replace(cell, page=self.pages) for cell in cells]


def tests() -> dict[str, Test]:
    """All tests of tests/making/labs.toml."""
    table = tomllib.loads(TESTS.read_text("utf-8"))
    found = {}
    for key, row in table.items():
        low, high = (row.get(name) for name in ("low", "high"))
        names = {language: row[language] for language in ("en", "gb", "es", "de", "fr") if language in row}
        found[key] = Test(key, names, row["unit"], low, high, row["digits"], row["panel"])
    return found


@dataclass(frozen=True, slots=True)
class Style:
    """How one laboratory writes: language, decimal sign, marks, days."""

    language: str = "en"
    decimal: str = "."
    high: str = "H"
    low: str = "L"
    dash: str = "-"
    day: str = "%m/%d/%Y"
    thousands: str = ""

    def number(self, value: float, digits: int) -> str:
        text = f"{value:,.{digits}f}" if self.thousands else f"{value:.{digits}f}"
        return text.replace(",", "\0").replace(".", self.decimal).replace("\0", self.thousands)

    def range(self, test: Test) -> str:
        if test.low is None and test.high is None:
            return ""
        if test.low is None:
            return f"<{self.number(test.high or 0.0, test.digits)}"
        if test.high is None:
            return f">{self.number(test.low, test.digits)}"
        return f"{self.number(test.low, test.digits)}{self.dash}{self.number(test.high, test.digits)}"


def result(test: Test, style: Style, draw: random.Random, day: dt.date) -> Cell:
    """A result drawn at random: mostly inside its range, some outside, a few with a sign, a few as words."""
    low, high = test.low or 0.0, test.high if test.high is not None else 3 * (test.low or 1.0)
    roll, span = draw.random(), high - low
    comparator, printed, flag = "", "", ""
    value = draw.uniform(low + 0.02 * span, high - 0.02 * span)
    if roll < 0.12:
        value = draw.uniform(high * 1.05, high * 2.2)
    elif roll < 0.24 and test.low:
        value = draw.uniform(low * 0.5, low * 0.95)
    elif roll < 0.3 and test.panel == "markers":
        value = draw.uniform(high * 10, high * 400)
    elif roll < 0.36 and test.panel == "markers":
        comparator, value = "<", max(10.0**-test.digits, low * 0.1)
    elif roll < 0.38 and test.panel == "markers":
        comparator, value = ">", high * 100
    printed = comparator + style.number(value, test.digits)
    shown = round(value, test.digits)
    if not comparator or comparator == ">":
        if test.high is not None and shown > test.high:
            flag = style.high
        elif test.low is not None and shown < test.low:
            flag = style.low
    return Cell(
        test.key,
        test.names.get(style.language, test.names["en"]),
        printed,
        comparator,
        test.unit,
        style.range(test),
        flag,
        day.isoformat(),
    )


def some(panels: Iterable[str], draw: random.Random, share: float = 0.9) -> list[Test]:
    """Most tests of these panels, in their order."""
    wanted = set(panels)
    return [test for test in tests().values() if test.panel in wanted and draw.random() < share]


def a_day(draw: random.Random) -> dt.date:
    """A day whose month and day cannot be taken for each other."""
    return dt.date(draw.randint(2019, 2025), draw.randint(1, 12), draw.randint(13, 28))


def wrapped(name: str, most: int) -> list[str]:
    """A name broken between words into lines of at most `most` letters."""
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def save(report: Report, path: Path) -> Sequence[Cell]:
    """Write the paper; returns what it says."""
    report.document.save(path)
    return tuple(report.cells)
