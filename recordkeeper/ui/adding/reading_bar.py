"""The bar that tells how far the reading of pictures is. It runs behind everything else and survives quitting."""

from __future__ import annotations

from concurrent.futures import Future, wait
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from recordkeeper.catalogue import jobs, pictures
from recordkeeper.library.folder import Library
from recordkeeper.ui.adding import summary
from recordkeeper.ui.bend import Bend
from recordkeeper.ui.long_work import LongWork
from recordkeeper.ui.page import button, card, label
from recordkeeper.work.lanes import Lanes
from recordkeeper.work.progress import Cancelled, CancelToken, Progress, Step

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database
    from recordkeeper.ui.desk import Desk

_NEWS_EVERY_MS = 5000  # while reading, pages are told that more is known
_CLOSING_SECONDS = 10.0
_NARROW = 500


class ReadingBar(QWidget):
    """Hidden while no page waits to be read."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.work = LongWork(desk.errands, self)
        self._future: Future[None] | None = None
        self._news = QTimer(self)
        self._news.setInterval(_NEWS_EVERY_MS)
        self._build()
        self._connect()
        self.hide()

    @property
    def running(self) -> bool:
        return self._future is not None

    def begin(self) -> None:
        """Read what waits, unless that is being done."""
        if self._future is None:
            self.desk.errands.follow(self.desk.read(_count_waiting), self, self._on_counted, newest="count")

    def stop_for_closing(self) -> None:
        """Stop, and return when nothing of ours touches the library any more; the rest waits for the next start."""
        self.work.stop()
        if self._future is not None:
            wait((self._future,), timeout=_CLOSING_SECONDS)

    def _build(self) -> None:
        desk, say = self.desk, self.desk.words.say
        frame, inside = card()
        inside.setContentsMargins(16, 8, 16, 8)
        picture = QLabel()
        picture.setPixmap(desk.icons.pixmap("text", desk.look.pixels(20), desk.look.palette.accent))
        self._told = label("")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(say("adding.reading.name"))
        self.pause = button(desk, say("adding.pause"), "pause")
        self.stop = button(desk, say("adding.reading.stop"), "stop")
        words = QWidget()
        beside = QHBoxLayout(words)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(12)
        beside.addWidget(picture)
        beside.addWidget(self._told, 1)
        inside.addWidget(Bend(words, self.pause, self.stop, narrow=desk.look.pixels(_NARROW)))
        inside.addWidget(self._bar)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)

    def _connect(self) -> None:
        self.pause.clicked.connect(self._on_pause_clicked)
        self.stop.clicked.connect(self._on_stop_clicked)
        self.work.stepped.connect(self._on_stepped)
        self._news.timeout.connect(self._on_news_due)

    def _on_counted(self, count: int) -> None:
        if not count or self._future is not None:
            return
        self._bar.setRange(0, count)
        self._bar.setValue(0)
        self._told.setText(self.desk.words.say("adding.reading.done_of", count=count, done=0))
        self._offer_pause(resumes=False)
        self.stop.setEnabled(True)
        self.show()
        self._news.start()
        self._future = self.work.start(partial(_read, self.desk.library, self.desk.lanes))
        self.desk.errands.follow(self._future, self, self._on_done, failed=self._on_failed)

    def _on_stepped(self, step: Step) -> None:
        if step.what != "ocr":  # comparing what was read takes a moment and is not told
            return
        self._bar.setValue(step.done)
        if self.work.paused or not self.stop.isEnabled():
            return
        words = self.desk.words
        said = [words.say("adding.reading.done_of", count=step.total or 0, done=step.done)]
        if left := summary.time_left(words, step.seconds_left):
            said.append(left)
        self._told.setText(" ".join(said))

    def _offer_pause(self, *, resumes: bool) -> None:
        text = self.desk.words.say("adding.resume" if resumes else "adding.pause")
        self.pause.setText(text)
        self.pause.setAccessibleName(text)
        self.pause.setIcon(self.desk.icons.icon("play" if resumes else "pause"))

    def _on_pause_clicked(self) -> None:
        if self.work.paused:
            self.work.resume()
        else:
            self.work.pause()
            self._told.setText(self.desk.words.say("adding.reading.paused"))
        self._offer_pause(resumes=self.work.paused)

    def _on_stop_clicked(self) -> None:
        self.stop.setEnabled(False)
        self._told.setText(self.desk.words.say("adding.stopping"))
        self.work.stop()

    def _on_news_due(self) -> None:
        self.desk.news.records_changed.emit(())

    def _on_done(self, _nothing: None) -> None:
        read = self._bar.value()
        self._end()
        if read:
            self.desk.news.said.emit(self.desk.words.say("adding.reading.ended", count=read))

    def _on_failed(self, error: BaseException) -> None:
        self._end()
        self.desk.errands.failed.emit(error)

    def _end(self) -> None:
        self._future = None
        self._news.stop()
        self.hide()
        self.desk.news.records_changed.emit(())


def _count_waiting(db: Database) -> int:
    """How many pages and files wait to be read."""
    return pictures.count_waiting(db) + len(jobs.waiting(db, jobs.LABS))


def _read(library: Library, lanes: Lanes, progress: Progress, cancel: CancelToken) -> None:
    """On the work's thread. Stopped, what is read stays and the rest waits."""
    from recordkeeper.intake.pictures import read_pictures

    try:
        read_pictures(library, lanes, progress=progress, cancel=cancel)
    except Cancelled:
        return
