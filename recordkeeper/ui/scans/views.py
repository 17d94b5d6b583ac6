"""One, two or four views side by side, and which of them a person works in; linked, they go along together."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from recordkeeper.ui.scans import brightness as light
from recordkeeper.ui.scans.feed import Feed, Wish
from recordkeeper.ui.scans.linking import partner
from recordkeeper.ui.scans.pane import Pane
from recordkeeper.ui.scans.stack import MOST_BYTES

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

COUNTS = (1, 2, 4)


class Views(QWidget):
    """Panes are made when they are first wanted, and kept."""

    chosen = Signal()  # another view is worked in
    changed = Signal()  # something in the view worked in
    posed = Signal()  # brightness, zoom or position of it, by hand
    acted = Signal(str)  # a key's or a button's action
    stepped = Signal(int)  # so many images on, or back, in the view worked in
    menu_wanted = Signal(object)  # where, in global pixels
    close_wanted = Signal()  # of the full-screen window

    def __init__(self, desk: Desk, feed: Feed, presets: tuple[light.Preset, ...]) -> None:
        super().__init__()
        self._make = partial(Pane, desk, feed, presets, self)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(4)
        self._panes: list[Pane] = []
        self._anchors: dict[Pane, int] = {}
        self._newcomers: set[Pane] = set()
        self.linked = True
        self.alone = False  # of several, only the one worked in is seen for now
        self.count = 0
        self.active = self._add()
        self.set_count(1)

    @property
    def panes(self) -> tuple[Pane, ...]:
        """Those that are seen."""
        return tuple(self._panes[: self.count])

    def set_count(self, count: int) -> None:
        """Show so many views; the memory for images is shared among them."""
        while len(self._panes) < count:
            self._add()
        self.count, self.alone = count, False
        for at, pane in enumerate(self._panes):
            pane.stage.setVisible(at < count)
            pane.limit(MOST_BYTES // count)
        if self.active not in self.panes:
            self.choose(self._panes[0])
        self._mark()
        self.anchor()

    def set_alone(self, *, on: bool) -> None:
        """Give all the room to the view worked in, or to all again."""
        self.alone = on and self.count > 1
        for pane in self.panes:
            pane.stage.setVisible(not self.alone or pane is self.active)

    def choose(self, pane: Pane) -> None:
        """Work in this view from now on."""
        if pane is not self.active:
            self.active = pane
            self.set_alone(on=self.alone)
            self._mark()
            self.chosen.emit()

    def choose_next(self) -> None:
        """Work in the view after this one, round and round."""
        at = self.panes.index(self.active)
        self.panes[(at + 1) % self.count].stage.canvas.setFocus()

    def set_linked(self, *, on: bool) -> None:
        """From here on all views go along with the one worked in, or stay."""
        self.linked = on
        self.anchor()

    def anchor(self) -> None:
        """The images on show now go with each other."""
        self._anchors = {pane: pane.stack.current for pane in self._panes}

    def join(self, pane: Pane) -> None:
        """A view that was opened beside the one worked in goes to the same place once it is known to have one."""
        self._newcomers.add(pane)

    def next_wish(self) -> Wish | None:
        """For the feed: what the view worked in wants, then the others."""
        for pane in (self.active, *self.panes):
            if (wish := pane.next_wish()) is not None:
                return wish
        return None

    def _add(self) -> Pane:
        pane = self._make()
        at = len(self._panes)
        self._panes.append(pane)
        self._grid.addWidget(pane.stage, at // 2, at % 2)
        pane.entered.connect(partial(self._on_entered, pane))
        pane.moved.connect(partial(self._on_moved, pane))
        pane.posed.connect(partial(self._on_posed, pane))
        pane.shown.connect(partial(self._on_shown, pane))
        canvas = pane.stage.canvas
        canvas.acted.connect(partial(self._on_acted, pane))
        canvas.menu_wanted.connect(partial(self._on_menu_wanted, pane))
        canvas.stepped.connect(partial(self._on_stepped, pane))
        pane.stage.close_wanted.connect(self.close_wanted)
        return pane

    def _mark(self) -> None:
        """With several views, the one worked in has a frame also while the focus is elsewhere."""
        for pane in self.panes:
            pane.stage.canvas.set_active(on=self.count > 1 and pane is self.active)

    def _on_entered(self, pane: Pane) -> None:
        self.choose(pane)

    def _on_acted(self, pane: Pane, action: str) -> None:
        self.choose(pane)
        self.acted.emit(action)

    def _on_menu_wanted(self, pane: Pane, where: object) -> None:
        self.choose(pane)
        self.menu_wanted.emit(where)

    def _on_stepped(self, pane: Pane, by: int) -> None:
        """A wheel may turn over a view that has not the focus."""
        self.choose(pane)
        self.stepped.emit(by)

    def _on_moved(self, pane: Pane, _by: int) -> None:
        if pane is self.active and self.linked:
            for other in self.panes:
                if other is not pane:
                    self._take_along(pane, other)

    def _take_along(self, pane: Pane, other: Pane) -> None:
        one, two = pane.series, other.series
        if one is None or two is None:
            return
        anchors = (self._anchors.get(pane, 0), self._anchors.get(other, 0))
        index = partner(one, pane.stack.current, two, anchors=anchors, same_frame=_same_frame(pane, other))
        if index is not None:
            other.follow(index)

    def _on_posed(self, pane: Pane) -> None:
        if pane is not self.active:
            return
        pose = pane.stage.canvas.pose
        if self.linked:
            for other in self.panes:
                canvas = other.stage.canvas
                wanted = replace(canvas.pose, zoom=pose.zoom, x=pose.x, y=pose.y)
                if other is not pane and wanted != canvas.pose:
                    canvas.take_pose(wanted)
        self.posed.emit()

    def _on_shown(self, pane: Pane) -> None:
        if pane is self.active:
            self.changed.emit()
        elif pane in self._newcomers:
            self._newcomers.discard(pane)
            if self.linked and _same_frame(self.active, pane):
                self._take_along(self.active, pane)


def _same_frame(one: Pane, other: Pane) -> bool:
    """Whether both series lie in one frame of reference, as far as the images on show say."""
    named = [pane.stage.canvas.image.facts.frame_of_reference for pane in (one, other) if pane.stage.canvas.image]
    return len(named) == 2 and named[0] == named[1] != ""
