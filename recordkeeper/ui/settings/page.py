"""The page of settings: how it looks and speaks, and where the library is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from recordkeeper.ui.page import Page, button, card, label
from recordkeeper.ui.select import Select
from recordkeeper.ui.settings.options import OPTIONS, Option, said
from recordkeeper.ui.settings.watch_card import WatchCard

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from recordkeeper.ui.desk import Desk


class SettingsPage(Page):
    """A change holds at once; there is nothing to save."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._settings = desk.settings
        self.choices: dict[str, Select] = {}
        self._rows: list[tuple[QWidget, Select]] = []
        self._build()
        self._connect()

    def _build(self) -> None:
        say = self.desk.words.say
        inside = QWidget()
        inside.setProperty("ground", True)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        column.addWidget(label(say("settings.title"), "title"))
        column.addWidget(self._options())
        column.addWidget(self._library())
        column.addWidget(self._places())
        self.watch = WatchCard(self.desk, self._settings)
        column.addWidget(self.watch)
        column.addWidget(self._safety())
        column.addWidget(self._privacy())
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)

    def _options(self) -> QWidget:
        frame, inside = card()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(12)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 2)
        for option in OPTIONS:
            self._rows.append(self._row(option))
        inside.addLayout(self._grid)
        return frame

    def _row(self, option: Option) -> tuple[QWidget, Select]:
        say = self.desk.words.say
        choice = self.choices[option.field] = Select(self.desk)
        for value in option.values(self.desk.resources / "wording"):
            choice.addItem(said(option, value, self.desk.words), value)
        choice.setCurrentIndex(max(0, choice.findData(getattr(self._settings, option.field))))
        choice.setObjectName(option.field)
        asked, hint = (
            label(say(f"settings.{option.field}"), "strong"),
            label(say(f"settings.{option.field}_hint"), "small"),
        )
        asked.setBuddy(choice)
        choice.setAccessibleName(asked.text())
        choice.setAccessibleDescription(hint.text())
        words = QWidget()
        lines = QVBoxLayout(words)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        lines.addWidget(asked)
        lines.addWidget(hint)
        return words, choice

    def _library(self) -> QWidget:
        say = self.desk.words.say
        frame, inside = card()
        self.place = QLineEdit(str(self.desk.library.folder))
        self.place.setReadOnly(True)
        asked = label(say("settings.library"), "strong")
        asked.setBuddy(self.place)
        self.place.setAccessibleName(asked.text())
        self.show_folder = button(self.desk, say("settings.show_folder"), "folder")
        self.show_folder.setAutoDefault(True)
        for widget in (asked, label(say("settings.library_hint"), "small"), self.place):
            inside.addWidget(widget)
        inside.addWidget(self.show_folder, 0)
        inside.setAlignment(self.show_folder, Qt.AlignmentFlag.AlignLeft)
        return frame

    def _places(self) -> QWidget:
        say = self.desk.words.say
        frame, inside = card()
        self.places = button(self.desk, say("facilities.open"), "facility")
        self.places.setAccessibleDescription(say("facilities.settings_hint"))
        self.places.setAutoDefault(True)
        inside.addWidget(label(say("facilities.settings_heading"), "strong"))
        inside.addWidget(label(say("facilities.settings_hint"), "small"))
        inside.addWidget(self.places, alignment=Qt.AlignmentFlag.AlignLeft)
        return frame

    def _safety(self) -> QWidget:
        say = self.desk.words.say
        frame, inside = card()
        self.safety = button(self.desk, say("protect.to_safety"), "lock")
        self.safety.setAccessibleDescription(say("protect.on_safety"))
        self.safety.setAutoDefault(True)
        inside.addWidget(label(say("protect.name"), "strong"))
        inside.addWidget(label(say("protect.on_safety"), "small"))
        inside.addWidget(self.safety, alignment=Qt.AlignmentFlag.AlignLeft)
        return frame

    def _privacy(self) -> QWidget:
        frame, inside = card()
        inside.addWidget(label(self.desk.words.say("settings.privacy"), "strong"))
        inside.addWidget(label(self.desk.words.say("settings.privacy_text")))
        return frame

    def _connect(self) -> None:
        for choice in self.choices.values():
            choice.activated.connect(self._on_choice_activated)
        self.safety.clicked.connect(self._on_safety_clicked)
        self.watch.changed.connect(self.desk.news.settings_changed)
        self.places.clicked.connect(self._on_places_clicked)
        self.show_folder.clicked.connect(self._on_show_folder_clicked)

    def _on_choice_activated(self, _index: int) -> None:
        choice = self.sender()
        assert isinstance(choice, Select)
        changed = replace(self._settings, **{choice.objectName(): choice.currentData()})
        if changed != self._settings:
            self._settings = changed
            self.desk.news.settings_changed.emit(changed)

    def _on_places_clicked(self) -> None:
        self.desk.news.page_wanted.emit("facilities")

    def _on_safety_clicked(self) -> None:
        self.desk.news.page_wanted.emit("safety")

    def _on_show_folder_clicked(self) -> None:
        place = str(self.desk.library.folder)
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(place)):
            self.desk.news.said.emit(self.desk.words.say("settings.no_file_window", place=place))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._arrange(beside=self.width() >= self.desk.look.pixels(560))

    def _arrange(self, *, beside: bool) -> None:
        """The choices beside their words, or below them where there is no room."""
        for number, (words, choice) in enumerate(self._rows):
            self._grid.addWidget(words, number if beside else 2 * number, 0)
            self._grid.addWidget(choice, number if beside else 2 * number + 1, 1 if beside else 0)
        self._grid.setColumnStretch(1, 2 if beside else 0)
