"""The Simple view: whose records these are, and three big buttons."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from recordkeeper.ui.page import Page, button, label
from recordkeeper.ui.rolls import rolling

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

_WIDE = 420


class SimplePage(Page):
    """All three lead to pages that are there anyway; what was begun there is gone on with there."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        say = desk.words.say
        patient = desk.library.patient
        self.name = label(patient.name, "display")
        born = say("ui.born", date=patient.birth_date) if patient.birth_date else ""
        self.add = self._big("add", "add")
        self.needed = self._big("needed", "home")
        self.bundle = self._big("bundle", "bundle")
        self.all = button(desk, say("home.simple.all"), flat=True)
        middle = QWidget()
        middle.setMaximumWidth(desk.look.pixels(_WIDE) + 32)
        inside = QVBoxLayout(middle)
        inside.setSpacing(16)
        inside.addStretch(1)
        inside.addWidget(self.name)
        inside.addWidget(label(born, "lead"))
        for big, key in ((self.add, "add"), (self.needed, "needed"), (self.bundle, "bundle")):
            inside.addSpacing(8)
            inside.addWidget(big)
            inside.addWidget(label(say(f"home.simple.{key}_hint"), "small"))
        inside.addStretch(1)
        inside.addWidget(self.all, alignment=Qt.AlignmentFlag.AlignLeft)
        side = QWidget()
        across = QVBoxLayout(side)
        across.addWidget(middle)
        across.setAlignment(middle, Qt.AlignmentFlag.AlignHCenter)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(rolling(side))
        self.add.clicked.connect(desk.news.add_wanted)
        self.needed.clicked.connect(self._on_needed)
        self.bundle.clicked.connect(self._on_bundle)
        self.all.clicked.connect(self._on_all)

    def opened(self) -> None:
        self.add.setFocus()

    def _big(self, key: str, icon: str) -> QPushButton:
        made = button(self.desk, self.desk.words.say(f"home.simple.{key}"), icon, main=key == "add")
        made.setAccessibleDescription(self.desk.words.say(f"home.simple.{key}_hint"))
        made.setProperty("big", True)
        made.setMinimumWidth(self.desk.look.pixels(_WIDE))
        made.setAutoDefault(True)
        return made

    def _on_needed(self) -> None:
        self.desk.news.page_wanted.emit("home")

    def _on_bundle(self) -> None:
        self.desk.news.page_wanted.emit("bundles")

    def _on_all(self) -> None:
        self.desk.news.settings_changed.emit(dataclasses.replace(self.desk.settings, simple=False))
