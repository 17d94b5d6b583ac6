"""Six more layouts full of traps: results before in unlooked-for places, names and days over several lines."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

from tests.making.lab_layouts import Layout
from tests.making.labs import Report, Style, a_day, result, some, wrapped


def before_on_the_left(draw: random.Random) -> Report:
    """Parameter, Vorwert, Ergebnis, Einheit, Referenzbereich: the result before stands left of the present."""
    report = Report(draw, width=595.28, height=841.89, size=9.0)
    style, day = Style(language="de", decimal=",", high="+", low="-", dash=" - "), a_day(draw)
    report.page()
    report.text(50, 46, "MVZ Labor am Stadtwall", size=13, bold=True)
    report.text(50, 62, f"Patient: Marlow, Edith   geb. 21.07.1958   Entnahme: {day:%d.%m.%Y} 07:45")
    y = 92.0
    for x, words in (
        (50, "Parameter"),
        (190, "Vorwert"),
        (250, "Ergebnis"),
        (330, "Einheit"),
        (400, "Referenzbereich"),
        (510, "Abw. %"),
    ):
        report.text(x, y, words, bold=True)
    y += 16
    for test in some(("count", "chemistry", "liver", "markers"), draw, 0.75):
        cell, last = result(test, style, draw, day), result(test, style, draw, day)
        report.text(50, y, cell.name)
        if draw.random() < 0.8:
            report.right(225, y, last.printed)
            report.right(540, y, f"{draw.randint(-40, 90):+d}")
        if draw.random() < 0.85:
            report.right(285, y, cell.printed)
            report.text(290, y, cell.flag)
            report.note(cell)
        report.text(330, y, cell.unit)
        report.text(400, y, cell.range)
        y += 14
    return report


def lines_over_days(draw: random.Random) -> Report:
    """A cumulative grid whose columns are headed by day, clock and laboratory number on three lines."""
    report = Report(draw, width=595.28, height=841.89, size=8.5, font="cour")
    style = Style(language="gb", dash="-", high="H", low="L")
    days = sorted({a_day(draw) for _ in range(3)})
    report.page()
    report.text(40, 46, "MARLOW, EDITH    DOB: 21/07/1958    Medicare: 2950 11111 1")
    report.text(40, 60, "Barrier Reef Pathology      CUMULATIVE SERUM REPORT")
    y = 90.0
    report.text(40, y, "Date")
    report.text(40, y + 11, "Time")
    report.text(40, y + 22, "Lab No")
    for number, day in enumerate(days):
        report.right(220 + 70 * number, y, f"{day:%d/%m/%y}")
        report.right(220 + 70 * number, y + 11, "08:40")
        report.right(220 + 70 * number, y + 22, str(draw.randint(100000, 999999)))
    report.text(400, y + 22, "Units")
    report.text(480, y + 22, "Reference")
    y += 40
    for test in some(("chemistry", "liver", "markers"), draw, 0.75):
        row = [result(test, style, draw, day) for day in days]
        if len(row[0].name) > 24:
            continue
        report.text(40, y, row[0].name)
        for number, cell in enumerate(row):
            if draw.random() < 0.25:
                continue
            report.right(220 + 70 * number, y, cell.printed)
            report.text(222 + 70 * number, y, cell.flag)
            report.note(cell)
        report.text(400, y, test.unit)
        report.text(480, y, f"({row[0].range})")
        y += 12
    return report


def bounds_around(draw: random.Random) -> Report:
    """Low, Result, High: the bounds stand on either side of the result, then highest and lowest of the year."""
    report, style, day = Report(draw, size=9.0), Style(high="H", low="L"), a_day(draw)
    report.page()
    report.text(40, 46, "Laurel Heights Hospital", size=13, bold=True)
    report.text(40, 62, f"Marlow, Edith   MRN 5520087   Collected: {day:%m/%d/%Y} 06:10")
    y = 92.0
    for x, words in (
        (40, "Test"),
        (210, "Low"),
        (255, "Result"),
        (310, "High"),
        (360, "Units"),
        (430, "Year Min"),
        (490, "Year Max"),
    ):
        report.text(x, y, words, bold=True)
    y += 16
    for test in some(("count", "chemistry", "liver"), draw, 0.8):
        if test.low is None or test.high is None:
            continue
        cell, one, two = (result(test, style, draw, day) for _ in range(3))
        if len(cell.name) > 30:
            continue
        low, high = (style.number(bound, test.digits) for bound in (test.low, test.high))
        report.text(40, y, cell.name)
        for x, words in ((210, low), (255, cell.printed), (310, high), (360, cell.unit)):
            report.text(x, y, words)
        report.text(430, y, one.printed)
        report.text(490, y, two.printed)
        report.note(replace(cell, flag="", range=f"{low} - {high}"))
        y += 14
    return report


def pending_and_wrapped(draw: random.Random) -> Report:
    """Tight rows: long names wrap with the value on the last line, some values are not there yet."""
    report, style, day = Report(draw, size=8.5), Style(), a_day(draw)
    report.page()
    report.text(40, 46, "Two Rivers Cancer Center Laboratory", size=13, bold=True)
    report.text(40, 62, f"Edith Marlow   DOB 07/21/1958   Collection date: {day:%m/%d/%Y}")
    y = 92.0
    for x, words in ((40, "Test"), (150, "Flag"), (190, "Result"), (275, "Units"), (350, "Reference Range")):
        report.text(x, y, words, bold=True)
    y += 14
    for test in some(("count", "chemistry", "liver", "other", "markers"), draw, 0.7):
        cell = result(test, style, draw, day)
        lines = wrapped(cell.name, 18)
        for number, line in enumerate(lines):
            report.text(40, y + 10 * number, line)
        level = y + (10 * (len(lines) - 1) if draw.random() < 0.5 else 5 * (len(lines) - 1))
        if draw.random() < 0.88:
            report.text(150, level, cell.flag, bold=True)
            report.text(190, level, cell.printed)
            report.note(cell)
        elif draw.random() < 0.5:
            said = draw.choice(("Pending", "To follow", "See note 3", "Test not performed"))
            report.text(190, level, said)
            report.note(replace(cell, printed=said, comparator="", flag=""))
        report.text(275, level, cell.unit)
        report.text(350, level, cell.range)
        y += 10 * len(lines) + 1.5
    return report


def bare_before(draw: random.Random) -> Report:
    """No heads at all: name, result, behind it the one before, sometimes in brackets; unit, range in brackets."""
    report, day = Report(draw, size=9.5, font="tiro"), a_day(draw)
    style = Style(language="gb", dash=" - ", high="*", low="*")
    report.page()
    report.text(40, 46, "HILLTOP SURGERY - PATHOLOGY RESULTS", size=12, bold=True)
    report.text(40, 62, f"Edith Marlow   DOB 21/07/1958   Collected: {day:%d/%m/%Y}   Requested by Dr R Okafor")
    y = 92.0
    for test in some(("count", "chemistry", "liver", "markers"), draw, 0.75):
        cell, last = result(test, style, draw, day), result(test, style, draw, day)
        report.text(40, y, cell.name)
        if cell.flag:
            report.text(205, y, "*")
        report.text(215, y, cell.printed)
        report.text(265, y, f"({last.printed})" if draw.random() < 0.5 else last.printed)
        report.text(330, y, cell.unit)
        report.text(420, y, f"[{cell.range}]" if cell.range else "")
        report.note(cell)
        y += 14
    return report


def clause_by_clause(draw: random.Random) -> Report:
    """Results run in sentences, several a line, with what they were before in words."""
    report, style, day = Report(draw, size=9.5), Style(), a_day(draw)
    before = day - dt.timedelta(draw.randint(20, 90))
    report.page()
    report.text(40, 46, "LABORATORY RESULTS SUMMARY", size=12, bold=True)
    report.text(40, 62, f"Edith Marlow   DOB 07/21/1958   Collected: {day:%m/%d/%Y}")
    y = 92.0
    for test in some(("count", "chemistry", "liver", "markers"), draw, 0.8):
        cell, last = result(test, style, draw, day), result(test, style, draw, before)
        words = draw.choice(
            (
                f"{cell.name} {cell.printed} {cell.unit}, was {last.printed} on {before:%m/%d/%Y} ({cell.range})",
                f"{cell.name}: {last.printed} -> {cell.printed} {cell.unit} (ref {cell.range})",
                f"{cell.name} {cell.printed} {cell.unit} (prior {last.printed}; normal {cell.range})",
                f"{cell.name} rose from {last.printed} to {cell.printed} {cell.unit}",
                f"{cell.name} {cell.printed} ({last.printed} on {before:%m/%d}) {cell.unit} {cell.range}",
            )
        )
        report.text(40, y, words)
        report.note(replace(cell, flag=""))
        y += 14
    return report


UNSEEN_MORE: dict[str, Layout] = {
    each.__name__: each
    for each in (
        before_on_the_left,
        lines_over_days,
        bounds_around,
        pending_and_wrapped,
        bare_before,
        clause_by_clause,
    )
}
