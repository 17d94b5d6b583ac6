"""`labs`: every result as printed, in its own line; typed, put right, and written to tables."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pymupdf
import pytest

from recordkeeper.formats.registry import Registry
from recordkeeper.paths import resources
from tests.cli.calling import HEAD, call, init, one_calm_sentence, said, start
from tests.making import documents

TEXT = (
    f"LABORATORY REPORT\nHarbor Laboratory\n{HEAD}\nCollected: 04/17/2024 08:15\n\n"
    "Test            Result   Flag   Units    Reference Range\n"
    "CEA             5.9      H      ng/mL    0.0-5.0\n"
    "Sodium          140             mmol/L   135-145\n"
)
SERIES = {"test", "loinc", "unit", "lab", "points"}
POINT = {
    "date", "printed_name", "printed", "value", "comparator", "printed_unit", "range", "flag", "specimen", "method",
    "collected", "received", "reported", "record", "page", "box", "confidence", "status",
}  # fmt: skip


@pytest.fixture
def library(tmp_path: Path) -> Path:
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    library = init(tmp_path / "library")
    assert call(library, "add", tmp_path / "report.txt").code == 0
    return library


def test_every_point_has_what_the_contract_names(library: Path) -> None:
    cea, sodium = call(library, "labs").data["series"]
    assert set(cea) >= SERIES
    assert (cea["test"], cea["loinc"], cea["unit"], sodium["test"]) == ("CEA", "2039-6", "ng/mL", "Sodium")
    (point,) = cea["points"]
    assert set(point) >= POINT
    (record,) = call(library, "list").data["records"]
    assert (point["date"], point["collected"], point["record"]) == ("2024-04-17", "2024-04-17T08:15", record["id"])
    assert (point["printed"], point["value"], point["comparator"], point["flag"]) == ("5.9", 5.9, "", "H")
    assert (point["range"], point["page"], point["status"]) == ("0.0-5.0", 1, "sure")
    x0, y0, x1, y1 = point["box"]
    assert x0 < x1
    assert y0 < y1


@pytest.mark.parametrize("asked", ["CEA", "cea", "2039-6"])
def test_one_test_can_be_asked_for(library: Path, asked: str) -> None:
    assert [line["test"] for line in call(library, "labs", "--test", asked).data["series"]] == ["CEA"]


def test_groups_and_records_can_be_asked_for(library: Path) -> None:
    assert [line["test"] for line in call(library, "labs", "--group", "metabolic").data["series"]] == ["Sodium"]
    (record,) = call(library, "list").data["records"]
    assert len(call(library, "labs", "--record", record["id"]).data["series"]) == 2
    assert one_calm_sentence(call(library, "labs", "--record", "dnobody"))


def test_people_are_told_in_words(library: Path) -> None:
    told = said(library, "labs").out
    assert "5.9 ng/mL, range 0.0-5.0, the lab marked it H" in told
    assert "No blood tests" in said(library, "labs", "--test", "zinc").out


def test_a_person_types_corrects_removes_and_takes_back(library: Path) -> None:
    typed = call(library, "labs", "add", "CEA", "<0.5", "--date", "2024-05-02", "--unit", "ng/mL")
    assert typed.data["result"]["status"] == "typed"
    lines = call(library, "labs", "--test", "CEA").data["series"]
    assert len(lines) == 2  # from another lab: a line of its own
    name = next(line["points"][0]["id"] for line in lines if line["points"][0]["status"] == "sure")
    answer = call(library, "correct", name, "printed", "6.9")
    assert (answer.data["result"]["printed"], answer.data["result"]["status"]) == ("6.9", "corrected")
    assert call(library, "trash", typed.data["result"]["id"]).code == 0
    assert len(call(library, "labs", "--test", "CEA").data["series"]) == 1
    assert call(library, "undo").code == 0
    assert len(call(library, "labs", "--test", "CEA").data["series"]) == 2
    assert "typed a result of a blood test" in said(library, "history").out


def test_what_is_wrong_is_told_calmly(library: Path) -> None:
    record = call(library, "list").data["records"][0]["id"]
    for arguments in (
        ("correct", f"{record}#lnothing", "printed", "1"),
        ("accept", f"{record}#lnothing"),
        ("labs", "add", "CEA", "1", "--date", "soon"),
        ("labs", "write", "results.doc"),
    ):
        answer = call(library, *arguments)
        assert answer.code == 2
        assert one_calm_sentence(answer)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_tables_hold_every_result_and_no_formula(library: Path, tmp_path: Path, ending: str) -> None:
    call(library, "labs", "add", "=1+1", "@SUM(A1)", "--date", "2024-05-02", "--lab", "-cmd|' /C calc'!A0")
    file = tmp_path / f"results.{ending}"
    answer = call(library, "labs", "write", file)
    assert answer.data == {"path": str(file), "rows": 3}
    if ending == "csv":
        rows = list(csv.reader(file.open(encoding="utf-8-sig", newline="")))
        assert len(rows) == 4
        cells = [cell for row in rows for cell in row]
        assert not [cell for cell in cells if cell[:1] in ("=", "+", "@", "-")]
        assert "'=1+1" in cells
    else:
        text = "\n".join(page.text for page in Registry(resources()).read(file, file.name).pages)
        assert "5.9" in text
        assert "=1+1" in text  # as text: the cell says so
    assert not list(tmp_path.glob(".*part"))


def test_a_table_that_cannot_be_written_is_told(library: Path, tmp_path: Path) -> None:
    answer = call(library, "labs", "write", tmp_path / "nowhere" / "results.csv")
    assert answer.code == 3
    assert one_calm_sentence(answer)


def test_a_session_knows_it(library: Path) -> None:
    talk = start("--library", library, "session")
    out, _ = talk.communicate('{"command": "labs", "test": "CEA"}\n', timeout=60)
    assert len(json.loads(out)["series"]) == 1


def test_results_of_pdfs_have_boxes_on_their_page(library: Path, tmp_path: Path) -> None:
    documents.pdf_with_text(tmp_path / "other.pdf", [TEXT.replace("5.9", "7.7")])
    assert call(library, "add", tmp_path / "other.pdf").code == 0
    points = [point for line in call(library, "labs", "--test", "CEA").data["series"] for point in line["points"]]
    (point,) = [point for point in points if point["printed"] == "7.7"]
    assert 0 < point["box"][0] < point["box"][2] < 612


def test_a_test_is_pinned_and_taken_off_again(library: Path) -> None:
    assert call(library, "labs", "pin").data["pinned"] == []
    assert call(library, "labs", "pin", "2039-6").data["pinned"] == ["cea"]
    assert call(library, "labs", "pin", "Sodium").data["pinned"] == ["cea", "sodium"]
    assert call(library, "labs", "pin", "CEA", "--off").data["pinned"] == ["sodium"]
    assert call(library, "undo").code == 0
    assert call(library, "labs", "pin").data["pinned"] == ["cea", "sodium"]
    assert call(library, "labs", "pin", "Nothing").code == 2


def test_all_results_are_printed_by_date(library: Path, tmp_path: Path) -> None:
    assert call(library, "labs", "write", tmp_path / "out.pdf").data["rows"] == 2
    with pymupdf.open(tmp_path / "out.pdf") as made:
        said = " ".join(made[0].get_text().split())
    assert "Tumor markers" in said
    assert "5.9 H" in said
