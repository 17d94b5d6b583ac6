"""The fields of a form: what stands after a label, right of it or below it, whatever the layout."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recordkeeper.recognise.layout import Cell, Sheets
from recordkeeper.recognise.people_rules import PeopleRules
from recordkeeper.recognise.words import Hit, spans_of, words_of

_COLON = re.compile(r"(?:\s?\([^()]{1,24}\)|\s?/)?\s*(?:[:=]|[.#*\-–]{1,3}\s?:|\.{2,})")
_SIGNS = re.compile(r"[\s:.#=*_>)\-–—]*")
_NUMBER = re.compile(r"[\s:.#=*]*(?:[A-Z]{1,5}[-/ ]?)?\d", re.IGNORECASE)
_HEAD, _FOOT = 110, 8  # cells looked at, from the beginning and the end of the document
_LONG, _BEGINNING = 130, 60  # a cell with more characters is a sentence, and only its beginning may be a label
_STARTS_AFTER = "|;,.:#*•·->)(/]"  # signs a label may stand directly behind


@dataclass(frozen=True, slots=True)
class Field:
    """A label with its value. `start` and `end` are the value's place on the page of `cell`."""

    field: str
    of: str
    label: str
    value: str
    cell: Cell
    start: int
    end: int
    colon: bool
    how: str  # "after", "right of" or "below" its label
    number: int  # its place among the fields of the document


@dataclass(frozen=True, slots=True)
class _Line:
    """A cell with the labels among its words. `spans` are the places of the words in the cell's text."""

    cell: Cell
    spans: list[tuple[int, int]]
    hits: list[Hit]

    def start(self, hit: Hit) -> int:
        return self.spans[hit.first][0]

    def end(self, hit: Hit) -> int:
        return self.spans[hit.last - 1][1]

    def colon_after(self, hit: Hit) -> bool:
        return _COLON.match(self.cell.text, self.end(hit)) is not None

    def is_label(self, hit: Hit) -> bool:
        """Whether the words are meant as a label: weak ones need a colon, or a number where one is asked for."""
        if self.colon_after(hit):
            return True
        if hit.field in ("accession", "identifier", "date"):
            return _NUMBER.match(self.cell.text, self.end(hit)) is not None
        return not hit.weak and self.begins(hit)

    def begins(self, hit: Hit) -> bool:
        """Whether the label stands at the beginning of the cell, or behind a sign that parts."""
        before = self.cell.text[: self.start(hit)].rstrip(" ")
        return not before or before[-1] in _STARTS_AFTER

    def alone(self, hit: Hit) -> bool:
        """Whether the cell holds nothing but the label."""
        return hit.first == 0 and not self.cell.text[self.end(hit) :].strip(" :.#()/*-")


def read_form(sheets: Sheets, rules: PeopleRules) -> tuple[Field, ...]:
    """Return the labelled values at the head and the foot of the document, in reading order."""
    found: list[Field] = []
    for cell in sheets.ends(_HEAD, _FOOT):
        line = _line(cell, rules)
        for place, hit in enumerate(line.hits):
            found.extend(_values(line, place, hit, sheets, rules, len(found)))
    return tuple(found)


def _line(cell: Cell, rules: PeopleRules) -> _Line:
    text = cell.text if len(cell.text) <= _LONG else cell.text[:_BEGINNING]
    hits = rules.labels.find(words_of(text))
    return _Line(cell, spans_of(text) if hits else [], hits)


def _values(line: _Line, place: int, hit: Hit, sheets: Sheets, rules: PeopleRules, number: int) -> Iterator[Field]:
    if hit.field in ("fact", "date"):
        return
    label = line.cell.text[line.start(hit) : line.end(hit)]
    if line.alone(hit):
        for neighbour, how in ((sheets.row_after(line.cell), "right of"), (sheets.below(line.cell), "below")):
            if neighbour and not _is_labelled(neighbour, rules):
                text = neighbour.text
                yield Field(
                    hit.field, hit.of, label, text, neighbour, neighbour.start, neighbour.end, False, how, number
                )
                number += 1
        return
    if not line.is_label(hit):
        return
    after = line.end(hit)
    colon = _COLON.match(line.cell.text, after)
    signs = _SIGNS.match(line.cell.text, colon.end() if colon else after)
    start = signs.end() if signs else after
    end = _value_end(line, line.hits[place + 1 :], start)
    value = line.cell.text[start:end].rstrip(" ,;|/")
    if value:
        at = line.cell.start + start
        yield Field(
            hit.field, hit.of, label, value, line.cell, at, at + len(value), line.colon_after(hit), "after", number
        )


def _value_end(line: _Line, later: Sequence[Hit], start: int) -> int:
    """Where the value that begins at `start` ends: at the next label of the same cell."""
    for hit in later:
        begin = line.start(hit)
        if begin > start and (line.is_label(hit) or (not hit.weak and hit.field == "name")):
            return begin
    return len(line.cell.text)


def _is_labelled(cell: Cell, rules: PeopleRules) -> bool:
    """Whether a cell begins with a label of its own, so that it is nobody's value."""
    line = _line(cell, rules)
    return any(hit.first == 0 and (line.is_label(hit) or line.alone(hit)) for hit in line.hits[:1])
