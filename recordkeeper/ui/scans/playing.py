"""Plays a series like a film, each image as long as its file says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

if TYPE_CHECKING:
    from recordkeeper.preview.slices import Slice
    from recordkeeper.ui.scans.views import Views

_EACH_MS, _LEAST_MS = 80, 15  # a clip says itself how long it shows each of its images


class Playing(QObject):
    """In the view worked in, whichever that is just then."""

    def __init__(self, views: Views, parent: QObject) -> None:
        super().__init__(parent)
        self._views = views
        self.timer = QTimer(self)
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)  # a heart's beat is not to stumble
        self.timer.timeout.connect(self._on_tick)

    @property
    def active(self) -> bool:
        return self.timer.isActive()

    def switch(self) -> None:
        """Play, or stop."""
        if self.active:
            self.stop()
        else:
            self.timer.start(_lasts(self._shown()))

    def stop(self) -> None:
        self.timer.stop()

    def _shown(self) -> Slice | None:
        return self._views.active.stage.canvas.image

    def _on_tick(self) -> None:
        """On to the next image if it is there, round and round; one that is on its way is waited for."""
        pane = self._views.active
        after = (pane.stack.current + 1) % max(1, pane.stack.count)
        if pane.stack.at(after) is not None or pane.stack.trouble(after):
            pane.go(after)
            self.timer.setInterval(_lasts(self._shown()))  # of the one that is seen now


def _lasts(image: Slice | None) -> int:
    """Milliseconds an image stays."""
    own = image.facts.shown_ms if image is not None else 0.0
    return max(_LEAST_MS, round(own)) if own else _EACH_MS
