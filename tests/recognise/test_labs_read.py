"""Reading results: every layout of our own cell by cell, and each difficulty by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from recordkeeper.formats.grid import lay_out
from recordkeeper.records.labs import LabDoubt, LabResult, LabStatus
from recordkeeper.records.reading import PageText
from tests.making.lab_layouts import LAYOUTS, Layout
from tests.making.lab_layouts_held_out import french_with_previous
from tests.making.lab_layouts_later import LATER
from tests.making.lab_layouts_strange import STRANGE
from tests.making.lab_layouts_unseen import UNSEEN
from tests.making.lab_layouts_unseen_more import UNSEEN_MORE
from tests.making.lab_random import at_random
from tests.recognise.lab_papers import Score, drawn, is_of, pages_of, read, read_text

HEAD = (
    "LABORATORY REPORT\nPatient: Edith Marlow   DOB: 07/21/1958\n"
    "Collected: 05/17/2024 08:15   Reported: 05/18/2024\n\n"
)
TABLE = "Test                    Result     Flag   Units      Reference Range\n"


def one(text: str) -> LabResult:
    (found,) = read_text(HEAD + text)
    return found


@pytest.mark.parametrize("layout", [*LAYOUTS.values(), *LATER.values()], ids=[*LAYOUTS, *LATER])
def test_every_cell_of_every_layout_is_read_as_printed(layout: Layout, tmp_path: Path) -> None:
    score = Score()
    for seed in range(3):
        path, cells = drawn(layout, f"test{seed}", tmp_path)
        score.add(cells, read(pages_of(path)))
    assert score.missed == []
    assert (score.f1, score.wrong_and_sure) == (1.0, 0)


_TRAPS = {**UNSEEN, **UNSEEN_MORE, **STRANGE}


@pytest.mark.parametrize("layout", _TRAPS.values(), ids=_TRAPS)
def test_nothing_wrong_is_sure_in_layouts_full_of_traps(layout: Layout, tmp_path: Path) -> None:
    score = Score()
    strange: list[LabResult] = []
    for seed in range(8):
        path, cells = drawn(layout, f"traps{seed}", tmp_path)
        found = read(pages_of(path))
        score.add(cells, found)
        sure = [one for one in found if one.status is LabStatus.SURE and one.range]
        strange += [one for one in sure if all(one.range != cell.range for cell in cells if is_of(one, cell))]
    assert score.printed > 100
    assert score.wrong == []
    assert strange == []


def test_a_number_of_an_unknown_column_beside_the_bounds_is_asked_about() -> None:
    head = "Test                    Result     Units      Reference Range    Abw. %\n"
    found = one(head + "CEA                     3.1        ng/mL      0.0-5.0            -34\n")
    assert (found.printed, found.doubts) == ("3.1", (LabDoubt.COLUMN,))
    plain = one(head + "CEA                     3.1        ng/mL      0.0-5.0\n")
    assert plain.status is LabStatus.SURE


def test_a_number_alone_in_its_row_is_asked_about_where_the_table_has_two_columns_of_numbers() -> None:
    head = "Test                    Baseline   Result     Units      Reference Range\n"
    rows = (
        "Sodium                  139        141        mmol/L     135-145\n"
        "Chloride                101        103        mmol/L     98-107\n"
        "CEA                     3.1                   ng/mL      0.0-5.0\n"
    )
    found = read_text(HEAD + head + rows)
    assert [one.printed for one in found[:2]] == ["141", "103"]
    assert all(each.status is LabStatus.TO_REVIEW for each in found)


def test_bounds_of_two_columns_of_one_name_are_asked_about() -> None:
    head = "Test            Low      Result   High     Units     Year Low   Year High\n"
    found = one(head + "CEA             0.0      3.1      5.0      ng/mL     1.2        4.4\n")
    assert (found.printed, found.doubts) == ("3.1", (LabDoubt.COLUMN,))


def test_a_line_above_that_makes_another_test_of_a_name_is_asked_about() -> None:
    rows = "{}\nHemoglobin              33.1              g/dL       31.5-36.0\nConcentration\n"
    found = one(TABLE + rows.format("Mean Corpuscular"))
    assert (found.printed, LabDoubt.NAME in found.doubts) == ("33.1", True)
    assert LabDoubt.NAME not in one(TABLE + rows.format("Complete blood count")).doubts


def test_a_number_nobody_can_place_in_a_row_without_headings_is_asked_about() -> None:
    (found,) = read_text(f"{HEAD}CA 125        17.2    <0.1      U/mL      [<35.0]\n")
    assert (found.printed, LabDoubt.COLUMN in found.doubts) == ("17.2", True)


def test_a_point_for_a_comma_in_the_range_of_a_scan_is_put_right(tmp_path: Path) -> None:
    path, _ = drawn(LAYOUTS["german"], "comma", tmp_path)
    (page,) = pages_of(path)
    assert "<5,0" in page.text
    scan = replace(page, text=page.text.replace("<5,0", "<5.0"), from_ocr=True, sure=bytes([99] * len(page.words)))
    ranges = {one.range for one in read([scan])}
    assert "<5,0" in ranges
    assert "<5.0" not in ranges


def as_scanned(page: PageText) -> PageText:
    """The page as a scanner gives it, every letter read well."""
    return replace(page, from_ocr=True, sure=bytes([99] * len(page.words)))


def test_an_accent_lost_between_the_bounds_of_a_scan_is_put_right(tmp_path: Path) -> None:
    path, cells = drawn(french_with_previous, "accents", tmp_path)
    (page,) = pages_of(path)
    head, _, last = page.text.rpartition(" à ")
    scan = as_scanned(replace(page, text=f"{head.replace(' à ', ' a ')} à {last}"))
    assert {one.range for one in read([scan])} == {cell.range for cell in cells}
    plain = as_scanned(replace(page, text=page.text.replace(" à ", " a ")))
    assert not any("à" in one.range for one in read([plain]))  # Spanish papers join with "a"


def test_a_unit_lost_by_a_scanner_is_asked_about_and_one_never_printed_is_not() -> None:
    table = (
        f"{TABLE}Hematocrit              41.2                         36.0-46.0\n"
        "INR                     1.1                          0.8-1.2\n"
    )
    hematocrit, inr = read([as_scanned(page) for page in lay_out(HEAD + table)])
    assert LabDoubt.UNIT in hematocrit.doubts
    assert LabDoubt.UNIT not in inr.doubts
    assert LabDoubt.UNIT not in read_text(HEAD + table)[0].doubts


def test_a_unit_a_scanner_misread_behind_a_range_is_a_unit_and_is_asked_about() -> None:
    table = (
        "Test            Result            Reference Range\nTSH             1.623             0.450-4.500 ulU/mL\n"
    )
    (found,) = read([as_scanned(page) for page in lay_out(HEAD + table)])
    assert (found.unit.lower(), found.range, found.status) == ("uiu/ml", "0.450-4.500", LabStatus.TO_REVIEW)


def test_a_unit_of_a_scan_that_may_have_been_micro_is_asked_about() -> None:
    table = TABLE + "Creatinine              81                {}     45-90\n"
    (pico,) = read([as_scanned(page) for page in lay_out(HEAD + table.format("pmol/L"))])
    (micro,) = read([as_scanned(page) for page in lay_out(HEAD + table.format("µmol/L"))])
    assert (pico.status, micro.status) == (LabStatus.TO_REVIEW, LabStatus.SURE)
    assert pico.doubts == (LabDoubt.UNIT,)
    (mch,) = read(
        [as_scanned(page) for page in lay_out(HEAD + table.format("pg    ").replace("Creatinine", "MCH       "))]
    )
    assert mch.status is LabStatus.SURE


def test_the_state_of_a_report_is_no_mark() -> None:
    table = "Test            Result   Units    Reference Range    Status\n"
    found = one(table + "CEA             5.9      ng/mL    0.0-5.0            Final\n")
    assert (found.printed, found.flag, found.status) == ("5.9", "", LabStatus.SURE)
    assert one(table + "CEA             5.9      ng/mL    0.0-5.0            High\n").flag == "High"


def test_a_mark_behind_two_columns_of_bounds_is_none_of_them() -> None:
    table = "Test            Result   Units    Low      High     Ind\n"
    found = one(table + "CEA             5.9      ng/mL    0.0      5.0      HI\n")
    assert (found.range, found.flag) == ("0.0 - 5.0", "HI")


def test_a_clock_may_hang_on_its_day() -> None:
    text = f"LABORATORY REPORT\nCOLL: 05/17/24-0615   RECD: 05/17/24-0640\n\n{TABLE}"
    (found,) = read_text(text + "CEA                     3.1               ng/mL      0.0-5.0\n")
    assert (str(found.taken.collected), found.taken.time) == ("2024-05-17", "06:15")


def test_layouts_at_random_are_read_as_printed(tmp_path: Path) -> None:
    score = Score()
    for seed in range(20):
        path, cells = drawn(at_random, f"test{seed}", tmp_path)
        score.add(cells, read(pages_of(path)))
    assert score.missed == []
    assert score.wrong_and_sure == 0


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


def test_a_unit_and_a_range_that_stand_close_together_are_told_apart(tmp_path: Path) -> None:
    from tests.making import documents

    text = (
        HEAD
        + "Test   Result  Flag  Units   Reference Range\n"
        + "Sodium 140          mmol/L 135-145\nCEA 3.1 ng/mL 0.0-5.0\n"
    )
    documents.pdf_with_text(tmp_path / "close.pdf", [text])
    found = read(pages_of(tmp_path / "close.pdf"))
    assert [(one.printed, one.unit, one.range, one.doubts) for one in found] == [
        ("140", "mmol/L", "135-145", ()),
        ("3.1", "ng/mL", "0.0-5.0", ()),
    ]


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


SYNOPTIC = """SURGICAL PATHOLOGY REPORT
Accession no.  S-24-009577     Collected: 05/17/2024

Synoptic report
Item                    Finding
Procedure               Lumpectomy
Laterality              Left
Tumor size              2.1 cm
Lymph nodes             2
"""


def test_the_findings_of_a_pathology_report_are_no_results() -> None:
    assert read_text(SYNOPTIC) == ()
    found = read_text(f"{SYNOPTIC}Hemoglobin              12.9 g/dL\n")
    assert [one.name for one in found if one.test.group] == ["Hemoglobin"]
    assert not {"Procedure", "Laterality"}.intersection(one.name for one in found)


def test_real_reports_are_read_as_printed(shared_data: Path) -> None:
    for path in sorted((shared_data / "pdf" / "labreports").glob("*.pdf")):
        found = read(pages_of(path))
        assert len(found) >= 3, path.name
        for each in found:
            assert each.value is not None, f"{path.name}: {each}"
            assert each.unit
            assert each.range
            assert set(each.doubts) <= {LabDoubt.DATE}, f"{path.name}: {each}"


PAPERS: dict[str, tuple[str, list[tuple[str, str, str, str, str, str]]]] = {
    "mychart": (
        "Test Results\n"
        "Name: Edith Marlow | DOB: 7/21/1958 | MRN: 5520087\n"
        "Collected on May 17, 2024 9:05 AM\n"
        "\n"
        "WBC\n"
        "Normal range: 4.0 - 11.0 K/uL\n"
        "Value\n"
        "7.2\n"
        "\n"
        "Hemoglobin\n"
        "Normal range: 12.0 - 16.0 g/dL\n"
        "11.2 Low\n"
        "\n"
        "",
        [
            ("wbc", "7.2", "K/uL", "4.0 - 11.0", "", "2024-05-17"),
            ("hemoglobin", "11.2", "g/dL", "12.0 - 16.0", "Low", "2024-05-17"),
        ],
    ),
    "labelled": (
        "LABORATORY REPORT\n"
        "Collected: 05/17/2024\n"
        "Hemoglobin\n"
        "  Your Value: 11.2 g/dL\n"
        "  Standard Range: 12.0 - 16.0 g/dL\n"
        "  Flag: L\n"
        "CEA\n"
        "  Your Value: 3.1 ng/mL\n"
        "  Standard Range: <5.0 ng/mL\n"
        "\n"
        "",
        [
            ("hemoglobin", "11.2", "g/dL", "12.0 - 16.0", "L", "2024-05-17"),
            ("cea", "3.1", "ng/mL", "<5.0", "", "2024-05-17"),
        ],
    ),
    "transposed": (
        "Flowsheet\n"
        "Patient: Marlow, Edith\n"
        "Date         WBC      Hgb\n"
        "             K/uL     g/dL\n"
        "03/05/2024   7.2      11.2 L\n"
        "04/18/2024   6.1      11.8 L\n"
        "\n"
        "",
        [
            ("wbc", "7.2", "K/uL", "", "", "2024-03-05"),
            ("hemoglobin", "11.2", "g/dL", "", "L", "2024-03-05"),
            ("wbc", "6.1", "K/uL", "", "", "2024-04-18"),
            ("hemoglobin", "11.8", "g/dL", "", "L", "2024-04-18"),
        ],
    ),
    "sections": (
        "LABORATORY REPORT\n"
        "Patient: Marlow, Edith\n"
        "Collected: 03/05/2024 08:00\n"
        "Test                    Result     Units      Reference Range\n"
        "CEA                     5.9 (H)    ng/mL      0.0-5.0\n"
        "Collected: 04/18/2024 09:00\n"
        "Test                    Result     Units      Reference Range\n"
        "CEA                     4.2        ng/mL      0.0-5.0\n"
        "\n"
        "",
        [
            ("cea", "5.9", "ng/mL", "0.0-5.0", "(H)", "2024-03-05"),
            ("cea", "4.2", "ng/mL", "0.0-5.0", "", "2024-04-18"),
        ],
    ),
    "unit_in_heading": (
        "LABORATORY REPORT\n"
        "Collected: 05/17/2024\n"
        "Test Name                     Result   Normal\n"
        "Hemoglobin (g/dL)             11.2 L   12.0-16.0\n"
        "Glucose, mg/dL                88       70-99\n"
        "Platelets (x10^3/uL)          210      150-400\n"
        "\n"
        "",
        [
            ("hemoglobin", "11.2", "g/dL", "12.0-16.0", "L", "2024-05-17"),
            ("glucose", "88", "mg/dL", "70-99", "", "2024-05-17"),
            ("platelets", "210", "x10^3/uL", "150-400", "", "2024-05-17"),
        ],
    ),
    "flag_first": (
        "LAB RESULTS\n"
        "Drawn: 05/17/2024\n"
        "Flag   Test              Value    Unit     Range\n"
        " H     CEA               5.9      ng/mL    0.0-5.0\n"
        "       Sodium            140      mmol/L   135-145\n"
        "\n"
        "",
        [
            ("cea", "5.9", "ng/mL", "0.0-5.0", "H", "2024-05-17"),
            ("sodium", "140", "mmol/L", "135-145", "", "2024-05-17"),
        ],
    ),
    "cumul_collect": (
        "CUMULATIVE SUMMARY\n"
        "Collected Date   03/05/24   04/18/24\n"
        "Collected Time   08:10      09:15   \n"
        "                                                  Ref. Range\n"
        "CEA              5.9 H      4.2        0.0-5.0 ng/mL\n"
        "PSA              <0.1       <0.1        0.0-4.0 ng/mL\n"
        "\n"
        "",
        [
            ("cea", "5.9", "ng/mL", "0.0-5.0", "H", "2024-03-05"),
            ("cea", "4.2", "ng/mL", "0.0-5.0", "", "2024-04-18"),
            ("psa", "<0.1", "ng/mL", "0.0-4.0", "", "2024-03-05"),
            ("psa", "<0.1", "ng/mL", "0.0-4.0", "", "2024-04-18"),
        ],
    ),
    "uk_plain": (
        "Blood Results\n"
        "Date of sample 17/05/2024\n"
        "Haemoglobin         118 g/L      (120 - 160)  *\n"
        "White cell count    6.1 10*9/L   (4.0 - 11.0)\n"
        "eGFR                >90 mL/min/1.73m2\n"
        "\n"
        "",
        [
            ("hemoglobin", "118", "g/L", "120 - 160", "*", "2024-05-17"),
            ("wbc", "6.1", "10*9/L", "4.0 - 11.0", "", "2024-05-17"),
            ("egfr", ">90", "mL/min/1.73m2", "", "", "2024-05-17"),
        ],
    ),
    "spanish2": (
        "INFORME DE LABORATORIO\n"
        "Fecha de extracción: 17/05/2024\n"
        "PRUEBA                 RESULTADO        UNIDADES      INTERVALO DE REFERENCIA\n"
        "Glucosa                98               mg/dL         [70 - 110]\n"
        "Creatinina             * 1,35           mg/dL         [0,50 - 0,90]\n"
        "Hemoglobina            10,9 (L)         g/dL          [12,0 - 16,0]\n"
        "\n"
        "",
        [
            ("glucose", "98", "mg/dL", "70 - 110", "", "2024-05-17"),
            ("creatinine", "1,35", "mg/dL", "0,50 - 0,90", "*", "2024-05-17"),
            ("hemoglobin", "10,9", "g/dL", "12,0 - 16,0", "(L)", "2024-05-17"),
        ],
    ),
    "german2": (
        "LABORBEFUND\n"
        "Probenentnahme: 17.05.2024\n"
        "Parameter           Wert       Einheit    Normbereich       \n"
        "Leukozyten          6,2        /nl        4,0 - 10,0\n"
        "CA 15-3             45,2 +     U/ml       < 30,0\n"
        "\n"
        "",
        [
            ("wbc", "6,2", "/nl", "4,0 - 10,0", "", "2024-05-17"),
            ("ca_15_3", "45,2", "U/ml", "< 30,0", "+", "2024-05-17"),
        ],
    ),
    "previous": (
        "LABORATORY REPORT\n"
        "Collected: 05/17/2024\n"
        "Test            Current Result and Flag      Previous Result and Date      Units      Reference Interval\n"
        "WBC             7.2                          6.8        03/05/2024         x10E3/uL   3.4-10.8\n"
        "Hemoglobin      10.9    Low                  11.2       03/05/2024         g/dL       11.1-15.9\n"
        "\n"
        "",
        [
            ("wbc", "7.2", "x10E3/uL", "3.4-10.8", "", "2024-05-17"),
            ("hemoglobin", "10.9", "g/dL", "11.1-15.9", "Low", "2024-05-17"),
        ],
    ),
    "narrow": (
        "LAB REPORT\n"
        "Collected: 05/17/2024\n"
        "Test Result Flag Units Range\n"
        "Sodium 140 mmol/L 135-145\n"
        "CA 125 35.2 H U/mL 0-35\n"
        "Vitamin B12 350 pg/mL 200-900\n"
        "\n"
        "",
        [
            ("sodium", "140", "mmol/L", "135-145", "", "2024-05-17"),
            ("ca_125", "35.2", "U/mL", "0-35", "H", "2024-05-17"),
            ("b12", "350", "pg/mL", "200-900", "", "2024-05-17"),
        ],
    ),
}


@pytest.mark.parametrize("paper", PAPERS)
def test_papers_laid_out_in_other_ways(paper: str) -> None:
    text, wanted = PAPERS[paper]
    found = read_text(text)
    assert [
        (one.test.key, one.printed, one.unit, one.range, one.flag, str(one.taken.collected)) for one in found
    ] == wanted
    assert [one.doubts for one in found] == [()] * len(wanted)


def test_a_row_that_fits_no_column_is_not_left_out_without_a_word() -> None:
    found = read_text(
        HEAD + TABLE + "CEA                     5.9        H      ng/mL      0.0-5.0\n"
        "Prostate Specific Antigen, Total, Serum      0.5      ng/mL      0.0-4.0\n"
    )
    assert [(one.test.key, one.printed) for one in found] == [("cea", "5.9"), ("psa", "0.5")]
