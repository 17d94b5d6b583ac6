"""Making a bundle in three steps: who and what for, what goes in, check and make."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from concurrent.futures import CancelledError
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from recordkeeper import __version__
from recordkeeper.bundle.choices import Choice, choices
from recordkeeper.bundle.make import Made, Maker
from recordkeeper.bundle.plan import Sections
from recordkeeper.bundle.presets import Preset
from recordkeeper.bundle.shapes import ENDINGS
from recordkeeper.catalogue import exports
from recordkeeper.ui.bundle.draft import Draft
from recordkeeper.ui.bundle.step_make import MakeStep
from recordkeeper.ui.bundle.step_what import WhatStep
from recordkeeper.ui.bundle.step_who import WhoStep
from recordkeeper.ui.bundle.steps_bar import StepsBar
from recordkeeper.ui.long_work import LongWork
from recordkeeper.ui.page import button
from recordkeeper.ui.sentences import sentence_of
from recordkeeper.wording.words import Words
from recordkeeper.work.progress import Cancelled, CancelToken, Progress

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database
    from recordkeeper.library.folder import Library
    from recordkeeper.records.bundle import LedgerEntry
    from recordkeeper.ui.desk import Desk
    from recordkeeper.work.lanes import Lanes
    from recordkeeper.work.pool import Workers

STEPS = ("who", "what", "make")


class Wizard(QWidget):
    """The steps with a bar above and Back, Next below. Emits `left` when the person goes back to the list."""

    left = Signal()
    made = Signal(object)  # the LedgerEntry of a new bundle
    doctor_wanted = Signal(object)  # a LedgerEntry
    preview_made = Signal(object)  # the folder with the papers; whoever shows it removes it

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._draft = Draft()
        self._choices: tuple[Choice, ...] = ()
        self._made: Made | None = None
        self._preset: Preset | None = None  # to be applied to the choices that are being read
        self._begun = False
        self._working = False
        self._work = LongWork(desk.errands, self)
        self._build()
        self._connect()

    @property
    def busy(self) -> bool:
        """Whether a bundle is being made."""
        return self._working

    def begin(self) -> None:
        """Start a new bundle, or go on with one that was left before it was made."""
        if self._made is not None or not self._begun:
            self._draft, self._made, self._begun = Draft(), None, True
            self.who.begin()
            self.what.begin()
            self.make.extras.begin()
            self._preset = None
            self.what.show_choices(self._choices, self._draft.decisions)
        self._go(0)
        self.read()

    def read(self) -> None:
        """Read the records anew; what has been decided stays."""
        if self._working or self._made is not None:
            return
        reading = self._desk.read(
            _choices, self._desk.library, self._desk.resources, self._preset, self._draft.since
        )
        self._desk.errands.follow(reading, self, self._on_choices_read, newest="choices")

    def stop(self) -> None:
        self._work.stop()

    def _build(self) -> None:
        say = self._desk.words.say
        self.bar = StepsBar(self._desk, [say(f"bundles.step.{name}") for name in STEPS])
        self.who, self.what, self.make = WhoStep(self._desk), WhatStep(self._desk), MakeStep(self._desk)
        self.steps = QStackedWidget()
        for step in (self.who, self.what, self.make):
            self.steps.addWidget(step)
        self.leave = button(self._desk, say("bundles.leave"), flat=True)
        self.back = button(self._desk, say("bundles.back"), "back")
        self.next = button(self._desk, say("bundles.next"), main=True)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.leave)
        foot.addWidget(self.what.look_at)
        foot.addStretch(1)
        for made in (self.back, self.next):
            foot.addWidget(made)
        for made in (self.leave, self.back, self.next):
            made.setAutoDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.bar)
        column.addWidget(self.steps, 1)
        column.addLayout(foot)
        self._show_buttons()

    def _connect(self) -> None:
        self.bar.chosen.connect(self._on_step_chosen)
        self.leave.clicked.connect(self.left)
        self.back.clicked.connect(self._on_back_clicked)
        self.next.clicked.connect(self._on_next_clicked)
        self.what.model.decided.connect(self._on_decided)
        self.what.preset_wanted.connect(self._on_preset_wanted)
        self.what.look_wanted.connect(self._on_look_wanted)
        self.make.look_wanted.connect(self._on_look_wanted)
        self.make.page_wanted.connect(self._desk.news.page_wanted)
        self.make.preview_wanted.connect(self._preview)
        self.make.stop_wanted.connect(self._work.stop)
        self.make.doctor_wanted.connect(self._on_doctor_wanted)
        self.make.folder_wanted.connect(self._on_folder_wanted)
        self._work.stepped.connect(self.make.work.show_step)

    def _go(self, step: int) -> None:
        """Bring a step to the front, with the focus where its work begins."""
        self.steps.setCurrentIndex(step)
        last = step == len(STEPS) - 1
        if last and self._made is None and not self._working:
            self.make.show_check(self.what.model.inside(), self._draft)
        self._show_buttons()
        current = (self.who, self.what, None)[step]
        if current is not None:
            current.focus()
        elif self.next.isEnabled():
            self.next.setFocus()

    def _show_buttons(self) -> None:
        say, step, done = self._desk.words.say, self.steps.currentIndex(), self._made is not None
        self.bar.show_step(step, locked=self._working or done)
        self.back.setVisible(step > 0 and not done)
        self.leave.setVisible(step == 0)
        self.what.look_at.setVisible(step == 1)
        last = step == len(STEPS) - 1
        text = say("bundles.done" if done else "bundles.make_it" if last else "bundles.next")
        _name(self.next, text)
        for made in (self.back, self.next, self.leave):
            made.setEnabled(not self._working)

    def _on_preset_wanted(self, preset: Preset) -> None:
        self._preset = preset
        self.read()

    def _on_choices_read(self, read: tuple[int, Sequence[Choice]]) -> None:
        since, found = read
        self._choices = tuple(found)
        if self._preset is not None:
            self._draft = replace(self._draft, since=since, decisions=self._preset.decisions(found))
            self._preset = None
        self.what.show_choices(self._choices, self._draft.decisions)
        if self.steps.currentIndex() == STEPS.index("make") and self._made is None and not self._working:
            self.make.tell(self.what.model.inside(), self._draft)

    def _on_decided(self) -> None:
        self._draft = replace(self._draft, decisions=self.what.model.decisions)

    def _on_step_chosen(self, step: int) -> None:
        if step <= self.steps.currentIndex():
            self._go(step)
        else:
            self._on_next_clicked()

    def _on_back_clicked(self) -> None:
        self._go(self.steps.currentIndex() - 1)

    def _on_next_clicked(self) -> None:
        step = self.steps.currentIndex()
        if self._made is not None:
            self.left.emit()
        elif step == 0:
            self._draft = self.who.draft(self._draft)
            if self.who.is_complete():
                self._go(1)
        elif step == 1:
            self._draft = replace(self._draft, tell_titles=self.what.tell_titles.isChecked())
            if self.what.is_complete():
                self._go(2)
        else:
            self._make()

    def _on_look_wanted(self, record: str) -> None:
        self._desk.news.show_record.emit(record, None)

    def _preview(self) -> None:
        """Make the papers the reader will read, off this thread and nowhere but in the library's own corner."""
        self._working = True
        self._draft = self.make.extras.draft(self._draft)
        self._show_buttons()
        self.make.show_working("bundles.preview.work")
        desk = self._desk
        work = partial(_rehearse, desk.library, desk.lanes, desk.makers, desk.resources, self._draft)
        self._desk.errands.follow(self._work.start(work), self, self._on_previewed, failed=self._on_not_made)

    def _on_previewed(self, folder: Path) -> None:
        self._working = False
        self._show_buttons()
        self.make.show_previewed()
        self.make.preview.setFocus()
        self.preview_made.emit(folder)

    def _make(self) -> None:
        """Make it, off this thread."""
        self._working = True
        self._draft = self.make.extras.draft(self._draft)
        self._show_buttons()
        self.make.show_working()
        desk = self._desk  # which itself stays on this thread: it holds pictures and widgets' ears
        work = partial(_make, desk.library, desk.lanes, desk.makers, desk.resources, self._draft)
        future = self._work.start(work)
        self._desk.errands.follow(future, self, self._on_made, failed=self._on_not_made)

    def _on_made(self, made: Made) -> None:
        self._working, self._made = False, made
        self._show_buttons()
        self.make.show_made(made)
        self.made.emit(made.entry)

    def _on_not_made(self, error: BaseException) -> None:
        self._working = False
        self._show_buttons()
        self.make.show_trouble(why_not(error, self._desk.words))
        self.next.setFocus()

    def _on_doctor_wanted(self) -> None:
        if self._made is not None:
            self.doctor_wanted.emit(self._made.entry)

    def passphrase_of(self, entry: LedgerEntry) -> str:
        """The words of a locked bundle that was just made here; "" for all others."""
        made = self._made
        return made.secret.passphrase if made is not None and made.secret and made.entry.id == entry.id else ""

    def _on_folder_wanted(self) -> None:
        if self._made is not None:
            show_folder(self._made.entry.path, self._made.entry.shape, self._desk)


def _choices(
    db: Database, library: Library, resources: Path, preset: Preset | None, since: int
) -> tuple[int, tuple[Choice, ...]]:
    """The choices, and the bundle of the ledger they go on from; before the first bundle everything is new."""
    if preset is not None:
        made = exports.all_bundles(db) if preset.since_last else ()
        since = made[-1].id if made else 0
    return since, choices(
        db, Sections.load(resources / "bundle" / "sections.toml"), since, library.originals.whole()
    )


def _make(
    library: Library,
    lanes: Lanes,
    makers: Workers,
    resources: Path,
    draft: Draft,
    progress: Progress,
    cancel: CancelToken,
) -> Made:
    """On the work's thread."""
    maker = _maker(library, lanes, makers, resources, draft, progress, cancel)
    return maker.make(draft.dest(), draft.request(), shape=draft.shape, part_size=draft.part_size, rule=draft.rule)


def _rehearse(
    library: Library,
    lanes: Lanes,
    makers: Workers,
    resources: Path,
    draft: Draft,
    progress: Progress,
    cancel: CancelToken,
) -> Path:
    """On the work's thread: a folder with the papers, removed if they cannot be made."""
    folder = library.originals.scratch()
    try:
        maker = _maker(library, lanes, makers, resources, draft, progress, cancel)
        maker.rehearse(draft.request(), folder, shape=draft.shape, part_size=draft.part_size, rule=draft.rule)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder


def _maker(
    library: Library,
    lanes: Lanes,
    makers: Workers,
    resources: Path,
    draft: Draft,
    progress: Progress,
    cancel: CancelToken,
) -> Maker:
    return Maker(
        library,
        lanes,
        makers,
        resources,
        Words.load(resources / "wording", draft.language),
        program=f"Recordkeeper {__version__}",
        progress=progress,
        cancel=cancel,
    )


def why_not(error: BaseException, words: Words) -> str:
    """Why it was not made, in one sentence."""
    if isinstance(error, (Cancelled, CancelledError)):
        return words.say("bundles.stopped")
    return sentence_of(words, error, "bundles.error")


def show_folder(path: str, shape: str, desk: Desk) -> None:
    """Open the folder, or the one a ZIP lies in, in the system's own file window."""
    place = Path(path).parent if shape in ENDINGS else Path(path)
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(place))):
        desk.news.said.emit(desk.words.say("bundles.no_file_window", place=str(place)))


def _name(made: QPushButton, text: str) -> None:
    made.setText(text)
    made.setAccessibleName(text)
