"""Tables for other programs: nothing in them is taken for a formula, and nothing is lost."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from recordkeeper.formats.registry import Registry
from recordkeeper.paper.lab_tables import guarded, write_csv, write_xlsx
from recordkeeper.paths import resources

HOSTILE = ["=HYPERLINK(1)", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "\uff1d1"]
PLAIN = ["5.9", "-3.5", "<0.1", "3,4", "CEA", "", "+2.5", "H"]


@pytest.mark.parametrize("cell", HOSTILE)
def test_what_a_program_would_calculate_with_is_guarded(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", PLAIN)
def test_plain_values_stay_as_they_are(cell: str) -> None:
    assert guarded(cell) == cell


def test_csv_keeps_letters_of_all_sorts(tmp_path: Path) -> None:
    write_csv(tmp_path / "t.csv", [("Prueba", "µg/L"), ('a "b", c', "line\nend")])
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [["Prueba", "µg/L"], ['a "b", c', "line\nend"]]


def test_xlsx_holds_text_only_and_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_xlsx(path, [("Test", "Value"), *((cell, "<&>\x01") for cell in HOSTILE)])
    text = "\n".join(page.text for page in Registry(resources()).read(path, path.name).pages)
    assert "=HYPERLINK(1)" in text
    assert "<&>" in text
    import zipfile

    sheet = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert 't="inlineStr"' in sheet


def test_the_same_table_makes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_xlsx(tmp_path / name, [("Test", "5.9")] * 30)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_failed_table_leaves_nothing_and_keeps_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("before")

    class Broken(str):
        __slots__ = ()

        def replace(self, *_: object, **__: object) -> str:
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_csv(path, [(Broken("x"),)])
    assert path.read_text() == "before"
    assert [file.name for file in tmp_path.iterdir()] == ["t.csv"]
