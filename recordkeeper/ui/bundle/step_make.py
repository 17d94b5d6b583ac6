"""Step 3: what to look at before sending, the making, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from recordkeeper.bundle.checked import sentence_of
from recordkeeper.bundle.choices import Choice, Concern, concerns, size_of
from recordkeeper.bundle.titles import title_of
from recordkeeper.ui.bundle.buttons import LineButton, broken
from recordkeeper.ui.bundle.draft import Draft
from recordkeeper.ui.bundle.extras import Extras
from recordkeeper.ui.flow import Flow
from recordkeeper.ui.long_work import WorkPanel
from recordkeeper.ui.page import button, card, label

if TYPE_CHECKING:
    from recordkeeper.bundle.make import Made
    from recordkeeper.bundle.secret import Secret
    from recordkeeper.ui.desk import Desk

_NAMED = 5  # records of one concern that get a button of their own; the rest is counted


class MakeStep(QScrollArea):
    """One column of cards: what goes, what to look at, the work, the result."""

    look_wanted = Signal(str)  # a record id
    page_wanted = Signal(str)
    doctor_wanted = Signal()
    folder_wanted = Signal()
    stop_wanted = Signal()
    preview_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._words = desk.words
        self._told: tuple[Concern, ...] | None = None
        self._build()
        self.work.stop_wanted.connect(self.stop_wanted)
        self.open.clicked.connect(self.doctor_wanted)
        self.preview.clicked.connect(self.preview_wanted)
        self.show_folder.clicked.connect(self.folder_wanted)

    def show_check(self, inside: Sequence[Choice], draft: Draft) -> None:
        """Before the making: a summary, and what a person may want to look at."""
        self.working.hide()
        self.result.hide()
        self.trouble.hide()
        self.before.show()
        self.tell(inside, draft)

    def tell(self, inside: Sequence[Choice], draft: Draft) -> None:
        """Say anew what goes and what to look at; a sentence of trouble stays until somebody acts on it."""
        words = self._words
        recipient = draft.recipient.strip() or words.say("bundles.nobody_named")
        self.summary.setText(
            words.say("bundles.summary", count=len(inside), size=words.size(size_of(inside)), recipient=recipient)
        )
        self.place.setText(words.say(f"bundles.made_at.{draft.shape}", place=breakable(draft.place.strip())))
        self.extras.offer_locked(any(choice.locked for choice in inside))
        found = tuple(concerns(inside, draft.shape))
        if found != self._told:  # else the focus on one of the lines stays where it is
            self._told = found
            self._show_concerns(found)

    def show_working(self, what: str = "bundles.work.begin") -> None:
        """The panel of work; `what` is a key of the wording."""
        self.before.hide()
        self.trouble.hide()
        self.result.hide()
        self.work.begin(self._words.say(what))
        self.working.show()
        self.work.stop.setFocus()

    def show_trouble(self, sentence: str) -> None:
        """The bundle was not made: one sentence, over what was there before."""
        self.working.hide()
        self.before.show()
        self.trouble_text.setText(sentence)
        self.trouble.setAccessibleName(sentence)
        self.trouble.show()
        self.ensureVisible(0, 0)

    def show_previewed(self) -> None:
        """The preview was made and is being looked at; the check stands here as before."""
        self.working.hide()
        self.before.show()

    def show_made(self, made: Made) -> None:
        """The bundle is there: where, what was checked, and what to know about it."""
        words = self._words
        self.before.hide()
        self.working.hide()
        self.trouble.hide()
        self.made_at.setText(made.entry.path)
        empty(self.checks)
        if made.secret is not None:
            self._tell_secret(made.secret)
        for check in made.checks:
            icon, tone = ("look", "look") if check.look else ("check", "good")
            self._line(self.checks, icon, tone, sentence_of(check, words))
        for code, of_it in groupby(sorted(problem.code for problem in made.problems)):
            self._line(self.checks, "info", "", words.say(f"bundles.note.{code}", count=len(list(of_it))))
        self.result.show()
        self.ensureVisible(0, 0)
        self.open.setFocus()

    def _tell_secret(self, secret: Secret) -> None:
        say = self._words.say
        self._line(self.checks, "lock", "", say("bundles.locked.words", passphrase=secret.passphrase))
        self._line(self.checks, "info", "", say("bundles.locked.slip", place=breakable(secret.slip)))
        self._line(self.checks, "info", "", say(f"bundles.locked.{'kept' if secret.kept else 'not_kept'}"))

    def _build(self) -> None:
        inside = QWidget()
        inside.setProperty("ground", True)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        self.before = self._before()
        for part in (self._trouble(), self.before, self._working(), self._result()):
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _trouble(self) -> QFrame:
        self.trouble, inside = card()
        self.trouble_text = label("")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._picture("look", "look"), alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.trouble_text, 1)
        inside.addLayout(row)
        self.trouble.hide()
        return self.trouble

    def _before(self) -> QWidget:
        before = QWidget()
        column = QVBoxLayout(before)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        frame, inside = card()
        self.summary = label("", "lead")
        self.place = label("", "quiet")
        for widget in (self.summary, self.place):
            inside.addWidget(widget)
        self.preview = broken(button(self._desk, self._words.say("bundles.preview.see"), "open"), self._desk.look)
        self.preview.setAutoDefault(True)
        self.preview.setAccessibleDescription(self._words.say("bundles.preview.hint"))
        row = Flow()
        row.add(self.preview)
        inside.addWidget(row)
        column.addWidget(frame)
        looks, self.concerns = card()
        column.addWidget(looks)
        self.extras = Extras(self._desk)
        column.addWidget(self.extras.card)
        return before

    def _working(self) -> QFrame:
        self.working, inside = card()
        self.work = WorkPanel(self._desk, self._words.say("bundles.stop"))
        inside.addWidget(self.work)
        self.working.hide()
        return self.working

    def _result(self) -> QFrame:
        say = self._words.say
        self.result, inside = card()
        self.result.setProperty("tone", "good")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._picture("check", "good", 28), alignment=Qt.AlignmentFlag.AlignTop)
        head.addWidget(label(say("bundles.made"), "title"), 1)
        self.made_at = QLineEdit()
        self.made_at.setReadOnly(True)
        self.made_at.setAccessibleName(say("bundles.place"))
        self.checks = QVBoxLayout()
        self.checks.setSpacing(8)
        self.open = broken(button(self._desk, say("bundles.as_the_doctor"), "open", main=True), self._desk.look)
        self.show_folder = button(self._desk, say("bundles.show_folder"), "folder")
        buttons = Flow()
        for made in (self.open, self.show_folder):
            made.setAutoDefault(True)
            buttons.add(made)
        inside.addLayout(head)
        inside.addWidget(self.made_at)
        inside.addWidget(buttons)
        inside.addSpacing(8)
        inside.addWidget(label(say("bundles.checked"), "strong"))
        inside.addLayout(self.checks)
        self.result.hide()
        return self.result

    def _show_concerns(self, found: Sequence[Concern]) -> None:
        words = self._words
        empty(self.concerns)
        if not found:
            self._line(self.concerns, "check", "good", words.say("bundles.nothing_to_look_at"))
            return
        self.concerns.addWidget(label(words.say("bundles.look_first"), "strong"))
        self.concerns.addWidget(label(words.say("bundles.look_first_hint"), "small"))
        for code, of_it in groupby(
            sorted(found, key=lambda concern: concern.code), key=lambda concern: concern.code
        ):
            records = [concern.record for concern in of_it]
            self._line(self.concerns, "look", "look", words.say(f"bundles.concern.{code}", count=len(records)))
            for record in records[:_NAMED]:
                date = words.date(record.service_date) if record.service_date else words.say("common.no_date")
                self._link(f"{title_of(record, words)} · {date}", record.id, "look")
            if len(records) > _NAMED:
                more = words.say("bundles.and_more", count=len(records) - _NAMED)
                self._link(more, "review" if code == "to_review" else "records", "page")

    def _link(self, text: str, target: str, leads_to: str) -> None:
        """A line to press: to one record, or to a page."""
        made = LineButton(text)
        made.setIcon(self._desk.icons.icon("forward"))
        made.setObjectName(target)
        made.setAccessibleName(self._words.say("bundles.look_at_this", name=text))
        made.clicked.connect(self._on_record_clicked if leads_to == "look" else self._on_page_clicked)
        row = QHBoxLayout()
        row.setContentsMargins(self._desk.look.pixels(24), 0, 0, 0)
        row.addWidget(made)
        self.concerns.addLayout(row)

    def _line(self, into: QVBoxLayout, icon: str, tone: str, text: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._picture(icon, tone), alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(text), 1)
        into.addLayout(row)

    def _picture(self, icon: str, tone: str, size: int = 20) -> QLabel:
        palette = self._desk.look.palette
        colour = {"good": palette.good, "look": palette.look}.get(tone, palette.quiet)
        made = QLabel()
        made.setPixmap(self._desk.icons.pixmap(icon, self._desk.look.pixels(size), colour))
        return made

    def _on_record_clicked(self) -> None:
        self.look_wanted.emit(self._pressed().objectName())

    def _on_page_clicked(self) -> None:
        self.page_wanted.emit(self._pressed().objectName())

    def _pressed(self) -> QPushButton:
        pressed = self.sender()
        assert isinstance(pressed, QPushButton)
        return pressed


def breakable(place: str) -> str:
    """The place with invisible points where its line may break."""
    return place.replace("/", "/\u200b").replace("\\", "\\\u200b")


def empty(layout: QVBoxLayout) -> None:
    """Take everything out of a layout that is filled anew."""
    while (item := layout.takeAt(0)) is not None:
        if (inner := item.layout()) is not None:
            while (part := inner.takeAt(0)) is not None:
                if (widget := part.widget()) is not None:
                    widget.hide()
                    widget.deleteLater()
            inner.deleteLater()
        elif (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
