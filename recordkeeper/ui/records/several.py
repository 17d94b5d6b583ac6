"""What is done to several records at once; hidden until more than one is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from recordkeeper.records.kinds import Kind
from recordkeeper.records.query import RecordLine
from recordkeeper.ui.flow import Flow
from recordkeeper.ui.page import button, label
from recordkeeper.ui.records.calm_box import CalmBox
from recordkeeper.ui.records.marks_view import LineOfItsOwn

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.records.acting import Acting


_KIND_LETTERS = 12  # of the box; its list is as wide as it has to be


class SeveralBar(QWidget):
    """Each button is one act on all that are chosen, taken back by one undo. It stands in place of `instead`."""

    def __init__(self, desk: Desk, acting: Acting, instead: QWidget) -> None:
        super().__init__()
        self._instead = instead
        self._desk = desk
        self._acting = acting
        self.chosen: tuple[RecordLine, ...] = ()
        say = desk.words.say
        self.told = label("", "strong", wraps=False)
        self.accept_all = button(desk, say("records.several.accept"), "check")
        self.star_all = button(desk, say("records.marks.star"), "star")
        self.merge_all = button(desk, say("records.several.merge"), "records")
        self.trash_all = button(desk, say("records.trash"), "trash")
        self.kind = CalmBox(desk)
        self.tag = LineOfItsOwn()
        self._build()
        self.accept_all.clicked.connect(self.accept)
        self.star_all.clicked.connect(self.star)
        self.merge_all.clicked.connect(self._on_merge)
        self.trash_all.clicked.connect(self.trash)
        self.kind.activated.connect(self._on_kind)
        self.tag.returnPressed.connect(self._on_tag)
        self.hide()

    def _build(self) -> None:
        say = self._desk.words.say
        self.kind.setAccessibleName(say("records.several.kind"))
        self.kind.setSizeAdjustPolicy(CalmBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.kind.setMinimumContentsLength(_KIND_LETTERS)
        self.kind.addItem(say("records.several.kind"), "")
        for text, value in sorted((say(f"cli.kind.{kind}"), kind.value) for kind in Kind):
            self.kind.addItem(text, value)
        self.tag.setPlaceholderText(say("records.several.tag"))
        self.tag.setAccessibleName(say("records.several.tag"))
        self.tag.setMinimumWidth(self._desk.look.pixels(140))
        row = self._row = Flow()
        buttons = (self.accept_all, self.star_all, self.kind, self.tag, self.merge_all, self.trash_all)
        for widget in (self.told, *buttons):
            row.add(widget)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(row)

    def offer(self, chosen: tuple[RecordLine, ...]) -> None:
        """So many records are chosen together; none hides the bar."""
        self.chosen = chosen
        self.setVisible(bool(chosen))
        self.told.setText(self._desk.words.say("records.several.chosen", count=len(chosen)))
        self.kind.setCurrentIndex(0)
        self.merge_all.setVisible(not any(line.is_study for line in chosen))
        self._row.arrange()
        self._instead.setVisible(not chosen)

    def accept(self) -> None:
        """A person has looked at all of them."""
        self._acting.accept(*self._ids())

    def star(self) -> None:
        """Put a star on all of them; take it from all where all have one."""
        self._acting.star(self._ids(), on=not all(line.starred for line in self.chosen))

    def trash(self) -> None:
        self._acting.trash(*self._ids())

    def _ids(self) -> tuple[str, ...]:
        return tuple(line.id for line in self.chosen)

    def _on_merge(self) -> None:
        self._acting.merge(self._ids())

    def _on_kind(self, at: int) -> None:
        kind = str(self.kind.itemData(at) or "")
        if kind:
            self._acting.correct_all(self._ids(), "kind", kind)

    def _on_tag(self) -> None:
        add = [each.strip() for each in self.tag.text().split(",") if each.strip()]
        if add:
            self._acting.tag(self._ids(), add)
            self.tag.clear()
