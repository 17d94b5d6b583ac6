"""The table of contents: shown where a file has one, leads to pages with mouse and keys, and says its page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pymupdf
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from recordkeeper.app import App
from recordkeeper.catalogue import documents
from recordkeeper.records.document import Record
from recordkeeper.records.query import Listing
from recordkeeper.ui.reader.view import ReaderView
from tests.making import documents as making
from tests.making.libraries import a_library, bring_in
from tests.ui.conftest import desk_of
from tests.ui.reader.conftest import PATIENCE, many_pages

CONTENTS = [[1, "Findings", 2], [2, "The small print", 4], [1, "", 6]]


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    plain = making.pdf_with_text(tmp_path / "plain.pdf", ["one", "two", "three"])
    with pymupdf.open(making.pdf_with_text(tmp_path / "made.pdf", many_pages(pages=8))) as document:
        document.set_toc(CONTENTS)
        document.save(tmp_path / "contents.pdf")
    with a_library(tmp_path / "library") as made:
        bring_in(made, tmp_path / "contents.pdf", plain, pictures=False)
        yield made


def named(app: App, name: str) -> Record:
    return next(r for r in documents.find(app.library.catalogue.reader(), Listing()) if r.files[0].name == name)


def test_entries_lead_to_their_pages_and_only_where_there_are_some(
    qtbot: QtBot, app: App, open_reader: Callable[..., ReaderView]
) -> None:
    desk = desk_of(app)
    view = open_reader(desk)
    action = view.tools.actions_by_name["outline"]
    view.show_record(named(app, "contents.pdf"))
    qtbot.waitUntil(action.isEnabled, timeout=PATIENCE)
    assert not view.contents.isVisible()
    action.trigger()
    assert view.contents.isVisible()
    model = view.contents.model()
    first = model.index(0, 0)
    assert (first.data(), model.index(0, 0, first).data(), model.index(1, 0).data()) == (
        "Findings",
        "The small print",
        "page 6",
    )
    assert first.data(Qt.ItemDataRole.AccessibleTextRole) == "Findings, page 2"
    view.contents.setFocus()
    view.contents.setCurrentIndex(first)
    qtbot.keyClick(view.contents, Qt.Key.Key_Down)
    assert view.page == 4
    place = view.contents.visualRect(model.index(1, 0)).center()
    qtbot.mouseClick(view.contents.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.page == 6
    view.show_record(named(app, "plain.pdf"))
    qtbot.waitUntil(lambda: len(view.paper.leaves) == 3, timeout=PATIENCE)
    assert not view.contents.isVisible()
    assert not action.isEnabled()
    desk.errands.close()
