"""What a person does to one record, on the writer lane; told to all once it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from recordkeeper.library import acts
from recordkeeper.records.belonging import Relation, pair_kind
from recordkeeper.records.errors import InputProblem
from recordkeeper.ui.sentences import sentence_of

if TYPE_CHECKING:
    from recordkeeper.records.document import Record
    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.records.fact_list import FactList


class Acting(QObject):
    """Each act is one that can be taken back."""

    corrected = Signal()
    refused = Signal(str)  # why a correction cannot be, in a sentence

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def accept(self, record: str) -> None:
        self._desk.errands.follow(self._desk.act(acts.accept, (record,)), self, self._on_accepted)

    def trash(self, record: str) -> None:
        self._desk.errands.follow(self._desk.act(acts.trash, (record,)), self, self._on_trashed)

    def ask(self, record: Record, page: int) -> None:
        """Begin a question about a page of a record (0: none is shown yet); about the whole of a scan."""
        pointed = record.id if record.imaging is not None else f"{record.id}#{max(1, page)}"
        self._desk.news.question_wanted.emit({"points_at": pointed})

    def correct(self, record: str, values: dict[str, str]) -> None:
        """Lay a person's values over what was read."""
        act = self._desk.act(acts.correct_fields, record, values)
        self._desk.errands.follow(act, self, self._on_corrected, failed=self._on_correct_failed)

    def join(self, record: str, other: str, relation: str) -> None:
        """Two records belong together, as the first one is seen to stand to the other."""
        kind, turned = pair_kind(Relation(relation))
        first, second = (other, record) if turned else (record, other)
        self._desk.errands.follow(self._desk.act(acts.pair, first, second, kind), self, self._on_joined)

    def join_as_is(self, record: str, other: str) -> None:
        """Two records belong together, as their kinds have it."""
        self._desk.errands.follow(self._desk.act(acts.pair, record, other), self, self._on_joined)

    def put_apart(self, record: str, other: str) -> None:
        """Two records do not belong together."""
        self._desk.errands.follow(self._desk.act(acts.unpair, record, other), self, self._on_put_apart)

    def _on_joined(self, touched: tuple[str, ...]) -> None:
        self._desk.news.act_done.emit("pair", touched)

    def _on_put_apart(self, touched: tuple[str, ...]) -> None:
        self._desk.news.act_done.emit("unpair", touched)

    def serve(self, facts: FactList) -> None:
        """Do what a person asks of a quotation."""
        facts.accepted.connect(self.accept)
        facts.removed.connect(self.remove_fact)
        facts.corrected.connect(self.correct_fact)

    def remove_fact(self, fact: str) -> None:
        """A quotation is not what the page says of the illness."""
        self._desk.errands.follow(self._desk.act(acts.trash, (fact,)), self, self._on_fact_removed)

    def correct_fact(self, fact: str, words: str) -> None:
        """Lay a person's words over a quotation."""
        act = self._desk.act(acts.correct, fact, "printed", words)
        self._desk.errands.follow(act, self, self._on_fact_corrected)

    def _on_fact_removed(self, touched: tuple[str, ...]) -> None:
        self._desk.news.act_done.emit("remove_fact", touched)

    def _on_fact_corrected(self, touched: tuple[str, ...]) -> None:
        self._desk.news.act_done.emit("correct", touched)

    def _on_accepted(self, touched: tuple[str, ...]) -> None:
        self._desk.news.act_done.emit("accept", touched)

    def _on_trashed(self, touched: tuple[str, ...]) -> None:
        self._desk.news.act_done.emit("trash", touched)

    def _on_corrected(self, touched: tuple[str, ...]) -> None:
        self.corrected.emit()
        self._desk.news.act_done.emit("correct", touched)

    def _on_correct_failed(self, error: BaseException) -> None:
        if isinstance(error, InputProblem):
            self.refused.emit(sentence_of(self._desk.words, error))
        else:
            self._desk.errands.failed.emit(error)
