"""The card of the Safety page about protection: how it stands, and what can be done about it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from recordkeeper.library import keys, protecting
from recordkeeper.library.keys import Protection
from recordkeeper.library.seal import available
from recordkeeper.records.dates import PartialDate
from recordkeeper.ui.page import button, label
from recordkeeper.ui.select import Select

if TYPE_CHECKING:
    from pathlib import Path

    from recordkeeper.library.switching import State
    from recordkeeper.settings import Settings
    from recordkeeper.ui.desk import Desk

_MINUTES = (0, 1, 5, 10, 30, 60)


class ProtectCard(QFrame):
    """What a person wants goes out as news; `start` closes the library and does it."""

    settings_changed = Signal(object)

    def __init__(self, desk: Desk, settings: Settings) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._desk = desk
        self._settings = settings
        say = desk.words.say
        protected = desk.library.seal is not None
        self.state = label("" if protected else say("protect.off" if available() else "protect.cannot"))
        offered = not protected and available()
        self.offer = label(f"{say('protect.offered')} {say('protect.wizard.what_advice')}", "small")
        if not offered:
            self.offer.hide()
        self.interrupted = label(say("protect.interrupted"), "quiet")
        self.go_on = button(desk, say("protect.go_on"), "forward", main=True)
        self.turn_on = button(desk, say("protect.turn_on"), "lock")
        self.lock = button(desk, say("protect.lock_now"), "lock")
        self.lock.setAccessibleDescription(say("protect.lock_hint"))
        self.new_sheet = button(desk, say("protect.new_sheet"), "print")
        self.turn_off = button(desk, say("protect.turn_off"), "open")
        self.idle = Select(desk)
        for minutes in _MINUTES:
            self.idle.addItem(say("protect.idle_value", count=minutes), minutes)
        self.idle.setCurrentIndex(max(0, self.idle.findData(settings.lock_after)))
        self.idle.setAccessibleName(say("protect.idle"))
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 16, 16, 16)
        inside.setSpacing(8)
        inside.addWidget(label(say("protect.name"), "strong"))
        inside.addWidget(self.state)
        inside.addWidget(self.offer)
        inside.addWidget(self.interrupted)
        idle = label(say("protect.idle"), "small")
        for widget in (self.go_on, self.turn_on, self.lock, idle, self.idle, self.new_sheet, self.turn_off):
            inside.addWidget(widget)
            if isinstance(widget, QPushButton):
                inside.setAlignment(widget, Qt.AlignmentFlag.AlignLeft)
        for widget in (self.lock, idle, self.idle, self.new_sheet, self.turn_off):
            widget.setVisible(protected)
        self.turn_on.setVisible(offered)
        self.interrupted.hide()
        self.go_on.hide()
        for press, act in (
            (self.turn_on, protecting.PROTECT),
            (self.new_sheet, protecting.REKEY),
            (self.turn_off, protecting.UNPROTECT),
        ):
            press.setObjectName(act)
            press.clicked.connect(self._on_act_clicked)
        self.go_on.clicked.connect(self._on_go_on_clicked)
        self.lock.clicked.connect(desk.news.lock_wanted)
        self.idle.activated.connect(self._on_idle_activated)
        self._waiting = ""
        desk.errands.follow(desk.glance(_state_of, desk.library.folder), self, self._on_state)

    def _on_state(self, state: tuple[Protection | None, State | None]) -> None:
        protection, waiting = state
        say = self._desk.words.say
        if protection is not None:
            told = [say("protect.on", date=PartialDate.parse(protection.since))]
            if protection.passphrase:
                told.append(say("protect.passphrase_yes"))
            self.state.setText(" ".join((*told, say("protect.nudge"))))
        self._waiting = waiting.act if waiting is not None else ""
        self.interrupted.setVisible(waiting is not None)
        self.go_on.setVisible(waiting is not None)

    def _on_act_clicked(self) -> None:
        self._desk.news.protect_wanted.emit(self.sender().objectName(), False)

    def _on_go_on_clicked(self) -> None:
        self._desk.news.protect_wanted.emit(self._waiting, True)

    def _on_idle_activated(self, _index: int) -> None:
        self._settings = replace(self._settings, lock_after=self.idle.currentData())
        self.settings_changed.emit(self._settings)


def _state_of(place: Path) -> tuple[Protection | None, State | None]:
    return keys.protection_of(place), protecting.waiting(place)
