"""The page of the made-up records, in a window that hears what is done as the real one does."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from recordkeeper.catalogue import record_lines
from recordkeeper.library import acts
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.query import Listing
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.page import Page
from recordkeeper.ui.records.page import RecordsPage
from recordkeeper.ui.records.review import ReviewPage


class Window(QObject):
    """What the window does for its pages: tells all of them after an act, and takes acts back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.acts: list[str] = []
        self.said: list[str] = []
        desk.news.act_done.connect(self._on_act_done)
        desk.news.said.connect(self.said.append)
        desk.errands.failed.connect(self._on_failed)

    def undo(self) -> None:
        self._desk.errands.follow(self._desk.act(acts.undo), self, self._desk.news.records_changed.emit)

    def _on_act_done(self, label: str, touched: tuple[str, ...]) -> None:
        self.acts.append(label)
        self._desk.news.records_changed.emit(touched)

    def _on_failed(self, error: BaseException) -> None:
        raise error


@pytest.fixture
def window(desk: Desk) -> Window:
    return Window(desk)


@pytest.fixture
def open_page(desk: Desk, window: Window, qtbot: QtBot) -> Iterator[Callable[..., RecordsPage]]:
    """Opens a page at a size; afterwards everything done to the records is taken back."""

    def opened(kind: type[Page] = RecordsPage, width: int = 1192, height: int = 820) -> Page:
        page = kind(desk)
        qtbot.addWidget(page)
        page.resize(width, height)
        page.show()
        with qtbot.waitActive(page):
            page.activateWindow()
        page.opened()
        qtbot.waitUntil(lambda: _is_filled(page))
        return page

    yield opened
    while True:
        try:
            desk.act(acts.undo).result()
        except InputProblem:
            break


def _is_filled(page: QWidget) -> bool:
    return bool(page.list.rows) or page.empty.isVisible()


@pytest.fixture
def records(open_page: Callable[..., RecordsPage]) -> RecordsPage:
    return open_page()


@pytest.fixture
def review(open_page: Callable[..., ReviewPage]) -> ReviewPage:
    return open_page(ReviewPage)


@pytest.fixture
def titled(desk: Desk) -> Callable[[str], str]:
    """Title → the id of the first record so called."""

    def found(title: str) -> str:
        lines = desk.read(record_lines.find, Listing()).result()
        return next(line.id for line in lines if line.title == title)

    return found
