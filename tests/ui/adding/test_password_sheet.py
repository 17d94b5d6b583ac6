"""Asking for a password once: it is tried on every locked file, and another may be tried when nothing opens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from recordkeeper.catalogue import sources
from recordkeeper.intake.add import add
from recordkeeper.ui.adding.password_sheet import PasswordSheet
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.page import Page
from recordkeeper.work.progress import CancelToken, Progress
from tests.making.documents import encrypted_pdf


@pytest.fixture
def sheet(fresh_desk: Desk, qtbot: QtBot, tmp_path: Path) -> Iterator[PasswordSheet]:
    files = [encrypted_pdf(tmp_path / f"{at}.pdf", [f"Letter {at}"], password="03051964") for at in range(2)]
    desk = fresh_desk
    add(
        desk.library,
        desk.lanes,
        desk.rules(),
        [str(file) for file in files],
        progress=Progress(),
        cancel=CancelToken(),
    )
    below = Page(desk)
    qtbot.addWidget(below)
    sheet = PasswordSheet(desk, below)
    sheet.open()
    yield sheet
    sheet.close()


def test_the_right_password_opens_all_and_the_receipt_is_offered(sheet: PasswordSheet, qtbot: QtBot) -> None:
    said: list[str] = []
    sheet.desk.news.said.connect(said.append)
    qtbot.keyClicks(sheet.password, "03051964")
    with qtbot.waitSignal(sheet.opened_some, timeout=20_000) as opened:
        sheet.go.click()
    assert opened.args == [2]
    assert said == ["2 files opened."]
    assert sheet.isHidden()
    assert not sources.locked(sheet.desk.library.catalogue.reader())


def test_a_wrong_one_says_so_calmly_and_waits_for_another(sheet: PasswordSheet, qtbot: QtBot) -> None:
    qtbot.keyClicks(sheet.password, "1234")
    sheet.go.click()
    qtbot.waitUntil(lambda: sheet.go.isEnabled(), timeout=20_000)
    assert sheet._told.text() == "No file opened with this. You can try another one."
    assert sheet.password.selectedText() == "1234"
    assert len(sources.locked(sheet.desk.library.catalogue.reader())) == 2


def test_the_password_is_seen_only_when_asked_for(sheet: PasswordSheet) -> None:
    assert sheet.password.echoMode() is QLineEdit.EchoMode.Password
    sheet.seen.click()
    assert sheet.password.echoMode() is QLineEdit.EchoMode.Normal
