"""The Safety page: each state in words, each with its button."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from recordkeeper import diagnostics, paths
from recordkeeper.app import opened
from recordkeeper.catalogue import sources
from recordkeeper.library.check import Verdict
from recordkeeper.library.full_backup import back_up
from recordkeeper.records.reading import Format, Reading
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.safety.check_card import in_words
from recordkeeper.ui.safety.page import SafetyPage
from recordkeeper.work.progress import CancelToken, Progress
from tests.library.test_full_backup import NOW
from tests.making.entries import READER
from tests.making.libraries import ANNA, a_library, write
from tests.making.protected import protect
from tests.ui.conftest import desk_of


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> SafetyPage:
    return shown(qtbot, desk)


def shown(qtbot: QtBot, desk: Desk) -> SafetyPage:
    made = SafetyPage(desk)
    made.resize(900, 900)
    qtbot.addWidget(made)
    made.show()
    made.opened()
    return made


def test_the_library_is_checked_and_the_result_said(qtbot: QtBot, page: SafetyPage) -> None:
    page.check.start.setFocus()
    qtbot.keyClick(page.check.start, Qt.Key.Key_Return)
    assert not page.check.start.isEnabled()
    qtbot.waitUntil(lambda: bool(page.check.result.text()), timeout=30_000)
    known = len(list(sources.all_originals(page.desk.library.catalogue.reader())))
    assert page.check.result.text() == page.desk.words.say("settings.check_ok", count=known)
    assert page.check.start.isEnabled()


def test_a_changed_file_is_told_in_words(qtbot: QtBot, fresh_desk: Desk) -> None:
    page = SafetyPage(fresh_desk)
    qtbot.addWidget(page)
    stray = fresh_desk.library.folder / "originals" / "a"
    write(stray, {"a" * 64: "not of this library"})
    page.check.start.click()
    qtbot.waitUntil(lambda: bool(page.check.result.text()), timeout=30_000)
    assert fresh_desk.words.say("settings.check_orphans", count=1) in page.check.result.text()


@pytest.mark.parametrize("field", ["missing", "changed"])
def test_what_is_not_well_says_what_to_do(desk: Desk, field: str) -> None:
    verdict = dataclasses.replace(Verdict(3, (), (), (), catalogue_whole=True), **{field: ("ab" * 32,)})
    told = in_words(verdict, desk.words)
    assert desk.words.say(f"settings.check_{field}", count=1) in told
    assert desk.words.say("settings.check_advice") in told


def test_a_lost_file_comes_back_from_the_last_copy(qtbot: QtBot, fresh_desk: Desk, tmp_path: Path) -> None:
    library = fresh_desk.library
    staged = library.originals.stage(io.BytesIO(b"a record"), lambda: None)
    library.originals.adopt([staged])
    sources.add_original(library.catalogue.writer, staged.fingerprint, Reading(Format.TEXT, READER))
    back_up(library, tmp_path / "copy", NOW, Progress(), CancelToken())
    library.originals.remove([staged.fingerprint.sha256])
    page = shown(qtbot, fresh_desk)
    assert not page.check.mend_files.isVisible()
    page.check.start.click()
    qtbot.waitUntil(page.check.mend_files.isVisible, timeout=30_000)
    page.check.mend_files.click()
    qtbot.waitUntil(lambda: page.check.result.text().startswith("1 file was brought back"), timeout=30_000)
    assert library.originals.holds(staged.fingerprint)
    assert not page.check.mend_files.isVisible()
    qtbot.waitUntil(lambda: "all was well" in page.check.state.text())


def test_where_it_lies_is_told_and_it_can_be_moved(qtbot: QtBot, page: SafetyPage, tmp_path: Path) -> None:
    qtbot.waitUntil(lambda: page.place.told.text() == page.desk.words.say("safety.place_local"))
    page.place.move_button.click()
    (dialog,) = page.place.findChildren(QFileDialog)
    write(tmp_path / "full", {"a.txt": "something of the person's"})
    with qtbot.waitSignal(page.desk.news.relocate_wanted) as wanted:
        dialog.fileSelected.emit(str(tmp_path / "full"))
    dialog.close()
    assert wanted.args == [str(tmp_path / "full" / page.desk.library.folder.name)]


def test_protection_is_told_offered_in_plain_words_and_begun_here(qtbot: QtBot, page: SafetyPage) -> None:
    card, say = page.protect, page.desk.words.say
    assert card.state.text() == say("protect.off")
    assert card.offer.isVisible()
    assert say("protect.offered") in card.offer.text()
    assert not card.lock.isVisible()
    with qtbot.waitSignal(page.desk.news.protect_wanted) as wanted:
        card.turn_on.click()
    assert wanted.args == ["protect", False]


def test_a_protected_library_says_so_and_can_be_locked_and_opened_for_good(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    del qapp
    place = tmp_path / "library"
    with a_library(place, ANNA):
        pass
    with opened(place, writing=True, seal=protect(place).seal) as app:
        desk = desk_of(app)
        page = shown(qtbot, desk)
        card, say = page.protect, desk.words.say
        qtbot.waitUntil(lambda: say("protect.nudge") in card.state.text())
        assert (card.turn_on.isVisible(), card.offer.isVisible()) == (False, False)
        with qtbot.waitSignal(desk.news.lock_wanted):
            card.lock.click()
        with qtbot.waitSignal(desk.news.protect_wanted) as wanted:
            card.turn_off.click()
        assert wanted.args == ["unprotect", False]
        card.idle.setCurrentIndex(0)
        with qtbot.waitSignal(desk.news.settings_changed) as changed:
            card.idle.activated.emit(0)
        assert changed.args[0].lock_after == 0
        desk.errands.close()


def test_a_report_is_shown_whole_before_it_is_saved(qtbot: QtBot, page: SafetyPage, tmp_path: Path) -> None:
    page.trouble.show_button.click()
    qtbot.waitUntil(lambda: page.trouble.sheet is not None)
    sheet = page.trouble.sheet
    assert sheet is not None
    assert sheet.text.toPlainText() == diagnostics.report(paths.places().logs)
    assert sheet.text.isReadOnly()
    with qtbot.waitSignal(page.desk.news.said):
        sheet.save_to(str(tmp_path / "report.txt"))
    assert (tmp_path / "report.txt").read_text() == sheet.text.toPlainText()
