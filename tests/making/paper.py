"""Made-up papers and how they are typeset: lines on a sheet become the page text a reader would give."""

from __future__ import annotations

import datetime as dt
import random
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from recordkeeper.records.reading import PageText, WordBox, WordBoxes

CELL_GAP = "   "
_PARAGRAPH = 1.75  # line pitches; a wider step down is an empty line in the text


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody made up."""

    family: str
    given: str
    birth: dt.date
    number: str
    sex: str = "F"


@dataclass(frozen=True, slots=True)
class Paper:
    """What one made-up document says."""

    title: str
    person: Person
    facility: str
    department: str
    date: dt.date
    accession: str
    author: str
    body: str
    kind: str = "other"
    language: str = "en"

    @property
    def reported(self) -> dt.date:
        return self.date + dt.timedelta(days=sum(map(ord, self.accession)) % 5 + 1)


@dataclass(frozen=True, slots=True)
class Row:
    """One line on a sheet: pieces of text with where each begins (points from the left), and its letter size."""

    cells: tuple[tuple[float, str], ...]
    size: float = 10.0

    @classmethod
    def at(cls, x: float, text: str, size: float = 10.0) -> Row:
        return cls(((x, text),) if text else (), size)


@dataclass(slots=True)
class Sheet:
    """A page being written: rows with the height of their upper edge."""

    width: float
    height: float
    rows: list[tuple[float, Row]] = field(default_factory=list)

    def put(self, y: float, row: Row) -> None:
        if row.cells:
            self.rows.append((y, row))

    def page(self, number: int) -> PageText:
        """The page as a reader gives it: text line by line with the boxes of its words."""
        lines: list[str] = []
        words: list[WordBox] = []
        at, last = 0, None
        for y, row in sorted(self.rows, key=lambda one: one[0]):
            if last is not None and y - last > _PARAGRAPH * row.size:
                lines.append("")
                at += 1
            last = y
            parts = []
            inside = 0
            for x, text in sorted(row.cells):
                inside += len(CELL_GAP) if parts else 0
                words += _boxes(text, at + inside, x, y, row.size)
                parts.append(text)
                inside += len(text)
            lines.append(CELL_GAP.join(parts))
            at += inside + 1
        return PageText(number, "\n".join(lines), self.width, self.height, WordBoxes.of(words))


def _boxes(text: str, start: int, x: float, y: float, size: float) -> list[WordBox]:
    found, at = [], 0
    for word in text.split(" "):
        if word:
            left = x + 0.5 * size * at
            found.append(
                WordBox(start + at, start + at + len(word), left, y, left + 0.5 * size * len(word), y + size)
            )
        at += len(word) + 1
    return found


def wrapped(body: str, columns: int) -> list[str]:
    """The lines of `body` broken at `columns` letters."""
    lines: list[str] = []
    for line in body.replace("\t", "   ").split("\n"):
        lines += textwrap.wrap(line, columns, break_long_words=True) or [""]
    return lines


def renumbered(pages: Iterable[PageText]) -> list[PageText]:
    """The pages as those of one file: counted from 1."""
    return [
        PageText(number, page.text, page.width, page.height, page.words, page.from_ocr, page.picture_only)
        for number, page in enumerate(pages, 1)
    ]


_FAMILIES = (
    "Quillan",
    "Samplewood",
    "Ferndale",
    "Ashgrove",
    "Marlowe-Test",
    "Okonjo",
    "Vantongeren",
    "Ruiz Ejemplo",
)
_GIVEN = ("Rosalind", "Percy", "Ottoline", "Basil", "Imogen", "Lucía", "Tobias", "Henrietta")
_PLACES = (
    "Northfield",
    "Harbor Example",
    "Eastmere",
    "Saint Sample",
    "Willow Creek",
    "Riverbend",
    "Alderton",
    "Lakeview",
)
_SORTS = (
    "General Hospital",
    "Cancer Center",
    "Medical Center",
    "Community Clinic",
    "Health System",
    "University Hospital",
)
_SORTS_ES = (
    "Hospital Universitario",
    "Hospital General",
    "Clínica",
    "Instituto Oncológico",
    "Complejo Hospitalario",
)
_DOCTORS = (
    "Dr. Una Fennimore",
    "Dr. Caspar Lindqvist",
    "Dr. Amara Testwell",
    "Dr. Ilse Brandt",
    "Dr. Owen Demoson",
)


def somebody(draw: random.Random) -> Person:
    return Person(
        draw.choice(_FAMILIES),
        draw.choice(_GIVEN),
        dt.date(draw.randint(1935, 1995), draw.randint(1, 12), draw.randint(1, 28)),
        f"{draw.choice(('', 'MR', 'E', 'NG-'))}{draw.randint(1_000_000, 99_999_999)}",
        draw.choice("FM"),
    )


def a_place(draw: random.Random, language: str = "en") -> str:
    if language == "es":
        return f"{draw.choice(_SORTS_ES)} {draw.choice(('Santa Muestra', 'San Ejemplo', 'del Valle', 'La Prueba'))}"
    return f"{draw.choice(_PLACES)} {draw.choice(_SORTS)}"


def a_doctor(draw: random.Random) -> str:
    return draw.choice(_DOCTORS)


def a_day(draw: random.Random, first: int = 2015, last: int = 2024) -> dt.date:
    return dt.date(draw.randint(first, last), draw.randint(1, 12), draw.randint(1, 28))


def spread(values: Sequence[str], left: float, step: float) -> tuple[tuple[float, str], ...]:
    """Cells side by side, `step` points apart."""
    return tuple((left + step * place, value) for place, value in enumerate(values) if value)
