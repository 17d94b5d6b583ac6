"""The story on side 1 of the start sheet: each part with its lines as printed and the page they stand on.

It never grows beyond its place: letters shrink first, then lines are counted instead of shown, never cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from recordkeeper.paper.column import SMALL, Column
from recordkeeper.paper.look import INK, MUTED, RULE, Style
from recordkeeper.paper.sharing import share_rows
from recordkeeper.records.overview import Cited, Told
from recordkeeper.records.papers import StartSheet
from recordkeeper.wording.words import Words

_LABEL_WIDTH = 122.0
_SIZES = (9.5, 9.0, 8.5, 8.0, 7.5)
_BETWEEN = 3.5  # points between parts
_MOST_ROWS = 12  # of one line; a quotation is longer nowhere


@dataclass(frozen=True, slots=True)
class _Part:
    """A part as it is drawn: its name, and the rows each of its lines takes."""

    name: str
    lines: tuple[tuple[str, ...], ...]
    found: bool

    @property
    def rows(self) -> int:
        return sum(map(len, self.lines))


def draw(column: Column, start: StartSheet, words: Words) -> None:
    """Draw heading, parts and the count of what is not confirmed, all above the column's bottom."""
    overview = start.overview
    if not overview.story:
        return
    column.heading(words.say("bundle.story.heading"))
    note = words.say("bundle.story.intro")
    if overview.unconfirmed:
        note += " " + words.say("bundle.story.unconfirmed", count=overview.unconfirmed)
    column.y -= 3
    column.paragraph(note, SMALL, 3)
    column.gap(4)
    style, parts = _that_fit(column, overview.story, start, words)
    room = _rows_of_room(column, style, len(parts))
    shown = share_rows([part.rows for part in parts], room)
    for part, rows in zip(parts, shown, strict=True):
        _draw_part(column, part, rows, style, words)


def _that_fit(column: Column, story: Sequence[Told], start: StartSheet, words: Words) -> tuple[Style, list[_Part]]:
    """The largest letters in which every line fits, else the smallest."""
    for size in _SIZES:
        style = Style(size)
        parts = [_laid_out(column, told, style, start, words) for told in story]
        if sum(part.rows for part in parts) <= _rows_of_room(column, style, len(parts)):
            break
    return style, parts


def _rows_of_room(column: Column, style: Style, parts: int) -> int:
    return int((column.room - parts * _BETWEEN) / style.leading)


def _laid_out(column: Column, told: Told, style: Style, start: StartSheet, words: Words) -> _Part:
    name = words.say(f"story.part.{told.name}")
    if not told.lines:
        return _Part(name, ((words.say(f"bundle.story.{told.blank}"),),), found=False)
    texts = [_line(line, start, words) for line in told.lines]
    if told.side_by_side:
        texts.insert(0, words.say("bundle.story.side_by_side"))
    width = column.width - _LABEL_WIDTH
    lines = (tuple(column.sheet.paper.wrap(text, width, style, _MOST_ROWS)) for text in texts)
    return _Part(name, tuple(lines), found=True)


def _line(line: Cited, start: StartSheet, words: Words) -> str:
    date = f"{words.date(line.date)}: " if line.date else ""
    if line.page is not None:
        source = words.say("bundle.section_page", page=start.printed(line.page))
    elif line.told_by:
        source = words.say("bundle.story.told_by", name=line.told_by)
    else:
        source = words.say("bundle.story.typed")
    return f"{date}{line.text} ({source})"


def _draw_part(column: Column, part: _Part, rows: int, style: Style, words: Words) -> None:
    """The name at the left, its lines beside it; lines there is no room for are counted on a row of their own."""
    sheet, top = column.sheet, column.y
    label = sheet.paper.fit(part.name, _LABEL_WIDTH - 8, Style(style.size, bold=True))
    sheet.text(column.x, top, label, Style(style.size, bold=True, colour=INK if part.found else MUTED))
    look = style if part.found else Style(style.size, colour=MUTED)
    shown = 0
    for line in part.lines:
        if len(line) > rows:
            break
        for text in line:
            sheet.text(column.x + _LABEL_WIDTH, column.y, text, look)
            column.y += style.leading
        rows, shown = rows - len(line), shown + 1
    if hidden := len(part.lines) - shown:
        more = words.say("bundle.and_more", count=hidden)
        sheet.text(column.x + _LABEL_WIDTH, column.y, more, Style(style.size, colour=MUTED))
        column.y += style.leading
    sheet.rule(column.x, column.x + column.width, column.y - style.leading + 3.5, RULE, 0.4)
    column.gap(_BETWEEN)
