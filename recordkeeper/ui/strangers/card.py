"""The card of one person: whom the papers name, why they are kept apart, and the ways on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from recordkeeper.prepare.strangers import why
from recordkeeper.ui.flow import Flow
from recordkeeper.ui.page import button, card, label

if TYPE_CHECKING:
    from recordkeeper.records.reading import Picture
    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.strangers.asked import Question

_NAMED = 5  # papers in doubt that are named without being asked to
_PAGE = (72, 96)  # pixels of the first page, at most


class StrangerCard(QWidget):
    """Says what was chosen and does nothing itself."""

    me_chosen = Signal()
    leave_chosen = Signal()
    move_chosen = Signal(str)  # the folder of a library; "" for one still to be chosen
    later_chosen = Signal()
    show_chosen = Signal()

    def __init__(self, desk: Desk, question: Question) -> None:
        super().__init__()
        self.desk = desk
        self.question = question
        self._about = question.group.about.value
        name = question.group.person.name
        self.setAccessibleName(desk.words.say("strangers.card", name=name))
        frame, inside = card()
        self.page = QLabel()
        self.page.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.page.setPixmap(desk.icons.pixmap("person", desk.look.pixels(24), desk.look.palette.accent))
        self.page.setAccessibleName(desk.words.say("strangers.page"))
        told = QVBoxLayout()
        told.setSpacing(4)
        for at, sentence in enumerate(self._sentences()):
            told.addWidget(label(sentence, "strong" if at == 0 else "" if at == 1 else "quiet"))
        self.papers = label(self._papers(_NAMED), "quiet")
        self.papers.setVisible(self._about != "stranger")
        told.addWidget(self.papers)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self.page)
        top.addLayout(told, 1)
        inside.addLayout(top)
        inside.addWidget(self._buttons())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)

    def show_page(self, picture: Picture | None) -> None:
        """Put the first page of the records where the sign of a person was."""
        if picture is None:
            return
        kind = QImage.Format.Format_RGB888 if picture.mode == "RGB" else QImage.Format.Format_Grayscale8
        stride = picture.width * (3 if picture.mode == "RGB" else 1)
        image = QImage(picture.pixels, picture.width, picture.height, stride, kind).copy()
        width, height = (self.desk.look.pixels(side) for side in _PAGE)
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        self.page.setPixmap(QPixmap.fromImage(image.scaled(width, height, keep, smooth)))

    def _sentences(self) -> Iterator[str]:
        say, group, own = self.desk.words.say, self.question.group, self.question.patient
        person, count = group.person, len(group.records)
        if self._about == "name_alone":
            yield say("strangers.name_alone", name=own.name, count=count)
            yield say("strangers.yours", count=count)
            return
        yield say("strangers.named", name=person.name)
        facts = [say("strangers.count", count=count)]
        if person.birth_date is not None:
            facts.insert(0, say("strangers.born", date=person.birth_date))
        yield " ".join(facts)
        yield why(self.desk.words, own, person, group.name_fit, group.verdict.birth)
        yield say("strangers.unsure" if self._about == "unsure" else "strangers.kept_apart", own=own.name)

    def _papers(self, most: int | None) -> str:
        """The first `most` records, a line each; all with None."""
        say, kind = self.desk.words.say, "cli.kind."
        lines = (
            say("strangers.paper", date=one.date, title=one.title or say(f"{kind}{one.kind}"))
            if one.date
            else say("strangers.paper_undated", title=one.title or say(f"{kind}{one.kind}"))
            for one in self.question.group.records[:most]
        )
        return "\n".join(lines)

    def _on_all_clicked(self) -> None:
        self.papers.setText(self._papers(None))
        self.all_papers.hide()

    def _buttons(self) -> Flow:
        say, count = self.desk.words.say, len(self.question.group.records)
        stranger = self._about == "stranger"
        self.me = button(self.desk, say("strangers.me" if stranger else "strangers.mine", count=count), "person")
        leave = "strangers.leave" if stranger else "strangers.not_mine"
        self.leave = button(self.desk, say(leave, count=count), "aside")
        self.move_there = self._move_button()
        self.later = button(self.desk, say("strangers.later"), flat=True)
        self.look = button(self.desk, say("strangers.show"), flat=True)
        self.all_papers = button(self.desk, say("strangers.all_papers", count=count), flat=True)
        sentence = next(self._sentences())
        flow = Flow()
        for one in (self.me, self.leave, self.move_there, self.later, self.look, self.all_papers):
            one.setAccessibleDescription(sentence)
            flow.add(one)
        flow.arrange()
        self.all_papers.setVisible(not stranger and count > _NAMED)
        self.me.clicked.connect(self.me_chosen)
        self.leave.clicked.connect(self.leave_chosen)
        self.later.clicked.connect(self.later_chosen)
        self.look.clicked.connect(self.show_chosen)
        self.all_papers.clicked.connect(self._on_all_clicked)
        return flow

    def _move_button(self) -> QPushButton:
        """One click where one library is about this person, else a list to choose from."""
        say, known = self.desk.words.say, self.question.known_to
        if len(known) == 1:
            made = button(self.desk, say("strangers.move_to", name=known[0].patient.name), "switch", main=True)
            made.setObjectName(known[0].place)
            made.clicked.connect(self._on_move_clicked)
            return made
        made = button(self.desk, say("strangers.move"), "switch")
        menu = QMenu(made)
        for each in self.question.others:
            menu.addAction(say("strangers.move_to", name=each.patient.name)).setData(each.place)
        menu.addAction(say("strangers.move_elsewhere")).setData("")
        menu.triggered.connect(self._on_library_chosen)
        made.setMenu(menu)
        return made

    def _on_move_clicked(self) -> None:
        self.move_chosen.emit(self.move_there.objectName())

    def _on_library_chosen(self, action: QAction) -> None:
        self.move_chosen.emit(action.data())
