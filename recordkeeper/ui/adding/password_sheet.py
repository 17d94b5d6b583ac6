"""The sheet that asks for a password, once, and tries it on every locked file and on the page a person wants."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from recordkeeper.catalogue import sources
from recordkeeper.intake.unlock import open_locked, supply
from recordkeeper.preview.page import PagePlace, paint
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.intake import Receipt
from recordkeeper.records.kinds import Outcome
from recordkeeper.ui.long_work import LongWork
from recordkeeper.ui.page import button, label
from recordkeeper.work.pool import WorkerFailure
from recordkeeper.work.progress import CancelToken, Progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from recordkeeper.library.folder import Library
    from recordkeeper.recognise.imaging_rules import ImagingRules
    from recordkeeper.ui.desk import Desk
    from recordkeeper.work.lanes import Lanes

_GLANCE_DPI = 20.0


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a password."""

    receipt: Receipt | None  # of the locked files; None where none waited
    page_opens: bool
    remembered: bool

    @property
    def opened(self) -> int:
        """How many files it opened, the one of the page counted."""
        rows = self.receipt.files if self.receipt else ()
        taken = sum(row.outcome in (Outcome.ADDED, Outcome.SET_ASIDE, Outcome.CONTAINER) for row in rows)
        return taken + self.page_opens


class PasswordSheet(QDialog):
    """Stays open while nothing opens, so that another password can be tried; opened with `open()`.

    `page` is one of a file that was opened before with a password nobody kept.
    """

    opened_some = Signal(int)  # the intake whose receipt tells what opened
    opened_page = Signal()  # the page can be painted now

    def __init__(self, desk: Desk, parent: QWidget, *, page: PagePlace | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._page = page
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
        attempt = _Attempt(desk.library, desk.lanes, desk.rules, self._page)
        work = partial(attempt.make, self.password.text(), self.remember.isChecked())
        desk.errands.follow(self.work.start(work), self, self._on_tried, failed=self._on_failed)

    def _on_tried(self, tried: Tried) -> None:
        say = self.desk.words.say
        self.go.setEnabled(True)
        if not tried.opened:
            self._told.setText(say("adding.password.nothing_opened"))
            self.password.selectAll()
            self.password.setFocus()
            return
        self.accept()
        said = say("adding.password.opened", count=tried.opened)
        if self.remember.isChecked():
            key = "cli.password_remembered" if tried.remembered else "cli.password_not_remembered"
            said += " " + say(key)
        if tried.page_opens:
            self.opened_page.emit()
        self.desk.news.records_changed.emit(())
        self.desk.news.said.emit(said)
        if tried.receipt is not None:
            self.opened_some.emit(tried.receipt.intake)

    def _on_failed(self, error: BaseException) -> None:
        self.go.setEnabled(True)
        self._told.clear()
        self.desk.errands.failed.emit(error)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """Trying a password, on the work's thread."""

    library: Library
    lanes: Lanes
    rules: Callable[[], ImagingRules]
    page: PagePlace | None

    def make(self, password: str, remember: bool, progress: Progress, cancel: CancelToken) -> Tried:
        """What came of it, and whether the keyring keeps the password."""
        supply(self.library, self.lanes, (password,))
        receipt: Receipt | None = None
        if sources.locked(self.library.catalogue.reader()):
            receipt = open_locked(
                self.library, self.lanes, self.rules(), progress=progress, cancel=cancel, pictures=False
            )
        opened = receipt is not None and any(row.outcome is not Outcome.LOCKED for row in receipt.files)
        page_opens = self._page_opens()
        kept = remember and (opened or page_opens) and supply(self.library, self.lanes, (password,), remember=True)
        return Tried(receipt, page_opens, kept)

    def _page_opens(self) -> bool:
        if self.page is None:
            return False
        try:
            paint(self.library, self.lanes.workers, self.page, dpi=_GLANCE_DPI, marks=())
        except PlaceProblem:
            return False
        except WorkerFailure:
            return True  # it opens, and is damaged: the reader says so
        return True
