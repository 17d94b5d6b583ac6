"""What goes beside the records: sheets made for the doctor, and small pictures of scans."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QVBoxLayout

from recordkeeper.bundle.sheets import SHEETS
from recordkeeper.ui.page import card, label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFrame

    from recordkeeper.ui.bundle.draft import Draft
    from recordkeeper.ui.desk import Desk


class Extras:
    """A card of ticks. A sheet with nothing to say is not made, ticked or not."""

    def __init__(self, desk: Desk) -> None:
        say = desk.words.say
        frame, inside = card()
        self.card: QFrame = frame
        inside.addWidget(label(say("bundles.extras.heading"), "strong"))
        inside.addWidget(label(say("bundles.extras.hint"), "small"))
        self.sheets = {each.key: self._tick(say(f"bundles.extras.{each.key}"), inside) for each in SHEETS}
        self.contact_sheets = self._tick(say("bundles.extras.contact_sheets"), inside)
        self.contact_sheets.setAccessibleDescription(say("bundles.extras.contact_sheets_hint"))
        self.contact_sheets.setToolTip(say("bundles.extras.contact_sheets_hint"))
        self.locked = self._tick(say("bundles.extras.locked"), inside)
        self.locked.setAccessibleDescription(say("bundles.extras.locked_hint"))
        self.locked.setToolTip(say("bundles.extras.locked_hint"))
        self.locked.hide()
        self.begin()

    def offer_locked(self, any_locked: bool) -> None:
        """Whether there are locked files among what goes: only then is it asked how they go."""
        self.locked.setVisible(any_locked)

    def begin(self) -> None:
        """All sheets, no pictures, locked files as copies without a password."""
        for tick in self.sheets.values():
            tick.setChecked(True)
        self.contact_sheets.setChecked(False)
        self.locked.setChecked(False)

    def draft(self, before: Draft) -> Draft:
        """The draft with what is ticked."""
        without = tuple(key for key, tick in self.sheets.items() if not tick.isChecked())
        return replace(
            before,
            without_sheets=without,
            contact_sheets=self.contact_sheets.isChecked(),
            locked_as_they_are=self.locked.isChecked(),
        )

    def _tick(self, text: str, inside: QVBoxLayout) -> QCheckBox:
        made = QCheckBox(text)
        made.setAccessibleName(text)
        inside.addWidget(made)
        return made
