"""To review: a doubtful number and the records share the room there is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from recordkeeper.app import App
from recordkeeper.ui.records.review import ReviewPage
from tests.making.documents import pdf_with_text
from tests.making.libraries import bring_in
from tests.ui.conftest import desk_of, sample_app

# The mark says high, the range says it is not.
DOUBTFUL = """Northfield Laboratory
Collected: 06/21/2024

Test            Result   Flag  Units    Reference
Sodium          140             mmol/L   135-145
CEA             1.1      H      ng/mL    0.0-5.0
"""


@pytest.fixture(scope="module")
def in_doubt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The made-up records, and a paper with a number in doubt."""
    place = tmp_path_factory.mktemp("in-doubt")
    pdf_with_text(place / "doubt.pdf", [DOUBTFUL])
    with sample_app(place) as app:
        bring_in(app, place / "doubt.pdf")
        yield app


@pytest.mark.parametrize(("text_size", "height"), [(100, 820), (100, 640), (200, 652)])
def test_a_doubtful_number_in_to_review_can_be_seen(in_doubt, qtbot: QtBot, text_size: int, height: int) -> None:
    """Whole, or a good part of it that rolls; never a line's breadth."""
    page = ReviewPage(desk_of(in_doubt, text_size=text_size))
    qtbot.addWidget(page)
    page.resize(1100, height)
    page.show()
    page.opened()
    qtbot.waitUntil(page.results.isVisible)
    qtbot.waitUntil(lambda: page.results.one.crop.isVisibleTo(page.results))
    enough = min(0.35 * height, page.results.sizeHint().height())
    qtbot.waitUntil(lambda: page.results.visibleRegion().boundingRect().height() >= enough)


def test_a_question_beside_the_records_keeps_the_page_in_the_window(
    in_doubt, qapp: QApplication, qtbot: QtBot
) -> None:
    """Large letters leave room for one of them only."""
    page = ReviewPage(desk_of(in_doubt, text_size=200))
    qtbot.addWidget(page)
    page.resize(976, 784)
    page.show()
    page.opened()
    qtbot.waitUntil(lambda: bool(page.list.rows) and page.results.isVisible())
    for asked in (False, True):
        page.results.turned.emit(asked)
        qapp.processEvents()
        assert page.panes.isVisible() is not asked
    assert (page.width(), page.height()) == (976, 784)
