"""Pages whose file a password opened that nobody kept: a calm sentence, and a way to give the password again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from recordkeeper.app import App
from recordkeeper.catalogue import documents
from recordkeeper.catalogue.pages import leaves
from recordkeeper.intake.unlock import open_locked, supply
from recordkeeper.preview.painter import Wanted
from recordkeeper.records.document import Record
from recordkeeper.records.query import Listing
from recordkeeper.ui.adding.password_sheet import PasswordSheet
from recordkeeper.ui.reader.supply import Supply, place_of
from recordkeeper.ui.reader.view import ReaderView
from recordkeeper.work.frames import Frame
from recordkeeper.work.pool import Workers
from recordkeeper.work.progress import CancelToken, Progress
from tests.making.documents import encrypted_pdf
from tests.making.libraries import a_library, bring_in
from tests.ui.conftest import desk_of
from tests.ui.reader.conftest import PATIENCE, many_pages


@pytest.fixture
def locked_app(tmp_path: Path) -> Iterator[App]:
    """A library with one file nobody has opened yet."""
    letter = encrypted_pdf(tmp_path / "letter.pdf", many_pages(pages=8), password="sesame")
    with a_library(tmp_path / "library") as app:
        bring_in(app, letter)
        yield app


@pytest.fixture
def opened_app(locked_app: App) -> App:
    """The same when a password has opened the file, in an earlier run."""
    app = locked_app
    supply(app.library, app.lanes, ("sesame",))
    open_locked(app.library, app.lanes, app.rules(), progress=Progress(), cancel=CancelToken())
    app.library.passwords.forget()
    return app


def the_record(app: App) -> Record:
    (record,) = documents.find(app.library.catalogue.reader(), Listing())
    return record


def sheet_of(view: QWidget) -> PasswordSheet:
    (sheet,) = view.window().findChildren(PasswordSheet)
    return sheet


def test_pages_say_what_is_missing_and_are_shown_once_it_is_given(
    qtbot: QtBot, open_reader: Callable[..., ReaderView], opened_app: App
) -> None:
    view = open_reader(desk_of(opened_app))
    view.show_record(the_record(opened_app), page=3)
    qtbot.waitUntil(lambda: 2 in view.paper.sentences, timeout=PATIENCE)
    assert view.paper.sentences[2].startswith("This page is locked with a password. The password was not kept")
    assert view.unlock_bar.isVisible()
    assert view.tools.isVisible()  # its words can still be read and found
    view.unlock_bar.enter.click()
    sheet = sheet_of(view)
    qtbot.keyClicks(sheet.password, "wrong")
    sheet.go.click()
    qtbot.waitUntil(lambda: sheet.go.isEnabled(), timeout=PATIENCE)
    assert sheet.isVisible()
    assert view.unlock_bar.isVisible()
    sheet.password.clear()
    qtbot.keyClicks(sheet.password, "sesame")
    with qtbot.waitSignal(view.first_painted, timeout=PATIENCE):
        sheet.go.click()
    assert not view.paper.sentences
    assert not view.unlock_bar.isVisible()
    assert view.page == 3


class Hesitant:
    """Workers whose first page waits until it is let go, with what was known when it was asked for."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self.slots = workers.slots
        self.begun, self.go = threading.Event(), threading.Event()

    def run(self, task: str, args: dict[str, Any], *, deadline: float) -> Frame:
        self.begun.set()
        assert self.go.wait(PATIENCE / 1000)
        return self._workers.run(task, args, deadline=deadline)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._workers, name)


def test_a_page_asked_for_before_the_password_came_is_asked_for_again(
    qtbot: QtBot, opened_app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is refused only afterwards: that says nothing of what is known by then."""
    workers = Hesitant(opened_app.lanes.workers)
    monkeypatch.setattr(opened_app.lanes, "workers", workers)
    pictures, refused = Supply(desk_of(opened_app)), list[object]()
    pictures.failed.connect(lambda _, problem: refused.append(problem))
    (leaf, *_) = leaves(opened_app.library.catalogue.reader(), the_record(opened_app).id)
    pictures.want([Wanted(place_of(leaf), 72.0)])
    assert workers.begun.wait(PATIENCE / 1000)
    opened_app.library.passwords.supply(("sesame",))
    pictures.forgive()
    with qtbot.waitSignal(pictures.arrived, timeout=PATIENCE):
        workers.go.set()
    assert not refused
    pictures.close()


def test_another_record_does_not_ask(
    qtbot: QtBot, open_reader: Callable[..., ReaderView], opened_app: App, tmp_path: Path
) -> None:
    view = open_reader(desk_of(opened_app))
    locked = the_record(opened_app)
    (tmp_path / "note.txt").write_text("Call the ward\nabout the second opinion.\n")
    bring_in(opened_app, tmp_path / "note.txt")
    view.show_record(locked)
    qtbot.waitUntil(view.unlock_bar.isVisible, timeout=PATIENCE)
    found = documents.find(opened_app.library.catalogue.reader(), Listing())
    with qtbot.waitSignal(view.first_painted, timeout=PATIENCE):
        view.show_record(next(record for record in found if record.id != locked.id))
    assert not view.unlock_bar.isVisible()


def test_a_file_nobody_has_opened_is_opened_from_here(
    qtbot: QtBot, open_reader: Callable[..., ReaderView], locked_app: App
) -> None:
    view = open_reader(desk_of(locked_app))
    view.show_record(the_record(locked_app))
    qtbot.waitUntil(view.notice.enter.isVisible, timeout=PATIENCE)
    view.notice.enter.click()
    sheet = sheet_of(view)
    qtbot.keyClicks(sheet.password, "sesame")
    with qtbot.waitSignal(sheet.opened_some, timeout=PATIENCE):
        sheet.go.click()
    with qtbot.waitSignal(view.first_painted, timeout=PATIENCE):
        view.show_record(the_record(locked_app))
    assert not view.notice.isVisible()


def test_a_damaged_file_offers_no_password(qtbot: QtBot, view: ReaderView, record: Callable[[str], Record]) -> None:
    view.show_record(record("damaged.pdf"))
    qtbot.waitUntil(lambda: 1 in view.paper.sentences, timeout=PATIENCE)
    assert not view.unlock_bar.isVisible()
