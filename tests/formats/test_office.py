"""RTF, DOCX and PPTX as text, and the documents inside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.formats.office import DocxHandler, PptxHandler, RtfHandler, rtf_text
from recordkeeper.records.reading import Condition, Format, Reading
from tests.fakes.trouble_files import docx_that_grows, rtf_nested_deeply, rtf_with_raw_bytes, zip_of
from tests.fakes.trouble_office import docx_that_points_outside
from tests.formats.good_files import docx, picture
from tests.making import office
from tests.making.compound import compound


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


def test_boxes_are_read_once_and_comments_stand_after_the_text_with_their_writer(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('in a box')}</w:txbxContent>"
    both = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    drawn = f'<mc:AlternateContent xmlns:mc="m">{both}</mc:AlternateContent>'
    comment = f'<w:comment w:author="Dr. Standin">{p("please check")}</w:comment>'
    data = docx(f"<w:p><w:r>{drawn}</w:r></w:p>" + p("body"), comments=comment, footer1=p("foot"))
    lines = [line for line in words(tmp_path, data).splitlines() if line]
    assert lines == ["in a box", "body", "[Dr. Standin: please check]", "foot"]


def with_files(body: str, relations: bytes, files: dict[str, bytes]) -> bytes:
    """A Word document around `body`, with further files in it."""
    word = f'<w:document xmlns:w="w" xmlns:a="a" xmlns:r="r"><w:body>{body}</w:body></w:document>'
    return zip_of(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": word.encode(),
            "word/_rels/document.xml.rels": relations,
            **files,
        }
    )


PHOTO, PAGE, LOGO = picture("JPEG", (1200, 900)), picture("PNG", (900, 1200)), picture("PNG", (500, 120))
PICTURES = {"word/media/b.jpeg": PHOTO, "word/media/a.png": PAGE, "word/media/logo.png": LOGO}
SHOWN = "".join(f'<w:p><w:r><a:blip r:embed="{key}"/></w:r></w:p>' for key in ("p1", "p2", "p3", "gone"))
RELATIONS = office.relations(
    p2=("image", "media/a.png"), p1=("image", "media/b.jpeg"), p3=("image", "media/logo.png")
)


def inside(tmp_path: Path) -> list[tuple[str, bytes]]:
    path = tmp_path / "x.docx"
    return [(member.name, b"".join(chunks)) for member, chunks in DocxHandler().members(path, Format.DOCX)]


def test_a_document_of_photos_hands_them_out_in_the_order_of_its_pages(tmp_path: Path) -> None:
    reading = read(tmp_path, with_files(SHOWN, RELATIONS, PICTURES))
    assert (reading.condition, reading.reason_code, reading.inside) == (Condition.KEPT, "only_files_inside", 2)
    assert inside(tmp_path) == [("b.jpeg", PHOTO), ("a.png", PAGE)]


def test_a_word_of_greeting_makes_no_difference_a_letter_does(tmp_path: Path) -> None:
    reading = read(tmp_path, with_files(p("The report of 3 May, all pages.") + SHOWN, RELATIONS, PICTURES))
    assert (reading.condition, reading.inside) == (Condition.READ, 2)
    letter = read(tmp_path, with_files(p("word " * 60) + SHOWN, RELATIONS, PICTURES))
    assert (letter.condition, letter.inside) == (Condition.READ, 0)
    assert inside(tmp_path) == []


def test_files_put_into_a_letter_come_out_but_not_the_figures_of_its_charts(tmp_path: Path) -> None:
    pdf = b"%PDF-1.4 words"
    relations = office.relations(
        a=("oleObject", "embeddings/oleObject1.bin"),
        b=("package", "embeddings/t.xlsx"),
        c=("chart", "charts/c.xml"),
    )
    files = {
        "word/embeddings/oleObject1.bin": compound({"CONTENTS": pdf}),
        "word/embeddings/t.xlsx": b"PK\3\4",
        "word/embeddings/chart.xlsx": b"PK\3\4 figures",
    }
    reading = read(tmp_path, with_files(p("word " * 60), relations, files))
    assert (reading.condition, reading.inside) == (Condition.READ, 2)
    assert inside(tmp_path) == [("oleObject1.pdf", pdf), ("t.xlsx", b"PK\3\4")]


def test_relations_that_point_outside_lead_nowhere(tmp_path: Path) -> None:
    reading = read(tmp_path, docx_that_points_outside())
    assert (reading.condition, reading.inside) == (Condition.READ, 0)


def test_a_document_of_drawings_only_is_kept_and_says_so(tmp_path: Path) -> None:
    relations = office.relations(p1=("image", "media/image1.emf"))
    data = with_files(SHOWN, relations, {"word/media/image1.emf": b"\1\0\0\0x"})
    reading = read(tmp_path, data)
    assert (reading.condition, reading.reason_code) == (Condition.KEPT, "only_pictures_inside")


def test_each_slide_is_a_page_in_the_order_it_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "x.pptx"
    path.write_bytes(office.pptx(["first", "second"]))
    reading = PptxHandler().read(path, Format.PPTX)
    assert [page.text for page in reading.pages] == ["first", "second"]
    path.write_bytes(office.pptx([]))
    assert PptxHandler().read(path, Format.PPTX).reason_code == "no_text"
    path.write_bytes(zip_of({"ppt/presentation.xml": b""}))
    assert PptxHandler().read(path, Format.PPTX).reason_code == "damaged"


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
