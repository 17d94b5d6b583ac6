"""PDF: words in the order a person reads, boxes on the unrotated page, honest answers for bad files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pymupdf
import pytest

from recordkeeper.formats.pdf import PdfHandler
from recordkeeper.records.reading import Condition, Format, Reading, WordBox
from tests.fakes.trouble_files import (
    pdf_of,
    pdf_that_claims_a_billion_pages,
    pdf_whose_page_tree_is_a_circle,
    pdf_with_a_huge_page,
    pdf_without_pages,
)
from tests.formats.good_files import pdf, picture

LOREM = "It was a long line of running text that goes on"


def read(tmp_path: Path, data: bytes) -> Reading:
    path = tmp_path / "x.pdf"
    path.write_bytes(data)
    return PdfHandler().read(path, Format.PDF)


def text(tmp_path: Path, words: list[tuple[float, float, str]], rotation: int = 0) -> str:
    return read(tmp_path, pdf([words], rotation)).pages[0].text


def test_label_and_value_on_one_baseline_are_on_one_line(tmp_path: Path) -> None:
    labels = [(72, 100 + 20 * n, f"Label {n}:") for n in range(4)]
    values = [(250, 100 + 20 * n, f"value {n}") for n in range(4)]
    lines = [line for line in text(tmp_path, labels + values).splitlines() if line]
    assert lines == [f"Label {n}:   value {n}" for n in range(4)]


def test_columns_of_running_text_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [(50, 200 + 14 * n, f"L{n} {LOREM}") for n in range(8)]
    right = [(320, 200 + 14 * n, f"R{n} {LOREM}") for n in range(8)]
    heading = [(50, 100, "A heading over both columns of the page that is as wide as all of it together is")]
    both = [item for pair in zip(left, right, strict=True) for item in pair]
    firsts = [line.split()[0] for line in text(tmp_path, heading + both).splitlines() if line]
    assert firsts == ["A", *(f"L{n}" for n in range(8)), *(f"R{n}" for n in range(8))]


def test_a_gap_between_rows_is_an_empty_line(tmp_path: Path) -> None:
    assert text(tmp_path, [(72, 100, "one"), (72, 114, "two"), (72, 160, "three")]) == "one\ntwo\n\nthree"


def test_words_painted_in_any_order_are_read_from_the_top(tmp_path: Path) -> None:
    assert text(tmp_path, [(72, 300, "third"), (72, 100, "first"), (72, 200, "second")]).split() == [
        "first",
        "second",
        "third",
    ]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_boxes_are_those_of_the_unrotated_page(tmp_path: Path, rotation: int) -> None:
    page = read(tmp_path, pdf([[(72, 100, "Hemoglobin level"), (200, 100, "9.1")]], rotation)).pages[0]
    assert (page.width, page.height) == (595, 842)
    (first, _, second) = page.words
    assert page.text[first.start : first.end] == "Hemoglobin"
    assert first.x0 == pytest.approx(72, abs=1)
    assert 88 < first.y0 < 100 < first.y1 < 105
    assert page.text[second.start : second.end] == "9.1"
    assert second.x0 == pytest.approx(200, abs=1)


@pytest.mark.parametrize("turn", [90, 270])
def test_a_page_scanned_sideways_reads_as_its_text_runs(tmp_path: Path, turn: int) -> None:
    with pymupdf.open() as document:
        page = document.new_page(width=595, height=842)
        for n, line in enumerate(["First line of it", "Second line here", "Third one: value"]):
            x = 100 + 20 * n if turn == 90 else 400 - 20 * n
            page.insert_text((x, 400), line, rotate=turn)
        data = document.tobytes()
    assert read(tmp_path, data).pages[0].text.splitlines() == [
        "First line of it",
        "Second line here",
        "Third one: value",
    ]


def test_what_is_typed_into_a_form_and_noted_on_a_page_is_text(tmp_path: Path) -> None:
    with pymupdf.open() as document:
        page = document.new_page()
        field = pymupdf.Widget()
        field.rect, field.field_type = pymupdf.Rect(100, 60, 300, 80), pymupdf.PDF_WIDGET_TYPE_TEXT
        field.field_name, field.field_value = "name", "Typed words"
        page.add_widget(field)
        page.add_freetext_annot((100, 200, 300, 230), "Noted words")
        data = document.tobytes()
    found = read(tmp_path, data).pages[0].text
    assert "Typed words" in found
    assert "Noted words" in found


@pytest.mark.parametrize(("user", "condition"), [("open me", Condition.LOCKED), ("", Condition.READ)])
def test_only_a_password_needed_to_open_locks(tmp_path: Path, user: str, condition: Condition) -> None:
    with pymupdf.open(stream=pdf([[(72, 72, "words")]]), filetype="pdf") as document:
        data = document.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="owner", user_pw=user)
    reading = read(tmp_path, data)
    assert reading.condition is condition
    assert reading.reason_code == ("locked" if user else "")
    if user:
        with pytest.raises(ValueError, match="locked"):
            PdfHandler().render(tmp_path / "x.pdf", Format.PDF, 1, 72, ())


def test_a_page_that_is_a_picture_says_so_and_an_empty_one_does_not(tmp_path: Path) -> None:
    with pymupdf.open() as document:
        document.new_page().insert_image((50, 50, 300, 300), stream=picture("JPEG"))
        document.new_page()
        document.new_page().insert_text((72, 72, 0)[:2], "words")
        data = document.tobytes()
    assert [page.picture_only for page in read(tmp_path, data).pages] == [True, False, False]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "damaged"),
        (b"%PDF-1.7\nnothing more", "damaged"),
        (pdf_without_pages(), "no_pages"),
        (pdf_that_claims_a_billion_pages(), "damaged"),
        (pdf_whose_page_tree_is_a_circle(), "damaged"),
    ],
)
def test_a_pdf_no_page_of_which_opens_is_unreadable_with_a_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    reading = read(tmp_path, data)
    assert reading.condition is Condition.UNREADABLE
    assert reading.reason_code in (reason, "no_pages")


def test_a_pdf_whose_table_is_wrong_is_mended(tmp_path: Path) -> None:
    data = pdf([[(72, 72, "still here")]])
    at = data.rindex(b"startxref")
    assert read(tmp_path, data[:at] + b"startxref\n99999999\n%%EOF").pages[0].text == "still here"
    assert read(tmp_path, b"\r\n\r\n" + data).pages[0].text == "still here"


def test_one_damaged_page_costs_only_itself(tmp_path: Path) -> None:
    good = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>"
    data = pdf_of([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R 4 0 R 5 0 R]/Count 3>>", good,
        b"<</Type/Pages/Kids[4 0 R]/Count 1>>", good,
    ])  # fmt: skip
    reading = read(tmp_path, data)
    assert reading.condition is Condition.READ
    assert reading.page_count == 3
    assert (reading.reason_code, reading.detail) == ("some_pages_damaged", "1")


def test_a_huge_page_is_painted_small(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(pdf_with_a_huge_page())
    painted = PdfHandler().render(path, Format.PDF, 1, 300, ())
    assert 1_000_000 < painted.width * painted.height <= 16_000_000


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_marked_word_is_tinted_where_it_stands_on_the_upright_page(tmp_path: Path, rotation: int) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(pdf([[(72, 100, "here")]], rotation))
    handler = PdfHandler()
    (word,) = handler.read(path, Format.PDF).pages[0].words
    plain, marked = (handler.render(path, Format.PDF, 1, 72, marks) for marks in ((), (word.box,)))
    assert (plain.width, plain.height) == ((842, 595) if rotation % 180 else (595, 842))
    before, after = (
        np.frombuffer(each.pixels, np.uint8).reshape(each.height, each.width, 3) for each in (plain, marked)
    )
    rows, columns = np.nonzero((before != after).any(axis=2))
    middle_x, middle_y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
    expected = {0: (middle_x, middle_y), 90: (842 - middle_y, middle_x), 180: (595 - middle_x, 842 - middle_y),
                270: (middle_y, 595 - middle_x)}[rotation]  # fmt: skip
    assert (columns.mean(), rows.mean()) == pytest.approx(expected, abs=2)
    assert (after <= before).all(), "print under the tint is not washed out"


def test_there_is_no_page_before_the_first_and_after_the_last(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(pdf([[(72, 100, "only")]]))
    for page in (0, 2, -1):
        with pytest.raises(IndexError):
            PdfHandler().render(path, Format.PDF, page, 72, ())


def test_letters_without_names_are_shown_as_unknown_and_offsets_stay_true(tmp_path: Path) -> None:
    from recordkeeper.formats.reading_order import in_reading_order

    found, boxes = in_reading_order(
        [(10, 10, 30, 20, "a\x03b", 0, 0, 0), (35, 10, 60, 20, "end", 0, 0, 1)], 0, 100, 100
    )
    assert found == "a\ufffdb end"
    assert list(boxes) == [WordBox(0, 3, 10, 10, 30, 20), WordBox(4, 7, 35, 10, 60, 20)]


def test_a_glance_agrees_with_a_reading(tmp_path: Path) -> None:
    handler = PdfHandler()
    good = tmp_path / "good.pdf"
    document = pymupdf.open()
    for _ in range(3):
        document.new_page()
    document.save(good)
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7\nnothing more")
    for path in (good, bad):
        glance, reading = handler.glance(path, Format.PDF), handler.read(path, Format.PDF)
        assert (glance.condition, glance.page_count) == (reading.condition, reading.page_count)
    assert handler.glance(good, Format.PDF).page_count == 3
