"""What stands beside the pages: small sheets, and the table of contents; each shown when its tool is pressed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from recordkeeper.ui.reader.outline import Outline
from recordkeeper.ui.reader.thumbnails import Thumbnails

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

    from recordkeeper.catalogue.pages import Leaf
    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.reader.supply import Supply


class Beside(QObject):
    """Shows and hides them as their tools are, as far as there is something in them."""

    def __init__(self, desk: Desk, supply: Supply, over: QWidget, actions: Mapping[str, QAction]) -> None:
        super().__init__(over)
        self._outline_action, self._thumbnails_action = actions["outline"], actions["thumbnails"]
        self.thumbnails = Thumbnails(desk, supply)
        self.outline = Outline(desk)
        self._any = False  # pages are shown
        self._thumbnails_action.toggled.connect(self._arrange)
        self._outline_action.toggled.connect(self._arrange)
        self.outline.found.connect(self._on_outline_found)
        self.hide()

    def show_leaves(self, leaves: Sequence[Leaf]) -> None:
        """Show those of another record; none hides both."""
        self._any = bool(leaves)
        self.thumbnails.show_leaves(leaves)
        self.outline.show_leaves(leaves)
        self._arrange()

    def hide(self) -> None:
        """Show neither until there are pages again."""
        self._any = False
        self._arrange()

    def _on_outline_found(self, found: bool) -> None:
        self._outline_action.setEnabled(found)
        self._arrange()

    def _arrange(self) -> None:
        self.thumbnails.setVisible(self._any and self._thumbnails_action.isChecked())
        outlined = self._outline_action.isEnabled() and self._outline_action.isChecked()
        self.outline.setVisible(self._any and outlined)
