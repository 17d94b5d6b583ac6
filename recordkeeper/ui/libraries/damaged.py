"""A library whose list of records cannot be read: what is safe, and the list mended when a person wants it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from recordkeeper.library.repair import MendedList, mend_list
from recordkeeper.ui.page import Dress, button, label
from recordkeeper.ui.protect.screen import Screen

if TYPE_CHECKING:
    from recordkeeper.library.seal import Seal
    from recordkeeper.ui.start import Start


class DamagedScreen(Screen):
    """`start` opens it when it is mended, or another one. `seal` is what a person unlocked it with."""

    def __init__(self, dress: Dress, start: Start, place: Path, seal: Seal | None) -> None:
        say = dress.words.say
        super().__init__(dress, say("safety.damaged_title", name=place.name))
        self._start, self._place, self._seal = start, place, seal
        self.column.addWidget(label(say("safety.damaged_heading"), "display"))
        self.column.addWidget(label(say("safety.damaged_safe"), "lead"))
        self.column.addWidget(label(say("safety.damaged_what")))
        self.mend = button(dress, say("settings.mend_list"), "records", main=True)
        self.other = button(dress, say("protect.lock.other"), "library")
        for each in (self.mend, self.other):
            self.column.addWidget(each)
        self.column.addStretch(1)
        self.mend.clicked.connect(self._on_mend_clicked)
        self.other.clicked.connect(start.choose_library)
        self.mend.setFocus()

    def _on_mend_clicked(self) -> None:
        self.work(partial(mend_list, self._place, seal=self._seal), done=self._on_mended)

    def _on_mended(self, _mended: MendedList) -> None:
        self._start.open(self._place, seal=self._seal, failed=self.trouble.say)
