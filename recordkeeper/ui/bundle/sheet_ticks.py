"""The sheets a bundle makes, each with a tick, in a menu that opens from one line of step 2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

from recordkeeper.bundle.sheets import SHEETS
from recordkeeper.ui.tokens import TARGET

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk


class SheetTicks(QPushButton):
    """Says how many sheets are made; its menu ticks them. All are ticked at first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._words = desk.words
        say = desk.words.say
        self._menu = QMenu(self)
        self.ticks: dict[str, QAction] = {}
        for sheet in SHEETS:
            action = self._menu.addAction(say(f"bundle.sheet.{sheet.key}"))
            action.setCheckable(True)
            action.setChecked(True)
            action.toggled.connect(self._on_toggled)
            self.ticks[sheet.key] = action
        self.setMenu(self._menu)
        self.setMinimumHeight(desk.look.pixels(TARGET))
        self.setToolTip(say("bundles.sheets.hint"))
        self.setAccessibleDescription(say("bundles.sheets.hint"))
        self._count()

    def without(self) -> tuple[str, ...]:
        """The keys of the sheets that are not to be made."""
        return tuple(key for key, action in self.ticks.items() if not action.isChecked())

    def begin(self) -> None:
        """All of them again."""
        for action in self.ticks.values():
            action.setChecked(True)

    def _on_toggled(self, _ticked: bool) -> None:
        self._count()

    def _count(self) -> None:
        made = len(self.ticks) - len(self.without())
        said = self._words.say("bundles.sheets.count", count=made, of=len(self.ticks))
        self.setText(said)
        self.setAccessibleName(said)
