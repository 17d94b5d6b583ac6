"""The sheet that asks for a password, once, and tries it on every locked file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from recordkeeper.intake.unlock import open_locked, supply
from recordkeeper.records.intake import Receipt
from recordkeeper.records.kinds import Outcome
from recordkeeper.ui.long_work import LongWork
from recordkeeper.ui.page import button, label
from recordkeeper.work.progress import CancelToken, Progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from recordkeeper.library.folder import Library
    from recordkeeper.recognise.imaging_rules import ImagingRules
    from recordkeeper.ui.desk import Desk
    from recordkeeper.work.lanes import Lanes


class PasswordSheet(QDialog):
    """Stays open while nothing opens, so that another password can be tried; opened with `open()`."""

    opened_some = Signal(int)  # the intake whose receipt tells what opened

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.work = LongWork(desk.errands, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        say = self.desk.words.say
        self.setWindowTitle(say("adding.password.title"))
        self.setMinimumWidth(min(self.desk.look.pixels(420), 860))
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(say("adding.password.name"))
        self.seen = QCheckBox(say("adding.password.show"))
        self.remember = QCheckBox(say("adding.password.remember"))
        self._told = label("", "quiet")
        self.go = button(self.desk, say("adding.password.go"), "lock", main=True)
        self.go.setDefault(True)
        self.leave = button(self.desk, say("adding.not_now"), flat=True)
        self.leave.setAutoDefault(False)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 24, 24, 16)
        inside.setSpacing(12)
        inside.addWidget(label(say("adding.password.title"), "title"))
        inside.addWidget(label(say("adding.password.help"), "quiet"))
        for widget in (self.password, self.seen, self.remember, self._told):
            inside.addWidget(widget)
        foot = QHBoxLayout()
        foot.addWidget(self.leave)
        foot.addStretch(1)
        foot.addWidget(self.go)
        inside.addLayout(foot)

    def _connect(self) -> None:
        self.seen.toggled.connect(self._on_seen_toggled)
        self.go.clicked.connect(self._on_go_clicked)
        self.leave.clicked.connect(self.reject)

    def _on_seen_toggled(self, seen: bool) -> None:
        self.password.setEchoMode(QLineEdit.EchoMode.Normal if seen else QLineEdit.EchoMode.Password)

    def _on_go_clicked(self) -> None:
        if not self.password.text():
            return
        self.go.setEnabled(False)
        self._told.setText(self.desk.words.say("adding.password.trying"))
        desk = self.desk
        work = partial(_try, desk.library, desk.lanes, desk.rules, self.password.text(), self.remember.isChecked())
        desk.errands.follow(self.work.start(work), self, self._on_tried, failed=self._on_failed)

    def _on_tried(self, tried: tuple[Receipt, bool]) -> None:
        receipt, remembered = tried
        say = self.desk.words.say
        self.go.setEnabled(True)
        count = sum(row.outcome in (Outcome.ADDED, Outcome.SET_ASIDE, Outcome.CONTAINER) for row in receipt.files)
        if not count:
            self._told.setText(say("adding.password.nothing_opened"))
            self.password.selectAll()
            self.password.setFocus()
            return
        self.accept()
        said = say("adding.password.opened", count=count)
        if self.remember.isChecked():
            said += " " + say("cli.password_remembered" if remembered else "cli.password_not_remembered")
        self.desk.news.records_changed.emit(())
        self.desk.news.said.emit(said)
        self.opened_some.emit(receipt.intake)

    def _on_failed(self, error: BaseException) -> None:
        self.go.setEnabled(True)
        self._told.clear()
        self.desk.errands.failed.emit(error)


def _try(
    library: Library,
    lanes: Lanes,
    rules: Callable[[], ImagingRules],
    password: str,
    remember: bool,
    progress: Progress,
    cancel: CancelToken,
) -> tuple[Receipt, bool]:
    """On the work's thread: what came of it, and whether the keyring keeps the password."""
    supply(library, lanes, (password,))
    receipt = open_locked(library, lanes, rules(), progress=progress, cancel=cancel, pictures=False)
    opened = any(row.outcome is not Outcome.LOCKED for row in receipt.files)
    return receipt, opened and remember and supply(library, lanes, (password,), remember=True)
