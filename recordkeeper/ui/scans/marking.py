"""Marking images with a star and a caption, going from one to the next, and the sheet of them as a file."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from recordkeeper.bundle import key_sheet
from recordkeeper.catalogue import key_images as kept
from recordkeeper.library import acts_imaging
from recordkeeper.prepare import key_images

if TYPE_CHECKING:
    from recordkeeper.library.folder import Library
    from recordkeeper.records.key_images import KeyImage, Marked
    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.scans.pane import Pane
    from recordkeeper.ui.scans.views import Views
    from recordkeeper.work.pool import Workers


class Marking(QObject):
    """Acts on the view worked in; each mark can be taken back like any other act."""

    def __init__(self, desk: Desk, views: Views, over: QWidget) -> None:
        super().__init__(over)
        self._desk = desk
        self._views = views
        self._over = over
        self._asked: tuple[Pane, str, tuple[str, int]] | None = None
        self._wired: set[Pane] = set()

    def ask(self) -> None:
        """Ask for a caption for the image on show."""
        pane = self._views.active
        at = pane.instance()
        if at is None or pane.study is None:
            return
        self._wire(pane)
        self._asked = (pane, pane.study.record, at)
        mark = pane.mark()
        own = mark is not None and not mark.by_hospital
        pane.stage.caption.ask(mark.caption if mark is not None else "", marked=own)

    def go_next(self) -> None:
        """To the next marked image of the series after this one, round and round."""
        pane = self._views.active
        marked = [index for index in range(pane.stack.count) if pane.instance(index) in pane.marks]
        if marked:
            pane.go(next((index for index in marked if index > pane.stack.current), marked[0]))

    def save_sheet(self) -> None:
        """Ask where the sheet of this study's marked images shall be, and write it there."""
        dialog = QFileDialog(self._over, self._desk.words.say("scans.do.key_sheet"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self._desk.words.say("scans.key.file_name"))
        dialog.fileSelected.connect(self.write_sheet)
        dialog.open()

    def write_sheet(self, place: str) -> None:
        """Write the sheet at `place`."""
        study = self._views.active.study
        if study is None:
            return
        reading = self._desk.read(key_images.marked, self._desk.words, study.record)
        self._desk.errands.follow(reading, self, partial(self._on_marked_read, Path(place)), failed=self._on_failed)

    def refresh(self, touched: tuple[str, ...]) -> None:
        """Something was done to these records; with none named, to any."""
        for record in {pane.study.record for pane in self._views.panes if pane.study is not None}:
            if not touched or record in touched:
                read = self._desk.read(kept.of_study, record)
                self._desk.errands.follow(read, self, partial(self._on_read, record), failed=self._on_failed)

    def _wire(self, pane: Pane) -> None:
        if pane not in self._wired:
            self._wired.add(pane)
            pane.stage.caption.kept.connect(self._on_kept)
            pane.stage.caption.removed.connect(self._on_removed)
            pane.stage.caption.left.connect(pane.stage.canvas.setFocus)
            pane.moved.connect(pane.stage.caption.close_bar)  # it is about the image that was on show

    def _on_kept(self, caption: str) -> None:
        if self._asked is not None:
            _pane, record, (uid, frame) = self._asked
            act = self._desk.act(acts_imaging.star, record, uid, frame, caption)
            self._desk.errands.follow(act, self, partial(self._on_done, "star"), failed=self._on_failed)

    def _on_removed(self) -> None:
        if self._asked is not None:
            _pane, record, (uid, frame) = self._asked
            act = self._desk.act(acts_imaging.unstar, record, uid, frame)
            self._desk.errands.follow(act, self, partial(self._on_done, "unstar"), failed=self._on_failed)

    def _on_done(self, label: str, touched: tuple[str, ...]) -> None:
        self.refresh(touched)
        self._desk.news.act_done.emit(label, touched)

    def _on_read(self, record: str, marked: tuple[KeyImage, ...]) -> None:
        for pane in self._views.panes:
            if pane.study is not None and pane.study.record == record:
                pane.take_marks(marked)
        self._views.changed.emit()

    def _on_marked_read(self, place: Path, images: tuple[Marked, ...]) -> None:
        desk = self._desk
        work = desk.fetch(_write, desk.library, desk.makers, images, place, desk.words.language)
        desk.errands.follow(work, self, partial(self._on_written, place), failed=self._on_failed)

    def _on_written(self, place: Path, _not_shown: int) -> None:
        self._desk.news.said.emit(self._desk.words.say("scans.key.saved", place=str(place)))

    def _on_failed(self, error: BaseException) -> None:
        self._desk.errands.failed.emit(error)


def _write(library: Library, makers: Workers, images: tuple[Marked, ...], place: Path, language: str) -> int:
    today = dt.datetime.now(dt.UTC).date()
    _, failed = key_sheet.make(library, makers, images, place, language=language, today=today)
    return failed
