"""A library with records to read: many pages, turned pages, a damaged page, a locked file, text, a photo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from recordkeeper.app import App
from recordkeeper.catalogue import documents
from recordkeeper.records.document import Record
from recordkeeper.records.query import Listing
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.reader.view import ReaderView
from tests.making import documents as making
from tests.making.libraries import a_library, bring_in
from tests.ui.conftest import desk_of

MANY = 12
PATIENCE = 15_000  # ms
_GOOD = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>"


def many_pages(word: str = "report", pages: int = MANY) -> list[str]:
    """Texts of pages that can be told apart; a tumour is named on pages 3 and 7, twice on 7."""
    texts = [f"The {word} goes on\nand this is sheet number {number}." for number in range(1, pages + 1)]
    texts[2] += "\n" * 30 + "A small tumour was seen."
    texts[6] += "\nThe tumour is gone.\nNo other tumour."
    return texts


def damaged_in_the_middle() -> bytes:
    """A PDF whose second page is no page (test_pdf.py knows what readers make of it)."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R 4 0 R 5 0 R]/Count 3>>",
        _GOOD,
        b"<</Type/Pages/Kids[4 0 R]/Count 1>>",
        _GOOD,
    ]
    body = b"".join(b"%d 0 obj%sendobj\n" % (number, made) for number, made in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R/Size 6>>\n%%EOF"


def fill(heap: Path) -> Path:
    """Write the files of the library."""
    heap.mkdir()
    making.pdf_with_text(heap / "many.pdf", many_pages())
    making.pdf_with_text(heap / "other.pdf", many_pages("letter", 9))
    making.pdf_with_text(heap / "turned.pdf", ["Standing upright after a quarter turn."], rotation=90)
    (heap / "damaged.pdf").write_bytes(damaged_in_the_middle())
    making.encrypted_pdf(heap / "locked.pdf", ["Nobody sees this."], password="sesame")
    making.jpeg(heap / "photo.jpg", size=(1200, 1600))
    (heap / "note.txt").write_text("Call the ward\nabout the second opinion.\n")
    return heap


@pytest.fixture(scope="module")
def reading_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    place = tmp_path_factory.mktemp("reading")
    with a_library(place / "library") as app:
        bring_in(app, fill(place / "heap"))
        yield app


@pytest.fixture
def reading_desk(reading_app: App, qtbot: QtBot) -> Desk:
    """The library on a desk of its own."""
    return desk_of(reading_app)


@pytest.fixture
def record(reading_app: App) -> Callable[[str], Record]:
    """The record of the file so named."""
    db = reading_app.library.catalogue.reader()
    by_name = {record.files[0].name: record for record in documents.find(db, Listing())}
    return lambda name: replace(by_name[name], title=by_name[name].title or name)


@pytest.fixture
def open_reader(qtbot: QtBot, reading_desk: Desk) -> Iterator[Callable[..., ReaderView]]:
    """Makes readers, shown in a window of 640 × 800, and closes them."""
    made: list[ReaderView] = []

    def make(desk: Desk | None = None, **more: int) -> ReaderView:
        view = ReaderView(desk or reading_desk, **more)
        qtbot.addWidget(view)
        view.resize(640, 800)
        view.show()
        qtbot.waitExposed(view)
        made.append(view)
        return view

    yield make
    for view in made:
        view.supply.close()


@pytest.fixture
def view(open_reader: Callable[..., ReaderView]) -> ReaderView:
    return open_reader()
