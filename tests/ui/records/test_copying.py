"""A copy for another program: read-only, gone at closing; a protected library says first what it means."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from recordkeeper.app import App, opened
from recordkeeper.catalogue import documents
from recordkeeper.records.document import Record
from recordkeeper.records.query import Listing
from recordkeeper.ui.records.copying import Copying
from recordkeeper.ui.records.leaving_sheet import LeavingSheet
from tests.making.libraries import a_library, bring_in, write
from tests.making.protected import protect
from tests.ui.conftest import desk_of

TEXT = "Anna Sample  Born 03/05/1964\nPROGRESS NOTE\nseen on 01/02/2024"


class OtherProgram(QObject):
    """What the system would open files with."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Path] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.asked.append(Path(url.toLocalFile()))


@pytest.fixture
def other_program() -> Iterator[OtherProgram]:
    made = OtherProgram()
    QDesktopServices.setUrlHandler("file", made, "take")
    yield made
    QDesktopServices.unsetUrlHandler("file")


def make(place: Path) -> None:
    with a_library(place / "library") as app:
        bring_in(app, write(place / "heap", {"note.txt": TEXT}))


def the_record(app: App) -> Record:
    return documents.find(app.library.catalogue.reader(), Listing())[0]


def test_a_copy_opens_read_only_and_is_gone_when_the_library_closes(
    qtbot: QtBot, tmp_path: Path, other_program: OtherProgram
) -> None:
    make(tmp_path)
    with opened(tmp_path / "library", writing=True) as app:
        over = QWidget()
        qtbot.addWidget(over)
        desk = desk_of(app)
        Copying(desk, over).open(the_record(app))
        qtbot.waitUntil(lambda: bool(other_program.asked))
        (copy,) = other_program.asked
        assert copy.read_text() == TEXT
        assert copy.stat().st_mode & 0o222 == 0
        desk.errands.close()
    assert not copy.exists()
    assert list((tmp_path / "library" / "staging").iterdir()) == []


def test_a_protected_library_says_first_that_a_readable_copy_leaves_it(
    qtbot: QtBot, tmp_path: Path, other_program: OtherProgram
) -> None:
    make(tmp_path)
    new = protect(tmp_path / "library")
    with opened(tmp_path / "library", writing=True, seal=new.seal) as app:
        over = QWidget()
        qtbot.addWidget(over)
        over.show()
        desk = desk_of(app)
        copying = Copying(desk, over)

        def asked() -> LeavingSheet:
            sheets = [sheet for sheet in over.findChildren(LeavingSheet) if sheet.isVisible()]
            assert len(sheets) == 1
            return sheets[0]

        copying.open(the_record(app))
        qtbot.keyClick(asked(), Qt.Key.Key_Return)  # the calm answer is the one a quick key gives
        qtbot.waitUntil(lambda: not over.findChildren(LeavingSheet))
        assert not list((tmp_path / "library" / "staging").rglob("*.txt"))
        copying.open(the_record(app))
        qtbot.mouseClick(asked().go_on, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: bool(other_program.asked))
        (copy,) = other_program.asked
        assert copy.read_text() == TEXT
        desk.errands.close()
    assert not copy.exists()
