"""Step 2: what goes in and what stays out, with the size of it all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QListView, QProgressBar, QVBoxLayout, QWidget

from recordkeeper.bundle.choices import Choice, Decisions, size_of
from recordkeeper.bundle.presets import load
from recordkeeper.bundle.room import smallest
from recordkeeper.ui.bundle.choice_model import ChoiceModel
from recordkeeper.ui.page import button, label
from recordkeeper.ui.rows import Role, RowDelegate
from recordkeeper.ui.select import Select

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from recordkeeper.ui.desk import Desk


class ChoiceList(QListView):
    """The list; Space and Enter turn the current row in or out."""

    turned = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        keys = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() in keys and self.currentIndex().isValid():
            self.turned.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)


class WhatStep(QWidget):
    """The list in its sections, and the meter below it. `look_at` stands at the foot of the steps."""

    look_wanted = Signal(str)  # a record id
    preset_wanted = Signal(object)  # a Preset

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._words = desk.words
        self.model = ChoiceModel(desk.words)
        self._build(desk)
        self._connect()

    def show_choices(self, choices: Sequence[Choice], decisions: Decisions) -> None:
        current = self.model.record_at(self.list.currentIndex().row())
        self.model.show_choices(choices, decisions)
        if not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(max(0, self.model.row_of(current))))
        self._measure()

    def focus(self) -> None:
        self.list.setFocus()

    def is_complete(self) -> bool:
        """Whether anything goes; if not, the meter says so."""
        return bool(self.model.inside())

    def begin(self) -> None:
        """A fresh bundle starts from everything."""
        self.preset.setCurrentIndex(0)
        self.tell_titles.setChecked(False)

    def start_from(self, key: str) -> None:
        """Choose the preset of this key, as if a person had. ValueError: there is none."""
        keys = [self.preset.itemData(row).key for row in range(self.preset.count())]
        self.preset.setCurrentIndex(keys.index(key))
        self._on_preset_activated()

    def _build(self, desk: Desk) -> None:
        say = self._words.say
        self.preset = Select(desk)
        for preset in load(desk.resources / "bundle" / "presets.toml"):
            self.preset.addItem(say(f"bundles.preset.{preset.key}"), preset)
        self.preset.setAccessibleName(say("bundles.preset.label"))
        asked = label(say("bundles.preset.label"), "strong")
        asked.setBuddy(self.preset)
        start = QHBoxLayout()
        start.setSpacing(12)
        start.addWidget(asked)
        start.addWidget(self.preset, 1)
        self.list = ChoiceList()
        self.list.setModel(self.model)
        self._delegate = RowDelegate(desk)
        self.list.setItemDelegate(self._delegate)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(say("bundles.what_list"))
        self.list.setAccessibleDescription(say("bundles.what_hint"))
        self.list.setMinimumHeight(desk.look.pixels(140))
        self.look_at = button(desk, say("bundles.look_at"), "open")
        self.look_at.setAutoDefault(True)
        self.tell_titles = QCheckBox(say("bundles.titles.tell"))
        self.tell_titles.setAccessibleName(say("bundles.titles.tell"))
        self.tell_titles.setAccessibleDescription(say("bundles.titles.hint"))
        self.tell_titles.setToolTip(say("bundles.titles.hint"))
        self.counted = label("", "strong")
        self.fits = label("", "small")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(start)
        column.addWidget(label(say("bundles.what_hint"), "quiet"))
        column.addWidget(self.list, 1)
        for widget in (self.tell_titles, self.counted, self.bar, self.fits):
            column.addWidget(widget)

    def _connect(self) -> None:
        self.preset.activated.connect(self._on_preset_activated)
        self.list.clicked.connect(self._on_list_clicked)
        self.list.turned.connect(self.model.toggle)
        self.list.selectionModel().currentChanged.connect(self._on_list_current_changed)
        self.model.decided.connect(self._measure)
        self.look_at.clicked.connect(self._on_look_at_clicked)

    def _measure(self) -> None:
        inside, outside = self.model.inside(), self.model.outside()
        words, size = self._words, size_of(inside)
        if inside:
            out = words.say("bundles.left_out", count=len(outside))
            self.counted.setText(
                words.say("bundles.going", count=len(inside), size=words.size(size))
                + (f" {out}" if outside else "")
            )
        else:
            self.counted.setText(words.say("bundles.nothing_goes"))
        medium, room = smallest(size)
        self.fits.setText(words.say(f"bundles.fits.{medium}"))
        self.bar.setRange(0, 1000)
        self.bar.setValue(min(1000, round(1000 * size / room)))
        self.bar.setAccessibleName(f"{self.counted.text()} {self.fits.text()}")

    def _on_list_clicked(self, index: QModelIndex) -> None:
        self.model.toggle(index.row())

    def _on_list_current_changed(self, current: QModelIndex) -> None:
        self.look_at.setEnabled(current.isValid() and not current.data(Role.HEADING))

    def _on_preset_activated(self) -> None:
        self.preset_wanted.emit(self.preset.currentData())

    def _on_look_at_clicked(self) -> None:
        record = self.model.record_at(self.list.currentIndex().row())
        if record:
            self.look_wanted.emit(record)
