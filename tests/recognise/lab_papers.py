"""Reading made-up lab papers as the program does, and comparing what is read with what was printed."""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from recordkeeper.formats.registry import Registry
from recordkeeper.paths import resources
from recordkeeper.recognise.document import recognise
from recordkeeper.recognise.folding import fold
from recordkeeper.recognise.labs_read import read_labs
from recordkeeper.recognise.labs_units import plain_unit
from recordkeeper.recognise.rules import Rules
from recordkeeper.records.document import Recognition
from recordkeeper.records.labs import LabResult, LabStatus
from recordkeeper.records.reading import Format, PageText
from tests.making.lab_layouts import Layout
from tests.making.labs import Cell


@functools.cache
def rules() -> Rules:
    return Rules.load(resources() / "rules")


@functools.cache
def registry() -> Registry:
    return Registry(resources())


def drawn(layout: Layout, seed: object, folder: Path) -> tuple[Path, tuple[Cell, ...]]:
    """A paper as a file, and what it says."""
    report = layout(random.Random(f"{layout.__name__}{seed}"))
    path = folder / f"{layout.__name__}{seed}.pdf"
    report.document.save(path)
    return path, tuple(report.cells)


def pages_of(path: Path) -> tuple[PageText, ...]:
    return registry().read(path, path.name).pages


def read(pages: Sequence[PageText], country: str = "") -> tuple[LabResult, ...]:
    """The results on these pages, as they are read when records come in."""
    return read_as(pages, recognised(pages, country), country)


def recognised(pages: Sequence[PageText], country: str = "") -> Recognition:
    """What the paper is."""
    return recognise(pages, rules=rules(), format=Format.PDF, country=country)


def read_as(pages: Sequence[PageText], document: Recognition, country: str = "") -> tuple[LabResult, ...]:
    """The results on the pages of a document known to be this."""
    return read_labs(pages, rules=rules().labs, recognition=document, country=country)


def read_text(text: str) -> tuple[LabResult, ...]:
    """The results of a paper of plain text."""
    from recordkeeper.formats.grid import lay_out

    return read(list(lay_out(text)))


@dataclass(slots=True)
class Score:
    """How many cells were printed, read and right; and numbers that are wrong though nobody would be asked."""

    printed: int = 0
    read: int = 0
    right: int = 0
    sure: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def wrong_and_sure(self) -> int:
        return len(self.wrong)

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.printed + self.read) if self.printed + self.read else 1.0

    def add(self, cells: Sequence[Cell], found: Sequence[LabResult]) -> None:
        """Compare one paper: a cell is right when test, value, sign, unit, range, mark and day all are."""
        left = list(found)
        for cell in cells:
            hit = next((one for one in left if is_of(one, cell) and _plain(one) == _wanted(cell)), None)
            if hit is None:
                self.missed.append(f"{cell}")
            else:
                left.remove(hit)
        self.printed += len(cells)
        self.read += len(found)
        self.right += len(found) - len(left)
        self.sure += sum(one.status is LabStatus.SURE for one in found)
        self.missed += [f"read {one.status}: {one}" for one in left]
        self.wrong += [str(one) for one in left if one.status is LabStatus.SURE and _is_wrong(one, cells)]


def is_of(one: LabResult, cell: Cell) -> bool:
    return one.page == cell.page and (one.test.key == cell.key or fold(one.name) == fold(cell.name))


def _is_wrong(one: LabResult, cells: Sequence[Cell]) -> bool:
    """Whether its number, with sign and unit, stands nowhere on the paper for that test and day."""
    mine = (_tight(one.printed), _unit(one.unit), str(one.taken.collected))
    return not any(
        is_of(one, cell) and mine == (_tight(cell.printed), _unit(cell.unit), cell.date) for cell in cells
    )


def _plain(one: LabResult) -> tuple[str, ...]:
    day = str(one.taken.collected)
    return _tight(one.printed), one.comparator, _unit(one.unit), _tight(one.range), one.flag.lower(), day


def _wanted(cell: Cell) -> tuple[str, ...]:
    return (
        _tight(cell.printed),
        cell.comparator,
        _unit(cell.unit),
        _tight(cell.range),
        cell.flag.lower(),
        cell.date,
    )


def _unit(unit: str) -> str:
    return plain_unit(unit).lower()


def _tight(text: str) -> str:
    return re.sub(r"\s", "", text).replace("–", "-").replace("−", "-").strip("()[]")
