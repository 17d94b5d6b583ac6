"""Four more layouts, written when the reader of results stood: what it made of them first is in README.md.

What they have that the others have not: range and unit under one heading, the way each test was done in small type
below its name, rows of dots that lead from a name to its value, and ranges below their rows.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

import pymupdf

from tests.making.lab_layouts import Layout
from tests.making.labs import Report, Style, a_day, result, some

_METHODS = ("Spectrophotometry", "Electrical impedance", "CLIA", "ISE, indirect", "IFCC without P5P", "Calculated")


def range_and_units(draw: random.Random) -> Report:
    """Component, Value, Ref Range & Units, Status: a mark in brackets behind the value, unit behind the range."""
    report, style, day = Report(draw, size=9.5), Style(dash=" - ", high="(H)", low="(L)"), a_day(draw)
    report.page()
    report.text(42, 48, "Lab Results - Final result", size=13, bold=True)
    report.text(42, 66, "Marlow, Edith (MRN 5520087)   DOB: 7/21/1958   Legal sex: Female")
    report.text(
        42, 80, f"Collected: {day.month}/{day.day}/{day.year} 7:52 AM   Order status: Final   Ordered by: Okafor, R"
    )
    y = 108.0
    for panel, title in (
        ("count", "CBC AND DIFFERENTIAL"),
        ("liver", "HEPATIC FUNCTION PANEL"),
        ("markers", "CANCER ANTIGENS"),
    ):
        report.document[-1].draw_rect((38, y - 11, 574, y + 5), color=None, fill=(0.86, 0.88, 0.9))
        report.text(42, y, title, bold=True)
        y += 17
        for x, words in ((42, "Component"), (262, "Value"), (346, "Ref Range & Units"), (510, "Status")):
            report.text(x, y, words, bold=True)
        y += 15
        for test in some((panel,), draw, 0.7):
            cell = result(test, style, draw, day)
            report.text(42, y, cell.name)
            report.text(262, y, f"{cell.printed} {cell.flag}".strip())
            report.text(346, y, f"{cell.range} {cell.unit}".strip())
            report.text(510, y, "Final")
            report.note(cell)
            y += 15
        y += 8
    report.text(
        42, 768, "Printed by the patient's request. Narrative and images are held by the laboratory.", size=7
    )
    return report


def methods_below(draw: random.Random) -> Report:
    """Test Description, Observed Value, Unit, Biological Reference Interval; the method stands below each name."""
    report = Report(draw, width=595.28, height=841.89, size=9.0)
    style, day = Style(language="gb", high="H", low="L", dash=" - "), a_day(draw)
    report.page()
    report.middle(297, 46, "SUNRISE DIAGNOSTICS AND PATHOLOGY")
    report.text(40, 66, "Name : Mrs. EDITH MARLOW        Age/Sex : 66 Y / F        UHID : 5520087")
    report.text(
        40, 80, f"Collected : {day:%d-%b-%Y} 08:05 AM     Reported : {day + dt.timedelta(1):%d-%b-%Y} 06:15 PM"
    )
    report.rule(88)
    y = 104.0
    heads = (
        (40, "Test Description"),
        (238, "Observed Value"),
        (330, "Unit"),
        (420, "Biological Reference Interval"),
    )
    for x, words in heads:
        report.text(x, y, words, bold=True)
    report.rule(y + 5)
    y += 22
    for panel, title in (("count", "HAEMATOLOGY"), ("chemistry", "BIOCHEMISTRY"), ("markers", "IMMUNOASSAY")):
        report.middle(297, y, title)
        y += 15
        for test in some((panel,), draw, 0.6):
            cell = result(test, style, draw, day)
            report.text(40, y, cell.name)
            if cell.flag:
                report.text(226, y, cell.flag, bold=True)
            report.text(240, y, cell.printed, bold=bool(cell.flag))
            report.text(330, y, cell.unit)
            report.text(424, y, cell.range)
            report.text(40, y + 8.5, f"Method: {draw.choice(_METHODS)}", size=6.5)
            report.note(cell)
            y += 20
    report.text(
        40, 800, "*** End Of Report ***   Page 1 of 1   This is an electronically authenticated report.", size=7
    )
    return report


def led_by_dots(draw: random.Random) -> Report:
    """Names led to their values by dots, in typewriter letters; mark, value, unit and range in square brackets."""
    report, style, day = Report(draw, font="cour", size=8.5), Style(thousands=",", dash="-"), a_day(draw)
    report.page()
    report.text(40, 46, "COUNTY GENERAL HOSPITAL - LABORATORY SERVICES")
    report.text(40, 60, "PATIENT: MARLOW,EDITH          UNIT #: D0055781      AGE/SX: 66/F")
    report.text(40, 74, f"SPEC #: 0612:C00231   COLL: {day:%m/%d/%y}-0615   RECD: {day:%m/%d/%y}-0640")
    report.text(40, 98, "TEST                                      RESULT    FLAG   REFERENCE         UNITS")
    y = 116.0
    for panel, title in (("count", "HEMOGRAM"), ("chemistry", "CHEMISTRY"), ("liver", ""), ("markers", "MARKERS")):
        if title:
            report.text(40, y, title, bold=True)
            y += 12
        for test in some((panel,), draw, 0.7):
            cell = result(test, style, draw, day)
            name = cell.name.upper()
            if len(name) > 26:
                continue
            dots = "." * int((200 - float(pymupdf.get_text_length(name, "cour", 8.5))) / 5.1)
            report.text(48, y, f"{name}{dots}")
            report.text(254, y, cell.printed)
            report.text(305, y, cell.flag)
            report.text(341, y, f"[{cell.range}]" if cell.range[:1].isdigit() else cell.range)
            report.text(432, y, cell.unit)
            report.note(replace(cell, name=name))
            y += 12
    return report


def range_below(draw: random.Random) -> Report:
    """Analyte and Value; the range stands below each name with a label of its own, and the unit with it."""
    report, style, day = Report(draw, size=10.0), Style(dash=" - "), a_day(draw)
    report.page()
    report.text(40, 46, "Quayside Diagnostics", size=13, bold=True)
    report.text(40, 62, "Patient: Marlow, Edith   DOB: 07/21/1958   MRN: 5520087")
    report.text(40, 78, f"Collection Date: {day:%m/%d/%Y}   Received Date: {day:%m/%d/%Y}")
    report.text(40, 110, "Analyte", bold=True)
    report.text(330, 110, "Value", bold=True)
    y = 130.0
    for test in some(("count", "liver"), draw, 0.7):
        cell = result(test, style, draw, day)
        report.text(40, y, cell.name, bold=True)
        report.text(330, y, f"{cell.printed} {cell.flag}".strip())
        report.text(40, y + 12, f"Reference Range: {cell.range} {cell.unit}".strip(), size=8)
        report.note(cell)
        y += 30
    return report


LATER: dict[str, Layout] = {
    each.__name__: each for each in (range_and_units, methods_below, led_by_dots, range_below)
}
