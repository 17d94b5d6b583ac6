"""Long work on a thread of its own, with its progress shown, a time left, and Stop."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from recordkeeper.ui.page import Dressed, button, label, set_busy
from recordkeeper.work.progress import CancelToken, Progress, Step

if TYPE_CHECKING:
    from recordkeeper.ui.errands import Errands

R = TypeVar("R")
_MINUTE = 60.0  # seconds


class StoppingProgress(Progress):
    """Progress that asks at each step whether to go on, so that work which only counts can be stopped too."""

    def __init__(self, tell: Callable[[Step], None], cancel: CancelToken) -> None:
        super().__init__(tell)
        self._cancel = cancel

    def begin(self, what: str, total: int | None = None) -> None:
        self._cancel.check()
        super().begin(what, total)

    def step(self, count: int = 1) -> None:
        self._cancel.check()
        super().step(count)


class LongWork(QObject):
    """Runs one piece of work at a time; `stepped` arrives on the window's thread."""

    stepped = Signal(object)  # a Step

    def __init__(self, errands: Errands, parent: QObject) -> None:
        super().__init__(parent)
        self._cancel: CancelToken | None = None
        self._tell = errands.line(self._on_told)

    def start(self, work: Callable[[Progress, CancelToken], R]) -> Future[R]:
        """Begin; the work is stopped when this object goes."""
        cancel = self._cancel = CancelToken()
        self.destroyed.connect(cancel.cancel)
        thread = ThreadPoolExecutor(1, thread_name_prefix="long-work")
        future = thread.submit(work, StoppingProgress(self._tell, cancel), cancel)
        thread.shutdown(wait=False)
        return future

    @property
    def paused(self) -> bool:
        return self._cancel is not None and self._cancel.paused

    def pause(self) -> None:
        """Let the work wait at its next step, until `resume` or `stop`."""
        if self._cancel is not None:
            self._cancel.pause()

    def resume(self) -> None:
        if self._cancel is not None:
            self._cancel.resume()

    def stop(self) -> None:
        """Ask the work to end."""
        if self._cancel is not None:
            self._cancel.cancel()

    def _on_told(self, step: Step) -> None:
        self.stepped.emit(step)


class WorkPanel(QWidget):
    """What is being done, how far it is, how long yet, and Stop."""

    stop_wanted = Signal()

    def __init__(self, desk: Dressed, stop: str) -> None:
        super().__init__()
        self._words, self._look = desk.words, desk.look
        self._what = label("", "strong")
        self._how_far = label("", "quiet")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self.stop = button(desk, stop, "stop")
        self.stop.setAutoDefault(True)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self._what)
        inside.addWidget(self._bar)
        foot = QHBoxLayout()
        foot.addWidget(self._how_far, 1)
        foot.addWidget(self.stop)
        inside.addLayout(foot)
        self.stop.clicked.connect(self._on_stop_clicked)

    def begin(self, sentence: str) -> None:
        """Show that work has begun and nobody knows yet how much it is."""
        self.stop.setEnabled(True)
        self._say(sentence)
        self._how_far.clear()
        set_busy(self._look, self._bar)

    def show_step(self, step: Step) -> None:
        """Show how far the work is, unless it is stopping already."""
        if not self.stop.isEnabled():
            return
        self._say(self._words.say(f"cli.doing.{step.what}"))
        self._bar.setRange(0, step.total or 0)
        self._bar.setValue(step.done)
        told = self._words.say("bundles.work.of", done=step.done, total=step.total) if step.total else ""
        self._how_far.setText(" · ".join(part for part in (told, self._left(step.seconds_left)) if part))

    def _left(self, seconds: float | None) -> str:
        if seconds is None:
            return ""
        if seconds < _MINUTE:
            return self._words.say("bundles.work.under_a_minute")
        return self._words.say("bundles.work.minutes", count=round(seconds / _MINUTE))

    def _say(self, sentence: str) -> None:
        self._what.setText(sentence)
        self._bar.setAccessibleName(sentence)

    def _on_stop_clicked(self) -> None:
        self.stop.setEnabled(False)
        self._say(self._words.say("bundles.work.stopping"))
        self._how_far.clear()
        self.stop_wanted.emit()
