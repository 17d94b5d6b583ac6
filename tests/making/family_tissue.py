"""Operations of made-up patients and the reports on what was taken: pathology, addenda, markers, genes."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from recordkeeper.records.belonging import PairKind
from recordkeeper.records.kinds import Kind
from tests.making.family_kit import DATA, SIDES, Maker
from tests.making.paper import a_doctor

_PATHOLOGIST = "Dr. Ilse Brandt"


def operation(maker: Maker, day: dt.date, row: Any = None, side: str = "") -> None:
    """An operation or a biopsy: its note, and what came of the specimen; now and then one of them is not there."""
    draw = maker.draw
    row = row or draw.choice(DATA["operations"])
    side = side or (draw.choice(row["sides"]) if "sides" in row else "")
    said = SIDES[side][2 if maker.spanish else 0]
    surgeon = a_doctor(draw)
    note = ""
    if maker.chance(0.85):
        note = _note(maker, row, _worded(maker, row, "names", said), day, surgeon)
    if maker.chance(0.9):
        _pathology(maker, row, _worded(maker, row, "specimens", said), day, surgeon, note)


def two_operations(maker: Maker, day: dt.date) -> None:
    """Two on one day, on two organs."""
    first, second = maker.draw.sample(DATA["operations"], 2)
    while first["site"] == second["site"]:
        first, second = maker.draw.sample(DATA["operations"], 2)
    operation(maker, day, first)
    operation(maker, day, second)


def operation_again(maker: Maker, day: dt.date) -> None:
    """The same organ and side again, a week or two later."""
    row = maker.draw.choice(DATA["operations"])
    side = maker.draw.choice(row["sides"]) if "sides" in row else ""
    operation(maker, day, row, side)
    operation(maker, day + dt.timedelta(days=maker.draw.choice((6, 9, 14))), row, side)


def germline(maker: Maker, day: dt.date) -> str:
    """A hereditary panel: it belongs to none of the specimens."""
    body = maker.fill(DATA["documents"]["genes"]["germline"], "molecular", day=day)
    number = f"G-{maker.draw.randint(100000, 999999)}"
    title = "HEREDITARY CANCER GENETIC TEST REPORT"
    return maker.write(Kind.GERMLINE_REPORT, title, body, day, number, place="Example Genetics")


def specimen_number(draw: random.Random, day: dt.date) -> str:
    """A case number in one of the ways laboratories print them."""
    number = draw.randint(101, 98765)
    return draw.choice(
        (
            f"S{day:%y}-{number}",
            f"SP-{day:%y}-{number:07d}",
            f"{day:%y}-S-{number}",
            f"H{number}/{day:%y}",
            f"S{day:%Y}-{number}",
            f"{day:%y}B{number:06d}",
        )
    )


def _worded(maker: Maker, row: Any, what: str, side: str) -> str:
    text = str(maker.draw.choice(row[f"es_{what}" if maker.spanish else what])).format(s=side)
    return text[0].upper() + text[1:]


def _note(maker: Maker, row: Any, name: str, day: dt.date, surgeon: str) -> str:
    procedure = bool(row.get("procedure"))
    label = "PROCEDURE" if procedure else "OPERATION PERFORMED"
    body = maker.fill(maker.texts["note"], "operation", surgeon=surgeon, label=label, name=name)
    kind = Kind.PROCEDURE_REPORT if procedure else Kind.OPERATIVE_NOTE
    title = "PROCEDURE NOTE" if procedure and not maker.spanish else maker.texts["titles"]["note"]
    return maker.write(kind, title, body, day, "", doctor=surgeon)


def _pathology(maker: Maker, row: Any, specimen: str, day: dt.date, surgeon: str, note: str) -> None:
    """The pathology report, and what was added to it."""
    number = specimen_number(maker.draw, day)
    root = ""
    if maker.chance(0.93):
        root = _report(maker, specimen, day, number, surgeon)
        if note:
            maker.made.truth.add((PairKind.SPECIMEN_OF_OPERATION, root, note))
    added: list[tuple[PairKind, str]] = []
    if maker.chance(0.35):
        added.append((PairKind.ADDENDUM_TO, _addendum(maker, specimen, day, number)))
    if "markers" in row and maker.chance(0.5):
        added.append((PairKind.MARKERS_OF, _markers(maker, row, specimen, day, number)))
    if maker.chance(0.3):
        added.append((PairKind.MOLECULAR_OF, _molecular(maker, specimen, day, number)))
    if root:
        maker.made.truth.update((kind, name, root) for kind, name in added)


def _report(maker: Maker, specimen: str, day: dt.date, number: str, surgeon: str) -> str:
    late = not maker.spanish and maker.chance(0.15)  # only the day it was received is printed
    when = day + dt.timedelta(days=late)
    words = f"{'Received' if late else 'Collected'}: {when:%m/%d/%Y}"
    texts = maker.texts
    body = maker.fill(texts["pathology"], "tissue", number=number, when=words, surgeon=surgeon, specimen=specimen)
    title = texts["titles"]["pathology"]
    return maker.write(Kind.PATHOLOGY_REPORT, title, body, when, number, doctor=_PATHOLOGIST)


def _addendum(maker: Maker, specimen: str, day: dt.date, number: str) -> str:
    later = day + dt.timedelta(days=maker.draw.randint(4, 30))
    body = maker.fill(maker.texts["addendum"], "tissue", number=number, specimen=specimen, day=day, later=later)
    title = maker.texts["titles"]["addendum"]
    return maker.write(Kind.PATHOLOGY_REPORT, title, body, day, number, doctor=_PATHOLOGIST)


def _markers(maker: Maker, row: Any, specimen: str, day: dt.date, number: str) -> str:
    named = maker.chance(0.8)
    rows = DATA["markers"][row["markers"]].replace("{n}", str(maker.draw.randint(1, 95)))
    words = maker.texts["named"].format(number=number) if named else ""
    body = maker.fill(maker.texts["markers"], "tissue", specimen=specimen, named=words, day=day, rows=rows)
    title = maker.draw.choice(maker.texts["titles"]["markers"])
    own = number if named and maker.chance(0.5) else ""
    return maker.write(Kind.PATHOLOGY_REPORT, title, body, day, own, doctor=_PATHOLOGIST)


def _molecular(maker: Maker, specimen: str, day: dt.date, number: str) -> str:
    texts = DATA["documents"]["genes"]
    words = texts["molecular_named"].format(number=number) if maker.chance(0.75) else ""
    later = day + dt.timedelta(days=20)
    n = maker.draw.randint(3, 60)
    body = maker.fill(texts["molecular"], "molecular", specimen=specimen, named=words, day=day, later=later, n=n)
    own, place = f"TRF-{maker.draw.randint(100000, 999999)}", "Example Genomics Laboratory"
    return maker.write(Kind.MOLECULAR_REPORT, "GENOMIC PROFILING REPORT", body, day, own, place=place)
