"""Step 1: who the bundle is for, the question, the language of its papers, and where it is made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from recordkeeper.bundle.parts import MEDIA
from recordkeeper.bundle.shapes import ENDINGS, NOT_IN_PARTS
from recordkeeper.prepare.questions import question_for_bundle
from recordkeeper.ui.bundle.draft import FOLDER, SHAPES, UPLOAD, Draft
from recordkeeper.ui.bundle.upload_rows import UploadRows
from recordkeeper.ui.page import button, card, label
from recordkeeper.ui.select import Select
from recordkeeper.wording.words import Words

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk


class WhoStep(QScrollArea):
    """Fields to fill in; nothing is asked twice and nothing but the place must be there."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._words = desk.words
        self._dialog: QFileDialog | None = None
        self._build()
        self._connect()

    def draft(self, before: Draft) -> Draft:
        """The draft with what stands in the fields."""
        return replace(
            before,
            recipient=self.recipient.text(),
            question=self.question.toPlainText(),
            language=self.language.currentData(),
            shape=self._shape(),
            part_size=0 if self._shape() in NOT_IN_PARTS else self.parts.currentData(),
            rule=self.upload.rule(),
            place=self.place.text(),
        )

    def _shape(self) -> str:
        return next((shape for shape, choice in self.shapes.items() if choice.isChecked()), FOLDER)

    def begin(self) -> None:
        """A fresh bundle: nothing of the last one is kept; the question is what was written down to ask."""
        self.recipient.clear()
        self.question.clear()
        asked = self._desk.read(question_for_bundle, self._desk.resources / "rules")
        self._desk.errands.follow(asked, self, self._on_questions, newest="questions")
        self.language.setCurrentIndex(max(0, self.language.findData(self._words.language)))
        self.shapes[FOLDER].setChecked(True)
        self.parts.setCurrentIndex(0)
        self.upload.begin()
        self.trouble.hide()
        if not self.place.text():
            self.place.setText(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))

    def _on_questions(self, question: str) -> None:
        """What was written down for the doctor, unless somebody writes already."""
        if not self.question.toPlainText():
            self.question.setPlainText(question)

    def focus(self) -> None:
        self.recipient.setFocus()

    def is_complete(self) -> bool:
        """Whether a place is named; if not, the person is told and brought there."""
        there = bool(self.place.text().strip())
        self.trouble.setVisible(not there)
        if not there:
            self.place.setFocus()
        return there

    def _build(self) -> None:
        say = self._words.say
        self.recipient = QLineEdit()
        self.question = QPlainTextEdit()
        self.question.setTabChangesFocus(True)
        self.question.setFixedHeight(self._desk.look.pixels(62))
        self.language = Select(self._desk)
        for language in Words.languages(self._desk.resources / "wording"):
            self.language.addItem(say(f"bundles.speaks.{language}"), language)
        inside = QWidget()
        inside.setProperty("ground", True)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        first, for_whom = card()
        for name, field in (
            ("recipient", self.recipient),
            ("question", self.question),
            ("language", self.language),
        ):
            self._field(for_whom, name, field)
        column.addWidget(first)
        column.addWidget(self._place_card())
        column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _field(self, inside: QVBoxLayout, name: str, field: QWidget) -> None:
        asked = label(self._words.say(f"bundles.{name}"), "strong")
        hint = label(self._words.say(f"bundles.{name}_hint"), "small")
        asked.setBuddy(field)
        field.setAccessibleName(asked.text())
        field.setAccessibleDescription(hint.text())
        if inside.count():
            inside.addSpacing(8)
        for widget in (asked, hint, field):
            inside.addWidget(widget)

    def _place_card(self) -> QWidget:
        say = self._words.say
        frame, inside = card()
        inside.addWidget(label(say("bundles.where"), "strong"))
        group = QButtonGroup(self)
        self.shapes: dict[str, QRadioButton] = {}
        for shape in SHAPES:
            choice = self.shapes[shape] = QRadioButton(say(f"bundles.shape.{shape}"))
            choice.setAccessibleName(choice.text())
            group.addButton(choice)
            inside.addWidget(choice)
        self.folder_hint = label(say("bundles.shape_hint"), "small")
        inside.addWidget(self.folder_hint)
        self.upload = UploadRows(self._desk)
        self.upload.hide()
        self.shapes[UPLOAD].toggled.connect(self.upload.setVisible)
        inside.addWidget(self.upload)
        inside.addLayout(self._parts_row())
        self.place = QLineEdit()
        self.place.setAccessibleName(say("bundles.place"))
        asked = label(say("bundles.place"), "strong")
        asked.setBuddy(self.place)
        self.choose = button(self._desk, say("bundles.choose"), "folder")
        self.choose.setAutoDefault(True)
        row = QHBoxLayout()
        row.addWidget(self.place, 1)
        row.addWidget(self.choose)
        inside.addSpacing(4)
        inside.addWidget(asked)
        inside.addLayout(row)
        self.trouble: QLabel = label(say("bundles.no_place"))
        self.trouble.setProperty("tone", "look")
        self.trouble.hide()
        inside.addWidget(self.trouble)
        return frame

    def _parts_row(self) -> QHBoxLayout:
        """What to do with a bundle that is too large for a disc; a locked one is always one file."""
        say = self._words.say
        self.parts = Select(self._desk)
        self.parts.addItem(say("bundles.parts.one"), 0)
        for medium, size in MEDIA.items():
            self.parts.addItem(say(f"bundles.parts.{medium}"), size)
        self.parts.setAccessibleName(say("bundles.parts.label"))
        asked = label(say("bundles.parts.label"), "strong")
        asked.setBuddy(self.parts)
        for shape in NOT_IN_PARTS:
            self.shapes[shape].toggled.connect(self.parts.setDisabled)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(asked)
        row.addWidget(self.parts, 1)
        return row

    def _connect(self) -> None:
        self.choose.clicked.connect(self._on_choose_clicked)
        self.place.textChanged.connect(self.trouble.hide)

    def _on_choose_clicked(self) -> None:
        dialog = QFileDialog(self, self.choose.text(), self.place.text())
        if ending := ENDINGS.get(self._shape()):
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setDefaultSuffix(ending.removeprefix("."))
            dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # nothing is ever overwritten
        else:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.place.setText)
        dialog.finished.connect(dialog.deleteLater)
        self._dialog = dialog
        dialog.open()
