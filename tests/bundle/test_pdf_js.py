"""The packet in pdf.js as in MuPDF: the same words, links, bookmarks and labels, and pages that look the same."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from tests.making.pdf_js import BLOCK, Page, Seen, look

_APART, _FEW = 60, 0.02  # steps of grey between two blocks; the share of blocks that fonts may smooth so far apart


@pytest.fixture(scope="module")
def packet(bundle: Path) -> Path:
    return bundle / "Packet.pdf"


@pytest.fixture(scope="module")
def seen(packet: Path, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    return look(packet, tmp_path_factory.mktemp("pdfjs"))


def test_pages_bookmarks_labels_and_links_are_those_mupdf_finds(packet: Path, seen: Seen) -> None:
    assert not seen.problem
    with pymupdf.open(packet) as document:
        assert len(seen.pages) == len(document) > 3
        assert seen.title == document.metadata["title"]
        assert list(seen.labels) == [page.get_label() for page in document]
        assert [list(each) for each in seen.bookmarks] == document.get_toc()
        for page, shown in zip(document, seen.pages, strict=True):
            goals = [link["page"] + 1 for link in page.get_links() if link["kind"] == pymupdf.LINK_GOTO]
            assert sorted(shown.links) == sorted(goals)
    assert sum(len(page.links) for page in seen.pages) == 3, "a line of contents for each document"


def test_every_page_is_headed_and_says_the_same_words(packet: Path, seen: Seen) -> None:
    with pymupdf.open(packet) as document:
        for number, (page, shown) in enumerate(zip(document, seen.pages, strict=True), start=1):
            assert "Anna Sample" in shown.text
            assert f"page {number} of {len(document)}" in shown.text
            assert bare(page.get_text()) == bare(shown.text)


def test_every_page_looks_as_mupdf_paints_it(packet: Path, seen: Seen) -> None:
    with pymupdf.open(packet) as document:
        for page, shown in zip(document, seen.pages, strict=True):
            assert differing(page, shown) < _FEW, f"page {page.number + 1}"


def test_a_page_that_differs_is_told_from_one_that_does_not(packet: Path, seen: Seen) -> None:
    with pymupdf.open(packet) as document:
        assert differing(document[1], seen.pages[0]) > _FEW


def test_the_start_sheet_looks_and_reads_the_same_too(bundle: Path, tmp_path: Path) -> None:
    start = bundle / "START-HERE.pdf"
    with pymupdf.open(start) as document:
        for page, shown in zip(document, look(start, tmp_path).pages, strict=True):
            assert bare(page.get_text()) == bare(shown.text)
            assert differing(page, shown) < _FEW, f"page {page.number + 1}"


def test_what_is_no_pdf_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"no pdf at all")
    assert "InvalidPDFException" in look(tmp_path / "bad.pdf", tmp_path).problem


def bare(text: str) -> list[str]:
    """Its letters and digits in no order: readers differ in where a line begins."""
    return sorted(sign for sign in text if sign.isalnum())


def differing(page: pymupdf.Page, shown: Page) -> float:
    """The share of blocks with anything on them that are not as bright in one reader as in the other."""
    pixmap = page.get_pixmap(colorspace=pymupdf.csGRAY, alpha=False)
    samples, width, height = pixmap.samples, pixmap.width, pixmap.height
    apart = written = 0
    for at, bright in enumerate(shown.bright):
        top, left = (at // shown.across) * BLOCK, (at % shown.across) * BLOCK
        rows = range(top, min(top + BLOCK, height))
        columns = slice(left, min(left + BLOCK, width))
        block = b"".join(samples[row * pixmap.stride : (row + 1) * pixmap.stride][columns] for row in rows)
        ours = sum(block) / len(block) if block else 255
        written += min(ours, bright) < 250
        apart += abs(ours - bright) > _APART
    return apart / max(1, written)
