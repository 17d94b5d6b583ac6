"""Six layouts full of traps, drawn without a look at the reader: what it made of them first is in README.md.

Every one has numbers on its rows that are not the result: the result before, the same in another unit, bounds for
others, a remark with a number in it, steps of kidney function, the day of another specimen.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

from tests.making.lab_layouts import Layout
from tests.making.labs import Cell, Report, Style, Test, a_day, result, some, tests

_SI = {
    "hemoglobin": (10.0, "g/L", 0),
    "creatinine": (88.42, "umol/L", 0),
    "glucose": (0.0555, "mmol/L", 1),
    "calcium": (0.2495, "mmol/L", 2),
    "urea_nitrogen": (0.357, "mmol/L", 1),
    "bilirubin_total": (17.1, "umol/L", 0),
    "albumin": (10.0, "g/L", 0),
    "total_protein": (10.0, "g/L", 0),
    "b12": (0.738, "pmol/L", 0),
    "t4_free": (12.87, "pmol/L", 1),
}


def before_with_its_day(draw: random.Random) -> Report:
    """Current Result and Flag, Previous Result and Date, Units, Reference Interval, each heading on two lines."""
    report, style, day = Report(draw, size=8.5), Style(high="High", low="Low"), a_day(draw)
    report.page()
    report.text(40, 46, "Millbrook Laboratories", size=13, bold=True)
    report.text(40, 62, "Patient: Marlow, Edith   DOB: 07/21/1958   Specimen ID: 118-220-4471-0")
    report.text(40, 76, f"Date Collected: {day:%m/%d/%Y} 0815 Local   Date Reported: {day:%m/%d/%Y} 1810 ET")
    before = day - dt.timedelta(draw.randint(40, 200))
    y = 104.0
    heads = (
        (40, "Test", ""),
        (200, "Current Result", "and Flag"),
        (300, "Previous Result", "and Date"),
        (410, "Units", ""),
        (480, "Reference", "Interval"),
    )
    for x, upper, lower in heads:
        report.text(x, y, upper, bold=True)
        report.text(x, y + 10, lower, bold=True)
    report.rule(y + 15)
    y += 30
    for test in some(("count", "chemistry", "liver", "markers"), draw, 0.75):
        cell, last = result(test, style, draw, day), result(test, style, draw, before)
        if len(cell.name) > 32:
            continue
        report.text(40, y, cell.name)
        if draw.random() < 0.93:
            end = report.text(200, y, cell.printed, bold=bool(cell.flag))
            report.text(max(end + 8, 245), y, cell.flag, bold=True)
            report.note(cell)
        if draw.random() < 0.8:
            report.text(300, y, last.printed)
            report.text(345, y, f"{before:%m/%d/%Y}")
        report.text(410, y, cell.unit)
        report.text(480, y, cell.range)
        y += 14.5
    return report


def two_systems(draw: random.Random) -> Report:
    """The same result twice: conventional units and SI units side by side, each with a range of its own."""
    report, style, day = Report(draw, width=792.0, height=612.0, size=8.5), Style(dash=" - "), a_day(draw)
    report.page()
    report.text(40, 46, "Gulf International Medical Laboratory", size=13, bold=True)
    report.text(40, 62, f"Edith Marlow   F   66 y   File 5520087   Collected: {day:%d %b %Y} 07:10")
    y = 96.0
    report.middle(340, y, "Conventional Units")
    report.middle(590, y, "SI Units")
    y += 13
    for x, words in (
        (40, "Investigation"),
        (220, "Result"),
        (280, "Unit"),
        (360, "Ref. Range"),
        (470, "Result"),
        (530, "Unit"),
        (620, "Ref. Range"),
    ):
        report.text(x, y, words, bold=True)
    report.rule(y + 5)
    y += 20
    for test in some(("count", "chemistry", "liver", "other"), draw, 0.8):
        cell = result(test, style, draw, day)
        if len(cell.name) > 34:
            continue
        report.text(40, y, cell.name)
        report.text(212, y, "*" if cell.flag else "")
        report.text(220, y, cell.printed)
        report.text(280, y, cell.unit)
        report.text(360, y, cell.range)
        report.note(replace(cell, flag="*" if cell.flag else ""))
        if test.key in _SI:
            other = _in_si(cell, test, style)
            report.text(470, y, other.printed)
            report.text(530, y, other.unit)
            report.text(620, y, other.range)
            report.note(other)
        y += 14
    return report


def _in_si(cell: Cell, test: Test, style: Style) -> Cell:
    factor, unit, digits = _SI[test.key]
    low, high = (None if bound is None else bound * factor for bound in (test.low, test.high))
    scaled = replace(test, low=low, high=high, digits=digits)
    value = style.number(float(cell.printed) * factor, digits)
    return replace(cell, printed=value, unit=unit, range=style.range(scaled), flag="")


def stacked_cards(draw: random.Random) -> Report:
    """Two columns of cards: the name, below it the value with its mark before it, below that unit, then range."""
    report, style, day = Report(draw, size=9.0), Style(dash=" - ", thousands=" "), a_day(draw)
    report.page()
    report.text(40, 40, "My Health Record - Pathology", size=13, bold=True)
    report.text(40, 56, f"Edith MARLOW   born 21/07/1958   Collected {day:%d/%m/%Y}   Reported {day:%d/%m/%Y}")
    x, y = 40.0, 84.0
    for test in some(("count", "chemistry", "liver", "markers"), draw, 0.5):
        cell = result(test, style, draw, day)
        if y > 720:
            x, y = x + 270, 84.0
        if x > 320:
            break
        report.text(x, y, cell.name, bold=True)
        if cell.flag:
            report.text(x, y + 13, "High" if cell.flag == "H" else "Low")
        report.text(x + 30, y + 13, cell.printed, size=11, bold=True)
        report.text(x + 30, y + 24, cell.unit, size=7.5)
        report.text(x, y + 34, f"Normal: {cell.range}" if cell.range else "", size=7.5)
        report.note(replace(cell, flag={"H": "High", "L": "Low", "": ""}[cell.flag]))
        y += 52
    return report


_ITALIAN = {
    "wbc": "Leucociti",
    "rbc": "Eritrociti",
    "hemoglobin": "Emoglobina",
    "hematocrit": "Ematocrito",
    "platelets": "Piastrine",
    "sodium": "Sodio",
    "potassium": "Potassio",
    "chloride": "Cloro",
    "creatinine": "Creatinina",
    "glucose": "Glucosio",
    "calcium": "Calcio",
    "albumin": "Albumina",
    "alt": "ALT (GPT)",
    "ast": "AST (GOT)",
    "ggt": "Gamma GT",
    "ldh": "LDH",
    "ferritin": "Ferritina",
    "tsh": "TSH",
    "psa": "PSA totale",
    "cea": "CEA",
    "ca_125": "CA 125",
    "ca_19_9": "CA 19-9",
    "ca_15_3": "CA 15-3",
    "afp": "Alfafetoproteina",
}


def range_first(draw: random.Random) -> Report:
    """Columns in reverse, in Italian: Valori di riferimento, U.M., Risultato, Esame; bounds for men and women."""
    report = Report(draw, width=595.28, height=841.89, size=9.0)
    style, day = Style(decimal=",", thousands=".", high="*", low="*", dash=" - "), a_day(draw)
    report.page()
    report.text(40, 46, "Laboratorio Analisi San Martino", size=13, bold=True)
    report.text(40, 62, "Paziente: MARLOW EDITH   Data di nascita: 21/07/1958   Sesso: F")
    report.text(40, 76, f"Data prelievo: {day:%d/%m/%Y}   Data referto: {day + dt.timedelta(1):%d/%m/%Y}")
    y = 104.0
    for x, words in ((40, "Valori di riferimento"), (190, "U.M."), (300, "Risultato"), (400, "Esame")):
        report.text(x, y, words, bold=True)
    report.rule(y + 5)
    y += 20
    for key, test in tests().items():
        if key not in _ITALIAN or draw.random() < 0.2:
            continue
        cell = replace(result(test, style, draw, day), name=_ITALIAN[key])
        many = test.low is not None and test.high is not None and draw.random() < 0.3
        if many and test.low is not None and test.high is not None:
            low, high = (style.number(bound * 1.1, test.digits) for bound in (test.low, test.high))
            report.text(40, y, f"Donne {cell.range}")
            report.text(40, y + 10, f"Uomini {low} - {high}")
            report.text(40, y + 20, f"Bambini (< 12 anni) {low} - {high}")
            cell = replace(cell, range=f"Donne {cell.range}")
        else:
            report.text(40, y, cell.range)
        report.text(190, y, cell.unit)
        report.text(290, y, cell.flag)
        report.right(340, y, cell.printed)
        report.text(400, y, cell.name)
        report.note(cell)
        y += 34 if many else 14
    return report


_REMARKS = (
    "Repeat in 6 weeks if > 5.",
    "Previously 4.2 on 12/03/2024, 4.9 on 30/05/2024.",
    "Interpret with care: haemolysis index 45, may add 0.3 mmol/L.",
    "Target < 2.5 in those over 75 years; discuss if 3 results in a row are above 10.",
    "Sample 2 of 2. Phoned to ward 7B at 14:35.",
    "Expected rise 50% in 48 hours.",
)
_STAGES = (
    "eGFR: CKD-EPI 2009. eGFR >= 90 normal; 60 - 89 mild; 45 - 59 stage G3a; 30 - 44 stage G3b; 15 - 29 stage G4;",
    "< 15 stage G5. Multiply by 1.159 if black. Creatinine 120 umol/L or more for 3 months: refer. Potassium > 6.0",
    "mmol/L: phone. Sodium 120 mmol/L or less: phone. Glucose 7.0 mmol/L or more: repeat once.",
)


def two_specimens(draw: random.Random) -> Report:
    """Two blocks a page, each with a specimen and a day of its own; remarks with numbers stand between the rows."""
    report = Report(draw, width=595.28, height=841.89, font="tiro", size=9.5)
    style = Style(language="gb", high="High", low="Low", dash=" - ", thousands=" ")
    report.page()
    report.text(40, 44, "Pennine Pathology - Cumulative letter to practice", size=12, bold=True)
    report.text(40, 60, "MARLOW Edith   NHS No 943 476 5919   DoB 21/07/1958   Printed 29/12/2025 10:02")
    y = 84.0
    for panels, what in ((("chemistry", "liver"), "Serum"), (("count", "markers"), "Blood (EDTA)")):
        day = a_day(draw)
        report.text(40, y, f"Specimen: {what}   Collected: {day:%d/%m/%Y} 09:{draw.randint(10, 59)}", bold=True)
        y += 15
        for x, words in ((60, "Test"), (220, "Result"), (330, "Units"), (430, "Ref. range")):
            report.text(x, y, words, bold=True)
        y += 14
        for test in some(panels, draw, 0.65):
            cell = result(test, style, draw, day)
            if cell.flag:
                report.text(220, y, cell.flag, bold=True)
            report.text(250, y, cell.printed)
            report.text(60, y, cell.name)
            report.text(330, y, cell.unit)
            report.text(430, y, f"[{cell.range}]" if cell.range else "")
            report.note(cell)
            y += 13
            if draw.random() < 0.25:
                report.text(draw.choice((60, 72, 220)), y, draw.choice(_REMARKS), size=8.5)
                y += 12
        for line in _STAGES if what == "Serum" else ():
            report.text(40, y, line, size=7.5)
            y += 9
        y += 10
    return report


def share_and_count(draw: random.Random) -> Report:
    """A differential in Spanish with per cent and count on one line, and the result before in the last column."""
    report = Report(draw, width=595.28, height=841.89, size=8.5)
    style, day = Style(language="es", decimal=",", dash=" - ", high="H", low="L"), a_day(draw)
    before = day - dt.timedelta(draw.randint(30, 300))
    report.page()
    report.text(40, 46, "Laboratorio Central Costa Clara", size=13, bold=True)
    report.text(40, 62, "Paciente: Marlow Ruiz, Edith   F. nac.: 21/07/1958   Sexo: Mujer   Edad: 66 años")
    report.text(40, 76, f"Fecha de extracción: {day:%d/%m/%Y} 08:30   Petición: 24118820")
    y = 104.0
    for x, words in (
        (40, "Prueba"),
        (190, "Resultado"),
        (270, "Unidades"),
        (350, "Valores de referencia"),
        (470, f"Anterior ({before:%d/%m/%Y})"),
    ):
        report.text(x, y, words, bold=True)
    y += 16
    for test in some(("count", "chemistry", "liver", "other"), draw, 0.7):
        if test.key in ("neutrophils", "neutrophils_percent", "lymphocytes"):
            continue
        cell, last = result(test, style, draw, day), result(test, style, draw, before)
        report.text(40, y, cell.name)
        report.right(228, y, f"{cell.flag} {cell.printed}".strip())
        report.text(270, y, cell.unit)
        report.text(350, y, cell.range)
        report.text(480, y, last.printed)
        report.note(cell, replace(last, flag=""))
        y += 13.5
    y += 8
    report.text(40, y, "FÓRMULA LEUCOCITARIA", bold=True)
    y += 14
    for name, key in (("Neutrófilos", "neutrophils"), ("Linfocitos", "lymphocytes"), ("Monocitos", "monocytes")):
        share, count = draw.uniform(5, 70), draw.uniform(0.3, 7.5)
        percent = Cell(f"{key}_percent", name, style.number(share, 1), "", "%", "5,0 - 70,0", "", day.isoformat())
        absolute = Cell(key, name, style.number(count, 2), "", "K/uL", "0,30 - 7,70", "", day.isoformat())
        report.text(40, y, name)
        for x, cell in ((190, percent), (350, absolute)):
            report.text(x, y, f"{cell.printed} {cell.unit}")
            report.text(x + 68, y, f"({cell.range})")
            report.note(cell)
        y += 13.5
    return report


UNSEEN: dict[str, Layout] = {
    each.__name__: each
    for each in (before_with_its_day, two_systems, stacked_cards, range_first, two_specimens, share_and_count)
}
