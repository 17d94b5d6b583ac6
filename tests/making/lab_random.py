"""Lab papers laid out at random: order, alignment and headings of columns, marks, ranges, fonts and furniture.

Each is a layout nobody thought of; together they show what the reader of results makes of papers it has not met.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

import pymupdf

from tests.making.labs import Report, Style, Test, a_day, result, some, wrapped

_HEADS = {
    "name": {
        "en": ("Test", "Test Name", "Component", "Analyte", "Investigation", "Test Description", "Parameter"),
        "gb": ("Test", "Investigation", "Analyte"),
        "es": ("Prueba", "Determinación", "Parámetro", "Análisis"),
        "de": ("Untersuchung", "Parameter", "Analyse"),
        "fr": ("Examen", "Analyse", "Paramètre"),
    },
    "value": {
        "en": ("Result", "Value", "Your Value", "Results", "Observed Value"),
        "gb": ("Result", "Value"),
        "es": ("Resultado", "Valor"),
        "de": ("Ergebnis", "Wert", "Messwert"),
        "fr": ("Résultat", "Valeur"),
    },
    "unit": {
        "en": ("Units", "Unit", "UOM"),
        "gb": ("Units",),
        "es": ("Unidades", "Unidad"),
        "de": ("Einheit",),
        "fr": ("Unité", "Unités"),
    },
    "range": {
        "en": (
            "Reference Range",
            "Ref Range",
            "Reference Interval",
            "Normal Range",
            "Standard Range",
            "Reference",
            "Range",
        ),
        "gb": ("Reference range", "Range", "Ref. range"),
        "es": ("Valores de referencia", "Intervalo de referencia", "Referencia"),
        "de": ("Referenzbereich", "Normbereich", "Referenz"),
        "fr": ("Valeurs de référence", "Intervalle de référence"),
    },
    "flag": {
        "en": ("Flag", "Abn", "Status"),
        "gb": ("Flag",),
        "es": ("Alerta", "Marca"),
        "de": ("Bewertung",),
        "fr": ("Flag",),
    },
    "code": {"en": ("Lab", "Site"), "gb": ("Lab",), "es": ("Lab",), "de": ("Lab",), "fr": ("Lab",)},
}
_LEADS = {
    "en": ("Collected: {}", "Date Collected: {}", "Collection Date: {}", "Drawn: {}", "Specimen collected {}"),
    "gb": ("Date of sample: {}", "Collected: {}", "Sample taken: {}"),
    "es": ("Fecha de extracción: {}", "Fecha de toma de muestra: {}"),
    "de": ("Abnahmedatum: {}", "Probenentnahme: {}"),
    "fr": ("Prélèvement du {}", "Date de prélèvement : {}"),
}
_MARKS = (
    ("H", "L"),
    ("High", "Low"),
    ("*", "*"),
    ("(H)", "(L)"),
    ("HI", "LO"),
    ("A", "A"),
    ("↑", "↓"),
    ("H*", "L*"),
)
_WIDTHS = {"name": 190, "value": 70, "unit": 92, "range": 110, "flag": 72, "code": 34}
_NEXT_LINE = 0.85


@dataclass(slots=True)
class Plan:
    """Everything one made-up laboratory does its own way."""

    language: str
    columns: list[str]
    heads: dict[str, str]
    places: dict[str, float]
    aligned: dict[str, str]
    style: Style
    brackets: str
    flag_place: str  # "column", "behind", "glued", "before"
    unit_place: str  # "column", "value", "range"
    size: float
    pitch: float
    headed: bool
    extras: set[str] = field(default_factory=set)


def a_plan(draw: random.Random) -> Plan:
    """Draw everything."""
    language = draw.choice(("en", "en", "en", "gb", "es", "de", "fr"))
    high, low = draw.choice([mark for mark in _MARKS if mark[0].isascii()])
    style = Style(
        language=language,
        decimal="," if language in ("es", "de", "fr") and draw.random() < 0.7 else ".",
        high=high,
        low=low,
        dash=draw.choice(("-", " - ", "-", " - ", " to " if language in ("en", "gb") else "-")),
        day=draw.choice(("%m/%d/%Y", "%b %d, %Y", "%Y-%m-%d")) if language == "en" else "%d/%m/%Y",
    )
    unit_place = draw.choice(("column", "column", "column", "value", "range"))
    flag_place = draw.choice(("column", "column", "behind", "glued", "before"))
    if len(high) > 1 and flag_place in ("glued", "before"):
        flag_place = "column"
    rest = [name for name, wanted in (("unit", unit_place == "column"), ("flag", flag_place == "column")) if wanted]
    middle = ["value", *rest, "range"]
    orders = [middle, ["value", "range", *rest], ["value", *rest[::-1], "range"]]
    columns = ["name", *draw.choice(orders)]
    if draw.random() < 0.25:
        columns.append("code")
    heads = {name: draw.choice(_HEADS[name][language]) for name in columns}
    upper = draw.random() < 0.2
    size = draw.choice((8.0, 8.5, 9.0, 9.5, 10.0))
    x, places = draw.choice((36.0, 40.0, 54.0)), {}
    spare = draw.uniform(0.0, 14.0)
    for name in columns:
        places[name] = x
        wide = _WIDTHS[name] * size / 9 + (40 if name == "range" and unit_place == "range" else 0)
        x += wide + (34 if name == "value" and unit_place == "value" else 0) + spare
    extras = {
        name
        for name, share in (("titles", 0.5), ("rules", 0.3), ("foot", 0.7), ("stripes", 0.2))
        if draw.random() < share
    }
    return Plan(
        language,
        columns,
        {name: head.upper() if upper else head for name, head in heads.items()},
        places,
        {
            "value": draw.choice(("left", "left", "right", "middle")),
            "unit": "left",
            "range": draw.choice(("left", "left", "middle")),
        },
        style,
        draw.choice(("", "", "()", "[]")),
        flag_place,
        unit_place,
        size,
        draw.uniform(1.3, 1.9) * size,
        draw.random() < 0.9,
        extras,
    )


def at_random(draw: random.Random) -> Report:
    """One paper of a laboratory nobody has met."""
    plan = a_plan(draw)
    right = max(plan.places.values()) + 150
    report = Report(
        draw, width=max(612.0, right), height=792.0, font=draw.choice(("helv", "tiro", "helv")), size=plan.size
    )
    day = a_day(draw)
    y = _top(report, plan, day, draw)
    panels = draw.sample(["count", "chemistry", "liver", "markers", "other"], draw.randint(1, 4))
    y = _heading(report, plan, y)
    for panel in panels:
        if "titles" in plan.extras:
            report.text(
                plan.places["name"],
                y,
                {"count": "Hematology", "markers": "Tumor Markers"}.get(panel, panel.title()),
                bold=True,
            )
            y += plan.pitch * 1.1
        for test in some((panel,), draw, 0.7):
            if y > 730:
                _foot(report, plan)
                report.page()
                y = 60.0
                if draw.random() < 0.5:
                    y = _heading(report, plan, y)
            y = _row(report, plan, test, day, y, draw)
    _foot(report, plan)
    return report


def _top(report: Report, plan: Plan, day: dt.date, draw: random.Random) -> float:
    report.page()
    names = {"es": "Laboratorio Clínico Ribera", "de": "Labor am Markt", "fr": "Laboratoire du Parc"}
    report.text(
        plan.places["name"], 44, names.get(plan.language, "Larkspur Clinical Laboratory"), size=13, bold=True
    )
    who = {
        "es": "Paciente: Marlow, Edith   NHC 5520087",
        "de": "Patient: Marlow, Edith   Nr. 5520087",
        "fr": "Patient : MARLOW Edith",
    }
    report.text(plan.places["name"], 60, who.get(plan.language, "Patient: Marlow, Edith   MRN 5520087   Sex: F"))
    written = day.strftime(
        plan.style.day if plan.language == "en" else ("%d.%m.%Y" if plan.language == "de" else "%d/%m/%Y")
    )
    report.text(plan.places["name"], 76, draw.choice(_LEADS[plan.language]).format(written))
    return 104.0


def _heading(report: Report, plan: Plan, y: float) -> float:
    if not plan.headed:
        return y
    for name in plan.columns:
        _set(report, plan, name, y, plan.heads[name], bold=True)
    if "rules" in plan.extras:
        report.rule(y + 4, 30, report.width - 30)
    return y + plan.pitch * 1.25


def _row(report: Report, plan: Plan, test: Test, day: dt.date, y: float, draw: random.Random) -> float:
    cell = result(test, plan.style, draw, day)
    lines = wrapped(cell.name, int(_WIDTHS["name"] / 5.6))
    if "stripes" in plan.extras and len(report.cells) % 2:
        report.document[-1].draw_rect(
            (30, y - plan.size, report.width - 30, y + 3), color=None, fill=(0.93, 0.94, 0.96)
        )
    value, shown_range = cell.printed, cell.range
    if plan.flag_place == "glued":
        value += cell.flag
    elif plan.flag_place == "behind":
        value = f"{value} {cell.flag}".strip()
    elif plan.flag_place == "before":
        value = f"{cell.flag} {value}".strip()
    if plan.unit_place == "value":
        value = (
            f"{value} {cell.unit}".strip()
            if plan.flag_place != "behind"
            else f"{cell.printed} {cell.unit} {cell.flag}".strip()
        )
    if plan.brackets and shown_range[:1].isdigit():
        shown_range = f"{plan.brackets[0]}{shown_range}{plan.brackets[1]}"
    if plan.unit_place == "range" and shown_range:
        shown_range = f"{shown_range} {cell.unit}".strip()
    if plan.unit_place == "range" and not shown_range:
        return y
    texts = {
        "name": lines[0],
        "value": value,
        "unit": cell.unit,
        "range": shown_range,
        "flag": cell.flag,
        "code": "01",
    }
    for name in plan.columns:
        if texts[name]:
            _set(report, plan, name, y, texts[name])
    for line in lines[1:]:
        y += plan.pitch * _NEXT_LINE * 0.75
        report.text(plan.places["name"], y, line)
    report.note(cell)
    return y + plan.pitch


def _set(report: Report, plan: Plan, name: str, y: float, words: str, *, bold: bool = False) -> None:
    x = plan.places[name]
    wide = float(pymupdf.get_text_length(words, fontname=report.font, fontsize=report.size))
    room = _WIDTHS[name] * plan.size / 9 - 14
    how = plan.aligned.get(name, "left")
    if how == "right" and wide < room:
        x += room - wide
    elif how == "middle" and wide < room:
        x += (room - wide) / 2
    report.text(x, y, words, bold=bold)


def _foot(report: Report, plan: Plan) -> None:
    if "foot" in plan.extras:
        report.text(
            40,
            770,
            f"Page {report.pages}   Results relate only to the sample tested.   Tel. 555 010 {report.pages}477",
            size=7,
        )
