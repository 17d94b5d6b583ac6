"""Marked-up content flowing into plain text: words, line breaks and table cells, with white space collapsed.

Cells of a row end up on one line, CELL_GAP apart, even when each holds paragraphs of its own; the same gap
separates columns in text read from PDF, so that one rule finds "label   value" in all of them.
"""

from __future__ import annotations

import re

CELL_GAP = "   "
_SPACES = re.compile(r"[ \t\r\n\f\v\u00a0]+")
_NOTHING, _SPACE, _CELL, _LINE, _PARAGRAPH = range(5)
_BREAKS = ("", " ", CELL_GAP, "\n", "\n\n")


class Flow:
    """Collects text; what separates two words is decided when the second one comes."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._pending = _NOTHING
        self._rows: list[bool] = []  # for each open row: has it text yet
        self._cells: list[bool] = []  # for each open cell: has it text yet

    def words(self, text: str) -> None:
        """Running text: any white space in it counts as one space."""
        if not text:
            return
        body = _SPACES.sub(" ", text)
        if body.startswith(" "):
            self._want(_SPACE)
            body = body[1:]
        if not body:
            return
        ends_open = body.endswith(" ")
        self._put(body[:-1] if ends_open else body)
        if ends_open:
            self._want(_SPACE)

    def preformatted(self, text: str) -> None:
        """Text whose own spaces and line ends are kept."""
        if text:
            self._put(text)

    def gap(self) -> None:
        """A tab: the next words stand in a column of their own."""
        self._want(_CELL)

    def line(self) -> None:
        """The next words begin a line, unless they are the first of a table cell."""
        if not self._cells or self._cells[-1]:
            self._want(_LINE)

    def paragraph(self) -> None:
        """The next words begin a line after an empty one, unless in a table cell, where a line will do."""
        if self._cells:
            self.line()
        else:
            self._want(_PARAGRAPH)

    def begin_row(self) -> None:
        self.line()
        self._rows.append(False)

    def end_row(self) -> None:
        if self._rows:
            self._rows.pop()
        self.line()

    def begin_cell(self) -> None:
        if self._rows and self._rows[-1]:
            self._pending = _CELL
        self._cells.append(False)

    def end_cell(self) -> None:
        if self._cells:
            had_text = self._cells.pop()
            if had_text and self._cells:
                self._cells[-1] = True

    def text(self) -> str:
        """All of it, without blanks at line ends."""
        return re.sub(r"[ \t]+\n", "\n", "".join(self._parts)).strip("\n")

    def _want(self, separation: int) -> None:
        self._pending = max(self._pending, separation)

    def _put(self, text: str) -> None:
        if self._parts:
            self._parts.append(_BREAKS[self._pending])
        self._parts.append(text)
        self._pending = _NOTHING
        self._rows = [True] * len(self._rows)
        self._cells = [True] * len(self._cells)
