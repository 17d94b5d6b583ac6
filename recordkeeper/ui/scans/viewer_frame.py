"""What the viewer is made of and how it shares the room: series, tools, image."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from recordkeeper.ui.page import button
from recordkeeper.ui.scans import tools
from recordkeeper.ui.scans.report_pane import ReportPane
from recordkeeper.ui.scans.series_list import SeriesList, SeriesModel
from recordkeeper.ui.scans.stage import Stage
from recordkeeper.ui.scans.thumbs import Thumbs
from recordkeeper.ui.scans.views import Views
from recordkeeper.ui.select import Select

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from recordkeeper.ui.desk import Desk

_ROOM_FOR_LIST = 760  # pixels at 100 % below which the list of series becomes a box


class OneLine(QLabel):
    """A label that is cut with … where it is too long, and says all of it on pointing at it."""

    def __init__(self, type_: str) -> None:
        super().__init__()
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("type", type_)
        self.setMinimumWidth(40)

    def say(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        self.setToolTip(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width()))


class ViewerFrame(QWidget):
    """Only widgets; what they do is the viewer's."""

    def __init__(self, desk: Desk, thumbs: Thumbs, views: Views) -> None:
        super().__init__()
        self._desk = desk
        self.views = views
        self.only_image = False
        self.series = SeriesModel(desk)
        self._build(thumbs)

    def _build(self, thumbs: Thumbs) -> None:
        desk = self._desk
        self.back = button(desk, desk.words.say("scans.viewer.back"), "back")
        self.title = OneLine("lead")
        self.when = OneLine("small")
        self.tools = tools.ToolRow(desk)
        self.list = SeriesList(desk, thumbs, self.series)
        self.list.hide()  # until there is known to be room: it would widen the window
        self.box = Select(desk)
        self.box.setModel(self.series)
        self.box.setAccessibleName(desk.words.say("scans.viewer.series_box"))
        self.report = ReportPane(desk)
        self.menu = tools.ActionMenu(self)
        self.look_menu = tools.ActionMenu(self)
        self.more_menu = tools.ActionMenu(self)
        self.tools.look.setMenu(self.look_menu)
        self.tools.more.setMenu(self.more_menu)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.title)
        names.addWidget(self.when)
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(12)
        head.addWidget(self.back, alignment=Qt.AlignmentFlag.AlignTop)
        head.addLayout(names, 1)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(self.list)
        body.addWidget(self.views, 3)
        body.addWidget(self.report, 2)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self._head)
        inside.addWidget(self.box)
        inside.addWidget(self.tools)
        inside.addLayout(body, 1)

    @property
    def stage(self) -> Stage:
        """That of the view worked in."""
        return self.views.active.stage

    def arrange(self) -> None:
        """Room first for the image: the list of series becomes a box where the window is narrow."""
        narrow = self.width() < self._desk.look.pixels(_ROOM_FOR_LIST)
        self.tools.set_narrow(narrow=narrow)
        several = len(self.series.series) > 1
        self.list.setVisible(not narrow and not self.only_image)
        self.box.setVisible(narrow and several and not self.only_image)
        for part in (self._head, self.tools):
            part.setVisible(not self.only_image)

    def maximise(self) -> None:
        """Only the image, or everything around it again."""
        self.only_image = not self.only_image
        self.arrange()

    def switch_full_screen(self) -> None:
        """The image over the whole screen, or back."""
        self.stage.set_full_screen(on=not self.stage.isWindow())

    def leave_full_screen(self) -> None:
        """Back, if it is over the whole screen."""
        if self.stage.isWindow():
            self.stage.set_full_screen(on=False)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.arrange()
