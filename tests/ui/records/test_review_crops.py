"""To review by keyboard alone: each fact with the piece of its page, Enter accepts and goes to the next.

On scans read by OCR, on parts of a file (the piece is of the right page of the whole), and on health data.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from recordkeeper.catalogue import documents
from recordkeeper.intake.belong import belong
from recordkeeper.library import acts
from recordkeeper.records.document import Record
from recordkeeper.records.kinds import Status
from recordkeeper.records.query import Listing
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.records.field_view import Crop
from recordkeeper.ui.records.page import RecordsPage
from recordkeeper.ui.records.review import ReviewPage
from recordkeeper.ui.shell.window import MainWindow
from recordkeeper.work.progress import CancelToken, Progress
from tests.making.documents import image_only_pdf
from tests.making.health import cda, section
from tests.making.libraries import a_library, bring_in
from tests.ui.conftest import desk_of

REPORT = """ST. MARY'S HOSPITAL
Department of Pathology

Patient: Anna Sample
Date of birth: 03/05/1964

SURGICAL PATHOLOGY REPORT
Accession: S24-1234
Date collected: 04/12/2024

FINAL DIAGNOSIS:
Left breast, core biopsy: invasive ductal carcinoma, grade 2.

Pathologist: Jane Roe, MD
"""
# What each page of the whole is printed on, so that a piece of it tells which one it is from.
PAPERS = ("#ffffff", "#d0ffd0", "#ffd0d0")
PAGES = (
    "DISCHARGE SUMMARY\nPatient: Anna Sample\nDate of birth: 03/05/1964\n"
    "Date of discharge: 04/17/2024\nAll went well.",
    "and the stay went on quietly, with much the same words about it as before",
    "Date of surgery: 04/12/2024\nPreoperative diagnosis: cyst\nPostoperative diagnosis: cyst\n"
    "Surgeon: Dr. Ann Test\nProcedure performed: excision of a cyst\nAnesthesia: general\n"
    "Estimated blood loss: none",
)


@pytest.fixture
def own(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    """Two scans, a file of three papers in three colours, and a document of health data."""
    del qapp
    heap = tmp_path / "heap"
    heap.mkdir()
    image_only_pdf(heap / "scan.pdf", [REPORT], dpi=150)
    coloured(heap / "all.pdf")
    (heap / "data.xml").write_bytes(cda(section("Results", "Hemoglobin 13.2"), visit="<low value='20240301'/>"))
    with a_library(tmp_path / "library") as app:
        bring_in(app, heap)
        made = desk_of(app)
        yield made
        made.errands.close()


def coloured(path: Path) -> None:
    whole = pymupdf.open()
    for colour, text in zip(PAPERS, PAGES, strict=True):
        page = whole.new_page()
        page.draw_rect(page.rect, fill=QColor(colour).getRgbF()[:3], color=None)
        page.insert_text((72, 72), text.split("\n"), fontsize=11)
    whole.save(str(path))


def named(desk: Desk, name: str) -> list[Record]:
    found = documents.find(desk.library.catalogue.reader(), Listing())
    return [record for record in found if record.files[0].name == name]


@pytest.fixture
def window(own: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(own, own.library.patient, "#0F766E")
    qtbot.addWidget(made)
    made.resize(1280, 820)
    made.show()
    yield made
    made.stop_for_closing()


def opened(window: MainWindow, record: str, qtbot: QtBot) -> RecordsPage:
    page = window.open_page("records")
    assert isinstance(page, RecordsPage)
    page.show_record(record)
    qtbot.waitUntil(lambda: page.details.shown is not None and page.details.shown.record.id == record)
    return page


def crops_of(page: RecordsPage) -> dict[str, Crop]:
    views = {**page.details.fields, "whose": page.details.whose}
    return {field: view.crop for field, view in views.items() if not view.crop.isHidden()}


def paper(crop: Crop) -> str:
    """The colour of the paper a piece of a page shows, at its corner."""
    return crop._picture.toImage().pixelColor(2, 2).name()


def test_a_scan_shows_the_piece_of_the_page_for_each_fact(window: MainWindow, own: Desk, qtbot: QtBot) -> None:
    (scan,) = named(own, "scan.pdf")
    page = opened(window, scan.id, qtbot)
    wanted = {"kind", "title", "service_date", "facility", "author", "accession", "whose"}
    qtbot.waitUntil(lambda: set(crops_of(page)) == wanted, timeout=20_000)
    assert "04/12/2024" in page.details.fields["service_date"].crop.accessibleName()
    row = page.details.facts.rows[0]
    row.open_button.click()
    qtbot.waitUntil(row.crop.isVisible, timeout=20_000)


def test_a_part_shows_the_piece_of_its_own_page_of_the_whole(window: MainWindow, own: Desk, qtbot: QtBot) -> None:
    (whole,) = named(own, "all.pdf")
    parts = own.act(acts.split, whole.id, (3,)).result()
    belong(own.library, own.lanes, progress=Progress(), cancel=CancelToken())
    for part, colour in zip(parts, (PAPERS[0], PAPERS[2]), strict=True):
        page = opened(window, part, qtbot)
        qtbot.waitUntil(lambda page=page: "service_date" in crops_of(page), timeout=20_000)  # type: ignore[misc]
        assert {paper(crop) for crop in crops_of(page).values()} == {colour}
        page.details.fields["service_date"].crop.click()
        assert page.reader.paper.outlines  # it is framed on the page beside
    assert page.details.fields["service_date"]._reason.text().endswith("surgery: 04/12/2024”.")


def test_health_data_shows_the_words_as_its_page_prints_them(window: MainWindow, own: Desk, qtbot: QtBot) -> None:
    (data,) = named(own, "data.xml")
    page = opened(window, data.id, qtbot)
    qtbot.waitUntil(lambda: {"title", "service_date", "author"} <= set(crops_of(page)), timeout=20_000)
    assert "“2024-03-0" in page.details.fields["service_date"]._reason.text()  # and not 20240301


def test_a_heap_is_reviewed_with_one_key(window: MainWindow, own: Desk, qtbot: QtBot) -> None:
    """Enter accepts what is shown and goes on; at the end nothing is left to look at."""
    (whole,) = named(own, "all.pdf")
    own.act(acts.split, whole.id, (2, 3)).result()  # each waits to be looked at
    page = window.open_page("review")
    assert isinstance(page, ReviewPage)
    waiting = documents.count_by_status(own.library.catalogue.reader())[Status.TO_REVIEW]
    assert waiting >= 3
    for _ in range(waiting):
        qtbot.waitUntil(lambda: page.list.current != "")
        current = page.list.current
        qtbot.waitUntil(  # nothing is accepted that is not shown
            lambda current=current: page.ready() is not None and page.list.current == current  # type: ignore[misc]
        )
        qtbot.keyClick(page.list, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda current=current: not page.list.lists(current))  # type: ignore[misc]
        assert documents.get(own.library.catalogue.reader(), current).status is Status.CONFIRMED
    qtbot.waitUntil(page.empty.isVisible)
