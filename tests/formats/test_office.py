"""RTF and DOCX as text."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.formats.office import DocxHandler, RtfHandler, rtf_text
from recordkeeper.records.reading import Condition, Format, Reading
from tests.fakes.trouble_files import docx_that_grows, rtf_nested_deeply, rtf_with_raw_bytes, zip_of
from tests.formats.good_files import docx


def p(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def read(tmp_path: Path, data: bytes) -> Reading:
    path = tmp_path / "x.docx"
    path.write_bytes(data)
    return DocxHandler().read(path, Format.DOCX)


def words(tmp_path: Path, data: bytes) -> str:
    return "\n".join(page.text for page in read(tmp_path, data).pages)


def test_letterhead_body_notes_and_foot_come_in_that_order(tmp_path: Path) -> None:
    data = docx(p("body"), footer1=p("foot"), header1=p("head"), header2=p("head"), footnotes=p("note"))
    assert words(tmp_path, data).split() == ["head", "body", "note", "foot"]


def test_cells_of_a_row_are_on_one_line(tmp_path: Path) -> None:
    rows = "".join(f"<w:tr><w:tc>{p('Test')}</w:tc><w:tc>{p(str(n))}{p('mg')}</w:tc></w:tr>" for n in (1, 2))
    assert words(tmp_path, docx(p("before") + f"<w:tbl>{rows}</w:tbl>" + p("after"))).splitlines() == [
        "before", "Test   1", "mg", "Test   2", "mg", "after",
    ]  # fmt: skip


def test_deleted_words_and_field_codes_are_left_out_and_runs_are_joined(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>adeno</w:t></w:r><w:r><w:t xml:space='preserve'>carcinoma </w:t></w:r>"
        "<w:del><w:r><w:delText>not</w:delText></w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>of</w:t><w:tab/><w:t>lung</w:t></w:r></w:p>"
    )
    assert words(tmp_path, docx(body)) == "adenocarcinoma of   lung"


def test_a_document_of_pictures_only_is_kept_and_says_so(tmp_path: Path) -> None:
    data = zip_of({"[Content_Types].xml": b"", "word/document.xml": b"<w/>", "word/media/image1.jpeg": b"x"})
    reading = read(tmp_path, data)
    assert (reading.condition, reading.reason_code) == (Condition.KEPT, "only_pictures_inside")


@pytest.mark.parametrize(
    ("data", "reason"), [(docx_that_grows(), "too_large"), (b"PK\x03\x04[Content_Types].xml", "damaged")]
)
def test_a_bomb_or_a_wreck_is_unreadable_with_a_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    reading = read(tmp_path, data)
    assert (reading.condition, reading.reason_code) == (Condition.UNREADABLE, reason)


def test_rich_text_keeps_letters_of_its_code_page_and_cells_apart() -> None:
    assert rtf_text(b"{\\rtf1\\ansi\\ansicpg1252 Gr\\'f6\\'dfe\\par \\u8364?5}").split() == ["Größe", "€5"]
    assert rtf_text(b"{\\rtf1\\ansi\\ansicpg1251 \\'d0\\'e0\\'ea}").strip() == "Рак"
    assert rtf_text(b"{\\rtf1\\trowd\\cellx100\\cellx200 Hb\\cell 9.1\\cell\\row}").split() == ["Hb", "9.1"]


def test_raw_bytes_in_rich_text_do_not_break_its_braces() -> None:
    assert rtf_text(rtf_with_raw_bytes()).split() == ["before", "after"]


def test_deep_groups_and_unknown_code_pages_are_survived(tmp_path: Path) -> None:
    assert "bottom" in rtf_text(rtf_nested_deeply())
    assert "words" in rtf_text(b"{\\rtf1\\ansicpg99999 words}")
    path = tmp_path / "x.rtf"
    path.write_bytes(b"{\\rtf1}")
    reading = RtfHandler().read(path, Format.RTF)
    assert (reading.condition, reading.reason_code) == (Condition.KEPT, "no_text")
