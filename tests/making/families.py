"""Made-up families of records, with what truly belongs to what.

A patient has some twenty imaging examinations in three years: CT, MRI, PET/CT, mammograms, ultrasound, X-rays, bone
scans, many on near days: chest and abdomen in two studies on one day with two reports, or two studies told in one
report, or one study told in two; mammogram and ultrasound of one breast on one day, both breasts on one day; a CT
the day after; a study read a second time elsewhere, weeks later. A third of the reports and a fifth of the studies
lack their accession number, a fifth of the reports have no images and a sixth of the images no report; scanners word
things their own way ("CHEST^ROUTINE (Adult)"), leave the body part out or name the wrong one; a few studies are
dated a day off; hospitals are spelled in several ways. Operations and biopsies have notes, pathology reports (some
only with the day they were received), addenda, marker reports, tumour sequencing with a number of its own (with
or without the specimen's), germline tests that belong to none of them; two operations on one day, another on the
same organ a week later. A quarter of the patients' papers are Spanish. Texts are set in several layouts
(tests/making/layouts.py) and some are misread as a scanner would.
"""

from __future__ import annotations

import datetime as dt
import random
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from recordkeeper.records.belonging import PairCandidate, PairKind
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import Kind
from recordkeeper.records.reading import PageText
from tests.making.layouts import EncounterPrint, FootNumber, Layout, Letterhead, Portal, RunningShort, SpanishPaged
from tests.making.noise import misread
from tests.making.paper import Paper, Person, a_doctor, a_place, renumbered, somebody
from tests.making.prose import sentence

DATA: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_LAYOUTS: tuple[type[Layout], ...] = (Letterhead, RunningShort, FootNumber, EncounterPrint, Portal)
_CONTRAST = {
    "with": ("with contrast", "W CONTRAST", "con contraste"),
    "without": ("without contrast", "WO", "sin contraste"),
    "both": ("with and without contrast", "W WO CONTRAST", "sin y con contraste"),
}
_SIDES = {
    "left": ("left", "LT", "izquierda"),
    "right": ("right", "RT", "derecha"),
    "both": ("bilateral", "BILAT", "bilateral"),
}


@dataclass(frozen=True, slots=True)
class Document:
    """A made-up paper of a known kind."""

    id: str
    kind: Kind
    pages: tuple[PageText, ...]
    date: PartialDate


Truth = tuple[PairKind, str, str]


@dataclass(slots=True)
class Family:
    """One patient's records, what belongs to what, and what cannot be told."""

    documents: list[Document] = field(default_factory=list)
    studies: list[PairCandidate] = field(default_factory=list)
    truth: set[Truth] = field(default_factory=set)
    open: set[Truth] = field(default_factory=set)  # true, but nothing there could tell


@dataclass(slots=True)
class Maker:
    """Makes one patient's records."""

    draw: random.Random
    language: str
    person: Person
    place: str
    made: Family = field(default_factory=Family)
    count: int = 0

    def name(self, what: str) -> str:
        self.count += 1
        return f"{what} {self.count}"

    def case(self, day: dt.date, letter: str = "") -> str:
        letters = letter or self.draw.choice(("A", "R", "CT", "RAD", ""))
        return (
            f"{letters}{self.draw.randint(1_000_000, 9_999_999)}"
            if self.draw.random() < 0.7
            else f"{day:%y}-{self.draw.randint(10000, 99999)}"
        )

    def spelled(self) -> str:
        """The hospital's name in one of its spellings."""
        return self.draw.choice(
            (self.place, self.place.upper(), self.place.split()[0], f"{self.place}, Imaging", "")
        )

    def write(
        self, kind: Kind, title: str, body: str, day: dt.date, case: str, *, doctor: str = "", place: str = ""
    ) -> str:
        paper = Paper(
            title,
            self.person,
            place or self.place,
            "Radiology",
            day,
            case,
            doctor or a_doctor(self.draw),
            body,
            str(kind),
            self.language,
        )
        layout = SpanishPaged if self.language == "es" else self.draw.choice(_LAYOUTS)
        pages = renumbered(layout(self.draw).pages(paper))
        if self.draw.random() < 0.15:
            pages = [misread(page, self.draw, 0.004) for page in pages]
        name = self.name(str(kind))
        self.made.documents.append(Document(name, kind, tuple(pages), PartialDate.of(day)))
        return name

    def prose(self, sentences: int) -> str:
        return " ".join(sentence(self.draw, self.language) for _ in range(sentences))


def family(seed: object) -> Family:
    """One patient's records."""
    draw = random.Random(f"{seed}")
    language = "es" if draw.random() < 0.25 else "en"
    maker = Maker(draw, language, somebody(draw), a_place(draw, language))
    day = dt.date(draw.randint(2018, 2022), draw.randint(1, 12), draw.randint(1, 28))
    for _ in range(draw.randint(9, 13)):
        day += dt.timedelta(days=draw.choice((1, 2, 7, 21, 60, 90, 120)))
        draw.choice(
            (
                _one,
                _one,
                _one,
                _two_on_a_day,
                _two_in_one_report,
                _one_in_two_reports,
                _breast_day,
                _again_next_day,
                _read_again,
            )
        )(maker, day)
    day = dt.date(day.year - 2, day.month, min(day.day, 28))
    for _ in range(draw.randint(3, 5)):
        day += dt.timedelta(days=draw.choice((7, 30, 120)))
        draw.choice((_operation, _operation, _two_operations, _operation_again))(maker, day)
    if draw.random() < 0.5:
        _germline(maker, day + dt.timedelta(days=draw.randint(-20, 60)))
    return maker.made


@dataclass(frozen=True, slots=True)
class Exam:
    """One examination as it is worded by the report and by the scanner."""

    modality: str
    regions: tuple[str, ...]
    report: str
    study: str
    part: str
    side: str


def an_exam(maker: Maker, *, side: str = "", contrast: str = "", **wanted: object) -> Exam:
    """An examination that has the `wanted` values, worded in one of its ways."""
    draw = maker.draw
    row = draw.choice([row for row in DATA["exams"] if all(row[name] == value for name, value in wanted.items())])
    contrast = (contrast or draw.choice(tuple(_CONTRAST))) if row.get("contrast") else ""
    side = side or (draw.choice(row["sides"]) if "sides" in row else "")
    spanish = maker.language == "es"
    said, scanned, dicho = _CONTRAST.get(contrast, ("", "", ""))
    sides = _SIDES.get(side, ("", "", ""))
    fill = {"c": dicho if spanish else said, "s": sides[2] if spanish else sides[0]}
    report = draw.choice(row["es"] if spanish else row["reports"]).format(**fill).strip()
    study = draw.choice(row["studies"]).format(C=scanned, S=sides[1]).strip()
    return Exam(row["modality"], tuple(row["regions"]), report, study, draw.choice(row["parts"]), side)


def a_report(
    maker: Maker,
    exams: list[Exam],
    day: dt.date,
    cases: list[str],
    *,
    more: str = "",
    place: str = "",
    when: dt.date | None = None,
) -> str:
    """A report on the exams, in one of the ways reports say what was examined."""
    draw, spanish = maker.draw, maker.language == "es"
    said = "; ".join(exam.report for exam in exams)
    before = day - dt.timedelta(days=draw.randint(20, 200))
    other = an_exam(maker)
    heads = (
        ("EXPLORACIÓN", "DATOS CLÍNICOS", "ESTUDIOS PREVIOS", "HALLAZGOS", "CONCLUSIÓN")
        if spanish
        else ("EXAM", "INDICATION", "COMPARISON", "FINDINGS", "IMPRESSION")
    )
    lines = [f"{heads[1]}: {maker.prose(1)}"]
    if draw.random() < 0.5:
        lines.append(
            f"{heads[2]}: {other.report}, {before:%d/%m/%Y}."
            if spanish
            else f"{heads[2]}: {other.report} dated {before:%m/%d/%Y}."
        )
    lines += [more] if more else []
    lines += [f"{heads[3]}: {maker.prose(draw.randint(3, 8))}", f"{heads[4]}: {maker.prose(2)}"]
    titled = draw.random() < 0.5 and len(exams) == 1
    if not titled:
        lines.insert(0, f"{heads[0]}: {said}")
    title = (
        said.upper()
        if titled
        else (
            "INFORME DE RADIOLOGÍA"
            if spanish
            else draw.choice(("RADIOLOGY REPORT", "IMAGING REPORT", "DIAGNOSTIC IMAGING REPORT"))
        )
    )
    known = cases if draw.random() < 0.65 else []
    if len(known) > 1:
        lines.insert(0, f"Accession: {', '.join(known)}")
    return maker.write(
        Kind.IMAGING_REPORT, title, "\n\n".join(lines), when or day, known[0] if known else "", place=place
    )


def a_study(maker: Maker, exam: Exam, day: dt.date, case: str) -> str:
    """The images, as their headers describe them."""
    draw = maker.draw
    name = maker.name("study")
    when = day + dt.timedelta(days=1) if draw.random() < 0.03 else day
    codes = {"PT": ("PT", "CT"), "XR": (draw.choice(("CR", "DX")),)}.get(exam.modality, (exam.modality,))
    part = draw.choice(("CHEST", "ABDOMEN")) if draw.random() < 0.03 else exam.part
    maker.made.studies.append(
        PairCandidate(
            name,
            Kind.IMAGING_STUDY,
            PartialDate.of(when),
            case if draw.random() < 0.8 else "",
            maker.spelled(),
            modalities=codes,
            body_part=part,
            laterality={"left": "L", "right": "R"}.get(exam.side, "") if draw.random() < 0.5 else "",
            description=exam.study if draw.random() < 0.93 else "",
        )
    )
    return name


def _pair(maker: Maker, exam: Exam, day: dt.date) -> tuple[str, str]:
    """A report and its images; sometimes one of them is not there."""
    case, draw = maker.case(day), maker.draw
    roll = draw.random()
    report = a_report(maker, [exam], day, [case]) if roll > 0.16 else ""
    study = a_study(maker, exam, day, case) if roll < 0.8 else ""
    if report and study:
        maker.made.truth.add((PairKind.REPORT_OF_STUDY, report, study))
    return report, study


def _one(maker: Maker, day: dt.date) -> None:
    _pair(maker, an_exam(maker), day)


def _two_on_a_day(maker: Maker, day: dt.date) -> None:
    first = an_exam(maker)
    others = [
        row
        for row in DATA["exams"]
        if row["modality"] != first.modality or not set(row["regions"]) & set(first.regions)
    ]
    row = maker.draw.choice(others)
    _pair(maker, first, day)
    _pair(maker, an_exam(maker, modality=row["modality"], regions=row["regions"]), day)


def _chest_and_abdomen(maker: Maker, contrast: str) -> list[Exam]:
    parts = (["chest"], ["abdomen", "pelvis"])
    return [an_exam(maker, modality="CT", regions=regions, contrast=contrast) for regions in parts]


def _two_in_one_report(maker: Maker, day: dt.date) -> None:
    exams = _chest_and_abdomen(maker, maker.draw.choice(tuple(_CONTRAST)))
    cases = [maker.case(day), maker.case(day)]
    report = a_report(maker, exams, day, cases)
    for exam, case in zip(exams, cases, strict=True):
        maker.made.truth.add((PairKind.REPORT_OF_STUDY, report, a_study(maker, exam, day, case)))


def _one_in_two_reports(maker: Maker, day: dt.date) -> None:
    contrast = maker.draw.choice(tuple(_CONTRAST))
    exam = an_exam(maker, modality="CT", regions=["chest", "abdomen", "pelvis"], contrast=contrast)
    case = maker.case(day)
    study = a_study(maker, exam, day, case)
    for part in _chest_and_abdomen(maker, contrast):
        maker.made.truth.add((PairKind.REPORT_OF_STUDY, a_report(maker, [part], day, [case]), study))


def _breast_day(maker: Maker, day: dt.date) -> None:
    side, other = maker.draw.sample(("left", "right"), 2)
    _pair(maker, an_exam(maker, modality="MG", side=side), day)
    _pair(maker, an_exam(maker, modality="US", regions=["breast"], side=side), day)
    if maker.draw.random() < 0.5:
        _pair(maker, an_exam(maker, modality="US", regions=["breast"], side=other), day)


def _again_next_day(maker: Maker, day: dt.date) -> None:
    exam = an_exam(maker)
    _pair(maker, exam, day)
    _pair(
        maker,
        an_exam(maker, modality=exam.modality, regions=list(exam.regions), side=exam.side),
        day + dt.timedelta(days=1),
    )


def _read_again(maker: Maker, day: dt.date) -> None:
    exam, case = an_exam(maker), maker.case(day)
    study = a_study(maker, exam, day, case)
    if maker.draw.random() < 0.7:
        maker.made.truth.add((PairKind.REPORT_OF_STUDY, a_report(maker, [exam], day, [case]), study))
    if maker.language == "es":
        words = (
            f"Segunda lectura de estudio externo realizado en otro centro: {exam.report} de fecha {day:%d/%m/%Y}."
        )
    else:
        words = maker.draw.choice(
            (
                "Second opinion interpretation of an outside {} dated {:%m/%d/%Y}.",
                "Outside images submitted for review: {} performed {:%B %d, %Y}.",
            )
        ).format(exam.report, day)
    again = a_report(
        maker,
        [exam],
        day,
        [],
        more=words,
        place=a_place(maker.draw, maker.language),
        when=day + dt.timedelta(days=maker.draw.randint(9, 40)),
    )
    true = {one for one in maker.made.studies if one.id == study}
    kind = PairKind.READ_AGAIN
    dated_right = next(iter(true)).date == PartialDate.of(day)
    (maker.made.truth if dated_right else maker.made.open).add((kind, again, study))


def _operation(maker: Maker, day: dt.date, row: Any = None, side: str = "") -> None:
    draw, spanish = maker.draw, maker.language == "es"
    row = row or draw.choice(DATA["operations"])
    side = side or (draw.choice(row["sides"]) if "sides" in row else "")
    sides = _SIDES.get(side, ("", "", ""))
    said = sides[2] if spanish else sides[0]
    surgeon = a_doctor(draw)
    note = ""
    if draw.random() < 0.85:
        name = draw.choice(row["es_names"] if spanish else row["names"]).format(s=said)
        note = _note(maker, row, name[0].upper() + name[1:], day, surgeon)
    if draw.random() < 0.9:
        specimen = draw.choice(row["es_specimens"] if spanish else row["specimens"]).format(s=said)
        _pathology(maker, row, specimen[0].upper() + specimen[1:], day, surgeon, note)


def _note(maker: Maker, row: Any, name: str, day: dt.date, surgeon: str) -> str:
    procedure = bool(row.get("procedure"))
    kind = Kind.PROCEDURE_REPORT if procedure else Kind.OPERATIVE_NOTE
    if maker.language == "es":
        body = f"CIRUJANO: {surgeon}\n\nINTERVENCIÓN: {name}\n\nDESCRIPCIÓN: {maker.prose(6)}"
        return maker.write(kind, "PROTOCOLO QUIRÚRGICO", body, day, "", doctor=surgeon)
    label = "PROCEDURE" if procedure else "OPERATION PERFORMED"
    body = f"SURGEON: {surgeon}\n\n{label}: {name}\n\nANESTHESIA: General\n\nDESCRIPTION OF PROCEDURE: {maker.prose(7)}"
    return maker.write(kind, "PROCEDURE NOTE" if procedure else "OPERATIVE REPORT", body, day, "", doctor=surgeon)


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


def _pathology(maker: Maker, row: Any, specimen: str, day: dt.date, surgeon: str, note: str) -> None:
    draw, made = maker.draw, maker.made
    number = specimen_number(draw, day)
    root = ""
    if draw.random() < 0.93:
        root = _path_report(maker, specimen, day, number, surgeon)
        if note:
            made.truth.add((PairKind.SPECIMEN_OF_OPERATION, root, note))
    added: list[tuple[PairKind, str]] = []
    if draw.random() < 0.35:
        added.append((PairKind.ADDENDUM_TO, _addendum(maker, specimen, day, number)))
    if "markers" in row and draw.random() < 0.5:
        added.append((PairKind.MARKERS_OF, _marker_report(maker, row, specimen, day, number)))
    if draw.random() < 0.3:
        added.append((PairKind.MOLECULAR_OF, _molecular(maker, specimen, day, number)))
    if root:
        made.truth.update((kind, name, root) for kind, name in added)


def _path_report(maker: Maker, specimen: str, day: dt.date, number: str, surgeon: str) -> str:
    received = maker.draw.random() < 0.15
    if maker.language == "es":
        body = (
            f"Nº de biopsia: {number}\nMédico solicitante: {surgeon}\n\nMATERIAL REMITIDO: {specimen}\n\nDESCRIPCIÓN MACROSCÓPICA: "
            f"{maker.prose(3)}\n\nDIAGNÓSTICO ANATOMOPATOLÓGICO: {maker.prose(2)}"
        )
        return maker.write(Kind.PATHOLOGY_REPORT, "INFORME DE ANATOMÍA PATOLÓGICA", body, day, number)
    when = f"Received: {day + dt.timedelta(days=1):%m/%d/%Y}" if received else f"Collected: {day:%m/%d/%Y}"
    body = (
        f"Case: {number}\n{when}\nSubmitting physician: {surgeon}\n\nSPECIMEN SUBMITTED: {specimen}\n\nFINAL DIAGNOSIS: {specimen}: "
        f"{maker.prose(2)}\n\nGROSS DESCRIPTION: Received in formalin. {maker.prose(3)}\n\nMICROSCOPIC DESCRIPTION: {maker.prose(2)}"
    )
    return maker.write(
        Kind.PATHOLOGY_REPORT,
        "SURGICAL PATHOLOGY REPORT",
        body,
        day + dt.timedelta(days=received),
        number,
        doctor="Dr. Ilse Brandt",
    )


def _addendum(maker: Maker, specimen: str, day: dt.date, number: str) -> str:
    later = day + dt.timedelta(days=maker.draw.randint(4, 30))
    if maker.language == "es":
        body = f"Nº de biopsia: {number}\nMaterial: {specimen}\nFecha de toma: {day:%d/%m/%Y}\n\nINFORME COMPLEMENTARIO: {maker.prose(3)}"
        return maker.write(
            Kind.PATHOLOGY_REPORT, "INFORME COMPLEMENTARIO DE ANATOMÍA PATOLÓGICA", body, day, number
        )
    body = f"Case: {number}\nSpecimen: {specimen}\nCollected: {day:%m/%d/%Y}\n\nADDENDUM {later:%m/%d/%Y}:\n{maker.prose(3)}"
    return maker.write(
        Kind.PATHOLOGY_REPORT, "SURGICAL PATHOLOGY REPORT - ADDENDUM", body, day, number, doctor="Dr. Ilse Brandt"
    )


def _marker_report(maker: Maker, row: Any, specimen: str, day: dt.date, number: str) -> str:
    rows = DATA["markers"][row["markers"]].replace("{n}", str(maker.draw.randint(1, 95)))
    named = maker.draw.random() < 0.8
    if maker.language == "es":
        body = f"Muestra: {specimen}{f' ({number})' if named else ''}\nFecha de toma: {day:%d/%m/%Y}\n\n{rows}"
        return maker.write(
            Kind.PATHOLOGY_REPORT, "INFORME DE INMUNOHISTOQUÍMICA", body, day, number if named else ""
        )
    body = f"Specimen: {specimen}{f', case {number}, block A2' if named else ''}\nCollected: {day:%m/%d/%Y}\n\n{rows}\n\nCOMMENT: {maker.prose(1)}"
    title = maker.draw.choice(("BIOMARKER REPORT", "IMMUNOHISTOCHEMISTRY REPORT", "PROGNOSTIC MARKERS"))
    return maker.write(
        Kind.PATHOLOGY_REPORT,
        title,
        body,
        day,
        number if named and maker.draw.random() < 0.5 else "",
        doctor="Dr. Ilse Brandt",
    )


def _molecular(maker: Maker, specimen: str, day: dt.date, number: str) -> str:
    named = maker.draw.random() < 0.75
    own = f"TRF-{maker.draw.randint(100000, 999999)}"
    body = (
        f"Specimen: {specimen}{f' ({number} A3)' if named else ''}\nSpecimen collected: {day:%m/%d/%Y}\nSpecimen received: "
        f"{day + dt.timedelta(days=20):%m/%d/%Y}\nTumor content: {maker.draw.randint(20, 80)} %\n\nBIOMARKER FINDINGS\nMicrosatellite status: "
        f"stable\nTumor mutational burden: {maker.draw.randint(1, 30)} muts/Mb\n\nGENOMIC FINDINGS\nTP53 R175H, variant allele fraction "
        f"{maker.draw.randint(3, 60)} %\nPIK3CA H1047R\n\nMETHOD: Comprehensive genomic profiling by next-generation sequencing of FFPE tissue."
    )
    return maker.write(
        Kind.MOLECULAR_REPORT, "GENOMIC PROFILING REPORT", body, day, own, place="Example Genomics Laboratory"
    )


def _germline(maker: Maker, day: dt.date) -> str:
    body = (
        f"Specimen: blood\nSpecimen collected: {day:%m/%d/%Y}\n\nHEREDITARY CANCER PANEL\nResult: no pathogenic variant identified.\nGenes "
        f"analyzed: BRCA1, BRCA2, PALB2, TP53, ATM, CHEK2.\nGermline testing; genetic counseling is recommended.\n{maker.prose(2)}"
    )
    return maker.write(
        Kind.GERMLINE_REPORT,
        "HEREDITARY CANCER GENETIC TEST REPORT",
        body,
        day,
        f"G-{maker.draw.randint(100000, 999999)}",
        place="Example Genetics",
    )


def _two_operations(maker: Maker, day: dt.date) -> None:
    first, second = maker.draw.sample([row for row in DATA["operations"] if row["site"] != "breast"], 2)
    while first["site"] == second["site"]:
        first, second = maker.draw.sample(DATA["operations"], 2)
    _operation(maker, day, first)
    _operation(maker, day, second)


def _operation_again(maker: Maker, day: dt.date) -> None:
    row = maker.draw.choice(DATA["operations"])
    side = maker.draw.choice(row["sides"]) if "sides" in row else ""
    _operation(maker, day, row, side)
    _operation(maker, day + dt.timedelta(days=maker.draw.choice((6, 9, 14))), row, side)
