"""Tumor markers in the timeline: each value a dated event, a curve a test, nothing doubtful, one unit a scale."""

from __future__ import annotations

from dataclasses import replace

from recordkeeper.prepare.sheets import SheetKind
from recordkeeper.prepare.timeline_curves import marker_curves
from recordkeeper.records.labs import KeptResult, LabStatus, LabTest
from recordkeeper.wording.words import Words
from tests.conftest import ROOT
from tests.prepare.test_labs import CEA, WBC, kept
from tests.prepare.test_sheets import known, text

WORDS = Words.load(ROOT / "resources" / "wording", "en")
PSA = LabTest("psa", "2857-1", "markers", "ng/mL")


def value(test: LabTest, number: float, day: str, unit: str = "ng/mL", lab: str = "A") -> KeptResult:
    one = kept(test, f"{number:g}", day, unit=unit, lab=lab)
    return replace(one, result=replace(one.result, value=number))


RESULTS = [
    value(CEA, 12, "2024-01-10"),
    value(CEA, 4, "2024-05-10"),
    value(CEA, 3, "2024-06-10", lab="B"),
    value(PSA, 1, "2024-02-01"),
    value(PSA, 2, "2024-03-01"),
    value(WBC, 7, "2024-01-10", unit="K/uL"),
    value(WBC, 8, "2024-02-10", unit="K/uL"),
]


def test_markers_make_curves_with_a_line_for_each_lab_and_others_only_where_they_are_pinned() -> None:
    curves = marker_curves(RESULTS, (), WORDS)
    assert [(curve.name, curve.unit, [len(line) for line in curve.lines]) for curve in curves] == [
        ("CEA", "ng/mL", [2, 1]),
        ("PSA, total", "ng/mL", [2]),
    ]
    first = curves[0].lines[0][0]
    assert (first.what, str(first.date), first.record, first.page, first.value) == (
        "CEA: 12 ng/mL",
        "2024-01-10",
        "d1",
        1,
        12,
    )
    assert len({curve.lane for curve in curves}) == 2
    pinned = marker_curves(RESULTS, ("wbc", "psa"), WORDS)
    assert [curve.lines[0][0].kind for curve in pinned] == ["wbc", "psa", "cea"]


def test_a_single_value_and_a_doubtful_one_make_no_curve() -> None:
    doubtful = replace(value(CEA, 400, "2024-03-01"), status=LabStatus.TO_REVIEW)
    assert marker_curves([value(CEA, 4, "2024-01-10"), doubtful], (), WORDS) == ()
    undated = replace(value(CEA, 5, "2024-03-01"), day=None)
    assert marker_curves([value(CEA, 4, "2024-01-10"), undated], (), WORDS) == ()


def test_two_units_stand_on_two_scales() -> None:
    apart = replace(CEA, axis="mU/mL")
    other = [value(apart, 900, "2024-07-01", unit="mU/mL"), value(apart, 800, "2024-08-01", unit="mU/mL")]
    curves = marker_curves([*RESULTS[:2], *other], (), WORDS)
    assert sorted(curve.unit for curve in curves) == ["mU/mL", "ng/mL"]


def test_the_values_stand_on_the_sheet_of_the_timeline() -> None:
    told = text(SheetKind.TIMELINE, known({}, results=tuple(RESULTS)))
    assert "TUMOR MARKERS: CEA" in told
    assert told.index("CEA: 12 ng/mL") < told.index("CEA: 4 ng/mL") < told.index("CEA: 3 ng/mL")
    assert "MARCADORES TUMORALES: CEA" in text(SheetKind.TIMELINE, known({}, results=tuple(RESULTS)), "es")
