"""Made-up families of records, with what truly belongs to what.

A patient has some twenty imaging examinations in three years: CT, MRI, PET/CT, mammograms, ultrasound, X-rays, bone
scans, many on near days: chest and abdomen in two studies on one day told in one report, or one study told in two;
two examinations on one day; mammogram and ultrasound of one breast on one day, both breasts on one day; the same
examination again a day after; a study read a second time elsewhere, weeks later. A third of the reports and a fifth
of the studies lack their accession number, a sixth of the reports have no images and a sixth of the images no
report; scanners word things their own way ("CHEST^ROUTINE (Adult)"), leave the body part out or name the wrong
one; three studies of a hundred are dated a day off; hospitals are spelled in several ways. Operations and biopsies
have notes, pathology reports (some only with the day they were received), addenda, marker reports, tumour
sequencing with a
number of its own (with or without the specimen's), germline tests that belong to none of them; two operations on
one day, another on the same organ a week later. A quarter of the patients' papers are Spanish. Texts are set in
several layouts (tests/making/layouts.py) and some are misread as a scanner would.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from recordkeeper.records.belonging import PairCandidate, PairKind
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import Kind
from tests.making.family_kit import DATA, SIDES, Family, Maker
from tests.making.family_tissue import germline, operation, operation_again, two_operations
from tests.making.paper import a_place, somebody

_CONTRAST = {
    "with": ("with contrast", "W CONTRAST", "con contraste"),
    "without": ("without contrast", "WO", "sin contraste"),
    "both": ("with and without contrast", "W WO CONTRAST", "sin y con contraste"),
    "": ("", "", ""),
}


@dataclass(frozen=True, slots=True)
class Exam:
    """One examination as it is worded by the report and by the scanner."""

    modality: str
    regions: tuple[str, ...]
    report: str
    study: str
    part: str
    side: str


def family(seed: object) -> Family:
    """One patient's records."""
    draw = random.Random(f"{seed}")
    language = "es" if draw.random() < 0.25 else "en"
    maker = Maker(draw, language, somebody(draw), a_place(draw, language))
    first = day = dt.date(draw.randint(2018, 2022), draw.randint(1, 12), draw.randint(1, 28))
    for _ in range(draw.randint(9, 13)):
        day += dt.timedelta(days=draw.choice((1, 2, 7, 21, 60, 90, 120)))
        draw.choice(_IMAGING)(maker, day)
    day = first - dt.timedelta(days=200)
    for _ in range(draw.randint(3, 5)):
        day += dt.timedelta(days=draw.choice((7, 30, 120)))
        draw.choice((operation, operation, two_operations, operation_again))(maker, day)
    if maker.chance(0.5):
        germline(maker, day + dt.timedelta(days=draw.randint(-20, 60)))
    return maker.made


def an_exam(maker: Maker, *, side: str = "", contrast: str = "", **wanted: object) -> Exam:
    """An examination that has the `wanted` values, worded in one of its ways."""
    draw = maker.draw
    row = draw.choice([row for row in DATA["exams"] if all(row[name] == value for name, value in wanted.items())])
    contrast = (contrast or draw.choice(("with", "without", "both"))) if row.get("contrast") else ""
    side = side or (draw.choice(row["sides"]) if "sides" in row else "")
    language = 2 if maker.spanish else 0
    report = draw.choice(row["es"] if maker.spanish else row["reports"])
    return Exam(
        row["modality"],
        tuple(row["regions"]),
        report.format(c=_CONTRAST[contrast][language], s=SIDES[side][language]).strip(),
        draw.choice(row["studies"]).format(C=_CONTRAST[contrast][1], S=SIDES[side][1]).strip(),
        draw.choice(row["parts"]),
        side,
    )


def a_report(
    maker: Maker,
    exams: list[Exam],
    day: dt.date,
    numbers: list[str],
    *,
    more: str = "",
    place: str = "",
    when: dt.date | None = None,
) -> str:
    """A report on the exams, in one of the ways reports say what was examined."""
    draw, texts = maker.draw, maker.texts
    exam, indication, comparison, findings, impression = texts["heads"]
    said = "; ".join(one.report for one in exams)
    lines = [f"{indication}: {maker.prose(1, 'imaging')}"]
    if maker.chance(0.5):
        before = day - dt.timedelta(days=draw.randint(20, 200))
        lines.append(f"{comparison}: {texts['comparison'].format(exam=an_exam(maker).report, day=before)}")
    lines += [more] if more else []
    lines += [
        f"{findings}: {maker.prose(draw.randint(3, 8), 'imaging')}",
        f"{impression}: {maker.prose(2, 'imaging')}",
    ]
    titled = len(exams) == 1 and maker.chance(0.5)
    if not titled:
        lines.insert(0, f"{exam}: {said}")
    known = numbers if maker.chance(0.65) else []
    if len(known) > 1:
        lines.insert(0, f"Accession: {', '.join(known)}")
    title = said.upper() if titled else draw.choice(texts["titles"]["imaging"])
    body = "\n\n".join(lines)
    return maker.write(Kind.IMAGING_REPORT, title, body, when or day, known[0] if known else "", place=place)


def a_study(maker: Maker, exam: Exam, day: dt.date, number: str) -> str:
    """The images, as their headers describe them."""
    draw = maker.draw
    name = maker.name("study")
    codes = {"PT": ("PT", "CT"), "XR": (draw.choice(("CR", "DX")),)}.get(exam.modality, (exam.modality,))
    maker.made.studies.append(
        PairCandidate(
            name,
            Kind.IMAGING_STUDY,
            PartialDate.of(day + dt.timedelta(days=maker.chance(0.03))),
            number if maker.chance(0.8) else "",
            maker.spelled(),
            modalities=codes,
            body_part=draw.choice(("CHEST", "ABDOMEN")) if maker.chance(0.03) else exam.part,
            laterality={"left": "L", "right": "R"}.get(exam.side, "") if maker.chance(0.5) else "",
            description=exam.study if maker.chance(0.93) else "",
        )
    )
    return name


def _is(maker: Maker, report: str, study: str, kind: PairKind = PairKind.REPORT_OF_STUDY) -> None:
    maker.made.truth.add((kind, report, study))


def _pair(maker: Maker, exam: Exam, day: dt.date) -> None:
    """A report and its images; sometimes one of them is not there."""
    number, roll = maker.accession(day), maker.draw.random()
    report = a_report(maker, [exam], day, [number]) if roll > 0.16 else ""
    study = a_study(maker, exam, day, number) if roll < 0.84 else ""
    if report and study:
        _is(maker, report, study)


def _one(maker: Maker, day: dt.date) -> None:
    _pair(maker, an_exam(maker), day)


def _two_on_a_day(maker: Maker, day: dt.date) -> None:
    first = an_exam(maker)
    row = maker.draw.choice(
        [
            row
            for row in DATA["exams"]
            if row["modality"] != first.modality or not set(row["regions"]) & set(first.regions)
        ]
    )
    _pair(maker, first, day)
    _pair(maker, an_exam(maker, modality=row["modality"], regions=row["regions"]), day)


def _chest_and_abdomen(maker: Maker, contrast: str) -> list[Exam]:
    parts = (["chest"], ["abdomen", "pelvis"])
    return [an_exam(maker, modality="CT", regions=regions, contrast=contrast) for regions in parts]


def _two_in_one_report(maker: Maker, day: dt.date) -> None:
    exams = _chest_and_abdomen(maker, maker.draw.choice(("with", "without", "both")))
    numbers = [maker.accession(day), maker.accession(day)]
    report = a_report(maker, exams, day, numbers)
    for exam, number in zip(exams, numbers, strict=True):
        _is(maker, report, a_study(maker, exam, day, number))


def _one_in_two_reports(maker: Maker, day: dt.date) -> None:
    contrast, number = maker.draw.choice(("with", "without", "both")), maker.accession(day)
    whole = an_exam(maker, modality="CT", regions=["chest", "abdomen", "pelvis"], contrast=contrast)
    study = a_study(maker, whole, day, number)
    for part in _chest_and_abdomen(maker, contrast):
        _is(maker, a_report(maker, [part], day, [number]), study)


def _breast_day(maker: Maker, day: dt.date) -> None:
    side, other = maker.draw.sample(("left", "right"), 2)
    _pair(maker, an_exam(maker, modality="MG", side=side), day)
    _pair(maker, an_exam(maker, modality="US", regions=["breast"], side=side), day)
    if maker.chance(0.5):
        _pair(maker, an_exam(maker, modality="US", regions=["breast"], side=other), day)


def _again_next_day(maker: Maker, day: dt.date) -> None:
    exam = an_exam(maker)
    _pair(maker, exam, day)
    again = an_exam(maker, modality=exam.modality, regions=list(exam.regions), side=exam.side)
    _pair(maker, again, day + dt.timedelta(days=1))


def _read_again(maker: Maker, day: dt.date) -> None:
    """A study read a second time elsewhere. Dated a day off, nothing can tell that it is the one that was read."""
    exam, number = an_exam(maker), maker.accession(day)
    study = a_study(maker, exam, day, number)
    if maker.chance(0.7):
        _is(maker, a_report(maker, [exam], day, [number]), study)
    words = maker.draw.choice(maker.texts["reread"]).format(exam=exam.report, day=day)
    when = day + dt.timedelta(days=maker.draw.randint(9, 40))
    again = a_report(maker, [exam], day, [], more=words, place=a_place(maker.draw, maker.language), when=when)
    told = maker.made.studies[-1].date == PartialDate.of(day)
    (maker.made.truth if told else maker.made.open).add((PairKind.READ_AGAIN, again, study))


_IMAGING = (
    *(_one, _one, _one, _two_on_a_day, _two_in_one_report, _one_in_two_reports, _breast_day, _again_next_day),
    _read_again,
)
