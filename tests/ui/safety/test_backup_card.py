"""A copy of everything: made from the Safety page, read back, and remembered in words."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from recordkeeper.library.backups import Kept
from recordkeeper.library.full_backup import LastFull
from recordkeeper.library.restore import restore
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.safety.backup_card import State, in_words
from recordkeeper.ui.safety.page import SafetyPage
from recordkeeper.work.progress import CancelToken, Progress

NOW = dt.datetime(2026, 3, 5, 14, 0, tzinfo=dt.UTC)


@pytest.fixture
def page(qtbot: QtBot, fresh_desk: Desk) -> SafetyPage:
    originals = fresh_desk.library.originals
    originals.adopt([originals.stage(io.BytesIO(b"a record"), lambda: None)])
    made = SafetyPage(fresh_desk)
    made.resize(800, 700)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_person_chooses_a_stick_and_everything_is_on_it(qtbot: QtBot, page: SafetyPage, tmp_path: Path) -> None:
    card, stick = page.backup, tmp_path / "stick"
    stick.mkdir()
    qtbot.waitUntil(lambda: card.state.text().startswith("No full copy has been made yet."))
    card.start.click()
    (dialog,) = card.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(stick))
    dialog.close()
    qtbot.waitUntil(lambda: card.result.text().startswith("Everything was copied and read back"), timeout=30_000)
    (made,) = stick.iterdir()
    qtbot.waitUntil(lambda: f"The last full copy was made today: {made}." in card.state.text())
    assert restore(made, tmp_path / "again", Progress(), CancelToken()).originals == 1


def test_a_place_that_refuses_is_a_sentence(qtbot: QtBot, page: SafetyPage) -> None:
    page.backup.back_up_to(str(page.desk.library.folder))
    qtbot.waitUntil(lambda: "inside the library" in page.backup.result.text(), timeout=30_000)
    assert page.backup.start.isEnabled()


def test_what_there_is_is_told_in_words(desk: Desk) -> None:
    full = LastFull(NOW - dt.timedelta(days=12), "/stick", 7)
    kept = Kept(1, NOW, 9, Path("x"))
    told = in_words(State(full, kept, 10), NOW, desk.words)
    assert told.startswith("The last full copy was made 12 days ago: /stick. 3 things have changed since.")
    assert "was last copied on" in told
    ahead = dataclasses.replace(full, made=NOW + dt.timedelta(days=400), line=10)
    assert in_words(State(ahead, None, 10), NOW, desk.words) == "The last full copy was made today: /stick."
