"""Sheets made for a bundle: questions, lists the patient keeps, marked images. One entry of SHEETS a sheet.

They say what is shared only: questions for the doctor, entries nobody keeps to themselves, and nothing of a record
that stays out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from recordkeeper.bundle import flowsheet, key_sheet
from recordkeeper.library.folder import Library
from recordkeeper.prepare import key_images
from recordkeeper.prepare.labs_treatments import Citing
from recordkeeper.prepare.sharing import Shared
from recordkeeper.prepare.sheets import SheetKind, sheet
from recordkeeper.prepare.treatments import medicines, treatment_line
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.flow import FlowSheet
from recordkeeper.records.own import OwnList
from recordkeeper.records.papers import Places
from recordkeeper.records.plain import to_plain
from recordkeeper.wording.words import Words
from recordkeeper.work.pool import Workers

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

_SECONDS = 60.0
_LINES = {OwnList.TREATMENTS: treatment_line, OwnList.MEDICINES: medicines}


@dataclass(frozen=True, slots=True)
class Making:
    """What a sheet is made from. `going` are the ids of the records that go."""

    library: Library
    db: Database
    makers: Workers
    words: Words
    shared: Shared
    going: frozenset[str]
    today: dt.date
    cite: Citing  # says where the packet will have a page of a record


@dataclass(frozen=True, slots=True)
class Pages:
    """How many pages a sheet has; 0 = there is nothing to say, and nothing is written.

    `flow` is what cites pages of the packet: it is drawn again when those are known.
    """

    count: int
    flow: FlowSheet | None = None


@dataclass(frozen=True, slots=True)
class BundleSheet:
    """One sheet. Its title is `bundle.sheet.<key>`; `make` writes a PDF."""

    key: str
    make: Callable[[Making, Path], Pages]


@dataclass(frozen=True, slots=True)
class MadeSheet:
    """A sheet that was made. `path` is its place in the bundle."""

    key: str
    title: str
    path: str
    pages: int
    flow: FlowSheet | None = None


def _list(of: OwnList, kind: SheetKind, making: Making, out: Path) -> Pages:
    """A list of the patient's own, with what they confirmed of records that go; nothing where it would be empty."""
    known = making.shared.known
    lines = _LINES[of](known.holding, known.said) if of in _LINES else ()
    if not known.said.of(of) and not any(line.quoted for line in lines):
        return Pages(0)
    made = sheet(
        kind, known, making.words, PartialDate.of(making.today), private=True
    )  # what is left is for others
    asked = {"letter": to_plain(made), "out": str(out)}
    return Pages(int(making.makers.run("letter", asked, deadline=_SECONDS).header["pages"]))


def _key_images(making: Making, out: Path) -> Pages:
    """The images somebody marked, of studies that go."""
    marked = [each for each in key_images.marked(making.db, making.words) if each.image.record in making.going]
    if not marked:
        return Pages(0)
    language = making.words.language
    pages, _ = key_sheet.make(making.library, making.makers, marked, out, language=language, today=making.today)
    return Pages(pages)


def _blood_tests(making: Making, out: Path) -> Pages:
    """The results of records that go, and those a person typed, by test and date."""
    flow = flowsheet.flow_of(making.db, making.shared, making.going, making.words, making.cite, making.today)
    if flow is None:
        return Pages(0)
    return Pages(flowsheet.write(making.makers, flow, out, making.words), flow)


SHEETS: tuple[BundleSheet, ...] = (
    BundleSheet("questions", partial(_list, OwnList.QUESTIONS, SheetKind.QUESTIONS)),
    BundleSheet("treatments", partial(_list, OwnList.TREATMENTS, SheetKind.TREATMENTS)),
    BundleSheet("medicines", partial(_list, OwnList.MEDICINES, SheetKind.MEDICINES)),
    BundleSheet("blood_tests", _blood_tests),
    BundleSheet("key_images", _key_images),
)


def make_sheets(
    making: Making,
    folder: Path,
    places: Places,
    without: tuple[str, ...],
    sheets: tuple[BundleSheet, ...] = SHEETS,
) -> tuple[MadeSheet, ...]:
    """Make each sheet that has something to say and is not among `without`. PlaceProblem or WorkerFailure."""
    made: list[MadeSheet] = []
    (folder / places.sheets).mkdir(exist_ok=True)
    for each in sheets:
        if each.key in without:
            continue
        title = making.words.say(f"bundle.sheet.{each.key}")
        path = f"{places.sheets}/{_name(title, len(made) + 1, places)}"
        pages = each.make(making, folder / path)
        if pages.count:
            made.append(MadeSheet(each.key, title, path, pages.count, pages.flow))
    if not made and not places.strict:
        (folder / places.sheets).rmdir()
    return tuple(made)


def _name(title: str, number: int, places: Places) -> str:
    return f"S{number:04}.PDF" if places.strict else f"{title}.pdf"
