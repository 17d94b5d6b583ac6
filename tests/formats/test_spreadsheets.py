"""Excel old and new and OpenDocument: each sheet with its name, cells as shown, nothing that takes all memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.formats.handler import Unpacks
from recordkeeper.formats.registry import Registry
from recordkeeper.formats.spreadsheets import OdsHandler, XlsHandler, XlsxHandler
from recordkeeper.records.reading import Condition, Format, Reading
from tests.fakes import trouble_office as fakes
from tests.fakes.trouble_files import zip_locked
from tests.formats.good_files import picture
from tests.making import compound, office

HANDLERS = {Format.XLSX: XlsxHandler(), Format.XLS: XlsHandler(), Format.ODS: OdsHandler()}


def read(tmp_path: Path, data: bytes, form: Format = Format.XLSX) -> Reading:
    path = tmp_path / "x"
    path.write_bytes(data)
    return HANDLERS[form].read(path, form)


def texts(tmp_path: Path, data: bytes, form: Format = Format.XLSX) -> list[str]:
    return [page.text for page in read(tmp_path, data, form).pages]


def test_cells_of_each_sort_are_shown(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c>'
        '<c r="C1" t="inlineStr"><is><r><t>a </t></r><r><t>b</t></r></is></c></row>'
        '<row r="3"><c r="A3" s="1"><v>4.1</v></c><c r="B3" s="2"><v>45000</v></c><c r="C3" t="b"><v>1</v></c>'
        '<c r="D3" t="str"><f>A1</f><v>made</v></c><c r="E3" t="e"><v>#N/A</v></c><c r="F3"/></row>'
    )
    data = office.xlsx({"Labs": rows, "Empty": "<row/>"}, strings=["Hb &amp; Hct"], codes=["0.00", "d.m.yyyy"])
    assert texts(tmp_path, data) == ["Labs\nHb & Hct   a b\n4.10   2023-03-15   TRUE   made   #N/A"]


def test_how_a_word_is_spoken_is_left_out_and_odd_references_are_survived(tmp_path: Path) -> None:
    word = '<c t="inlineStr"><is><t>漢字</t><rPh><t>かんじ</t></rPh></is></c>'
    rows = f'<row>{word}<c t="s"><v>99</v></c><c><v>x</v></c></row>'
    assert texts(tmp_path, office.xlsx({"L": rows, "M": "<row><c><v>1</v></c></row>"})) == ["L\n漢字   x", "M\n1"]


def test_the_name_a_program_gave_the_only_sheet_is_no_heading(tmp_path: Path) -> None:
    for name, heading in (("Tabelle1", ""), ("Sheet1", ""), ("Blood 2024", "Blood 2024\n")):
        assert texts(tmp_path, office.xlsx({name: "<row><c><v>1</v></c></row>"})) == [f"{heading}1"]


def test_old_excel_shows_numbers_by_their_format_too(tmp_path: Path) -> None:
    data = compound.xls({"Labs": [["Größe Δ", 9.1, ""], ["", "", "x"]], "B": [["y"]]}, format_code="0.00")
    assert texts(tmp_path, data, Format.XLS) == ["Labs\nGröße Δ   9.10\nx", "B\ny"]
    days = compound.xls({"L": [["Day", 45000.0]]}, format_code="d/m/yyyy")
    assert texts(tmp_path, days, Format.XLS) == ["Day   2023-03-15"]


def test_open_documents_show_what_stands_in_the_cell_and_days_as_iso(tmp_path: Path) -> None:
    rows = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="date"'
        ' office:date-value="2024-03-05T00:00:00"><text:p>05.03.24</text:p></table:table-cell>'
        '<table:table-cell table:number-columns-repeated="3"/>'
        '<table:table-cell office:value-type="float" office:value="4.1"><text:p>4,10</text:p><text:p>mg</text:p>'
        "</table:table-cell></table:table-row>"
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    )
    assert texts(tmp_path, office.ods({"L": rows}), Format.ODS) == ["2024-03-05   4,10 mg\n2024-03-05   4,10 mg"]
    both = office.ods({"A": rows, "B": rows})
    assert [text.partition("\n")[0] for text in texts(tmp_path, both, Format.ODS)] == ["A", "B"]


@pytest.mark.parametrize("form", [Format.XLSX, Format.ODS])
def test_a_workbook_of_photos_hands_them_out(tmp_path: Path, form: Format) -> None:
    photo, logo = picture("JPEG", (900, 1200)), picture("PNG", (300, 90))
    path = tmp_path / "x"
    if form is Format.XLSX:
        files = {"xl/media/image1.jpeg": photo, "xl/media/image2.png": logo}
        path.write_bytes(_with(office.xlsx({"Sheet1": ""}), files))
    else:
        path.write_bytes(_with(office.ods({"Sheet1": ""}), {"Pictures/1.jpeg": photo, "Pictures/2.png": logo}))
    reading = HANDLERS[form].read(path, form)
    assert (reading.condition, reading.reason_code, reading.inside) == (Condition.KEPT, "only_files_inside", 1)
    handler = HANDLERS[form]
    assert isinstance(handler, Unpacks)
    assert [b"".join(chunks) for _, chunks in handler.members(path, form)] == [photo]


def _with(package: bytes, files: dict[str, bytes]) -> bytes:
    import io
    import zipfile

    out = io.BytesIO(package)
    with zipfile.ZipFile(out, "a") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "form", "condition", "reason"),
    [
        (fakes.xlsx_that_grows(), Format.XLSX, Condition.UNREADABLE, "too_large"),
        (fakes.xlsx_of_many_cells(), Format.XLSX, Condition.READ, "only_start_read"),
        (zip_locked({"xl/workbook.xml": b"<workbook/>"}), Format.XLSX, Condition.LOCKED, "document_locked"),
        (b"PK\3\4", Format.XLSX, Condition.UNREADABLE, "damaged"),
        (office.xlsx({"L": ""}), Format.XLSX, Condition.KEPT, "no_text"),
        (fakes.compound_whose_sectors_go_in_a_circle(), Format.XLS, Condition.UNREADABLE, "damaged"),
        (fakes.compound_that_counts_too_much(), Format.XLS, Condition.UNREADABLE, "damaged"),
        (fakes.odt_locked(), Format.ODS, Condition.LOCKED, "document_locked"),
    ],
    ids=["grows", "cells", "locked", "cut", "empty", "circle", "counts", "locked ods"],
)
def test_trouble_is_said(tmp_path: Path, data: bytes, form: Format, condition: Condition, reason: str) -> None:
    reading = read(tmp_path, data, form)
    assert (reading.condition, reading.reason_code) == (condition, reason)


def test_cells_at_the_ends_of_the_world_do_not_fill_the_world(tmp_path: Path) -> None:
    reading = read(tmp_path, fakes.xlsx_with_cells_at_the_ends_of_the_world())
    assert [page.text for page in reading.pages] == ["L\n1\n4"]
    assert reading.reason_code == "only_start_read"
    repeated = read(tmp_path, fakes.ods_that_repeats_itself(), Format.ODS)
    assert repeated.condition is Condition.READ
    assert repeated.page_count is not None
    assert repeated.page_count < 20


def test_a_locked_workbook_says_so(tmp_path: Path) -> None:
    """[MS-XLS] 2.4.117: the record FilePass after the first one."""
    data = bytearray(compound.xls({"L": [["x"]]}))
    at = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20
    data[at : at + 10] = b"\x2f\x00\x06\x00\x00\x00\x34\x12\x78\x56"
    assert read(tmp_path, bytes(data), Format.XLS).condition is Condition.LOCKED


def test_it_is_known_by_its_content(tmp_path: Path) -> None:
    registry = Registry(Path(__file__).resolve().parents[2] / "resources")
    path = tmp_path / "x"
    for form, data in (
        (Format.XLSX, office.xlsx({"L": ""})),
        (Format.XLS, compound.xls({"L": [["x"]]})),
        (Format.ODS, office.ods({"L": ""})),
    ):
        path.write_bytes(data)
        assert registry.sniff(path, "0001") is form
