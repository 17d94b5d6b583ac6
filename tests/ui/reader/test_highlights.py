"""Key findings as a person marks them: with the mouse, with keys, with a note; taken back with undo."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from recordkeeper.app import App
from recordkeeper.catalogue import documents, findings
from recordkeeper.library import acts, acts_findings
from recordkeeper.library.acts_findings import Piece
from recordkeeper.records.document import Record
from recordkeeper.records.findings import Placed
from recordkeeper.records.query import Listing
from recordkeeper.ui.help.explaining import Explains
from recordkeeper.ui.reader.view import ReaderView
from recordkeeper.ui.tokens import LIGHT
from tests.making import documents as making
from tests.making.libraries import a_library, bring_in
from tests.ui.conftest import desk_of
from tests.ui.reader.conftest import PATIENCE, many_pages


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with a_library(tmp_path / "library") as made:
        bring_in(made, making.pdf_with_text(tmp_path / "many.pdf", many_pages(pages=8)), pictures=False)
        yield made


@pytest.fixture
def record(app: App) -> Record:
    return documents.find(app.library.catalogue.reader(), Listing())[0]


@pytest.fixture
def reader(qtbot: QtBot, app: App, open_reader: Callable[..., ReaderView], record: Record) -> Iterator[ReaderView]:
    desk = desk_of(app)
    desk.news.act_done.connect(lambda _label, touched: desk.news.records_changed.emit(touched))  # as windows do
    view = open_reader(desk)
    view.show_record(record)
    qtbot.waitUntil(lambda: view.paper.text(0) != "", timeout=PATIENCE)
    yield view
    desk.errands.close()


def kept(app: App, record: Record) -> tuple[Placed, ...]:
    return findings.of_record(app.library.catalogue.reader(), record.id)


def word_at(view: ReaderView, word: str, sheet: int = 0) -> QPoint:
    words = view.paper._words_of(sheet)
    assert words is not None
    box = next(w.box for w in words.words if words.text[w.start : w.end] == word)
    rect = view.paper.rect_of(sheet)
    return QPoint(
        round(rect.x() + (box.x0 + box.x1) / 2 * rect.width()),
        round(rect.y() + (box.y0 + box.y1) / 2 * rect.height()),
    )


def choose(qtbot: QtBot, view: ReaderView, first: str, last: str) -> None:
    port = view.paper.viewport()
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=word_at(view, first))
    qtbot.mouseMove(port, word_at(view, last))
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=word_at(view, last))


def test_words_chosen_are_marked_with_a_note_and_the_mark_is_seen(
    qtbot: QtBot, app: App, reader: ReaderView, record: Record
) -> None:
    choose(qtbot, reader, "The", "goes")
    bar = reader.highlights.bar
    assert bar.isVisible()
    qtbot.mouseClick(bar.mark, Qt.MouseButton.LeftButton)
    panel = reader.highlights.panel
    qtbot.waitUntil(lambda: panel.isVisible() and panel.current is not None, timeout=PATIENCE)
    assert not bar.isVisible()
    qtbot.waitUntil(panel.note.hasFocus, timeout=PATIENCE)
    qtbot.keyClicks(panel.note, "ask about this")
    qtbot.keyClick(panel.note, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [p.finding.note for p in kept(app, record)] == ["ask about this"], timeout=PATIENCE)
    (placed,) = kept(app, record)
    assert placed.finding.words == "The report goes"
    assert len(placed.finding.boxes) == 1
    qtbot.waitUntil(lambda: reader.supply.exact(reader.paper.sharp(0)) is not None, timeout=PATIENCE)
    (box,) = reader.paper.boxes_on(0, placed.finding.boxes)
    rect = reader.paper.rect_of(0)
    middle, bottom = rect.x() + (box.x0 + box.x1) / 2 * rect.width(), rect.y() + box.y1 * rect.height()
    below = QPoint(round(middle), round(bottom) + 1)
    assert reader.paper.viewport().grab().toImage().pixelColor(below) == QColor(LIGHT.accent)


def test_keys_alone_mark_and_the_list_leads_to_the_page(
    qtbot: QtBot, app: App, reader: ReaderView, record: Record
) -> None:
    for page in (6, 1):
        reader.paper.go_to(page - 1)
        reader.paper.setFocus()
        qtbot.waitUntil(lambda at=page: reader.paper.text(at - 1) != "", timeout=PATIENCE)  # type: ignore[misc]
        qtbot.keyClick(reader.paper, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClick(reader.paper, Qt.Key.Key_K)
        qtbot.waitUntil(lambda at=page: at in [p.page for p in kept(app, record)], timeout=PATIENCE)  # type: ignore[misc]
    panel = reader.highlights.panel
    qtbot.waitUntil(lambda: panel._model.rowCount() == 2, timeout=PATIENCE)
    panel.list.setFocus()
    qtbot.keyClick(panel.list, Qt.Key.Key_End)
    assert reader.page == 6
    assert panel.list.model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole).endswith("page 6")


def test_a_mark_is_taken_away_and_undo_brings_it_back(
    qtbot: QtBot, app: App, reader: ReaderView, record: Record
) -> None:
    said: list[str] = []
    reader._desk.news.act_done.connect(lambda label, _touched: said.append(label))
    choose(qtbot, reader, "this", "number")
    qtbot.keyClick(reader.paper, Qt.Key.Key_K)
    panel = reader.highlights.panel
    qtbot.waitUntil(lambda: panel.current is not None, timeout=PATIENCE)
    qtbot.mouseClick(panel._remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: kept(app, record) == (), timeout=PATIENCE)
    qtbot.waitUntil(lambda: said == ["mark_finding", "unmark_finding"], timeout=PATIENCE)
    app.lanes.writer.submit(acts.undo, app.library).result()
    reader._desk.news.records_changed.emit(())
    qtbot.waitUntil(lambda: reader.paper.findings.get(0) is not None, timeout=PATIENCE)
    assert kept(app, record)[0].finding.words == "this is sheet number"


def test_without_words_chosen_it_says_what_to_do(qtbot: QtBot, reader: ReaderView) -> None:
    with qtbot.waitSignal(reader._desk.news.said) as told:
        qtbot.keyClick(reader.paper, Qt.Key.Key_K)
    assert told.args == ["There are no words to mark. Choose some first."]


def point(view: ReaderView, at: QPoint) -> None:
    """Rest with the mouse somewhere."""
    event = QHelpEvent(QEvent.Type.ToolTip, at, view.paper.viewport().mapToGlobal(at))
    QApplication.sendEvent(view.paper.viewport(), event)


def test_a_note_and_the_meaning_of_a_word_are_told_where_the_mouse_rests(
    qtbot: QtBot, app: App, reader: ReaderView, record: Record
) -> None:
    piece = findings_piece(reader)
    app.lanes.writer.submit(acts_findings.mark, app.library, record.id, [piece], "ask <why>").result()
    reader._desk.news.records_changed.emit(())
    qtbot.waitUntil(lambda: bool(reader.paper.findings), timeout=PATIENCE)
    point(reader, word_at(reader, "The"))
    qtbot.waitUntil(lambda: QToolTip.text() == "<p>ask &lt;why&gt;</p>", timeout=PATIENCE)
    reader.highlights._hovering._explains = Explains(re.compile("goes"), {"goes": "margin"}, reader._desk.words)
    point(reader, word_at(reader, "goes"))
    assert QToolTip.text().startswith("<p><b>Margin</b><br>")
    QToolTip.hideText()


def findings_piece(view: ReaderView) -> Piece:
    page = view.paper._texts[0]
    return Piece(1, "The", page.words.between(0, 3))
