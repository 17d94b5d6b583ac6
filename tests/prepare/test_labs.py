"""Lines over time: one test, one unit, one lab, one method; unlike things are never joined."""

from __future__ import annotations

from dataclasses import replace

from recordkeeper.prepare.labs import charts_of, series_of
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.labs import KeptResult, LabResult, LabStatus, LabTest

CEA = LabTest("cea", "2039-6", "markers", "µg/L")
WBC = LabTest("wbc", "6690-2", "blood_count", "10⁹/L")


def kept(
    test: LabTest, printed: str, day: str, *, unit: str = "ng/mL", lab: str = "A", method: str = ""
) -> KeptResult:
    result = LabResult(test.key.upper(), printed, test, 1, value=1.0, unit=unit, method=method)
    return KeptResult(f"l{printed}", "d1", result, LabStatus.SURE, lab, PartialDate.parse(day))


def test_points_run_from_the_oldest_and_markers_come_first() -> None:
    found = series_of(
        [kept(WBC, "7", "2024-03-01", unit="K/uL"), kept(CEA, "5", "2024-05-01"), kept(CEA, "4", "2023-01-02")]
    )
    assert [line.test.key for line in found] == ["cea", "wbc"]
    assert [point.result.printed for point in found[0].points] == ["4", "5"]


def test_another_lab_unit_or_method_is_another_line() -> None:
    base = kept(CEA, "5", "2024-05-01")
    others = [
        kept(CEA, "6", "2024-06-01", lab="B"),
        kept(CEA, "7", "2024-07-01", unit="µg/L"),
        kept(CEA, "8", "2024-08-01", method="Roche"),
    ]
    assert len(series_of([base, *others])) == 4


def test_papers_of_labs_nobody_names_are_not_joined() -> None:
    one = kept(CEA, "5", "2024-05-01", lab="")
    assert len(series_of([one, replace(one, record="d2")])) == 2
    assert len(series_of([one, replace(one, id="l6")])) == 1


def test_only_exactly_equal_units_share_a_chart() -> None:
    grams, other = LabTest("hemoglobin", axis="g/dL"), LabTest("hemoglobin", axis="g/L")
    lines = series_of(
        [
            kept(CEA, "5", "2024-05-01"),
            kept(CEA, "6", "2024-06-01", unit="µg/L"),
            kept(grams, "14", "2024-05-01", unit="g/dL"),
            kept(other, "140", "2024-06-01", unit="g/L"),
        ]
    )
    assert [len(chart) for chart in charts_of(lines)] == [2, 1, 1]


def test_unknown_tests_come_last() -> None:
    unknown = LabTest("zorblax")
    found = series_of([kept(unknown, "1", "2024-05-01"), kept(WBC, "7", "2024-03-01")])
    assert [line.test.key for line in found] == ["wbc", "zorblax"]
