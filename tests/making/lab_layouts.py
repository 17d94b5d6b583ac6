"""How made-up laboratories lay out their reports. Each function draws one and returns it with what it says."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from tests.making.labs import Cell, Report, Style, Test, a_day, result, some, wrapped

Layout = Callable[[random.Random], Report]
_MARKS = {"H": "High", "L": "Low", "": ""}


def _head(report: Report, lines: Sequence[str], y: float = 46.0) -> float:
    report.page()
    report.text(40, y, lines[0], size=13, bold=True)
    for line in lines[1:]:
        y += 14
        report.text(40, y, line)
    return y + 22


def american_columns(draw: random.Random) -> Report:
    """Tests, Result, Flag, Units, Reference Interval, Lab; long names wrap, notes stand below rows."""
    report, style, day = Report(draw), Style(), a_day(draw)
    next_day = day + dt.timedelta(1)
    y = _head(
        report,
        (
            "Fairweather Laboratories",
            "Patient: Marlow, Edith   DOB: 07/21/1958   Sex: F   Patient ID: 00417729",
            f"Date Collected: {day:%m/%d/%Y} 08:15   Received: {day:%m/%d/%Y}   Reported: {next_day:%m/%d/%Y}",
            "Ordering Physician: R. Okafor   Account: 88201",
        ),
    )
    for x, words in (
        (40, "TESTS"),
        (230, "RESULT"),
        (300, "FLAG"),
        (345, "UNITS"),
        (430, "REFERENCE INTERVAL"),
        (545, "LAB"),
    ):
        report.text(x, y, words, bold=True)
    y += 6
    report.rule(y)
    y += 16
    for panel, title in (
        ("count", "CBC With Differential/Platelet"),
        ("liver", "Hepatic Function Panel"),
        ("markers", "Tumor Markers"),
    ):
        report.text(40, y, title, bold=True)
        y += 14
        for test in some((panel,), draw, 0.75):
            cell = result(test, style, draw, day)
            lines = wrapped(cell.name, 28)
            report.text(48, y, lines[0])
            report.text(230, y, cell.printed)
            report.text(300, y, _MARKS[cell.flag])
            report.text(345, y, cell.unit)
            report.text(430, y, cell.range)
            report.text(545, y, "01")
            for line in lines[1:]:
                y += 10
                report.text(48, y, line)
            report.note(replace(cell, flag=_MARKS[cell.flag]))
            y += 14
            if draw.random() < 0.06:
                report.text(
                    56,
                    y - 2,
                    "Please note: results obtained with different assay methods cannot be used interchangeably.",
                    size=7.5,
                )
                y += 12
        y += 4
    report.text(
        40,
        760,
        "FINAL REPORT   Page 1 of 1   Fairweather Laboratories, 18 Canal Road, Springport   Phone: 555-010-4477",
        size=7,
    )
    return report


def in_and_out(draw: random.Random) -> Report:
    """Test Name, In Range, Out Of Range, Reference Range, Lab; the unit stands behind the range."""
    report, style, day = Report(draw, font="cour", size=8.0), Style(thousands=","), a_day(draw)
    y = _head(
        report,
        (
            "QUAY STREET DIAGNOSTICS",
            f"SPECIMEN: QS114920K      COLLECTED: {day:%m/%d/%Y}  07:40 ET",
            f"REQUISITION: 0049913      RECEIVED:  {day:%m/%d/%Y}  15:02 ET",
            f"LAB REF NO:               REPORTED:  {day + dt.timedelta(2):%m/%d/%Y}  09:11 ET",
        ),
    )
    for x, words in (
        (40, "Test Name"),
        (230, "In Range"),
        (310, "Out Of Range"),
        (400, "Reference Range"),
        (545, "Lab"),
    ):
        report.text(x, y, words)
    y += 18
    for panel, title in (
        ("chemistry", "COMPREHENSIVE METABOLIC PANEL"),
        ("liver", ""),
        ("markers", "TUMOR MARKERS"),
        ("other", ""),
    ):
        if title:
            report.text(40, y, title, bold=True)
            y += 13
        for test in some((panel,), draw, 0.8):
            cell = result(test, style, draw, day)
            report.text(48, y, cell.name.upper())
            out = bool(cell.flag)
            report.text(310 if out else 230, y, f"{cell.printed} {cell.flag}".strip())
            report.text(400, y, f"{cell.range} {cell.unit}".strip())
            report.text(545, y, "EN")
            report.note(replace(cell, name=cell.name.upper()))
            y += 13
        y += 4
    return report


def portal(draw: random.Random) -> Report:
    """Component, Your Value, Standard Range, Flag; units stand with value and range, shaded rows."""
    report, style, day = Report(draw, size=9.5), Style(dash=" - ", high="H", low="L"), a_day(draw)
    y = _head(
        report,
        (
            "Test Details",
            "Name: Edith Marlow | DOB: 7/21/1958 | MRN: 5520087",
            f"Collected on {day:%b} {day.day}, {day.year} 9:05 AM   Resulted on {day + dt.timedelta(1):%b %d, %Y}",
        ),
    )
    for x, words in ((46, "Component"), (270, "Your Value"), (390, "Standard Range"), (530, "Flag")):
        report.text(x, y, words, bold=True)
    y += 20
    for number, test in enumerate(some(("count", "markers"), draw, 0.8)):
        if number % 2:
            report.document[-1].draw_rect((40, y - 12, 572, y + 6), color=None, fill=(0.93, 0.95, 0.97))
        cell = result(test, style, draw, day)
        report.text(46, y, cell.name)
        report.text(270, y, f"{cell.printed} {cell.unit}".strip())
        report.text(390, y, f"{cell.range} {cell.unit}".strip())
        report.text(530, y, cell.flag)
        report.note(cell)
        y += 19
    return report


def side_by_side(draw: random.Random) -> Report:
    """Two tables beside each other, each with Test, Result, Ref. Range."""
    report, style, day = Report(draw, size=8.0), Style(), a_day(draw)
    y = _head(
        report,
        (
            "Harbor View Clinic Laboratory",
            "Marlow, Edith   MRN 5520087",
            f"Collected: {day:%m/%d/%Y}   Reported: {day:%m/%d/%Y}",
        ),
    )
    for left in (40, 315):
        for x, words in ((0, "Test"), (110, "Result"), (150, "Flag"), (175, "Units"), (215, "Ref Range")):
            report.text(left + x, y, words, bold=True)
    y += 14
    found = [result(test, style, draw, day) for test in some(("count", "chemistry", "liver", "other"), draw, 0.85)]
    found = [cell for cell in found if len(cell.name) < 24 and len(cell.unit) < 9]
    half = (len(found) + 1) // 2
    for number, cell in enumerate(found):
        left, row = (40, number) if number < half else (315, number - half)
        level = y + 14 * row
        report.text(left, level, cell.name)
        report.text(left + 110, level, cell.printed)
        report.text(left + 150, level, cell.flag)
        report.text(left + 175, level, cell.unit)
        report.text(left + 215, level, cell.range)
        report.note(cell)
    return report


def british(draw: random.Random) -> Report:
    """Test, Result, Units, (range in brackets); a star before what is outside; days first."""
    report = Report(draw, width=595.28, height=841.89, font="tiro", size=10.5)
    style, day = Style(language="gb", high="*", low="*", dash=" - "), a_day(draw)
    next_day = day + dt.timedelta(1)
    y = _head(
        report,
        (
            "St Brannoc's Hospital - Department of Pathology",
            "NHS No: 943 476 5919   Hospital No: D0055781   DOB: 21/07/1958",
            f"Sample taken: {day:%d/%m/%Y} 10:20   Received: {day:%d/%m/%Y}   Report date: {next_day:%d/%m/%Y}",
            "Specimen: Serum",
        ),
    )
    for x, words in ((60, "Test"), (270, "Result"), (350, "Units"), (450, "Reference range")):
        report.text(x, y, words, bold=True)
    y += 18
    for test in some(("count", "chemistry", "liver", "markers"), draw, 0.7):
        cell = result(test, style, draw, day)
        report.text(60, y, cell.name)
        if cell.flag:
            report.text(252, y, "*")
        report.text(270, y, cell.printed)
        report.text(350, y, cell.unit)
        if cell.range:
            report.text(450, y, f"({cell.range})" if cell.range[0].isdigit() else cell.range)
        report.note(cell)
        y += 15.5
    return report


def german(draw: random.Random) -> Report:
    """Analyse, Ergebnis, Einheit, Referenzbereich; decimal comma, + and - as marks, numbers set to the right."""
    report = Report(draw, width=595.28, height=841.89, size=9.0)
    style, day = Style(language="de", decimal=",", high="+", low="-", dash=" - ", thousands="."), a_day(draw)
    next_day = day + dt.timedelta(1)
    y = _head(
        report,
        (
            "Medizinisches Labor Lindenhof",
            "Patient: Marlow, Edith   geb. 21.07.1958   Geschlecht: w",
            f"Abnahmedatum: {day:%d.%m.%Y}   Eingang: {day:%d.%m.%Y}   Befunddatum: {next_day:%d.%m.%Y}",
        ),
    )
    report.text(50, y, "Analyse", bold=True)
    report.text(245, y, "Ergebnis", bold=True)
    report.text(330, y, "Einheit", bold=True)
    report.text(430, y, "Referenzbereich", bold=True)
    y += 16
    for test in some(("count", "chemistry", "liver", "markers", "other"), draw, 0.7):
        cell = result(test, style, draw, day)
        report.text(50, y, cell.name)
        report.right(282, y, cell.printed)
        report.text(290, y, cell.flag)
        report.text(330, y, cell.unit)
        report.text(430, y, cell.range)
        report.note(cell)
        y += 14
    return report


def spanish(draw: random.Random) -> Report:
    """Determinación, Resultado, Unidades, Valores de referencia; decimal comma, a star behind the value."""
    report = Report(draw, width=595.28, height=841.89, size=9.5)
    style, day = Style(language="es", decimal=",", high="*", low="*", dash=" - "), a_day(draw)
    y = _head(
        report,
        (
            "Hospital Ribera Nueva - Laboratorio de Análisis Clínicos",
            "Paciente: Marlow Ruiz, Edith   NHC: 5520087   F. nacimiento: 21/07/1958",
            f"Fecha de extracción: {day:%d/%m/%Y}   Fecha de informe: {day + dt.timedelta(1):%d/%m/%Y}",
        ),
    )
    for x, words in ((45, "Determinación"), (240, "Resultado"), (320, "Unidades"), (430, "Valores de referencia")):
        report.text(x, y, words, bold=True)
    y += 18
    for panel, title in (
        ("count", "HEMOGRAMA"),
        ("chemistry", "BIOQUÍMICA"),
        ("liver", ""),
        ("markers", "MARCADORES TUMORALES"),
    ):
        if title:
            report.text(45, y, title, bold=True)
            y += 15
        for test in some((panel,), draw, 0.7):
            cell = result(test, style, draw, day)
            report.text(55, y, cell.name)
            end = report.text(240, y, cell.printed)
            if cell.flag:
                report.text(end + 4, y, "*")
            report.text(320, y, cell.unit)
            report.text(430, y, cell.range)
            report.note(cell)
            y += 14.5
    return report


def days_as_columns(draw: random.Random) -> Report:
    """A cumulative grid: Test, Units, Ref Range, then a column a day; marks stand behind values."""
    report, style = Report(draw, width=792.0, height=612.0, size=8.5), Style()
    days = sorted({a_day(draw) for _ in range(draw.randint(4, 6))}, reverse=draw.random() < 0.5)
    y = _head(report, ("Cumulative Results", "Edith Marlow   DOB 07/21/1958   MRN 5520087"))
    for x, words in ((40, "Test"), (200, "Units"), (275, "Ref Range")):
        report.text(x, y, words, bold=True)
    for number, day in enumerate(days):
        report.text(355 + 70 * number, y, f"{day:%m/%d/%Y}", bold=True)
    y += 6
    report.rule(y)
    y += 16
    for test in some(("count", "chemistry", "markers"), draw, 0.7):
        row = [result(test, style, draw, day) for day in days]
        name = row[0].name
        if len(name) > 30:
            continue
        report.text(40, y, name)
        report.text(200, y, test.unit)
        report.text(275, y, row[0].range)
        for number, cell in enumerate(row):
            if draw.random() < 0.25:
                continue
            report.text(355 + 70 * number, y, f"{cell.printed} {cell.flag}".strip())
            report.note(cell)
        y += 14
    return report


def footnoted(draw: random.Random) -> Report:
    """Marks and footnotes glued to values, raised digits among them; their texts stand below the table."""
    report, style, day = Report(draw, size=10.0), Style(), a_day(draw)
    y = _head(
        report,
        (
            "Cedar Grove Medical Center - Laboratory",
            "Marlow, Edith   MRN 5520087",
            f"Collected: {day:%d %b %Y} 06:55",
            "",
            "",
        ),
    )
    for x, words in ((50, "Test"), (250, "Value"), (340, "Units"), (430, "Normal Range")):
        report.text(x, y, words, bold=True)
    y += 18
    for test in some(("count", "liver", "markers"), draw, 0.7):
        cell = result(test, style, draw, day)
        if len(cell.name) > 32:
            continue
        report.text(50, y, cell.name)
        end = report.text(250, y, f"{cell.printed}{cell.flag}")
        roll = draw.random()
        if roll < 0.12:
            report.text(end + 0.3, y - 3.5, str(draw.randint(1, 4)), size=6)
        elif roll < 0.2:
            report.text(end, y, f"({draw.randint(1, 3)})", size=10)
        report.text(340, y, cell.unit)
        report.text(430, y, cell.range)
        report.note(cell)
        y += 16
    for number, words in enumerate(
        (
            "Method changed in March.",
            "Repeated and confirmed.",
            "Slightly haemolysed.",
            "Sent to another laboratory.",
        )
    ):
        y += 13
        report.text(50, y, f"{number + 1}. {words}", size=8)
    return report


def over_pages(draw: random.Random) -> Report:
    """A table that goes on over pages without its heading; a head and a foot on each."""
    report, style, day = Report(draw, height=500.0), Style(high="High", low="Low"), a_day(draw)
    marks = {"High": "High", "Low": "Low", "": ""}
    cells = [
        result(test, style, draw, day)
        for test in some(("count", "chemistry", "liver", "other", "markers"), draw, 0.95)
    ]
    y = 1e9
    for cell in cells:
        if y > 440:
            report.page()
            report.text(
                40,
                30,
                f"Northgate Reference Lab    Marlow, Edith    Accession 24-118820    Page {report.pages}",
                size=8,
            )
            y = 60.0
            if report.pages == 1:
                report.text(40, y, f"Collected: {day:%m/%d/%Y} 11:30   Received: {day:%m/%d/%Y}")
                y += 24
                for x, words in (
                    (40, "Analyte"),
                    (260, "Result"),
                    (330, "Units"),
                    (425, "Reference Range"),
                    (530, "Status"),
                ):
                    report.text(x, y, words, bold=True)
                y += 16
            report.text(40, 480, "Results apply to the specimen as received.  CLIA 05D0000000", size=7)
        report.text(40, y, cell.name)
        report.text(260, y, cell.printed)
        report.text(330, y, cell.unit)
        report.text(425, y, cell.range)
        report.text(530, y, marks[cell.flag])
        report.note(cell)
        y += 15
    return report


def unheaded(draw: random.Random) -> Report:
    """No heading: name, value with its unit, range, mark in words."""
    report, style, day = Report(draw, size=10.0), Style(high="HIGH", low="LOW"), a_day(draw)
    y = _head(
        report,
        (
            "LABORATORY RESULTS",
            "PATIENT: MARLOW, EDITH   DOB: 07/21/1958   AGE: 66",
            f"COLLECTED: {day:%m/%d/%Y}   PANEL: MIXED",
            "",
        ),
    )
    for test in some(("chemistry", "liver", "markers"), draw, 0.8):
        cell = result(test, style, draw, day)
        report.text(50, y, cell.name)
        report.text(260, y, f"{cell.printed} {cell.unit}".strip())
        report.text(380, y, cell.range)
        report.text(480, y, cell.flag or "NORMAL")
        report.note(replace(cell, flag=cell.flag or "NORMAL"))
        y += 16
    return report


def ruled(draw: random.Random) -> Report:
    """A table with drawn lines, everything set in the middle of its cell, headings on two lines."""
    report, style, day = Report(draw, size=9.0), Style(dash=" to "), a_day(draw)
    y = _head(
        report,
        (
            "Willow Park Oncology",
            "Patient: Edith Marlow   Date of birth: July 21, 1958",
            f"Specimen collected: {day:%B} {day.day}, {day.year}",
        ),
    )
    edges = (40, 215, 290, 330, 420, 540)
    heads = (("Test", "Name"), ("Patient", "Result"), ("Flag", ""), ("Units", ""), ("Reference", "Range"))
    for (left, right), (upper, lower) in zip(itertools.pairwise(edges), heads, strict=True):
        for words, level in ((upper, y), (lower, y + 11)):
            if words:
                report.middle((left + right) / 2, level, words)
    y += 18
    for test in some(("count", "liver", "markers"), draw, 0.75):
        cell = result(test, style, draw, day)
        if not cell.range[:1].isdigit():
            continue
        for (left, right), words in zip(
            itertools.pairwise(edges),
            (cell.name, cell.printed, cell.flag, cell.unit, cell.range),
            strict=True,
        ):
            report.document[-1].draw_rect((left, y, right, y + 17), width=0.5)
            report.middle((left + right) / 2, y + 12, words)
        report.note(cell)
        y += 17
    return report


LAYOUTS: dict[str, Layout] = {
    each.__name__: each
    for each in (
        american_columns,
        in_and_out,
        portal,
        side_by_side,
        british,
        german,
        spanish,
        days_as_columns,
        footnoted,
        over_pages,
        unheaded,
        ruled,
    )
}
__all__ = ["LAYOUTS", "Cell", "Layout", "Test"]
