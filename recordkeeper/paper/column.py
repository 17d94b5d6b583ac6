"""A column of text on a sheet: headings and paragraphs under one another, and how much room is left."""

from __future__ import annotations

from dataclasses import dataclass

from recordkeeper.paper.sheet import ACCENT, INK, MUTED, Align, Sheet, Style

HEADING = Style(8.5, bold=True, colour=ACCENT)
BODY = Style(9.5)
SMALL = Style(8.5, colour=MUTED)
_UNDER_HEADING = 15.0


@dataclass
class Column:
    """Draws downwards from `y`, which is always the next baseline; nothing is drawn below `bottom`."""

    sheet: Sheet
    x: float
    width: float
    y: float
    bottom: float

    @property
    def room(self) -> float:
        return self.bottom - self.y

    def gap(self, points: float) -> None:
        self.y += points

    def heading(self, text: str) -> None:
        """A small heading in the accent colour."""
        self.sheet.text(self.x, self.y, self.sheet.paper.fit(text, self.width, HEADING), HEADING)
        self.y += _UNDER_HEADING

    def paragraph(self, text: str, style: Style = BODY, lines: int | None = None) -> None:
        """Wrapped text, at most `lines` and never below the bottom; what does not fit ends in an ellipsis."""
        room = max(1, int(self.room / style.leading) + 1)
        self.y = self.sheet.paragraph(self.x, self.y, self.width, text, style, min(lines or room, room))

    def lines(self, text: str, style: Style = BODY, most: int | None = None) -> None:
        """Wrapped text whose own line breaks stay, at most `most` lines; what does not fit ends in an ellipsis."""
        left = most
        parts = [part for part in text.splitlines() if part.strip()]
        for at, part in enumerate(parts):
            if left is not None and left < 1:
                return
            cut = left == 1 and at + 1 < len(parts)
            wrapped = self.sheet.paper.wrap(f"{part} …" if cut else part, self.width, style, left)
            for line in wrapped:
                self.sheet.text(self.x, self.y, line, style)
                self.y += style.leading
            left = None if left is None else left - len(wrapped)

    def height_of_lines(self, text: str, style: Style = BODY) -> float:
        """How high such a text would be."""
        return sum(self.height(part, style) for part in text.splitlines() if part.strip())

    def height(self, text: str, style: Style = BODY) -> float:
        """How high a paragraph would be."""
        return len(self.sheet.paper.wrap(text, self.width, style)) * style.leading

    def pair(self, label: str, value: str, style: Style = BODY, lines: int = 2) -> None:
        """A muted label with its value in the words under it."""
        self.sheet.text(self.x, self.y, self.sheet.paper.fit(label, self.width, SMALL), SMALL)
        self.y += SMALL.leading
        self.paragraph(value, style, lines)
        self.gap(5)

    def row(self, left: str, right: str, style: Style = BODY, indent: float = 0.0, *, strong: bool = False) -> None:
        """One line: text at the left, cut where it would meet the text at the right edge."""
        edge = self.x + self.width
        end = Style(style.size, bold=strong, colour=INK if strong else MUTED)
        taken = self.sheet.paper.width(right, end) if right else 0.0
        room = self.width - indent - taken - (8 if right else 0)
        self.sheet.text(self.x + indent, self.y, self.sheet.paper.fit(left, room, style), style)
        self.sheet.text(edge, self.y, right, end, Align.RIGHT)
        self.y += style.leading
