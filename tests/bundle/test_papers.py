"""The papers of a bundle say where things are, and what they say is so."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest

from recordkeeper.app import App, workers
from recordkeeper.bundle.titles import title_of
from recordkeeper.catalogue import documents
from recordkeeper.records.document import Record
from recordkeeper.records.kinds import Kind
from tests.bundle.shelf import export, manifest_of, named, settle, split
from tests.making import documents as papers
from tests.making.libraries import a_library, bring_in

ROOT = Path(__file__).resolve().parent.parent.parent
TITLES = ("Alpha report", "Beta report", "Gamma report", "Delta report")


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """Four documents of one, two, three and four pages, each page with words of its own."""
    place = tmp_path_factory.mktemp("four")
    for number, title in enumerate(TITLES, 1):
        pages = [f"Anna Sample   Born 03/05/1964\n{title} sheet {page}" for page in range(1, number + 1)]
        papers.pdf_with_text(place / "heap" / f"{number}.pdf", pages)
    with a_library(place / "library") as app:
        bring_in(app, place / "heap")
        for number, title in enumerate(TITLES, 1):
            kind = "pathology_report" if number % 2 else "letter"
            settle(app, f"{number}.pdf", kind=kind, title=title, service_date=f"2024-0{number}-01")
        yield app


def page_said_for(title: str, start: pymupdf.Document) -> int:
    """The first number to the right of a title on the start sheet."""
    for page in start:
        for found in page.search_for(title):
            words = sorted(page.get_text("words"))
            line = [w[4] for w in words if w[0] > found.x1 and abs(w[1] + w[3] - found.y0 - found.y1) < 6]
            return int(next(word for word in line if word.isdecimal()))
    raise AssertionError(f"{title} is not on the start sheet")


def test_page_numbers_on_the_start_sheet_are_those_of_the_packet(four: App, tmp_path: Path) -> None:
    export(four, tmp_path / "bundle")
    with pymupdf.open(tmp_path / "bundle" / "Packet.pdf") as packet:
        pages = [page.get_text() for page in packet]
    with pymupdf.open(tmp_path / "bundle" / "START-HERE.pdf") as start:
        for title in TITLES:
            assert f"{title} sheet 1" in pages[page_said_for(title, start) - 1]


def test_places_in_the_manifest_are_those_in_the_packet(four: App, tmp_path: Path) -> None:
    made = export(four, tmp_path / "bundle")
    with pymupdf.open(tmp_path / "bundle" / "Packet.pdf") as packet:
        pages = [page.get_text() for page in packet]
    assert len(pages) == made.entry.counts["pages"]
    for record in manifest_of(tmp_path / "bundle")["records"]:
        count = TITLES.index(record["title"]) + 1
        assert record["last_page"] - record["first_page"] + 1 == count
        for page in range(1, count + 1):
            assert f"{record['title']} sheet {page}" in pages[record["first_page"] + page - 2]


def test_each_copied_page_is_marked_and_numbered(four: App, tmp_path: Path) -> None:
    export(four, tmp_path / "bundle")
    with pymupdf.open(tmp_path / "bundle" / "Packet.pdf") as packet:
        for number, page in enumerate(packet, 1):
            text = page.get_text()
            if "sheet" in text:
                assert "Copy supplied by the patient" in text
                assert f"page {number} of {packet.page_count}" in text


def test_bookmarks_lead_to_the_documents(four: App, tmp_path: Path) -> None:
    export(four, tmp_path / "bundle")
    with pymupdf.open(tmp_path / "bundle" / "Packet.pdf") as packet:
        marks = {title: page for _, title, page in packet.get_toc()}
        for title in TITLES:
            (page,) = (page for mark, page in marks.items() if title in mark)
            assert f"{title} sheet 1" in packet[page - 1].get_text()


def test_the_start_sheet_names_patient_recipient_question_and_what_was_left_out(bundle: Path) -> None:
    with pymupdf.open(bundle / "START-HERE.pdf") as start:
        first, rest = start[0].get_text(), "\n".join(page.get_text() for page in start)
    for words in ("Anna Sample", "Dr. Second", "What next?"):
        assert words in first
    assert "Zoe" not in rest


def test_in_spanish_the_papers_speak_spanish(four: App, tmp_path: Path) -> None:
    export(four, tmp_path / "bundle", "letter", language="es")
    with pymupdf.open(tmp_path / "bundle" / "START-HERE.pdf") as start:
        assert "Start here" not in start[0].get_text()
    assert not (tmp_path / "bundle" / "ORIGINALS" / "09 Letters").exists()


def test_a_document_that_ends_the_reader_costs_only_itself(four: App, tmp_path: Path) -> None:
    """The third original becomes, for the packet's worker, one that kills it."""
    deadly = named(four, "3.pdf").files[0].fingerprint.sha256
    door = tmp_path / "door.py"
    door.write_text(_DOOR.format(deadly=deadly, root=str(ROOT)))
    makers = workers(may_write=True, slots=1)
    makers._command = [makers._command[0], str(door)]
    try:
        made = export(dataclasses.replace(four, makers=makers), tmp_path / "bundle")
    finally:
        makers.close()
    problems = {problem.record: problem for problem in made.problems}
    assert set(problems) == {named(four, "3.pdf").id}
    assert problems[named(four, "3.pdf").id].code == "not_in_packet"
    with pymupdf.open(tmp_path / "bundle" / "Packet.pdf") as packet:
        text = "".join(page.get_text() for page in packet)
    assert "Gamma report sheet" not in text
    for title in ("Alpha", "Beta", "Delta"):
        assert f"{title} report sheet 1" in text
    assert not list((tmp_path / "bundle").glob("Packet.item*"))


_DOOR = """
import os, signal, sys
sys.path.insert(0, {root!r})
from recordkeeper.paper import shown
whole = shown.ShownPdf.__init__
def deadly(self, path, *more):
    if {deadly!r} in str(path):
        os.kill(os.getpid(), signal.SIGKILL)
    whole(self, path, *more)
shown.ShownPdf.__init__ = deadly
sys.argv = ["recordkeeper", "--worker", "--may-write"]
from recordkeeper.__main__ import main
sys.exit(main())
"""


@pytest.mark.parametrize(
    ("name", "kind", "title", "wanted"),
    [
        ("biopsy.pdf", None, "", "Biopsy of the breast"),
        ("IMG_0007.jpg", Kind.PHOTO, "", "IMG_0007"),
        ("values.xyz", None, "", "values"),
    ],
)
def test_a_title_says_enough_to_find_the_file_again(
    shelf: App, name: str, kind: Kind | None, title: str, wanted: str
) -> None:
    assert wanted.casefold() in title_of(named(shelf, name), shelf.words()).casefold()


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """A scan of two pages that was read by OCR."""
    place = tmp_path_factory.mktemp("scanned")
    pages = [f"Anna Sample   Born 03/05/1964\nCardiology visit sheet {number}" for number in ("alpha", "omega")]
    papers.image_only_pdf(place / "heap" / "scan.pdf", pages, dpi=200)
    with a_library(place / "library") as app:
        bring_in(app, place / "heap")
        if not any(page.from_ocr for page in documents.pages(app.library.catalogue.reader(), only(app).id)):
            pytest.skip("OCR is not installed")
        settle(app, "scan.pdf", kind="progress_note", title="Visit", service_date="2024-05-01")
        yield app


def only(app: App) -> Record:
    return named(app, "scan.pdf")


def test_words_of_a_scan_can_be_searched_in_the_packet_where_they_are_seen(scanned: App, tmp_path: Path) -> None:
    export(scanned, tmp_path / "bundle")
    with pymupdf.open(tmp_path / "bundle" / "Packet.pdf") as packet:
        for number, word in ((1, "alpha"), (2, "omega")):
            page = packet[number]
            (found,) = page.search_for(word)
            dark = page.get_pixmap(clip=found, colorspace=pymupdf.csGRAY)
            assert min(dark.samples) < 120, "the word's ink is there"


def test_chosen_pages_of_a_scan_keep_its_words(scanned: App, tmp_path: Path) -> None:
    spans = split(scanned, "scan.pdf", [("First", 1, 1), ("Second", 2, 2)])
    export(scanned, tmp_path / "bundle", spans["Second"])
    (extract,) = (tmp_path / "bundle" / "ORIGINALS").rglob("*.pdf")
    with pymupdf.open(extract) as document:
        assert "omega" in document[0].get_text()
        assert len(document) == 1
