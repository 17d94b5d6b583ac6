"""Chooses whose records to open: the libraries this computer knows, each with its own colour."""

from __future__ import annotations

import dataclasses
import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from recordkeeper.library import folder
from recordkeeper.settings import KnownLibrary
from recordkeeper.ui.errands import Errands
from recordkeeper.ui.known import COLOURS
from recordkeeper.ui.page import Dress, Dressed, button, label
from recordkeeper.ui.rolls import rolling
from recordkeeper.ui.trouble import Trouble

if TYPE_CHECKING:
    from recordkeeper.ui.icons import Icons
    from recordkeeper.ui.start import Start
    from recordkeeper.ui.style import Look
    from recordkeeper.wording.words import Words

log = logging.getLogger(__name__)

_WIDE = 560


class Chooser(QDialog):
    """Opened with `open()`; what is chosen is opened by `start`."""

    def __init__(self, words: Words, look: Look, icons: Icons, start: Start) -> None:
        super().__init__()
        self._dress = Dress(words, look, icons)
        self._start = start
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="chooser")
        self._errands = Errands()
        self._known = start.settings.libraries
        self.rows: dict[str, LibraryRow] = {}
        self.setWindowTitle(words.say("libraries.title"))
        self.setMinimumWidth(min(look.pixels(_WIDE), 960))
        self._build()
        self._connect()
        self._look_whether_there()

    def _build(self) -> None:
        say = self._dress.words.say
        self._listed = QVBoxLayout()
        self._listed.setContentsMargins(0, 0, 8, 0)
        self._listed.setSpacing(8)
        for known in self._known:
            row = LibraryRow(self._dress, known, is_open=known.place == self._start.settings.library)
            self.rows[known.place] = row
            self._listed.addWidget(row)
        self._listed.addStretch(1)
        inner = QWidget()
        inner.setLayout(self._listed)
        rolls = rolling(inner)
        rolls.setMinimumHeight(self._dress.look.pixels(240))
        self.trouble = Trouble(self._dress)
        self._new = button(self._dress, say("libraries.new"), "add")
        self._other = button(self._dress, say("libraries.other"), "folder")
        self._close = button(self._dress, say("libraries.close"), flat=True)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 24, 24, 16)
        inside.setSpacing(12)
        inside.addWidget(label(say("libraries.title"), "title"))
        inside.addWidget(label(say("libraries.help"), "quiet"))
        inside.addWidget(rolls, 1)
        inside.addWidget(self.trouble)
        for one in (self._new, self._other, self._close):
            inside.addWidget(one)

    def _connect(self) -> None:
        for row in self.rows.values():
            row.open_wanted.connect(self.open_library)
            row.colour_chosen.connect(self._on_colour_chosen)
            row.forget_wanted.connect(self._on_forget_wanted)
        self._new.clicked.connect(self._on_new_clicked)
        self._other.clicked.connect(self._on_other_clicked)
        self._close.clicked.connect(self.reject)
        self.finished.connect(self._on_finished)

    def _look_whether_there(self) -> None:
        places = tuple(known.place for known in self._known)
        self._errands.follow(self._thread.submit(_gone, places), self, self._on_gone)

    def _on_gone(self, gone: frozenset[str]) -> None:
        for place in gone & self.rows.keys():
            self.rows[place].say_gone()

    def open_library(self, place: str) -> None:
        """Open this one if it can be opened; a sentence says why when not, and the one before stays open."""
        self.trouble.say("")
        self._keep_changes()
        self._start.open(Path(place), failed=self.trouble.say)

    def _on_colour_chosen(self, place: str, colour: str) -> None:
        self._known = tuple(
            dataclasses.replace(known, colour=colour) if known.place == place else known for known in self._known
        )

    def _on_forget_wanted(self, place: str) -> None:
        """Take one that is gone off the list; nothing on any disk is touched."""
        self._known = tuple(known for known in self._known if known.place != place)
        self.rows.pop(place).deleteLater()

    def _keep_changes(self) -> bool:
        """Hand the changed list to `start`, which keeps it; returns whether there was a change."""
        changed = self._known != self._start.settings.libraries
        if changed:
            self._start.settings = dataclasses.replace(self._start.settings, libraries=self._known)
        return changed

    def _on_new_clicked(self) -> None:
        self._keep_changes()
        self.accept()
        self._start.close_library()
        self._start.welcome("")

    def _on_other_clicked(self) -> None:
        dialog = QFileDialog(self, self._dress.words.say("libraries.other"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, on=True)
        dialog.fileSelected.connect(self.open_library)
        dialog.open()

    def _on_finished(self) -> None:
        self._errands.close()
        self._thread.shutdown(wait=False)
        if self.result() == QDialog.DialogCode.Rejected and self._keep_changes():
            self._start.change(self._start.settings)


class LibraryRow(QFrame):
    """One library: its stripe, whose it is, where it is, and what can be done."""

    open_wanted = Signal(str)
    colour_chosen = Signal(str, str)
    forget_wanted = Signal(str)

    def __init__(self, dress: Dressed, known: KnownLibrary, *, is_open: bool) -> None:
        super().__init__()
        self._dress = dress
        self._place = known.place
        self.setProperty("card", True)
        say = dress.words.say
        self._stripe = QFrame()
        self._stripe.setFixedWidth(6)
        self.paint_stripe(known.colour)
        self._state = label(say("libraries.open_now") if is_open else "", "small")
        self._state.setVisible(is_open)
        self._colour = button(dress, say("libraries.colour"), flat=True)
        self._colour.setAccessibleName(say("libraries.colour_of", name=known.name))
        self._colour.setMenu(self._colours())
        self.go = button(dress, say("libraries.open"), main=not is_open)
        self.go.setAccessibleName(say("libraries.open_of", name=known.name))
        self.go.setVisible(not is_open)
        self.forget = button(dress, say("libraries.forget"), flat=True)
        self.forget.setAccessibleName(say("libraries.forget_of", name=known.name))
        self.forget.hide()
        told = QVBoxLayout()
        told.setSpacing(2)
        for one in (label(known.name, "strong"), label(known.place, "small"), self._state):
            told.addWidget(one)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(12, 12, 12, 12)
        inside.setSpacing(12)
        inside.addWidget(self._stripe)
        inside.addLayout(told, 1)
        for press in (self._colour, self.forget, self.go):
            inside.addWidget(press)
        self.go.clicked.connect(self._on_go_clicked)
        self.forget.clicked.connect(self._on_forget_clicked)

    def say_gone(self) -> None:
        """The folder is not there: a disc that is not in, or a folder that was moved."""
        self._state.setText(self._dress.words.say("libraries.gone"))
        self._state.show()
        self.go.hide()
        self.forget.show()

    def paint_stripe(self, colour: str) -> None:
        self._stripe.setStyleSheet(f"background: {colour}; border-radius: 3px;")

    def _colours(self) -> QMenu:
        menu = QMenu(self)
        for number, colour in enumerate(COLOURS, start=1):
            square = QPixmap(self._dress.look.pixels(16), self._dress.look.pixels(16))
            square.fill(QColor(colour))
            action = menu.addAction(QIcon(square), self._dress.words.say(f"libraries.colours.{number}"))
            action.setData(colour)
        menu.triggered.connect(self._on_colour_triggered)
        return menu

    def _on_colour_triggered(self, action: object) -> None:
        colour: str = action.data()  # type: ignore[attr-defined]
        self.paint_stripe(colour)
        self.colour_chosen.emit(self._place, colour)

    def _on_go_clicked(self) -> None:
        self.open_wanted.emit(self._place)

    def _on_forget_clicked(self) -> None:
        self.forget_wanted.emit(self._place)


def _gone(places: tuple[str, ...]) -> frozenset[str]:
    return frozenset(place for place in places if not (Path(place) / folder.MARK).is_file())
