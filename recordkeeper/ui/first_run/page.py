"""What a newcomer meets: whose records, something to add, a word on safety. Or a look at made-up records."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from recordkeeper import paths
from recordkeeper.library.left_open import LeftOpen
from recordkeeper.library.protecting import PROTECT
from recordkeeper.library.seal import available
from recordkeeper.records.errors import InputProblem, KnownProblem
from recordkeeper.ui.adding.choices import Choices
from recordkeeper.ui.adding.summary import name_of
from recordkeeper.ui.bend import Bend
from recordkeeper.ui.errands import Errands
from recordkeeper.ui.first_run.making import Made, bring_back, folder_name, make_library, make_sample
from recordkeeper.ui.first_run.whose import WhoseForm
from recordkeeper.ui.page import Dress, button, label, set_busy
from recordkeeper.ui.protect.convert_screen import Wanted
from recordkeeper.ui.rolls import rolling
from recordkeeper.ui.sentences import sentence_of
from recordkeeper.ui.trouble import Trouble

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QResizeEvent

    from recordkeeper.ui.icons import Icons
    from recordkeeper.ui.start import Start
    from recordkeeper.ui.style import Look
    from recordkeeper.wording.words import Words

log = logging.getLogger(__name__)

_SCREENS = 3
_WIDE = 560
_NARROW = 460  # below it buttons stand under their words, and one under the other


class FirstRun(QWidget):
    """Three screens; `start` opens what they make."""

    def __init__(self, words: Words, look: Look, icons: Icons, start: Start, trouble: str) -> None:
        super().__init__()
        self._dress = Dress(words, look, icons)
        self._start = start
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="first-run")
        self._errands = Errands()
        self._base = Path.home() / paths.NAME
        self._to_add: tuple[Path, ...] = ()
        self._locks = False  # the library just made is to be protected before anything comes in
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, on=True)
        self.setWindowTitle(words.say("first_run.window_title"))
        self._build()
        self._connect()
        self.trouble.say(trouble)
        self._show_screen(0)
        self.resize(1024, 768)

    def keep_below(self, folder: Path) -> None:
        """Make the library in a folder below this one."""
        self._base = folder
        self._on_form_changed()

    @property
    def place(self) -> Path:
        """Where the library will be."""
        name = folder_name(self.form.name.text())
        return self._base / name if name else self._base

    def _build(self) -> None:
        say = self._dress.words.say
        self._step = label("", "small")
        self.trouble = Trouble(self._dress)
        self._busy = QProgressBar()
        set_busy(self._dress.look, self._busy)
        self._busy.setTextVisible(False)
        self._busy.setAccessibleName(say("first_run.working"))
        self._busy.hide()
        self._busy_told = label("", "quiet")
        self._stack = QStackedWidget()
        for screen in (self._build_whose(), self._build_add(), self._build_safe()):
            self._stack.addWidget(rolling(screen))
        column = QWidget()
        column.setMaximumWidth(self._dress.look.pixels(_WIDE) + 48)
        inside = QVBoxLayout(column)
        inside.setContentsMargins(24, 24, 24, 16)
        inside.setSpacing(12)
        inside.addWidget(self._step)
        inside.addWidget(self._stack, 1)
        inside.addWidget(self.trouble)
        inside.addWidget(self._busy_told)
        inside.addWidget(self._busy)
        inside.addLayout(self._build_foot())
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addStretch(1)
        whole.addWidget(column, 100)
        whole.addStretch(1)

    def _build_foot(self) -> QBoxLayout:
        say = self._dress.words.say
        self._back = button(self._dress, say("first_run.back"), "back")
        self._now = button(self._dress, say("first_run.begin_now"), flat=True)
        self._next = button(self._dress, say("first_run.next"), "forward", main=True)
        self._begin = button(self._dress, say("first_run.begin"), "check", main=True)
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._foot.setContentsMargins(0, 0, 8, 0)
        self._foot.setSpacing(8)
        self._foot.addWidget(self._back)
        self._foot.addStretch(1)
        for one in (self._now, self._next, self._begin):
            self._foot.addWidget(one)
        return self._foot

    def _build_whose(self) -> QWidget:
        say = self._dress.words.say
        screen, inside = self._screen("first_run.welcome", "first_run.welcome_help")
        self.form = WhoseForm(self._dress)
        inside.addWidget(self.form)
        inside.addWidget(label(say("first_run.where"), "strong"))
        self._where = label("")
        self._elsewhere = button(self._dress, say("first_run.elsewhere"), "folder")
        inside.addWidget(Bend(self._where, self._elsewhere, narrow=self._dress.look.pixels(_NARROW)))
        inside.addSpacing(8)
        inside.addWidget(label(say("first_run.or"), "heading"))
        self._sample = button(self._dress, say("first_run.sample"), "play")
        self._open = button(self._dress, say("first_run.open"), "library")
        inside.addWidget(self._sample)
        inside.addWidget(self._open)
        self._bring_back = button(self._dress, say("first_run.bring_back"), "stick")
        inside.addWidget(self._bring_back)
        before = self._start.settings.libraries
        self._before = button(self._dress, say("first_run.before", name=before[0].name if before else ""), "back")
        self._before.setVisible(bool(before))
        inside.addWidget(self._before)
        inside.addStretch(1)
        return screen

    def _build_add(self) -> QWidget:
        screen, inside = self._screen("first_run.add", "first_run.add_help")
        self.choices = Choices(self._dress, self._thread.submit, self._errands)
        self._chosen = label("", "strong")
        inside.addWidget(self.choices)
        inside.addWidget(self._chosen)
        inside.addStretch(1)
        return screen

    def _build_safe(self) -> QWidget:
        say = self._dress.words.say
        screen, inside = self._screen("first_run.safe", "")
        for icon, key in (
            ("file", "first_run.safe_originals"),
            ("lock", "first_run.safe_here"),
            ("undo", "first_run.safe_undo"),
        ):
            row = QHBoxLayout()
            row.setSpacing(16)
            picture = QLabel()
            look = self._dress.look
            picture.setPixmap(self._dress.icons.pixmap(icon, look.pixels(28), look.palette.accent))
            row.addWidget(picture, alignment=Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(say(key), "lead"), 1)
            inside.addLayout(row)
        self.simple = QCheckBox(say("first_run.simple"))
        self.simple.setChecked(self._start.settings.simple)
        self.simple.toggled.connect(self._on_simple_toggled)
        inside.addWidget(self.simple)
        self.lock = QCheckBox(say("protect.offer"))
        self.lock.setAccessibleDescription(say("protect.offer_hint"))
        hint = label(say("protect.offer_hint"), "small")
        for offer in (self.lock, hint):
            offer.setVisible(available())
            inside.addWidget(offer)
        inside.addStretch(1)
        return screen

    def _screen(self, title: str, help_: str) -> tuple[QWidget, QVBoxLayout]:
        say = self._dress.words.say
        screen = QWidget()
        inside = QVBoxLayout(screen)
        inside.setContentsMargins(0, 0, 8, 0)
        inside.setSpacing(12)
        inside.addWidget(label(say(title), "display"))
        if help_:
            inside.addWidget(label(say(help_), "quiet"))
        return screen, inside

    def _connect(self) -> None:
        self.form.changed.connect(self._on_form_changed)
        self._elsewhere.clicked.connect(self._on_elsewhere_clicked)
        self._sample.clicked.connect(self.show_made_up)
        self._open.clicked.connect(self._on_open_clicked)
        self._bring_back.clicked.connect(self._on_bring_back_clicked)
        self._before.clicked.connect(self._on_before_clicked)
        self.choices.chosen.connect(self._on_chosen)
        self._back.clicked.connect(self._on_back_clicked)
        self._next.clicked.connect(self._on_next_clicked)
        self._now.clicked.connect(self.begin)
        self._begin.clicked.connect(self.begin)

    def _show_screen(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self._step.setText(self._dress.words.say("first_run.step", number=number + 1, count=_SCREENS))
        last = number == _SCREENS - 1
        self._back.setVisible(number > 0)
        self._now.setVisible(not last)
        self._next.setVisible(not last)
        self._begin.setVisible(last)
        self._on_form_changed()
        first = (self.form.name, self.choices, self._begin)[number]
        first.setFocus()

    def _on_form_changed(self) -> None:
        self._where.setText(str(self.place))

    def _on_back_clicked(self) -> None:
        self.trouble.say("")
        self._show_screen(self._stack.currentIndex() - 1)

    def _on_next_clicked(self) -> None:
        if self._stack.currentIndex() == 0 and not self._checked():
            return
        self.trouble.say("")
        self._show_screen(self._stack.currentIndex() + 1)

    def _checked(self) -> bool:
        """Whether the form is right; when not, a sentence says what to change."""
        try:
            self.form.patient()
        except InputProblem as problem:
            self._show_screen(0)
            self.trouble.say(self._dress.words.say(f"first_run.problem.{problem.code}", **problem.fields))
            return False
        return True

    def _on_elsewhere_clicked(self) -> None:
        dialog = self._ask_folder("first_run.elsewhere")
        dialog.fileSelected.connect(self._on_elsewhere_selected)
        dialog.open()

    def _on_elsewhere_selected(self, folder: str) -> None:
        self.keep_below(Path(folder))

    def _on_open_clicked(self) -> None:
        dialog = self._ask_folder("first_run.open")
        dialog.fileSelected.connect(self._on_open_selected)
        dialog.open()

    def _ask_folder(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self, self._dress.words.say(title))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, on=True)
        return dialog

    def _on_open_selected(self, folder: str) -> None:
        self._locks = False
        self._on_made(Made(Path(folder)))

    def _on_bring_back_clicked(self) -> None:
        dialog = self._ask_folder("first_run.bring_back")
        dialog.fileSelected.connect(self._on_bring_back_selected)
        dialog.open()

    def _on_bring_back_selected(self, folder: str) -> None:
        self._locks = False
        self._work("first_run.bringing_back", bring_back, self._base, Path(folder))

    def _on_before_clicked(self) -> None:
        """Somebody came here from an open library and would rather go back."""
        self._locks = False
        self._on_made(Made(Path(self._start.settings.libraries[0].place)))

    def _on_simple_toggled(self, on: bool) -> None:
        """What is opened next is opened so, and from then on."""
        self._start.settings = replace(self._start.settings, simple=on)

    def _on_chosen(self, chosen: tuple[Path, ...]) -> None:
        words = self._dress.words
        self._to_add = tuple(dict.fromkeys((*self._to_add, *chosen)))
        names = ", ".join(name_of(words, (str(path),)) for path in self._to_add)
        self._chosen.setText(words.say("first_run.will_add", names=names))
        self.choices.begin_again()
        self._next.setFocus()

    def begin(self) -> None:
        """Make the library and open it; what was chosen is added there."""
        if not self._checked():
            return
        patient, self._locks = self.form.patient(), self.lock.isChecked()
        readme = self._dress.words.say("cli.library_readme", name=patient.name)
        self._work("first_run.making", make_library, self.place, patient, readme, self._to_add)

    def show_made_up(self) -> None:
        """Open a library of made-up records."""
        self._locks = False
        self._work(
            "first_run.making_sample", make_sample, self._start.makers, paths.places().data, self._dress.words
        )

    def _work(self, told: str, task: Callable[..., Made], *args: object) -> None:
        self.trouble.say("")
        self._set_busy(self._dress.words.say(told))
        future: Future[Made] = self._thread.submit(task, *args)
        self._errands.follow(future, self, self._on_made, failed=self._on_failed)

    def _set_busy(self, told: str) -> None:
        self._busy_told.setText(told)
        self._busy_told.setVisible(bool(told))
        self._busy.setVisible(bool(told))
        for one in (self._stack, self._back, self._now, self._next, self._begin):
            one.setEnabled(not told)

    def _on_made(self, made: Made) -> None:
        if self._locks:
            name, none = self.form.patient().name, LeftOpen((), None, ())
            self._start.protect(Wanted(PROTECT, made.place, None, name, none, add=made.add))
            return
        self._start.open(made.place, add=made.add, failed=self._on_refused)

    def _on_failed(self, error: BaseException) -> None:
        words = self._dress.words
        if isinstance(error, KnownProblem):
            self._on_refused(sentence_of(words, error))
        else:
            log.error("the first run failed: %s", type(error).__name__)
            self._on_refused(words.say("first_run.problem.not_made"))

    def _on_refused(self, sentence: str) -> None:
        self._set_busy("")
        self._show_screen(0)
        self.trouble.say(sentence)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        direction = QBoxLayout.Direction
        narrow = self.width() < self._dress.look.pixels(_NARROW)
        self._foot.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        self._errands.close()
        self._thread.shutdown(wait=False, cancel_futures=True)
        super().closeEvent(event)
