"""Made-up heaps of one patient's records with gaps that are known: scans, tissue, markers and versions not there.

Records are those of `tests.making.families`; notes tell of scans and tissue that are here and of some that are not,
of what is planned, refused or of somebody else.
"""

from __future__ import annotations

import datetime as dt
import random
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from recordkeeper.records.dates import PartialDate
from recordkeeper.records.gaps import GapKind
from recordkeeper.records.kinds import Kind
from tests.making.families import Exam, a_study, an_exam
from tests.making.family_kit import DATA, SIDES, Family, Maker
from tests.making.family_tissue import specimen_number
from tests.making.paper import a_doctor, a_place, somebody

_TEXTS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("heaps.toml").read_text("utf-8"))
_MARKERS = ("ER", "PR", "HER2", "PD-L1", "Ki-67", "MGMT", "KRAS", "BRAF", "EGFR", "ALK")
_NOTES = {
    "en": ((Kind.CONSULT_NOTE, "ONCOLOGY CONSULTATION"), (Kind.PROGRESS_NOTE, "PROGRESS NOTE"),
           (Kind.LETTER, "CLINIC LETTER"), (Kind.DISCHARGE_SUMMARY, "DISCHARGE SUMMARY")),
    "es": ((Kind.CONSULT_NOTE, "CONSULTA DE ONCOLOGÍA"), (Kind.PROGRESS_NOTE, "NOTA DE EVOLUCIÓN"),
           (Kind.DISCHARGE_SUMMARY, "INFORME DE ALTA")),
}  # fmt: skip

Key = tuple[GapKind, str, str]  # the gap, what it is about, its day


@dataclass(slots=True)
class Event:
    """An examination or tissue that was taken; what of it is here."""

    day: dt.date
    exam: Exam | None = None
    number: str = ""
    report: str = ""
    study: str = ""


@dataclass(slots=True)
class Heap:
    """A patient's records and the gaps that are truly there. `told` are truths that some record tells of."""

    family: Family
    country: str
    truth: set[Key] = field(default_factory=set)


@dataclass(slots=True)
class _Making:
    maker: Maker
    texts: dict[str, Any]
    heap: Heap
    exams: list[Event] = field(default_factory=list)
    tissue: list[Event] = field(default_factory=list)
    markers_here: set[str] = field(default_factory=set)


def heap(seed: object, wordings: str = "first") -> Heap:
    """One patient's heap, in one of the sets of wordings of heaps.toml."""
    draw = random.Random(f"heap {seed}")
    language = "es" if draw.random() < 0.25 else "en"
    maker = Maker(draw, language, somebody(draw), a_place(draw, language))
    texts = _TEXTS[wordings][language]
    making = _Making(maker, texts, Heap(maker.made, "ES" if language == "es" else "US"))
    day = dt.date(draw.randint(2016, 2021), draw.randint(1, 12), draw.randint(1, 28))
    for _ in range(draw.randint(8, 12)):
        day += dt.timedelta(days=draw.choice((9, 21, 40, 60, 90)))
        _examination(making, day)
    first = making.exams[0].day
    for _ in range(draw.randint(2, 4)):
        first += dt.timedelta(days=draw.choice((70, 120, 200)))
        _tissue(making, first)
    for _ in range(draw.randint(3, 5)):
        _note(making, max(day, first) + dt.timedelta(days=draw.randint(5, 60)))
    return making.heap


def _examination(making: _Making, day: dt.date) -> None:
    """One in eight is only a report, one in eight only images, one in five not here at all."""
    maker, roll = making.maker, making.maker.draw.random()
    event = Event(day, an_exam(maker))
    number = maker.accession(day)
    earlier = making.exams[-3:]
    if roll < 0.68:
        event.report = _report(making, event, number, earlier)
    if roll < 0.56 or 0.68 <= roll < 0.8:
        assert event.exam is not None
        event.study = a_study(maker, event.exam, day, number)
    making.exams.append(event)
    if event.report and not event.study:
        making.heap.truth.add((GapKind.REPORT_WITHOUT_IMAGES, event.report, ""))
    if event.study and not event.report:
        making.heap.truth.add((GapKind.IMAGES_WITHOUT_REPORT, event.study, ""))


def _report(making: _Making, event: Event, number: str, earlier: list[Event]) -> str:
    maker, texts = making.maker, making.maker.texts
    exam, indication, comparison, findings, impression = texts["heads"]
    assert event.exam is not None
    lines = [f"{exam}: {event.exam.report}", f"{indication}: {maker.prose(1, 'imaging')}"]
    if earlier and maker.chance(0.6):
        before = maker.draw.choice(earlier)
        lines.append(f"{comparison}: {_mention(making, maker.draw.choice(making.texts['compared']), before)}")
    lines += [f"{findings}: {maker.prose(4, 'imaging')}", f"{impression}: {maker.prose(2, 'imaging')}"]
    title = maker.draw.choice(texts["titles"]["imaging"])
    body = "\n\n".join(lines)
    known = number if maker.chance(0.7) else ""
    if not maker.chance(0.08):
        return maker.write(Kind.IMAGING_REPORT, title, body, event.day, known)
    first = "INFORME PRELIMINAR" if maker.spanish else "PRELIMINARY REPORT"
    early = maker.write(Kind.IMAGING_REPORT, f"{title} - {first}", body, event.day, known)
    making.heap.truth.add((GapKind.FINAL_MISSING, early, ""))
    return early


def _mention(making: _Making, words: str, event: Event, *, style: str = "") -> str:
    """A sentence that tells of an examination; a true gap when nothing of it is here."""
    dates = _TEXTS["dates"][making.maker.language]
    told = event.day.strftime(style or making.maker.draw.choice(dates))
    assert event.exam is not None
    if not event.report and not event.study:
        key = event.exam.modality, str(PartialDate.of(event.day))
        making.heap.truth.add((GapKind.STUDY_MENTIONED_MISSING, *key))
    return words.format(exam=event.exam.report, d=told)


def _tissue(making: _Making, day: dt.date) -> None:
    """A biopsy or an operation; one report in three is not here."""
    maker, draw = making.maker, making.maker.draw
    row = draw.choice(DATA["operations"])
    said = SIDES[draw.choice(row["sides"]) if "sides" in row else ""][2 if maker.spanish else 0]
    specimen = str(draw.choice(row["es_specimens" if maker.spanish else "specimens"])).format(s=said)
    event = Event(day, number=specimen_number(draw, day))
    making.tissue.append(event)
    if draw.random() > 0.67:
        return
    texts, surgeon = maker.texts, a_doctor(draw)
    when = f"Collected: {day:%m/%d/%Y}"
    body = maker.fill(
        texts["pathology"], "tissue", number=event.number, when=when, surgeon=surgeon, specimen=specimen
    )
    announces, awaits = maker.chance(0.2), maker.chance(0.2)
    if announces:
        body += f"\n\n{draw.choice(making.texts['addendum'])}"
    marker = draw.choice(_MARKERS)
    if awaits:
        body += f"\n\n{draw.choice(making.texts['pending']).format(m=marker)}"
    event.report = maker.write(Kind.PATHOLOGY_REPORT, texts["titles"]["pathology"], body, day, event.number)
    if announces:
        _addendum(making, event, specimen)
    if awaits:
        making.markers_here.add(marker)  # named by a laboratory; its result is what is not here
        making.heap.truth.add((GapKind.MARKER_MENTIONED_MISSING, marker, ""))


def _addendum(making: _Making, event: Event, specimen: str) -> None:
    maker = making.maker
    if maker.chance(0.5):
        making.heap.truth.add((GapKind.ADDENDUM_MISSING, event.report, ""))
        return
    later = event.day + dt.timedelta(days=maker.draw.randint(4, 20))
    values = {"number": event.number, "specimen": specimen, "day": event.day, "later": later}
    body = maker.fill(maker.texts["addendum"], "tissue", **values)
    maker.write(Kind.PATHOLOGY_REPORT, maker.texts["titles"]["addendum"], body, event.day, event.number)


def _note(making: _Making, day: dt.date) -> None:
    """A note that tells of earlier examinations and tissue, and of much else."""
    maker, draw, texts = making.maker, making.maker.draw, making.texts
    before = [event for event in making.exams if event.day < day]
    lines = [
        _mention(making, draw.choice(texts["told"]), event) for event in draw.sample(before, min(4, len(before)))
    ]
    lonely = [event for event in before if _alone_in_month(event, before)]
    if texts["month"] and lonely and maker.chance(0.4):
        style = draw.choice(_TEXTS["dates"][f"{maker.language}_month"])
        lines.append(_mention(making, draw.choice(texts["month"]), draw.choice(lonely), style=style))
    lines += [_of_tissue(making, event) for event in draw.sample(making.tissue, min(2, len(making.tissue)))]
    dates = _TEXTS["dates"][maker.language]
    for words in [
        *draw.sample(texts["none"], 2),
        draw.choice(texts["tissue_none"]),
        *draw.sample(texts["noise"], 3),
    ]:
        other = day + dt.timedelta(days=draw.randint(4, 90) if "scheduled" in words else draw.randint(4, 60))
        lines.append(words.format(exam=an_exam(maker).report, d=other.strftime(draw.choice(dates))))
    if maker.chance(0.5):
        lines.append(_marker(making))
    draw.shuffle(lines)
    if maker.chance(0.9):
        lines.insert(0, draw.choice(_TEXTS["illness"][maker.language]))
    lines = [line[0].upper() + line[1:] for line in lines]
    kind, title = draw.choice(_NOTES[maker.language])
    maker.write(kind, title, "\n\n".join(" ".join(lines[at : at + 3]) for at in range(0, len(lines), 3)), day, "")


def _alone_in_month(event: Event, others: list[Event]) -> bool:
    """Whether a month names one examination only."""
    return all(abs((event.day - other.day).days) > 40 for other in others if other is not event)


def _of_tissue(making: _Making, event: Event) -> str:
    draw = making.maker.draw
    if draw.random() < 0.5:
        text = str(draw.choice(making.texts["number"])).format(number=event.number)
    else:
        style = draw.choice(_TEXTS["dates"][making.maker.language])
        text = str(draw.choice(making.texts["tissue"])).format(d=event.day.strftime(style))
    if not event.report:
        making.heap.truth.add((GapKind.PATHOLOGY_MENTIONED_MISSING, event.number, str(PartialDate.of(event.day))))
    return text


def _marker(making: _Making) -> str:
    """A marker's result in a note; a true gap when no laboratory's report names it."""
    name = making.maker.draw.choice(_MARKERS)
    if name not in making.markers_here:
        making.heap.truth.add((GapKind.MARKER_MENTIONED_MISSING, name, ""))
    return str(making.maker.draw.choice(making.maker.draw.choice(making.texts["markers"]))).format(m=name)
