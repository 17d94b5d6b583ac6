"""Sets plain text into pages: paragraphs in the reading face, columns made of spaces in the even one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from recordkeeper.paper.look import MUTED, Style
from recordkeeper.paper.sheet import Sheet

_COLUMNS = re.compile(r"\S(?: {3,}|\t+)\S")  # three spaces inside a line, or a tab, make a column
_COLUMN_LINES = 3  # so many such lines and the text is a table to somebody
_LEFT, _TOP, _BOTTOM = 56.0, 74.0, 40.0
_READING = Style(10)
_NOTE = Style(8, colour=MUTED)
_EVEN_SIZES = (9.5, 9.0, 8.5, 8.0, 7.5)
_TAB = 8


def lay(texts: tuple[str, ...], note: str, add: Callable[[], Sheet]) -> int:
    """Set `texts`, each beginning a page, on sheets from `add`; return how many sheets were used.

    `note` stands small above the first. Blank texts make no page.
    """
    used = 0
    for text in texts:
        if text.strip():
            used += _lay_one(text, "" if used else note, add)
    return used


def is_tabular(text: str) -> bool:
    """Whether the text's spaces carry its meaning."""
    return sum(1 for line in text.splitlines() if _COLUMNS.search(line)) >= _COLUMN_LINES


def _lay_one(text: str, note: str, add: Callable[[], Sheet]) -> int:
    sheet = add()
    used, y = 1, _TOP
    if note:
        sheet.text(_LEFT, 58.0, note, _NOTE)
    style = _even_style(text, sheet) if is_tabular(text) else _READING
    for line in _lines(text, sheet, style):
        if y > sheet.height - _BOTTOM:
            sheet, used, y = add(), used + 1, _TOP
        sheet.text(_LEFT, y, line, style)
        y += style.leading if line else style.leading * 0.6
    return used


def _lines(text: str, sheet: Sheet, style: Style) -> Iterator[str]:
    width = sheet.width - 2 * _LEFT
    for line in text.splitlines():
        if not style.mono:
            yield from sheet.paper.wrap(line, width, style)
            continue
        even = "".join(char for char in line.expandtabs(_TAB).rstrip() if char.isprintable())
        yield from _chunks(even, int(width / (style.size * 0.6)))  # 0.6: the even face's advance


def _chunks(line: str, columns: int) -> Iterator[str]:
    while len(line) > columns:
        cut = line.rfind(" ", columns // 2, columns + 1)
        cut = columns if cut < 0 else cut
        yield line[:cut]
        line = line[cut:].lstrip()
    yield line


def _even_style(text: str, sheet: Sheet) -> Style:
    longest = max(len(line.expandtabs(_TAB).rstrip()) for line in text.splitlines())
    width = sheet.width - 2 * _LEFT
    size = next((size for size in _EVEN_SIZES if longest * size * 0.6 <= width), _EVEN_SIZES[-1])
    return Style(size, mono=True)
