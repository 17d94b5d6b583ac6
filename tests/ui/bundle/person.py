"""What a person does on the page of bundles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from recordkeeper.ui.bundle.page import BundlePage

PATIENCE = 60_000  # ms for making a bundle on a busy machine


class Person:
    """Hands on the keyboard and eyes on the page."""

    def __init__(self, qtbot: QtBot, page: BundlePage) -> None:
        self.qtbot = qtbot
        self.page = page

    @property
    def focused(self) -> QWidget:
        return QApplication.focusWidget() or self.page

    def press(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.focused, key)

    def write(self, text: str) -> None:
        self.qtbot.keyClicks(self.focused, text)

    def tab_to(self, wanted: QWidget) -> None:
        """Press Tab until the focus is there, as often as there are controls at most."""
        for _ in range(60):
            if self.focused is wanted:
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never reaches {wanted.accessibleName()!r}")

    def wait(self, until: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(until, timeout=PATIENCE)

    def begin(self, dest: Path, shape: str = "folder") -> None:
        """The first step filled in, the second in front."""
        self.page.make()
        self.wait(lambda: self.page.wizard.what.model.rowCount() > 0)
        self.page.wizard.who.shapes[shape].setChecked(True)
        self.page.wizard.who.place.setText(str(dest))
        self.page.wizard.next.click()

    def make(self) -> None:
        """From the second step to what comes of it: a bundle, or a sentence why there is none."""
        make = self.page.wizard.make
        self.page.wizard.next.click()
        self.page.wizard.next.click()
        assert self.page.wizard.busy
        self.wait(lambda: not self.page.wizard.busy)
        assert make.result.isVisible() or make.trouble.isVisible()
