"""The narrative of a CDA section as lines of text: paragraphs, lists and tables as a browser would show them.

CDA release 2, section 4.3.5: the narrative is what the author signed; entries are its copy for machines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from recordkeeper.formats.table_text import table_lines
from recordkeeper.formats.xml_tree import local, words_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCKS = frozenset(("paragraph", "p", "div", "caption", "title", "pre", "h1", "h2", "h3", "h4", "h5", "h6"))
_BLANKS = re.compile(r"[ \t\f\v\u00a0]+")
_ROWS = frozenset(("thead", "tbody", "tfoot"))
_LONG = 60  # letters: from here on the lines of a cell are sentences and stay lines
_DEEPEST = 60  # elements one inside the other; below that only the words are taken
_MOST_SPAN = 40


@dataclass(slots=True)
class _Lines:
    """Text as it is put together; `here` is the line being written."""

    done: list[str] = field(default_factory=list)
    here: list[str] = field(default_factory=list)

    def say(self, words: str) -> None:
        if words:
            self.here.append(words)

    def line(self) -> None:
        text = _BLANKS.sub(" ", "".join(self.here)).strip()
        if text:
            self.done.append(text)
        self.here.clear()

    def gap(self) -> None:
        """An empty line before what follows, if anything stands before it."""
        self.line()
        if self.done and self.done[-1]:
            self.done.append("")

    def take(self, lines: Iterator[str]) -> None:
        self.line()
        self.done.extend(lines)


def narrative_lines(text: _Element, pictures: Mapping[str, str]) -> tuple[str, ...]:
    """The lines of a section's `text`; `pictures` are what to say of each picture by the ID of its entry."""
    lines = _Lines()
    _Narrator(pictures).walk(text, lines, 0)
    lines.line()
    while lines.done and not lines.done[-1]:
        lines.done.pop()
    return tuple(lines.done)


class _Narrator:
    """Walks a narrative. Depth is bounded, so recursion is safe."""

    def __init__(self, pictures: Mapping[str, str]) -> None:
        self._pictures = pictures

    def walk(self, element: _Element, lines: _Lines, depth: int) -> None:
        """Pour what is inside `element` into `lines`."""
        if depth > _DEEPEST:
            lines.say(words_of(element))
            return
        self._text(element.text, lines)
        for child in element:
            self._child(child, lines, depth + 1)
            self._text(child.tail, lines)

    def _child(self, child: _Element, lines: _Lines, depth: int) -> None:
        name = local(child)
        match name:
            case "br":
                lines.line()
            case "table":
                lines.gap()
                lines.take(self._table(child, depth))
                lines.gap()
            case "list" | "ul" | "ol":
                lines.line()
                self._list(child, lines, depth)
            case "renderMultiMedia":
                lines.line()
                for reference in (child.get("referencedObject") or "").split():
                    lines.say(self._pictures.get(reference, ""))
                    lines.line()
                self.walk(child, lines, depth)
            case "content" if child.get("revised") == "delete":  # struck out by the author
                pass
            case _ if name in _BLOCKS:
                lines.line()
                self.walk(child, lines, depth)
                lines.line()
            case "":  # an entity nobody defined
                self._text(child.text, lines)
            case _:
                self.walk(child, lines, depth)

    def _text(self, text: str | None, lines: _Lines) -> None:
        """Running text. Line ends count where the writer laid out plain text, not where markup was indented."""
        if not text:
            return
        pieces = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        body = [piece for piece in pieces if piece.strip()]
        if len(body) < 2 or all(piece[:1] in " \t" for piece in body[1:]):
            lines.say(" ".join(pieces))
            return
        for piece in pieces[:-1]:
            lines.say(piece)
            if piece.strip():
                lines.line()
            elif not lines.here:
                lines.gap()
        lines.say(pieces[-1])

    def _list(self, element: _Element, lines: _Lines, depth: int) -> None:
        numbered = element.get("listType") == "ordered" or local(element) == "ol"
        number = 0
        for child in element:
            if local(child) not in ("item", "li"):
                self._child(child, lines, depth)
                lines.line()
                continue
            number += 1
            inner = _Lines()
            self.walk(child, inner, depth + 1)
            inner.line()
            lead = f"{number}. " if numbered else "- "
            for at, line in enumerate(line for line in inner.done if line):
                lines.done.append((lead if at == 0 else " " * len(lead)) + line)

    def _table(self, table: _Element, depth: int) -> Iterator[str]:
        heading: list[str] = []
        rows: list[list[str]] = []
        held: dict[int, int] = {}  # column → how many rows below a cell of it still covers
        for row, in_head in _rows(table):
            if row is None:
                continue
            if local(row) == "caption":
                caption = _Lines()
                self.walk(row, caption, depth + 1)
                caption.line()
                yield from caption.done
                continue
            cells = self._row(row, held, depth)
            if (in_head or _all_heads(row)) and not rows and not heading and len(cells) > 1:
                heading = cells
            else:
                rows.append(cells)
        yield from table_lines(heading, rows)

    def _row(self, row: _Element, held: dict[int, int], depth: int) -> list[str]:
        cells: list[str] = []
        alone = sum(1 for child in row if local(child) in ("td", "th")) < 2
        for child in row:
            if local(child) not in ("td", "th"):
                continue
            _covered(cells, held)
            text = self._cell(child, depth, alone=alone)
            rows_left = _span(child, "rowspan") - 1
            for _ in range(_span(child, "colspan")):
                if rows_left:
                    held[len(cells)] = rows_left
                cells.append(text)
                text = ""
        _covered(cells, held)
        return cells

    def _cell(self, cell: _Element, depth: int, *, alone: bool) -> str:
        inner = _Lines()
        self.walk(cell, inner, depth + 1)
        inner.line()
        lines = [line for line in inner.done if line]
        return "\n".join(lines) if alone or max(map(len, lines), default=0) > _LONG else _joined(lines)


def _joined(lines: list[str]) -> str:
    """Short lines of a cell in one: "Hives; Rash"."""
    text = ""
    for line in lines:
        text += ("" if not text else " " if text[-1] in ":;,.-" else "; ") + line
    return text


def _rows(table: _Element) -> Iterator[tuple[_Element | None, bool]]:
    """Caption and rows of a table in order, each with whether it stands in the head."""
    for child in table:
        if local(child) in ("tr", "caption"):
            yield child, False
        elif local(child) in _ROWS:
            for row in child:
                if local(row) == "tr":
                    yield row, local(child) == "thead"


def _all_heads(row: _Element) -> bool:
    names = [local(child) for child in row]
    return bool(names) and all(name == "th" for name in names)


def _span(cell: _Element, name: str) -> int:
    text = cell.get(name) or "1"
    return max(1, min(_MOST_SPAN, int(text))) if text.isascii() and text.isdigit() and len(text) < 5 else 1


def _covered(cells: list[str], held: dict[int, int]) -> None:
    """Fill the places that cells of rows above still cover."""
    while len(cells) in held:
        left = held.pop(len(cells))
        if left > 1:
            held[len(cells)] = left - 1
        cells.append("")
