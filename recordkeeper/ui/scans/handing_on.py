"""The picture on show as a file, marked as not for diagnosis; and copies of a series for another program."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QFileDialog, QWidget

from recordkeeper.preview.other_viewers import OtherViewer, copies, installed
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.ui.scans import captions
from recordkeeper.ui.tokens import DARK

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.scans.pane import Pane
    from recordkeeper.ui.scans.views import Views

OPEN_IN = "open_in_"  # and a number: the action that opens a copy in one of the viewers


class HandingOn(QObject):
    """Nothing of it changes an original."""

    def __init__(self, desk: Desk, views: Views, over: QWidget) -> None:
        super().__init__(over)
        self._desk = desk
        self._views = views
        self._over = over
        self.viewers: tuple[OtherViewer, ...] = ()
        looked = desk.glance(installed, desk.resources / "rules")
        desk.errands.follow(looked, self, self._on_installed, failed=self._on_failed)

    def save_picture(self) -> None:
        """Ask where the picture of the view worked in shall be, and write it there."""
        pane = self._views.active
        if pane.stage.canvas.image is None:
            return
        dialog = QFileDialog(self._over, self._desk.words.say("scans.do.save_picture"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("png")
        number = self._desk.words.say("scans.key.image", number=str(pane.stack.current + 1))
        dialog.selectFile(f"{number}.png")
        dialog.fileSelected.connect(self.write_picture)
        dialog.open()

    def write_picture(self, place: str) -> None:
        """Write the picture of the view worked in at `place`, as it is seen, with a line under it."""
        picture = marked_picture(self._desk, self._views.active)
        work = self._desk.fetch(_write, picture, Path(place))
        self._desk.errands.follow(work, self, self._on_written, failed=self._on_failed)

    def open_in(self, viewer: OtherViewer) -> None:
        """Hand copies of the series to another program."""
        series = self._views.active.listed
        if series is not None:
            work = self._desk.fetch(copies, self._desk.library, [place.file for place in series.places])
            self._desk.errands.follow(work, self, partial(self._on_copied, viewer), failed=self._on_failed)

    def _on_installed(self, found: tuple[OtherViewer, ...]) -> None:
        self.viewers = found

    def _on_copied(self, viewer: OtherViewer, folder: Path) -> None:
        program, arguments = viewer.command(folder)
        begun, _process = QProcess.startDetached(program, arguments)
        said = "scans.viewer.opened_in" if begun else "scans.viewer.not_opened_in"
        self._desk.news.said.emit(self._desk.words.say(said, program=viewer.name))

    def _on_written(self, place: Path) -> None:
        self._desk.news.said.emit(self._desk.words.say("scans.viewer.picture_saved", place=str(place)))

    def _on_failed(self, error: BaseException) -> None:
        self._desk.errands.failed.emit(error)


def marked_picture(desk: Desk, pane: Pane) -> QImage:
    """What the view shows, with its words whether they are hidden or not, and the mark in a line under it."""
    canvas = pane.stage.canvas
    font = QFont()
    font.setPixelSize(desk.look.type("lead"))
    strip = QFontMetrics(font).height() + 16
    ratio = canvas.devicePixelRatioF()
    width, height = round(canvas.width() * ratio), round((canvas.height() + strip) * ratio)
    whole = QImage(width, height, QImage.Format.Format_RGB32)
    whole.setDevicePixelRatio(ratio)
    whole.fill(QColor(0, 0, 0))
    painter = QPainter(whole)
    canvas.paint_on(painter, text=True)
    painter.setFont(font)
    painter.setPen(QColor(DARK.accent))
    when = captions.when_and_where(desk, pane.study) if pane.study is not None else ""
    told = f"{desk.words.say('scans.on_image.not_for_diagnosis')} · {when}"
    foot = canvas.rect().adjusted(12, canvas.height(), -12, strip)
    painter.drawText(foot, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), told)
    painter.end()
    return whole


def _write(picture: QImage, place: Path) -> Path:
    """Whole or not at all. PlaceProblem when the place refuses."""
    beside = place.with_name(f".{place.name}.part.png")  # its ending says what is written
    try:
        if not picture.save(str(beside)):
            raise PlaceProblem("place_not_allowed", place=str(place))
        try:
            beside.replace(place)
        except OSError as error:
            raise PlaceProblem("disk_trouble", place=str(place)) from error
    finally:
        beside.unlink(missing_ok=True)
    return place
