"""The panel under the search box: asks what to add, shows how far an add is, and says what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from recordkeeper.catalogue import intakes
from recordkeeper.records.kinds import Outcome
from recordkeeper.ui.adding import summary
from recordkeeper.ui.adding.adder import Adder, Ended
from recordkeeper.ui.adding.sheet import AddSheet
from recordkeeper.ui.bend import Bend
from recordkeeper.ui.page import button, card, label, set_busy, tool
from recordkeeper.ui.sentences import sentence_of
from recordkeeper.ui.strangers.asked import count
from recordkeeper.work.progress import Step

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

_NEWS_EVERY_MS = 3000  # while adding, pages are told that there is more
_NARROW = 500  # below it the buttons go under the words
_TROUBLE = (Outcome.LOCKED, Outcome.UNREADABLE, Outcome.PENDING)


class AddingPanel(QWidget):
    """Hidden while there is nothing to tell."""

    receipt_wanted = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.adder = Adder(desk, self)
        self.sheet: AddSheet | None = None
        self._intake = 0
        self._paths: tuple[str, ...] = ()
        self._news = QTimer(self)
        self._news.setInterval(_NEWS_EVERY_MS)
        self._build()
        self._connect()
        self.hide()

    def ask(self) -> None:
        """Open the sheet with the three ways to add."""
        if self.sheet is None:
            self.sheet = AddSheet(self.desk, self.window())
            self.sheet.chosen.connect(self._on_paths)
        self.sheet.choices.begin_again()
        self.desk.errands.follow(self.desk.read(intakes.all_intakes), self, self._on_intakes, newest="last place")
        self.sheet.open()

    def add(self, paths: Sequence[Path]) -> None:
        """Bring these in, now or after what is under way."""
        self._on_paths(paths)

    def stop_for_closing(self) -> None:
        """Returns when nothing touches the library any more; what is done stays, the rest can be gone on with."""
        self._news.stop()
        self.adder.close()

    def _build(self) -> None:
        say = self.desk.words.say
        frame, inside = card()
        self._picture = QLabel()
        self._title = label("", "strong")
        self._detail = label("", "quiet")
        self._next = label("", "small")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(say("adding.progress"))
        self._pause = button(self.desk, say("adding.pause"), "pause")
        self._stop = button(self.desk, say("adding.stop"), "stop")
        self._again = button(self.desk, say("adding.again"), "rotate")
        self._receipt = button(self.desk, say("adding.show_receipt"), "file")
        self._close = tool(self.desk, say("adding.close"), "close")
        words = QWidget()
        told = QVBoxLayout(words)
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(4)
        for one in (self._title, self._detail, self._next):
            told.addWidget(one)
        buttons = (self._receipt, self._again, self._pause, self._stop, self._close)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._picture)
        top.addWidget(Bend(words, *buttons, narrow=self.desk.look.pixels(_NARROW)), 1)
        self.answer = button(self.desk, say("strangers.go"), "person")
        self._whose_told = label("")
        self.whose = Bend(self._whose_told, self.answer, narrow=self.desk.look.pixels(_NARROW))
        self.whose.hide()
        inside.setContentsMargins(16, 12, 16, 12)
        inside.addLayout(top)
        inside.addWidget(self._bar)
        inside.addWidget(self.whose)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)

    def _connect(self) -> None:
        self._pause.clicked.connect(self._on_pause_clicked)
        self._stop.clicked.connect(self._on_stop_clicked)
        self._again.clicked.connect(self._on_again_clicked)
        self._receipt.clicked.connect(self._on_receipt_clicked)
        self.answer.clicked.connect(self._on_receipt_clicked)
        self._close.clicked.connect(self.hide)
        self._news.timeout.connect(self._on_news_due)
        self.adder.begun.connect(self._on_begun)
        self.adder.told.connect(self._on_told)
        self.adder.ended.connect(self._on_ended)
        self.desk.news.paths_wanted.connect(self._on_paths)

    def _show_buttons(self, *shown: QAbstractButton) -> None:
        """Show these only. Others are hidden first: all at once would not fit, and push the window wider."""
        for one in (self._receipt, self._again, self._pause, self._stop, self._close):
            if one not in shown:
                one.hide()
        for wanted in shown:
            wanted.show()

    def _picture_is(self, icon: str, colour: str) -> None:
        self._picture.setPixmap(self.desk.icons.pixmap(icon, self.desk.look.pixels(24), colour))

    def _on_intakes(self, lines: tuple[intakes.IntakeLine, ...]) -> None:
        """File dialogs open where the last add came from."""
        if lines and lines[0].sources and self.sheet is not None:
            self.sheet.choices.begin_at(str(Path(lines[0].sources[0]).parent))

    def _on_paths(self, paths: Sequence[Path | str]) -> None:
        wanted = tuple(str(path) for path in paths)
        if wanted and not self.adder.add(wanted):
            self._say_next()

    def _say_next(self) -> None:
        waiting = self.adder.waiting
        words = self.desk.words
        self._next.setVisible(bool(waiting))
        if waiting:
            name = summary.name_of(words, waiting[0])
            self._next.setText(words.say("adding.next", name=name, count=len(waiting)))

    def _on_begun(self, paths: tuple[str, ...]) -> None:
        say = self.desk.words.say
        self._paths = paths
        self.whose.hide()
        self._picture_is("add", self.desk.look.palette.accent)
        self._title.setText(say("adding.adding", name=summary.name_of(self.desk.words, paths)))
        self._detail.setText(say("adding.looking"))
        set_busy(self.desk.look, self._bar)
        self._bar.show()
        self._stop.setEnabled(True)
        self._pause.setEnabled(True)
        self._pause_is_offered(resumes=False)
        self._show_buttons(self._pause, self._stop)
        self._say_next()
        self._news.start()
        self.show()

    def _on_told(self, step: Step) -> None:
        words = self.desk.words
        if self._bar.maximum() != (step.total or 0):
            self._bar.setRange(0, step.total or 0)
        self._bar.setValue(step.done)
        if self.adder.paused or not self._stop.isEnabled():
            return
        parts = [words.say("adding.done_of", count=step.total or 0, done=step.done)]
        if left := summary.time_left(words, step.seconds_left):
            parts.append(left)
        if step.total is not None and step.done >= step.total:
            parts = [words.say("adding.last_touches")]
        self._detail.setText(" ".join(parts))

    def _pause_is_offered(self, *, resumes: bool) -> None:
        text = self.desk.words.say("adding.resume" if resumes else "adding.pause")
        self._pause.setText(text)
        self._pause.setAccessibleName(text)
        self._pause.setIcon(self.desk.icons.icon("play" if resumes else "pause"))

    def _on_pause_clicked(self) -> None:
        if self.adder.paused:
            self.adder.resume()
            self._detail.setText(self.desk.words.say("adding.going_on"))
        else:
            self.adder.pause()
            self._detail.setText(self.desk.words.say("adding.paused"))
        self._pause_is_offered(resumes=self.adder.paused)

    def _on_stop_clicked(self) -> None:
        self.adder.stop()
        self._stop.setEnabled(False)
        self._pause.setEnabled(False)
        self._detail.setText(self.desk.words.say("adding.stopping"))
        self._say_next()

    def _on_again_clicked(self) -> None:
        self._on_paths(self._paths)

    def _on_receipt_clicked(self) -> None:
        self.receipt_wanted.emit(self._intake)

    def _on_news_due(self) -> None:
        if self.adder.running and not self.adder.paused:
            self.desk.news.records_changed.emit(())

    def _on_ended(self, ended: Ended) -> None:
        self._news.stop()
        self._bar.hide()
        self._next.hide()
        if ended.error is not None:
            self._show_trouble(ended.error)
        elif ended.receipt is not None:
            self._intake = ended.receipt.intake
            self._show_what_came_of_it(ended)
        self.show()
        self.desk.news.records_changed.emit(())

    def _show_what_came_of_it(self, ended: Ended) -> None:
        receipt = ended.receipt
        assert receipt is not None
        words, palette = self.desk.words, self.desk.look.palette
        stopped = ended.stopped and not receipt.finished
        trouble = stopped or any(receipt.totals[outcome] for outcome in _TROUBLE)
        self._picture_is("look" if trouble else "check", palette.look if trouble else palette.good)
        name = summary.name_of(words, ended.paths)
        self._title.setText(words.say("adding.stopped_title" if stopped else "adding.ended_title", name=name))
        self._detail.setText(summary.what_came_of_it(words, receipt, stopped=stopped))
        self._show_buttons(self._receipt, self._close, *((self._again,) if stopped else ()))
        if receipt.totals[Outcome.SET_ASIDE]:
            self.desk.errands.follow(
                self.desk.read(count, receipt.intake), self, self._on_strangers, newest="strangers"
            )

    def _show_trouble(self, error: BaseException) -> None:
        words = self.desk.words
        self._picture_is("look", self.desk.look.palette.look)
        self._title.setText(words.say("adding.trouble_title", name=summary.name_of(words, self._paths)))
        sentence = sentence_of(words, error)
        self._detail.setText(f"{sentence} {words.say('adding.trouble_safe')}")
        self._show_buttons(self._again, self._close)

    def _on_strangers(self, people: int) -> None:
        self._whose_told.setText(self.desk.words.say("strangers.waiting", count=people))
        self.whose.setVisible(people > 0)
