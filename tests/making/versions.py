"""Made-up records that are the same thing twice, versions of it, or only look so.

A report is set in one hospital's layout; its copies are a portal's print of it, plain text, a misread scan, a poor
one, one page of it photographed. Its versions are preliminary, final, with an addendum, corrected in one number.
Its siblings are what must not be taken for it: the same laboratory panel on another day with other values, a later
note copied forward with a few changes, another normal chest X-ray in the very same words, the same template for
another patient.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from recordkeeper.records.reading import PageText
from tests.making.bundles import over_all
from tests.making.layouts import EncounterPrint, Layout, Letterhead, Portal, RunningHeader, RunningShort
from tests.making.noise import misread
from tests.making.paper import Paper, Person, a_doctor, a_place, renumbered, somebody
from tests.making.prose import lab_table, made_up

_LAYOUTS: tuple[type[Layout], ...] = (Letterhead, RunningHeader, RunningShort, EncounterPrint, Portal)
NORMAL_CHEST = (
    "INDICATION: Cough.\n\nTECHNIQUE: PA and lateral views of the chest.\n\nFINDINGS: The heart is normal in size. "
    "The lungs are clear. There is no pleural effusion or pneumothorax. The bones are intact.\n\n"
    "IMPRESSION: No acute cardiopulmonary process."
)


@dataclass(frozen=True, slots=True)
class Version:
    """One record: which text it holds (`text`), which report that is a version of, and what it is called."""

    name: str
    report: str
    pages: tuple[PageText, ...]
    date: dt.date
    standing: str = "final"


def _set(paper: Paper, draw: random.Random, layout: type[Layout] | None = None) -> tuple[PageText, ...]:
    return tuple(renumbered(over_all(draw, (layout or draw.choice(_LAYOUTS))(draw).pages(paper))))


def _plain(paper: Paper) -> tuple[PageText, ...]:
    """As a C-CDA section or an electronic result gives it: the facts in another order, no letterhead."""
    who = paper.person
    return (
        PageText(
            1, f"{paper.title}\nDate: {paper.date:%Y-%m-%d}\nPatient: {who.given} {who.family}\n\n{paper.body}\n"
        ),
    )


def _scanned(pages: tuple[PageText, ...], draw: random.Random, letters: float) -> tuple[PageText, ...]:
    return tuple(misread(page, draw, letters) for page in pages)


def a_report(draw: random.Random, kind: str, person: Person) -> Paper:
    place = a_place(draw)
    words = draw.choice((90, 250, 600, 1300))
    title, body = ("XR CHEST 2 VIEWS", NORMAL_CHEST) if kind == "normal" else made_up(draw, kind, words)
    body = body.replace("ADDENDUM", "REMARKS")
    day = dt.date(draw.randint(2018, 2024), draw.randint(1, 12), draw.randint(1, 28))
    case = f"{draw.choice('SVAL')}{day:%y}-{draw.randint(10000, 99999)}"
    return Paper(title, person, place, "Medicine", day, case, a_doctor(draw), body, kind)


def family(draw: random.Random, name: str, person: Person) -> Iterator[Version]:
    """A report about `person` with its copies, versions and siblings."""
    kind = draw.choice(
        ("pathology_report", "imaging_report", "progress_note", "lab_report", "consult_note", "normal")
    )
    paper = a_report(draw, kind, person)
    report = f"{name} report"
    first = _set(paper, draw)
    yield Version(f"{name} pdf", report, first, paper.date)
    yield Version(f"{name} portal print", report, _set(paper, draw, Portal), paper.date)
    yield Version(f"{name} plain", report, _plain(paper), paper.date)
    yield Version(f"{name} scan", report, _scanned(_set(paper, draw), draw, 0.005), paper.date)
    yield Version(f"{name} poor scan", report, _scanned(_set(paper, draw), draw, 0.02), paper.date)
    if len(first) > 1:
        yield Version(f"{name} photo of a page", report, _scanned((draw.choice(first),), draw, 0.01), paper.date)
    yield from _versions(paper, draw, name, report)
    for number, sibling in enumerate(_siblings(paper, draw)):
        noise = draw.choice((0.0, 0.0, 0.01))
        yield Version(
            f"{name} sibling {number}",
            f"{name} sibling {number}",
            _scanned(_set(sibling, draw), draw, noise),
            sibling.date,
        )


def _versions(paper: Paper, draw: random.Random, name: str, report: str) -> Iterator[Version]:
    body = paper.body
    cut = replace(paper, title=f"{paper.title} - PRELIMINARY", body=body[: int(0.8 * len(body))].rsplit("\n", 1)[0])
    yield Version(f"{name} preliminary", report, _set(cut, draw), paper.date, "preliminary")
    _, more = made_up(draw, "pathology_report", 60)
    added = replace(paper, body=f"{body}\n\nADDENDUM {paper.date + dt.timedelta(9):%m/%d/%Y}:\n{more}")
    yield Version(f"{name} addendum", report, _set(added, draw), paper.date, "addendum")
    corrected = replace(paper, title=f"{paper.title} - CORRECTED REPORT", body=_changed(body, draw, 1))
    yield Version(f"{name} corrected", report, _set(corrected, draw), paper.date, "corrected")


def _siblings(paper: Paper, draw: random.Random) -> Iterator[Paper]:
    later = paper.date + dt.timedelta(days=draw.choice((1, 2, 7, 30, 91)))
    case = f"{paper.accession[:4]}{draw.randint(10000, 99999)}"
    if paper.kind == "lab_report":
        body = lab_table(draw, paper.body.count("\n"))
    elif paper.kind == "normal":
        body = paper.body
    else:
        body = _changed(paper.body, draw, max(2, len(re.findall(r"\d+", paper.body)) // 3))
    yield replace(paper, date=later, accession=case, body=body)
    other = replace(paper, person=somebody(draw), date=later + dt.timedelta(days=3), accession=case[:-1] + "7")
    yield replace(other, body=_changed(paper.body, draw, 999))


def _changed(body: str, draw: random.Random, count: int) -> str:
    """The text with `count` of its numbers changed."""
    places = list(re.finditer(r"\d+(?:\.\d+)?", body))
    for match in sorted(draw.sample(places, min(count, len(places))), key=lambda one: -one.start()):
        digits = match.group()
        new = f"{draw.uniform(1, 90):.1f}" if "." in digits else str(draw.randint(2, 10 ** len(digits) + 5))
        body = f"{body[: match.start()]}{new}{body[match.end() :]}"
    return body
