"""Layouts of lab papers written after the reader of results, to see what it makes of what it has not met.

What it made of them at first sight is in README.md; what scans of them showed to be wrong is mended since.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

from tests.making.lab_layouts import Layout
from tests.making.labs import Report, Style, a_day, result, some


def french_with_previous(draw: random.Random) -> Report:
    """Examen, Résultat, Unité, Valeurs de référence, and the result before this one; decimal comma."""
    report = Report(draw, width=595.28, height=841.89, size=9.0)
    style = Style(language="fr", decimal=",", high="↑", low="↓", dash=" à ")
    style = replace(style, high="H", low="B")
    day = a_day(draw)
    report.page()
    report.text(40, 50, "LABORATOIRE DES TILLEULS", size=13, bold=True)
    report.text(40, 66, "12 rue des Moulins, 69000 Villeneuve   Tél. 04 55 50 10 10")
    report.text(40, 84, "Patient : MARLOW Edith   Née le 21/07/1958   Dossier 55200871")
    report.text(40, 98, f"Prélèvement du {day:%d/%m/%Y} à 08h10   Édité le {day + dt.timedelta(1):%d/%m/%Y}")
    y = 126.0
    heads = ((40, "Examen"), (215, "Résultat"), (285, "Unité"), (360, "Valeurs de référence"), (490, "Antériorité"))
    for x, words in heads:
        report.text(x, y, words, bold=True)
    y += 6
    report.rule(y)
    y += 18
    for panel, title in (
        ("count", "HÉMATOLOGIE"),
        ("chemistry", "BIOCHIMIE"),
        ("liver", ""),
        ("markers", "MARQUEURS"),
    ):
        if title:
            report.text(40, y, title, bold=True)
            y += 15
        for test in some((panel,), draw, 0.65):
            cell, before = result(test, style, draw, day), result(test, style, draw, day)
            if len(cell.name) > 34:
                continue
            report.text(46, y, cell.name)
            report.right(250, y, cell.printed)
            report.text(256, y, cell.flag)
            report.text(285, y, cell.unit)
            report.text(360, y, cell.range)
            report.text(490, y, before.printed if draw.random() < 0.7 else "")
            report.note(cell)
            y += 14
    return report


def dated_rows(draw: random.Random) -> Report:
    """A list over time: Collected, Lab Test, Value, UOM, Low, High, Ind; each row with its own day."""
    report = Report(draw, size=8.5, font="tiro")
    style = Style(high="HI", low="LO")
    report.page()
    report.text(36, 44, "Results Review", size=14, bold=True)
    report.text(36, 60, "MARLOW, EDITH   66 yrs   F   MRN: 5520087")
    y = 90.0
    columns = (
        (36, "Collected"),
        (120, "Lab Test"),
        (290, "Value"),
        (360, "UOM"),
        (445, "Low"),
        (490, "High"),
        (535, "Ind"),
    )
    for x, words in columns:
        report.text(x, y, words, bold=True)
    y += 14
    wanted = [test for test in some(("count", "chemistry", "liver", "markers"), draw, 0.4) if test.low is not None]
    for day in sorted({a_day(draw) for _ in range(3)}, reverse=True):
        for test in wanted:
            if y > 760:
                break
            cell = result(test, style, draw, day)
            low = style.number(test.low or 0.0, test.digits)
            high = style.number(test.high, test.digits) if test.high is not None else ""
            report.text(36, y, f"{day:%m/%d/%Y} 06:40")
            report.text(120, y, cell.name)
            report.right(325, y, cell.printed)
            report.text(360, y, cell.unit)
            report.right(465, y, low)
            report.right(512, y, high)
            report.text(535, y, cell.flag)
            report.note(replace(cell, range=f"{low} - {high}" if high else low))
            y += 13
    return report


HELD_OUT: dict[str, Layout] = {each.__name__: each for each in (french_with_previous, dated_rows)}
