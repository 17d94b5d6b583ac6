"""The canvas with words on it: they can be chosen, copied and read out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtGui import QGuiApplication, QPainter

from recordkeeper.catalogue import pages
from recordkeeper.catalogue.pages import Leaf, PageWords
from recordkeeper.library.acts_findings import Piece
from recordkeeper.ui.reader import drawing
from recordkeeper.ui.reader.canvas import Canvas
from recordkeeper.ui.reader.selection import Place, Selection, SheetWords, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.reader.supply import Supply

_MOST_TEXTS = 60  # sheets whose words are kept


class WordCanvas(Canvas):
    """Reads the words of what comes into view; keeps which of them are chosen."""

    text_arrived = Signal(int)  # the words of this sheet are here
    choice_changed = Signal()  # other words are chosen, or none

    def __init__(self, desk: Desk, supply: Supply) -> None:
        super().__init__(desk, supply)
        self._record = ""
        self._texts: dict[int, PageWords] = {}
        self._asked: set[int] = set()
        self._words: dict[tuple[int, int], SheetWords] = {}  # (sheet, quarter turns)
        self._selection: Selection | None = None
        self.wishes_changed.connect(self._on_wishes_changed)

    def show_record(self, record: str, leaves: Sequence[Leaf], sentences: dict[int, str], sheet: int) -> None:
        """Show the leaves of a record from a sheet on."""
        self._record = record
        self._texts, self._asked, self._words = {}, set(), {}
        self._select(None)
        self.show_leaves(leaves, sentences, sheet)

    def text(self, sheet: int) -> str:
        """The text of a sheet, "" until it was read."""
        page = self._texts.get(sheet)
        return page.text if page else ""

    @property
    def selected_text(self) -> str:
        """The chosen words, as they stand in the text."""
        if self._selection is None:
            return ""
        return self._selection.text({sheet: words for sheet in self._texts if (words := self._words_of(sheet))})

    def chosen_pieces(self) -> list[Piece]:
        """The chosen words of each sheet, with the boxes of the unturned page they stand in."""
        if self._selection is None:
            return []
        sheets = {sheet: words for sheet in self._texts if (words := self._words_of(sheet))}
        return [
            Piece(sheet + 1, page.text[start:end], joined(page.words.between(start, end)))
            for sheet, (start, end) in self._selection.spans(sheets).items()
            for page in (self._texts[sheet],)
        ]

    def copy(self) -> None:
        """Put the chosen words on the clipboard."""
        if chosen := self.selected_text:
            QGuiApplication.clipboard().setText(chosen)

    def choose_all(self) -> None:
        """Choose every word of the present sheet."""
        words = self._words_of(self.sheet)
        if words is not None and words.words:
            self._select(Selection(Place(self.sheet, 0), Place(self.sheet, len(words.words) - 1)))

    def _words_of(self, sheet: int) -> SheetWords | None:
        page, key = self._texts.get(sheet), (sheet, self.turns_of(sheet))
        if page is None:
            return None
        if key not in self._words:
            self._words[key] = SheetWords.of(page, self.page_size(sheet), key[1])
        return self._words[key]

    def _on_wishes_changed(self) -> None:
        """Read the words of what came into view."""
        wanted = [sheet for sheet in self.seen() if sheet not in self._asked]
        if wanted:
            self._asked.update(wanted)
            reading = self._desk.read(pages.page_words, self._record, wanted[0], wanted[-1])
            self._desk.errands.follow(reading, self, partial(self._on_words_read, self._record))

    def _on_words_read(self, record: str, read: dict[int, PageWords]) -> None:
        if record != self._record:
            return
        self._texts.update(read)
        while len(self._texts) > _MOST_TEXTS:
            far = max(self._texts, key=self._distance)
            del self._texts[far]
            self._asked.discard(far)
        for sheet in read:
            self.text_arrived.emit(sheet)

    def _distance(self, sheet: int) -> int:
        return abs(sheet - self.sheet)

    def _select(self, selection: Selection | None) -> None:
        self._selection = selection
        self.viewport().update()
        self.choice_changed.emit()

    def _place_at(self, at: QPoint, *, on_word: bool) -> Place | None:
        """The word nearest to a point of the viewport; with `on_word`, only one that lies there."""
        spot = self.spot_at(at)
        words = self._words_of(spot.sheet) if spot else None
        if spot is None or words is None:
            return None
        rect = self.rect_of(spot.sheet)
        if on_word and not words.over(spot.x, spot.y):
            return None
        number = words.nearest(spot.x, spot.y, rect.height() / rect.width())
        return None if number is None else Place(spot.sheet, number)

    def word_at(self, at: QPoint) -> tuple[str, int, int] | None:
        """The text of a sheet, and where in it the word at a point of the viewport begins and ends."""
        place = self._place_at(at, on_word=True)
        words = self._words_of(place.sheet) if place is not None else None
        if place is None or words is None:
            return None
        word = words.words[place.word]
        return words.text, word.start, word.end

    def draw_over(self, painter: QPainter, sheet: int, rect: QRect) -> None:
        words = self._words_of(sheet) if self._selection else None
        if self._selection and words:
            chosen = self._selection.on(sheet, len(words.words))
            drawing.draw_chosen(painter, rect, (words.words[number].box for number in chosen))
