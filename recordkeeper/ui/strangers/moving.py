"""Moving a person's records to another library, behind everything else, and asking first where that is in doubt."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from recordkeeper.records.errors import InputProblem
from recordkeeper.ui.long_work import LongWork
from recordkeeper.ui.sentences import sentence_of
from recordkeeper.work.progress import CancelToken, Progress

if TYPE_CHECKING:
    from recordkeeper.intake.move import Moved
    from recordkeeper.library.folder import Library
    from recordkeeper.recognise.imaging_rules import ImagingRules
    from recordkeeper.ui.desk import Desk
    from recordkeeper.work.lanes import Lanes

_IN_DOUBT = {"move_not_theirs": "strangers.anyway", "move_shares_file": "strangers.anyway_shared"}


class Moving(QObject):
    """One move at a time; stopped with the window, it is done again when somebody asks again."""

    ended = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._over = parent
        self._work = LongWork(desk.errands, self)
        self._asked: tuple[tuple[str, ...], str] = ((), "")
        self.question: QMessageBox | None = None

    def move(self, records: tuple[str, ...], place: str, *, anyway: bool = False) -> None:
        """Begin, and say so."""
        self._asked = (records, place)
        desk = self._desk
        desk.news.said.emit(desk.words.say("strangers.moving"))
        work = partial(_move, desk.library, desk.lanes, desk.rules, records, place, anyway)
        desk.errands.follow(self._work.start(work), self, self._on_moved, failed=self._on_refused)

    def stop(self) -> None:
        self._work.stop()

    def _on_moved(self, moved: Moved) -> None:
        words = self._desk.words
        if moved.records:
            self._desk.news.act_done.emit("move", moved.records)
        if moved.stayed:
            self._desk.news.said.emit(words.say("strangers.stayed", count=len(moved.stayed)))
        self.ended.emit()

    def _on_refused(self, error: BaseException) -> None:
        words = self._desk.words
        code = error.code if isinstance(error, InputProblem) else ""
        if code not in _IN_DOUBT:
            self._desk.news.said.emit(sentence_of(words, error))
            self.ended.emit()
            return
        assert isinstance(error, InputProblem)
        box = self.question = QMessageBox(self._over)
        box.setText(words.say(_IN_DOUBT[code], **{key: error.fields[key] for key in error.fields if key == "name"}))
        go = box.addButton(words.say("strangers.anyway_go"), QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton(words.say("strangers.anyway_not"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        go.clicked.connect(self._on_anyway)
        stay.clicked.connect(self.ended)
        box.open()

    def _on_anyway(self) -> None:
        records, place = self._asked
        self.move(records, place, anyway=True)


def _move(
    library: Library,
    lanes: Lanes,
    rules: Callable[[], ImagingRules],
    records: tuple[str, ...],
    place: str,
    anyway: bool,
    progress: Progress,
    cancel: CancelToken,
) -> Moved:
    """On the work's thread. Pages that are pictures are read when that library is opened."""
    from recordkeeper.intake.move import Mover

    mover = Mover(library, lanes, rules(), progress=progress, cancel=cancel, pictures=False)
    return mover.move(records, Path(place), anyway=anyway)
