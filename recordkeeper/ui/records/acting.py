"""What a person does to one record or several, on the writer lane; told to all once it is done."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from recordkeeper.library import acts, acts_marks, keeping_views
from recordkeeper.records.belonging import Relation, pair_kind
from recordkeeper.records.errors import InputProblem
from recordkeeper.ui.sentences import sentence_of

if TYPE_CHECKING:
    from recordkeeper.library.folder import Library
    from recordkeeper.records.document import Record
    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.records.fact_list import FactList
    from recordkeeper.ui.records.marks_view import MarksView


class Acting(QObject):
    """Each act is one that can be taken back."""

    corrected = Signal()
    refused = Signal(str)  # why a correction cannot be, in a sentence

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def accept(self, *records: str) -> None:
        self._desk.errands.follow(self._desk.act(acts.accept, records), self, self._on_accepted)

    def trash(self, *records: str) -> None:
        self._desk.errands.follow(self._desk.act(acts.trash, records), self, self._on_trashed)

    def star(self, records: Sequence[str], *, on: bool) -> None:
        """Put a star on records, or take it away."""
        act = acts_marks.star if on else acts_marks.unstar
        told = partial(self._on_done, "star_record" if on else "unstar_record")
        self._desk.errands.follow(self._desk.act(act, records), self, told)

    def tag(self, records: Sequence[str], add: Sequence[str], remove: Sequence[str] = ()) -> None:
        """Put tags on records, and take others away."""
        act = self._desk.act(acts_marks.tag, records, add=add, remove=remove)
        self._desk.errands.follow(act, self, partial(self._on_done, "tag"))

    def note(self, record: str, words: str) -> None:
        """Write a note on a record."""
        act = self._desk.act(acts_marks.note, record, words)
        self._desk.errands.follow(act, self, partial(self._on_done, "note_record"))

    def correct_all(self, records: Sequence[str], field: str, value: str) -> None:
        """Lay one value over what was read of several records."""
        act = self._desk.act(acts.correct_all, records, field, value)
        self._desk.errands.follow(act, self, self._on_corrected)

    def merge(self, records: Sequence[str]) -> None:
        """Make one document of several."""
        self._desk.errands.follow(self._desk.act(acts.merge, records), self, partial(self._on_done, "merge"))

    def keep_view(self, name: str, search: str) -> None:
        """Keep a search under a name."""
        act = self._desk.act(keeping_views.keep_view, name, search)
        self._desk.errands.follow(act, self, partial(self._on_view, "keep_view"))

    def drop_view(self, view: str) -> None:
        """Let go of a view."""
        act = self._desk.act(keeping_views.drop_view, view)
        self._desk.errands.follow(act, self, partial(self._on_view, "drop_view"))

    def _on_view(self, label: str, _view: str) -> None:
        self._desk.news.act_done.emit(label, ())

    def say_theirs(self, *records: str) -> None:
        """These records alone are somebody else's."""
        act = self._desk.act(_say_theirs, records)
        self._desk.errands.follow(act, self, partial(self._on_done, "say_theirs"))

    def serve_marks(self, marks: MarksView) -> None:
        """Do what a person puts on a record."""
        marks.star_wanted.connect(self._on_star_wanted)
        marks.tags_wanted.connect(self.tag)
        marks.note_wanted.connect(self.note)

    def _on_star_wanted(self, record: str, on: bool) -> None:
        self.star((record,), on=on)

    def _on_done(self, label: str, touched: tuple[str, ...]) -> None:
        self._desk.news.act_done.emit(label, touched)

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


def _say_theirs(library: Library, records: Sequence[str]) -> tuple[str, ...]:
    from recordkeeper.intake import strangers  # dear to load: comparing people comes with it

    return strangers.say_whose(library, records, mine=False)
