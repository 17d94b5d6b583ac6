"""List, page and details side by side where there is room for them; else two of them, or one, with a switch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSplitter, QWidget

from recordkeeper.ui.records.chips import Chip

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

LIST, PAGE, DETAILS = "list", "page", "details"
_THREE, _TWO = 900, 480  # the least widths for so many panes, at 100 % text
_WIDTHS = {LIST: 288, PAGE: 520, DETAILS: 308}  # where a person has moved nothing yet
_LIST_OF_TWO = 0.48  # the most of the width a list takes beside one other pane
_HANDLE = 13  # a line in a place wide enough to take hold of
_LEAST = {LIST: 180, PAGE: 200}  # the details know themselves how much their buttons need


class PaneSwitch(QWidget):
    """Chips for the panes that share one place."""

    wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._chips: dict[str, Chip] = {}
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        for name in (LIST, PAGE, DETAILS):
            text = desk.words.say(f"records.pane.{name}")
            chip = Chip(name)
            chip.say(text)
            self._group.addButton(chip)
            self._chips[name] = chip
            inside.addWidget(chip)
        self._group.buttonClicked.connect(self._on_chip_clicked)

    def offer(self, names: tuple[str, ...], chosen: str) -> None:
        for name, chip in self._chips.items():
            chip.setVisible(name in names)
            chip.setChecked(name == chosen)
        self.setVisible(bool(names))

    def _on_chip_clicked(self, chip: QPushButton) -> None:
        self.wanted.emit(chip.objectName())


class Panes(QSplitter):
    """Remembers the widths a person gave the panes for as long as the window is open."""

    arranged = Signal(int)  # so many panes have room

    def __init__(self, desk: Desk, panes: dict[str, QWidget], switch: PaneSwitch, *, front: str) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._desk = desk
        self._panes = panes
        self._switch = switch
        self._front = front  # of page and details, where only one of them has room
        self._alone = LIST  # of all three, where only one has room
        self._shown: tuple[str, ...] = ()
        self._given: dict[tuple[str, ...], list[int]] = {}
        self.setObjectName("panes")
        self.setChildrenCollapsible(False)
        self.setHandleWidth(_HANDLE)
        for name, pane in panes.items():
            if name in _LEAST:
                pane.setMinimumWidth(desk.look.pixels(_LEAST[name]))
            self.addWidget(pane)
            self.setStretchFactor(self.indexOf(pane), 1 if name == PAGE else 0)
        switch.wanted.connect(self.bring)

    def bring(self, name: str) -> None:
        """Bring a pane to the front where panes share a place."""
        self._alone = name
        if name != LIST:
            self._front = name
        self._arrange()

    def prefer(self, name: str) -> None:
        """Have page or details stand where only one of them has room; a list that stands alone stays."""
        self._front = name
        self._arrange()

    def look_inside(self) -> None:
        """A record was opened: where the list stands alone, show what is in the record."""
        if len(self._shown) == 1:
            self.bring(self._front)

    @property
    def shown(self) -> tuple[str, ...]:
        return self._shown

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """One pane: where there is no room for more, the others make way."""
        widest = max(pane.minimumSizeHint().width() for pane in self._panes.values())
        return QSize(widest, self._desk.look.pixels(160))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        width, look = self.width(), self._desk.look
        shown: tuple[str, ...]
        offered: tuple[str, ...]
        if width >= look.pixels(_THREE):
            shown, offered = (LIST, PAGE, DETAILS), ()
        elif width >= look.pixels(_TWO):
            shown, offered = (LIST, self._front), (PAGE, DETAILS)
        else:
            shown, offered = (self._alone,), (LIST, PAGE, DETAILS)
        self._switch.offer(offered, shown[-1])
        if shown == self._shown:
            return
        if self._shown:
            self._given[self._shown] = self.sizes()
        self._shown = shown
        for name, pane in self._panes.items():
            pane.setVisible(name in shown)
        self.setSizes(self._given.get(shown) or self._sizes(shown))
        self.arranged.emit(len(shown))

    def _sizes(self, shown: tuple[str, ...]) -> list[int]:
        """Side panes at their own width, what is left to the page or to whoever stands last."""
        sizes = [self._desk.look.pixels(_WIDTHS[name]) if name in shown else 0 for name in self._panes]
        if len(shown) == 2:
            sizes[0] = min(sizes[0], round(self.width() * _LIST_OF_TWO))
        growing = list(self._panes).index(PAGE if PAGE in shown else shown[-1])
        handles = (len(shown) - 1) * self.handleWidth()
        sizes[growing] = max(self.width() - sum(sizes) + sizes[growing] - handles, 1)
        return sizes
