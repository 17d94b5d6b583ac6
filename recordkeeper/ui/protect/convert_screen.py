"""Protecting, a new sheet, or turning protection off: one step after another, with the library closed meanwhile."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from recordkeeper.library import protecting, recovery
from recordkeeper.library.keys import SHORTEST_PASSPHRASE
from recordkeeper.library.left_open import LeftOpen
from recordkeeper.library.protecting import Done, NewKeys
from recordkeeper.library.seal import Seal
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.plain import to_plain
from recordkeeper.ui.long_work import LongWork, WorkPanel
from recordkeeper.ui.page import Dress, button, label
from recordkeeper.ui.protect.screen import Screen
from recordkeeper.work.progress import Cancelled, CancelToken, Progress

if TYPE_CHECKING:
    from recordkeeper.ui.start import Start

_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be done to which library: its keys now, its patient's name, and what stays outside."""

    act: str
    place: Path
    seal: Seal | None = field(repr=False)
    name: str
    left: LeftOpen
    going_on: bool = False  # a sheet was made before, and its words are asked for
    add: tuple[Path, ...] = ()  # brought in once the library is open again


class ConvertScreen(Screen):
    """Opens the library again at the end, however it ends."""

    def __init__(self, dress: Dress, start: Start, wanted: Wanted) -> None:
        say = dress.words.say
        title = {protecting.REKEY: "title_rekey", protecting.UNPROTECT: "title_off"}.get(wanted.act, "title")
        super().__init__(dress, say(f"protect.wizard.{title}"))
        self._start = start
        self._wanted = wanted
        self._off = wanted.act == protecting.UNPROTECT
        self.new: NewKeys | None = None  # once they are made, or proven by a sheet's words
        self._sheet_there = False
        self._work = LongWork(self.errands, self)
        self.step = ""
        self._inside = QWidget()
        self.column.addWidget(self._inside)
        self.close_button = button(dress, say("protect.wizard.close"), flat=True)
        self.next = button(dress, say("protect.wizard.next"), "forward", main=True)
        self.foot.addWidget(self.close_button)
        self.foot.addStretch(1)
        self.foot.addWidget(self.next)
        self.next.clicked.connect(self._on_next)
        self.close_button.clicked.connect(self._on_close)
        self.show_step("check_all" if wanted.going_on else "what")

    def show_step(self, step: str) -> None:
        """Put up a step: what, passphrase, sheet, check or check_all, working, done."""
        self.step = step
        self.trouble.say("")
        old, self._inside = self._inside, QWidget()
        inside = QVBoxLayout(self._inside)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        getattr(self, f"_build_{step}")(inside)
        inside.addStretch(1)
        self.column.replaceWidget(old, self._inside)
        old.deleteLater()
        self.next.setVisible(step != "working")
        self.close_button.setVisible(step not in ("working", "done"))
        key = {"check": "start", "check_all": "start", "done": "close"}.get(step, "next")
        self.next.setText(self._say("off_start" if self._off and step == "what" else key))
        self.next.setAccessibleName(self.next.text())
        self.next.setEnabled(step != "sheet" or self._sheet_there)

    def _say(self, key: str, **fields: object) -> str:
        return self.dress.words.say(f"protect.wizard.{key}", **fields)

    def _build_what(self, inside: QVBoxLayout) -> None:
        if self._off:
            inside.addWidget(label(self._say("title_off"), "display"))
            inside.addWidget(label(self._say("off_help"), "lead"))
            inside.addWidget(label(self._say("what_room"), "quiet"))
            return
        inside.addWidget(label(self._say("what_heading"), "display"))
        for key in ("what_does", "what_not"):
            inside.addWidget(label(self._say(key)))
        inside.addWidget(label(self._say("what_loss"), "strong"))
        inside.addWidget(label(self._say("what_advice")))
        inside.addWidget(label(self._say("what_room"), "quiet"))
        self._add_left(inside)

    def _add_left(self, inside: QVBoxLayout) -> None:
        inside.addWidget(label(self.dress.words.say("protect.left.heading"), "heading"))
        for key, fields in self._wanted.left.sentences():
            inside.addWidget(label(self.dress.words.say(f"protect.left.{key}", **fields), "quiet"))

    def _build_passphrase(self, inside: QVBoxLayout) -> None:
        inside.addWidget(label(self._say("passphrase_heading"), "display"))
        inside.addWidget(label(self._say("passphrase_help", count=SHORTEST_PASSPHRASE)))
        self.passphrase, self.again = QLineEdit(), QLineEdit()
        for field_, key in ((self.passphrase, "passphrase"), (self.again, "passphrase_again")):
            field_.setEchoMode(QLineEdit.EchoMode.Password)
            field_.setAccessibleName(self._say(key))
            inside.addWidget(label(self._say(key), "strong"))
            inside.addWidget(field_)

    def _build_sheet(self, inside: QVBoxLayout) -> None:
        inside.addWidget(label(self._say("sheet_heading"), "display"))
        inside.addWidget(label(self._say("sheet_help"), "lead"))
        self.save = button(self.dress, self._say("sheet_print"), "print", main=True)
        self.saved = label("", "strong")
        self.save.clicked.connect(self._on_save)
        inside.addWidget(self.save)
        inside.addWidget(self.saved)

    def _build_check(self, inside: QVBoxLayout) -> None:
        inside.addWidget(label(self._say("check_heading"), "display"))
        inside.addWidget(label(self._say("check_help")))
        self.typed: dict[int, QLineEdit] = {}
        for number in protecting.asked_words():
            asked = self.typed[number] = QLineEdit()
            asked.setAccessibleName(self._say("check_word", number=number))
            inside.addWidget(label(self._say("check_word", number=number), "strong"))
            inside.addWidget(asked)

    def _build_check_all(self, inside: QVBoxLayout) -> None:
        inside.addWidget(label(self._say("check_heading"), "display"))
        inside.addWidget(label(self._say("check_all")))
        self.all_words = QPlainTextEdit()
        self.all_words.setTabChangesFocus(True)
        self.all_words.setFixedHeight(self.dress.look.pixels(120))
        self.all_words.setAccessibleName(self._say("check_all"))
        inside.addWidget(self.all_words)
        self.anew = button(self.dress, self._say("other_sheet"), flat=True)
        self.anew.clicked.connect(self._on_anew)
        inside.addWidget(self.anew)

    def _build_working(self, inside: QVBoxLayout) -> None:
        inside.addWidget(label(self._say("work_heading_off" if self._off else "work_heading"), "display"))
        inside.addWidget(label(self._say("work_help")))
        panel = WorkPanel(self.dress, self._say("stop"))
        panel.begin(self.dress.words.say("cli.doing.convert"))
        self._work.stepped.connect(panel.show_step)
        panel.stop_wanted.connect(self._work.stop)
        inside.addWidget(panel)

    def _build_done(self, inside: QVBoxLayout) -> None:
        done = self.done
        damaged = [label(self.dress.words.say("protect.damaged", count=len(done.damaged)))] if done.damaged else []
        if self._off:
            inside.addWidget(label(self._say("done_heading_off"), "display"))
            inside.addWidget(label(self._say("done_off", count=done.originals), "lead"))
            for each in (*damaged, label(self._say("done_off_sheet"), "quiet")):
                inside.addWidget(each)
            return
        inside.addWidget(label(self._say("done_heading"), "display"))
        inside.addWidget(label(self._say("done", count=done.originals), "lead"))
        key = "keyring_yes" if done.in_keyring else "keyring_no"
        for each in (*damaged, label(self.dress.words.say(f"protect.{key}"))):
            inside.addWidget(each)
        self._add_left(inside)

    def _on_next(self) -> None:
        {
            "what": self._after_what,
            "passphrase": self._after_passphrase,
            "sheet": self._after_sheet,
            "check": self._after_check,
            "check_all": self._after_check_all,
            "done": self._on_close,
        }[self.step]()

    def _after_what(self) -> None:
        if self._off:
            self._begin_work()
        else:
            self.show_step("passphrase")

    def _after_passphrase(self) -> None:
        passphrase = self.passphrase.text()
        if passphrase != self.again.text():
            self.trouble.say(self._say("passphrase_differs"))
            return
        today = dt.datetime.now().astimezone().date()
        self.work(protecting.begin, self._wanted.place, self._wanted.act, today, passphrase, done=self._on_begun)

    def _on_begun(self, new: NewKeys) -> None:
        self.new = new
        self.show_step("sheet")

    def _on_save(self) -> None:
        dialog = QFileDialog(self, self._say("sheet_print"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(f"{self._say('sheet_name')}.pdf")
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, place: str) -> None:
        """Write the sheet there."""
        assert self.new is not None
        words, wanted = self.dress.words, self._wanted
        self.work(_save, self._start, self.new, wanted.place, Path(place), words.language, done=self._on_saved)

    def _on_saved(self, place: Path) -> None:
        self._sheet_there = True
        self.saved.setText(self._say("sheet_saved", place=str(place)))
        self.next.setEnabled(True)

    def _after_sheet(self) -> None:
        self.show_step("check")

    def _after_check(self) -> None:
        assert self.new is not None
        words = recovery.words_of(self.new.secret, self.dress.words.language)
        for number, asked in self.typed.items():
            if not recovery.same_word(asked.text(), words[number - 1]):
                self.trouble.say(self._say("check_wrong", number=number))
                asked.setFocus()
                return
        self._begin_work()

    def _after_check_all(self) -> None:
        self.work(protecting.proven, self._wanted.place, self.all_words.toPlainText(), done=self._on_proven)

    def _on_proven(self, new: NewKeys) -> None:
        self.new = new
        self._begin_work()

    def _on_anew(self) -> None:
        self.show_step("what")

    def _begin_work(self) -> None:
        self.show_step("working")
        words, wanted, new = self.dress.words, self._wanted, self.new
        readme = (
            words.say("cli.library_readme", name=wanted.name) if self._off else words.say("protect.readme.text")
        )

        def convert(progress: Progress, cancel: CancelToken) -> Done:
            return protecting.carry_out(
                wanted.place, wanted.act, wanted.seal, new, readme=readme, progress=progress, cancel=cancel
            )

        self.errands.follow(self._work.start(convert), self, self._on_converted, failed=self._on_not_converted)

    def _on_converted(self, done: Done) -> None:
        self.done = done
        self.show_step("done")

    def _on_not_converted(self, error: BaseException) -> None:
        """The library is as it was; a person may try again from here."""
        self.show_step("what" if self._off or self.new is None else "check_all")
        if not isinstance(error, Cancelled):
            self.on_failed(error)

    def _on_close(self) -> None:
        wanted = self._wanted
        seal = wanted.seal
        if self.step == "done":
            seal = self.new.seal if self.new is not None else None
        self._start.open(wanted.place, seal=seal, add=wanted.add, failed=self.trouble.say)


def _save(start: Start, new: NewKeys, library: Path, out: Path, language: str) -> Path:
    """Have a worker write the sheet. PlaceProblem, WorkerFailure."""
    if out.absolute().is_relative_to(library):
        raise PlaceProblem("sheet_in_library")
    makers = start.makers()
    try:
        sheet = to_plain(protecting.sheet_of(new, library.name, language))
        makers.run("recovery_sheet", {"sheet": sheet, "out": str(out), "language": language}, deadline=_SECONDS)
    finally:
        makers.close()
    return out
