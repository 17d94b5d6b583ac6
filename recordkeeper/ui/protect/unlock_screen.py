"""A locked library: whose folder it is, since when, and three ways on. Nothing is counted, nothing is wiped."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from recordkeeper.library import device_copy, keys
from recordkeeper.library.keys import Protection
from recordkeeper.library.seal import Seal
from recordkeeper.records.dates import PartialDate
from recordkeeper.ui.page import Dress, button, card, label
from recordkeeper.ui.protect.screen import Screen

if TYPE_CHECKING:
    from recordkeeper.ui.start import Start


class UnlockScreen(Screen):
    """`start` opens the library once a key was right, or another one."""

    def __init__(self, dress: Dress, start: Start, place: Path, protection: Protection, *, asked: bool) -> None:
        """`asked` is whether the computer's own key was tried just now, and was not there."""
        super().__init__(dress, dress.words.say("protect.lock.title", name=place.name))
        self._start = start
        self._place = place
        self._protection = protection
        say = dress.words.say
        self.column.addWidget(label(say("protect.lock.heading"), "display"))
        since = PartialDate.parse(protection.since)
        self.column.addWidget(label(say("protect.lock.since", name=place.name, date=since), "lead"))
        self.column.addWidget(label(say("protect.lock.safe"), "quiet"))
        self.by_computer = button(dress, say("protect.lock.by_computer"), "lock", main=not asked)
        self.by_computer.setVisible(not asked)
        self.column.addWidget(self.by_computer)
        self._no_copy = label(say("protect.lock.no_copy"), "quiet")
        self._no_copy.setVisible(asked)
        self.column.addWidget(self._no_copy)
        self._doors()
        self.other = button(dress, say("protect.lock.other"), "library")
        self.column.addWidget(self.other)
        self.column.addStretch(1)
        self.by_computer.clicked.connect(self._on_by_computer)
        self.open_passphrase.clicked.connect(self._on_passphrase)
        self.passphrase.returnPressed.connect(self._on_passphrase)
        self.open_words.clicked.connect(self._on_words)
        self.other.clicked.connect(start.choose_library)
        (self.passphrase if protection.passphrase else self.words).setFocus()

    def _doors(self) -> None:
        say = self.dress.words.say
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setAccessibleName(say("protect.lock.passphrase_field"))
        self.open_passphrase = button(self.dress, say("protect.lock.open"), "open", main=True)
        self.open_passphrase.setAccessibleName(say("protect.lock.by_passphrase"))
        passphrase = self._door("protect.lock.by_passphrase", "", self.passphrase, self.open_passphrase)
        passphrase.setVisible(self._protection.passphrase)
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(self.dress.look.pixels(96))
        self.words.setAccessibleName(say("protect.lock.words_field"))
        self.open_words = button(self.dress, say("protect.lock.open"), "open", main=not self._protection.passphrase)
        self.open_words.setAccessibleName(say("protect.lock.by_words"))
        self._door("protect.lock.by_words", "protect.lock.words_hint", self.words, self.open_words)
        self.keep = QCheckBox(say("protect.lock.keep"))
        self.keep.setChecked(True)
        self.column.addWidget(self.keep)

    def _door(self, heading: str, hint: str, field: QWidget, go: QPushButton) -> QFrame:
        say = self.dress.words.say
        frame, inside = card()
        assert isinstance(inside, QVBoxLayout)
        inside.addWidget(label(say(heading), "strong"))
        if hint:
            inside.addWidget(label(say(hint), "small"))
        inside.addWidget(field)
        inside.addWidget(go)
        self.column.addWidget(frame)
        return frame

    def _on_by_computer(self) -> None:
        self.work(device_copy.unlock, self._place, self._protection, done=partial(self._on_unlocked, kept=True))

    def _on_passphrase(self) -> None:
        if self.passphrase.text():
            self._try(self.passphrase.text())

    def _on_words(self) -> None:
        if self.words.toPlainText().strip():
            self._try(self.words.toPlainText())

    def _try(self, text: str) -> None:
        keep = self.keep.isChecked()
        self.work(_unlock, self._place, self._protection, text, keep, done=self._on_tried)

    def _on_tried(self, tried: tuple[Seal, bool]) -> None:
        seal, kept = tried
        self._on_unlocked(seal, kept=kept or not self.keep.isChecked())

    def _on_unlocked(self, seal: Seal, *, kept: bool) -> None:
        said = "" if kept else self.dress.words.say("protect.lock.not_kept")
        self.passphrase.clear()
        self.words.clear()
        self._start.open(self._place, seal=seal, said=said, failed=self.trouble.say)

    def on_failed(self, error: BaseException) -> None:
        """A key that is not there is no fault: the other doors stay."""
        super().on_failed(error)
        if getattr(error, "code", "") == "library_locked":
            self.trouble.say("")
            self.by_computer.hide()
            self._no_copy.show()


def _unlock(place: Path, protection: Protection, text: str, keep: bool) -> tuple[Seal, bool]:
    """The keys, and whether the keyring now keeps a copy of one."""
    seal = keys.unlock(place, text)
    return seal, keep and device_copy.keep(protection.id, seal)
