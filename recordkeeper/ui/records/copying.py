"""Gives a person a copy of the file a record came in: opened in another program, or saved where they say."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from recordkeeper.records.errors import KnownProblem
from recordkeeper.ui.records import copies
from recordkeeper.ui.records.leaving_sheet import LeavingSheet

if TYPE_CHECKING:
    from recordkeeper.records.document import FilePart, Record
    from recordkeeper.ui.desk import Desk


class Copying(QObject):
    """Copies off the window's thread; says what became of it."""

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk = desk
        self._over = over
        self._files: tuple[FilePart, ...] = ()

    def open(self, record: Record) -> None:
        """Open a read-only copy of the first file in the program the system has for it."""
        if record.files:
            self._first_said("open_copy", partial(self._open, record.files[0]))

    def _open(self, part: FilePart) -> None:
        desk = self._desk
        work = desk.fetch(copies.copy_to_look_at, desk.library, part)
        desk.errands.follow(work, self, self._on_opened, failed=self._on_failed)

    def _first_said(self, what: str, then: Callable[[], None]) -> None:
        """A protected library says first that a readable copy leaves it."""
        if self._desk.library.seal is None:
            then()
            return
        sheet = LeavingSheet(self._desk, self._over.window(), what)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.accepted.connect(then)
        sheet.open()

    def save(self, record: Record) -> None:
        """Ask where to: a name for one file, a folder for several."""
        if record.files:
            self._first_said("save_copy", partial(self._ask_where, record.files))

    def _ask_where(self, files: tuple[FilePart, ...]) -> None:
        self._files = files
        dialog = QFileDialog(self._over, self._desk.words.say("records.save_copy"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if len(self._files) == 1:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.selectFile(copies.safe_name(self._files[0]))
        else:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._on_place_selected)
        dialog.open()

    def _on_place_selected(self, place: str) -> None:
        fetch, library = self._desk.fetch, self._desk.library
        if len(self._files) == 1:
            work = fetch(copies.save_copy, library, self._files[0], Path(place))
        else:
            work = fetch(copies.save_copies, library, self._files, Path(place))
        self._desk.errands.follow(work, self, self._on_saved, failed=self._on_failed)

    def _on_opened(self, copy: Path) -> None:
        self._desk.news.said.emit(self._desk.words.say("records.copy_opened"))
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy)))

    def _on_saved(self, place: Path) -> None:
        self._desk.news.said.emit(self._desk.words.say("records.copy_saved", place=str(place)))

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, KnownProblem) and error.code == "original_missing":
            self._desk.news.said.emit(self._desk.words.say("records.file_gone"))
        else:
            self._desk.errands.failed.emit(error)
