"""Any bundle checked as a stranger would, green or amber, with a page of it to print."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from recordkeeper import __version__
from recordkeeper.bundle.checked import checked, write_page
from recordkeeper.bundle.verify import verify
from recordkeeper.records.dates import PartialDate
from recordkeeper.ui.bundle.step_make import empty
from recordkeeper.ui.long_work import LongWork, WorkPanel
from recordkeeper.ui.page import button, card, label
from recordkeeper.ui.sentences import sentence_of

if TYPE_CHECKING:
    from recordkeeper.bundle.checks import Check
    from recordkeeper.records.checked import Checked, CheckedLine
    from recordkeeper.ui.desk import Desk
    from recordkeeper.work.pool import Workers
    from recordkeeper.work.progress import CancelToken, Progress


class CheckView(QWidget):
    """Work while it runs, then a line a check. Emits `left` to go back."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._page: Checked | None = None
        self._place = Path()
        self._dialog: QFileDialog | None = None
        self._work = LongWork(desk.errands, self)
        self._build()
        self.back.clicked.connect(self._on_back_clicked)
        self.try_it.clicked.connect(self._on_try_clicked)
        self.passphrase.returnPressed.connect(self._on_try_clicked)
        self.save.clicked.connect(self._on_save_clicked)
        self.panel.stop_wanted.connect(self._work.stop)
        self._work.stepped.connect(self.panel.show_step)

    def check(self, place: Path, passphrase: str = "") -> None:
        """Check the bundle at `place`; a locked one with its passphrase."""
        self._place = place
        self.asking.hide()
        self.title.setText(place.name)
        self._page = None
        self.save.setEnabled(False)
        self.told.setText("")
        empty(self.lines)
        self.panel.begin(self._desk.words.say("bundles.checking.work"))
        self.panel.show()
        work = partial(_check, place, self._desk.lanes.workers, tuple(filter(None, [passphrase])))
        future = self._work.start(work)
        self._desk.errands.follow(future, self, partial(self._on_checked, place.name), failed=self._on_failed)

    def _build(self) -> None:
        desk, say = self._desk, self._desk.words.say
        self.back = button(desk, say("bundles.back"), "back")
        self.save = button(desk, say("bundles.checking.save"), "file")
        self.save.setEnabled(False)
        for made in (self.back, self.save):
            made.setAutoDefault(True)
        self.title = label("", "lead")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.back)
        head.addWidget(self.title, 1)
        head.addWidget(self.save)
        self.panel = WorkPanel(desk, say("bundles.stop"))
        self.told = label("", "strong")
        frame, inside = card()
        inside.addWidget(self.panel)
        inside.addWidget(self.told)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(8)
        inside.addLayout(self.lines)
        inside.addWidget(self._asking())
        ground = QWidget()
        ground.setProperty("ground", True)
        below = QVBoxLayout(ground)
        below.setContentsMargins(0, 0, 8, 0)
        below.addWidget(frame)
        below.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(ground)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(label(say("bundles.checking.hint"), "quiet"))
        column.addWidget(scroll, 1)

    def _asking(self) -> QWidget:
        """For a bundle that does not open: it may be a locked one."""
        say = self._desk.words.say
        self.passphrase = QLineEdit()
        asked = label(say("bundles.checking.passphrase"))
        asked.setBuddy(self.passphrase)
        self.passphrase.setAccessibleName(asked.text())
        self.try_it = button(self._desk, say("bundles.checking.try"), "lock")
        self.try_it.setAutoDefault(True)
        self.asking = QWidget()
        column = QVBoxLayout(self.asking)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.addWidget(self.passphrase, 1)
        row.addWidget(self.try_it)
        column.addWidget(asked)
        column.addLayout(row)
        self.asking.hide()
        return self.asking

    def _on_try_clicked(self) -> None:
        words = " ".join(self.passphrase.text().casefold().split())
        if words:
            self.check(self._place, words)

    def _on_checked(self, name: str, checks: Sequence[Check]) -> None:
        self.panel.hide()
        today = PartialDate.of(dt.datetime.now().astimezone().date())
        page = checked(name, checks, self._desk.words, today, f"Recordkeeper {__version__}")
        self._page = page
        self.told.setText(self._desk.words.say("bundle.checked.good" if page.good else "bundle.checked.look"))
        for line in page.lines:
            self._add(line)
        self.save.setEnabled(True)
        if any(check.check == "opens" and not check.ok for check in checks):
            self.asking.show()
            self.passphrase.setFocus()
        else:
            self.passphrase.clear()
            self.save.setFocus()

    def _add(self, line: CheckedLine) -> None:
        palette = self._desk.look.palette
        picture = QLabel()
        icon, colour = ("check", palette.good) if line.good else ("look", palette.look)
        picture.setPixmap(self._desk.icons.pixmap(icon, self._desk.look.pixels(20), colour))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(picture, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(line.sentence if line.good else f"{line.sentence} {line.detail}"), 1)
        self.lines.addLayout(row)

    def _on_failed(self, error: BaseException) -> None:
        self.panel.hide()
        self.told.setText(sentence_of(self._desk.words, error, "bundles.error"))

    def _on_save_clicked(self) -> None:
        dialog = QFileDialog(self, self.save.text())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(f"{self._desk.words.say('bundles.checking.file_name')}.pdf")
        dialog.fileSelected.connect(self.write)
        dialog.finished.connect(dialog.deleteLater)
        self._dialog = dialog
        dialog.open()

    def write(self, place: str) -> None:
        """Write the page to print at `place`."""
        if self._page is None:
            return
        desk = self._desk
        writing = desk.fetch(write_page, self._page, Path(place), desk.makers, desk.words)
        desk.errands.follow(writing, self, partial(self._on_written, place), failed=self._on_failed)

    def _on_written(self, place: str, _: object) -> None:
        self._desk.news.said.emit(self._desk.words.say("bundles.checking.saved", place=place))

    def _on_back_clicked(self) -> None:
        self._work.stop()
        self.left.emit()


def _check(
    place: Path, workers: Workers, passwords: tuple[str, ...], progress: Progress, cancel: CancelToken
) -> tuple[Check, ...]:
    """On the work's thread."""
    del cancel  # the progress asks at each step
    return verify(place, workers, progress, passwords)
