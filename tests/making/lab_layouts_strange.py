"""Tables with a column of numbers beside the result whose heading the reader of results was not told of."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.making.lab_layouts import Layout
from tests.making.labs import Report, Style, a_day, result, some

_HEADS = (
    ("en", "Test", "Result", "Units", "Reference Range", ("Baseline", "Nadir", "Target", "C1D1", "Result 2")),
    ("en", "Test", "Today", "Units", "Reference Range", ("Previous", "Baseline", "Pre")),
    ("de", "Untersuchung", "Ergebnis", "Einheit", "Normbereich", ("Letzter Wert", "Vorbefund", "Mittel")),
    ("es", "Prueba", "Resultado", "Unidades", "Referencia", ("Previo", "Basal", "Objetivo")),
)
_ORDERS = (
    ("other", "value", "unit", "range"),
    ("value", "other", "unit", "range"),
    ("value", "unit", "other", "range"),
    ("value", "unit", "range", "other"),
    ("unit", "range", "other", "value"),
)


def strange_column(draw: random.Random) -> Report:
    """One column too many, before or behind the result; some rows have only the number of that column."""
    language, name, value, unit, bounds, others = draw.choice(_HEADS)
    style = Style(language=language, decimal="." if language == "en" else ",", dash=" - ")
    report, day, order = Report(draw), a_day(draw), draw.choice(_ORDERS)
    heads = {"value": value, "unit": unit, "range": bounds, "other": draw.choice(others)}
    report.page()
    report.text(40, 46, "Laboratory report", size=13, bold=True)
    report.text(40, 62, f"Edith Marlow   DOB 07/21/1958   Collected: {day:%m/%d/%Y} 08:00")
    report.text(40, 92, name, bold=True)
    for number, role in enumerate(order):
        report.text(220 + 75 * number, 92, heads[role], bold=True)
    y = 108.0
    for test in some(("count", "chemistry", "liver", "markers"), draw, 0.75):
        cell, other = result(test, style, draw, day), result(test, style, draw, day)
        if len(cell.name) > 32:
            continue
        report.text(40, y, cell.name)
        there = draw.random() < 0.85
        said = {"unit": cell.unit, "range": cell.range, "value": cell.printed if there else ""}
        said["other"] = other.printed if draw.random() < 0.8 else ""
        for number, role in enumerate(order):
            report.text(220 + 75 * number, y, said[role])
        if there:
            report.note(replace(cell, flag=""))
        y += 14
    return report


STRANGE: dict[str, Layout] = {"strange_column": strange_column}
