"""What was typed into a form is found, painted or not; forms nobody but Adobe can show say so."""

from __future__ import annotations

from pathlib import Path

import pymupdf

from recordkeeper.formats.pdf import PdfHandler
from recordkeeper.records.reading import Condition, Format, Reading
from tests.fakes.trouble_files import pdf_of

PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def read(path: Path) -> Reading:
    return PdfHandler().read(path, Format.PDF)


def form(path: Path, values: dict[str, str], *, painted: bool = True, display: int = 0) -> Path:
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_text((72, 72), "Form of a clinic")
        for row, (name, value) in enumerate(values.items()):
            field = pymupdf.Widget()
            field.field_type, field.field_name, field.field_value = pymupdf.PDF_WIDGET_TYPE_TEXT, name, value
            field.rect, field.field_display = pymupdf.Rect(72, 100 + 30 * row, 300, 120 + 30 * row), display
            page.add_widget(field)
        if not painted:
            for xref in range(1, document.xref_length()):
                if document.xref_get_key(xref, "Subtype")[1] == "/Widget":
                    document.xref_set_key(xref, "AP", "null")
        document.save(path)
    return path


def test_values_are_in_the_text_once_with_or_without_a_painted_form(tmp_path: Path) -> None:
    for painted in (True, False):
        text = read(form(tmp_path / f"{painted}.pdf", {"name": "Anna Sample"}, painted=painted)).pages[0].text
        assert text.split() == ["Form", "of", "a", "clinic", "Anna", "Sample"]


def test_a_value_the_fields_font_cannot_paint_is_in_the_text_all_the_same(tmp_path: Path) -> None:
    path = form(tmp_path / "a.pdf", {"name": "plain"})
    with pymupdf.open(path) as document:
        for xref in range(1, document.xref_length()):
            if document.xref_get_key(xref, "V")[1] == "plain":
                document.xref_set_key(xref, "V", "<FEFF691C67FB>")  # 検査; what is painted stays
        document.save(tmp_path / "b.pdf")
    assert "検査" in read(tmp_path / "b.pdf").pages[0].text


def test_hidden_fields_are_not_words_on_the_page(tmp_path: Path) -> None:
    text = read(form(tmp_path / "a.pdf", {"token": "A1B2C3"}, display=1)).pages[0].text
    assert "A1B2C3" not in text


def test_a_form_only_adobe_can_show_says_so_and_its_data_can_be_searched(tmp_path: Path) -> None:
    data = b"<xfa:datasets xmlns:xfa='x'><xfa:data><form><name>Anna Sample</name></form></xfa:data></xfa:datasets>"
    stream = b"<</Length %d>>stream\n%b\nendstream" % (len(data), data)
    catalogue = b"<</Type/Catalog/Pages 2 0 R/NeedsRendering true/AcroForm<</Fields[]/XFA[(datasets) 4 0 R]>>>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>"
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_of([catalogue, PAGES, page, stream]))
    reading = read(path)
    assert (reading.condition, reading.reason_code) == (Condition.READ, "form_not_shown")
    assert "Anna Sample" in reading.pages[0].text


def test_a_form_that_is_shown_both_ways_is_read_as_it_is_painted(tmp_path: Path) -> None:
    catalogue = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[]/XFA[(datasets) 4 0 R]>>>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>"
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_of([catalogue, PAGES, page, b"<</Length 1>>stream\nx\nendstream"]))
    assert read(path).reason_code == ""
