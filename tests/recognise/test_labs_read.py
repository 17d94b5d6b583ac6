"""Reading results: every layout of our own cell by cell, and each difficulty by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.records.labs import LabDoubt, LabResult, LabStatus
from tests.making.lab_layouts import LAYOUTS
from tests.recognise.lab_papers import Score, drawn, pages_of, read, read_text

HEAD = (
    "LABORATORY REPORT\nPatient: Edith Marlow   DOB: 07/21/1958\n"
    "Collected: 05/17/2024 08:15   Reported: 05/18/2024\n\n"
)
TABLE = "Test                    Result     Flag   Units      Reference Range\n"


def one(text: str) -> LabResult:
    (found,) = read_text(HEAD + text)
    return found


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_every_cell_of_every_layout_is_read_as_printed(layout, tmp_path: Path) -> None:
    score = Score()
    for seed in range(3):
        path, cells = drawn(layout, f"test{seed}", tmp_path)
        score.add(cells, read(pages_of(path)))
    assert score.missed == []
    assert (score.f1, score.wrong_and_sure) == (1.0, 0)


def test_a_result_has_its_days_its_box_and_its_code() -> None:
    found = one(TABLE + "CEA                     5.9        H      ng/mL      0.0-5.0\n")
    assert (found.printed, found.value, found.flag, found.unit, found.range) == (
        "5.9",
        5.9,
        "H",
        "ng/mL",
        "0.0-5.0",
    )
    assert (found.test.key, found.test.loinc, found.test.group) == ("cea", "2039-6", "markers")
    assert (str(found.taken.collected), found.taken.time, str(found.taken.reported)) == (
        "2024-05-17",
        "08:15",
        "2024-05-18",
    )
    assert found.status is LabStatus.SURE
    assert found.box is not None
    assert found.box.x0 < found.box.x1


@pytest.mark.parametrize(
    ("printed", "comparator", "value"),
    [("<0.1", "<", 0.1), ("> 1000", ">", 1000.0), ("≤5", "≤", 5.0), ("1,234.5", "", 1234.5), ("-0.27", "", -0.27)],
)
def test_signs_and_thousands(printed: str, comparator: str, value: float) -> None:
    found = one(TABLE + f"CA 125                  {printed:10s}        U/mL       0.0-35.0\n")
    assert (found.printed, found.comparator, found.value) == (printed, comparator, value)


@pytest.mark.parametrize("printed", ["trace", "TNP", "Not detected", "See note", "Hemolyzed", "Negative", "QNS"])
def test_words_in_the_place_of_a_value(printed: str) -> None:
    found = one(TABLE + f"Ketones                 {printed:15s}                  Negative\n")
    assert (found.printed, found.value, found.comparator) == (printed, None, "")
    assert found.range == "Negative"


@pytest.mark.parametrize(
    ("glued", "flag"), [("5.9H", "H"), ("5.9*", "*"), ("5.9H(2)", "H"), ("5.9¹", ""), ("5.9†", "")]
)
def test_marks_and_footnotes_glued_to_a_value_are_no_part_of_it(glued: str, flag: str) -> None:
    found = one(TABLE + f"CEA                     {glued:10s}        ng/mL      0.0-5.0\n")
    assert (found.printed, found.value, found.flag) == ("5.9", 5.9, flag)


def test_a_number_that_can_be_read_in_two_ways_is_asked_about() -> None:
    found = one(TABLE + "Ferritin                1,234             ng/mL      -\n")
    assert LabDoubt.NUMBER in found.doubts
    sure = read_text(
        HEAD + TABLE + "Ferritin                1,234             ng/mL      10-300\nCEA  1.2  ng/mL  0.0-5.0\n"
    )
    assert LabDoubt.NUMBER not in sure[0].doubts
    assert sure[0].value == 1234.0


def test_a_mark_that_contradicts_the_range_is_asked_about() -> None:
    found = one(TABLE + "CEA                     1.9        H      ng/mL      0.0-5.0\n")
    assert found.doubts == (LabDoubt.FLAG,)


def test_a_unit_this_test_is_never_given_in_is_asked_about() -> None:
    found = one(TABLE + "Sodium                  140               g/dL       135-145\n")
    assert LabDoubt.UNIT in found.doubts


def test_what_is_not_of_blood_is_not_named_as_of_blood() -> None:
    found = read_text(HEAD + TABLE + "URINALYSIS\nGlucose                 100               mg/dL      0-15\n")
    assert found[0].test.loinc == ""
    assert found[0].test.key != "glucose"


def test_an_unknown_test_keeps_its_printed_name() -> None:
    found = one(TABLE + "Zorblax Factor 9        12.3              ng/mL      10.0-20.0\n")
    assert (found.name, found.test.loinc, found.test.group) == ("Zorblax Factor 9", "", "")


def test_furniture_is_no_result() -> None:
    text = (
        f"{HEAD}{TABLE}CEA                     1.9               ng/mL      0.0-5.0\n\n"
        "Patient ID: 5520087   Page 1 of 2\nPhone (555) 010-1955\nD: 08/30/2024 T: 09/01/2024\n"
        "This is a computer-generated report. For medical advice, consult your physician 24 hours a day.\n"
    )
    (found,) = read_text(text)
    assert found.test.key == "cea"


def test_a_comment_belongs_to_the_row_above() -> None:
    found = read_text(
        f"{HEAD}{TABLE}PSA                     0.02              ng/mL      0.00-4.00\n"
        "Comment: Roche assay. Values of other methods cannot be compared.\n"
        "CEA                     1.9               ng/mL      0.0-5.0\n"
    )
    assert found[0].comment == "Roche assay. Values of other methods cannot be compared."
    assert found[1].comment == ""


def test_a_note_without_results_gives_none() -> None:
    assert read_text("PROGRESS NOTE\nHer CEA was 5.9 in May. Plan: repeat in 6 weeks. BP 120/80.\n") == ()


def test_real_reports_are_read_as_printed(shared_data: Path) -> None:
    for path in sorted((shared_data / "pdf" / "labreports").glob("*.pdf")):
        found = read(pages_of(path))
        assert len(found) >= 3, path.name
        for each in found:
            assert each.value is not None, f"{path.name}: {each}"
            assert each.unit
            assert each.range
            assert set(each.doubts) <= {LabDoubt.DATE}, f"{path.name}: {each}"
