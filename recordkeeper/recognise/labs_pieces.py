"""A cell of a results table taken apart: number, unit, range, mark, word that is a value, date, other text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from recordkeeper.recognise.labs_lines import Word, folded
from recordkeeper.recognise.labs_rules import LabRules
from recordkeeper.records.lab_numbers import COMPARATOR, DIGITS, comparator_of

_SPAN = re.compile(
    rf"(?P<open>[(\[]?)(?P<low>[+\-−]?{DIGITS})(?:\s?(?:[-–—−~]|\.\.+)\s?|(?:to|à|a|bis)(?=\d))(?P<high>[+\-−]?{DIGITS})(?P<close>[)\]]?)(?P<rest>.*)"
)
_NUMBER = re.compile(rf"(?P<sign>{COMPARATOR})?\s?(?P<number>[+\-−]?{DIGITS})(?P<rest>.*)", re.DOTALL)
_SIGN = re.compile(rf"{COMPARATOR}")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_MARKED = re.compile(rf"(?P<mark>\*+|[HL↑↓!▲▼]{{1,2}})(?P<sign>{COMPARATOR})?(?P<number>{DIGITS})")
_BRACKETED = re.compile(r"\((?P<inside>[^()]*)\)|\[(?P<inside2>[^\[\]]*)\]")
_FOOTNOTE = re.compile(r"(?:\^[a-z0-9]{1,2}|\(\d{1,2}\)|\[\d{1,2}\]|\(?[a-z]\))$")
_DASHES = frozenset({"-", "–", "—", "−", "~"})
_BEGINS_NUMBER = frozenset("0123456789<>≤≥")
_AFTER_UNIT = frozenset("0123456789<>≤≥([*.-–")
_AROUND_MARKS = ",;"
_MOST_WORDS = 5  # of a value or a mark that is words


class What(StrEnum):
    """What a piece of a cell is by its own shape."""

    NUMBER = "number"
    SPAN = "span"  # two numbers, or what only a range says
    WORD = "word"  # a word that stands for a value
    UNIT = "unit"
    FLAG = "flag"
    DATE = "date"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words of one cell. `printed` is without what is glued to it; `comparator` that of a number."""

    what: What
    printed: str
    words: tuple[Word, ...]
    comparator: str = ""
    torn: bool = False  # its digits were put together, or something was taken off

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @property
    def sure(self) -> float:
        return min(word.sure for word in self.words)


class Cutter:
    """Takes cells apart. `dates` are the spans of the page's text that are dates."""

    def __init__(self, rules: LabRules, dates: Sequence[tuple[int, int]]) -> None:
        self._rules = rules
        self._dates = sorted(dates)
        self._known: dict[tuple[int, int, int], list[Piece]] = {}
        # Beginnings of marks: most words are looked up once here, and no further.
        self._mark_words = {mark.split(" ")[0].strip(_AROUND_MARKS) for mark in rules.marks.words}

    def pieces(self, cell: Sequence[Word]) -> list[Piece]:
        """The pieces of a cell from left to right; neighbouring words that are nothing else are one text."""
        if not cell:
            return []
        key = (cell[0].start, cell[-1].end, len(cell))
        if key not in self._known:
            self._known[key] = self._cut(cell)
        return list(self._known[key])

    def _cut(self, cell: Sequence[Word]) -> list[Piece]:
        found: list[Piece] = []
        at = 0
        while at < len(cell):
            made, used = self._next(cell[at:], found)
            for piece in made:
                last = found[-1] if found else None
                if piece.what is What.TEXT and last and last.what is What.TEXT:
                    found[-1] = replace(
                        last, printed=f"{last.printed} {piece.printed}", words=(*last.words, *piece.words)
                    )
                else:
                    found.append(piece)
            at += used
        return found

    def is_date(self, word: Word) -> bool:
        """Whether a word is part of a printed date."""
        return any(start < word.end and word.start < end for start, end in self._dates)

    def _next(self, words: Sequence[Word], before: Sequence[Piece]) -> tuple[list[Piece], int]:
        """The pieces the first words make, and how many words they take."""
        first = words[0]
        if self.is_date(first) or _CLOCK.fullmatch(first.text):
            return [Piece(What.DATE, first.text, (first,))], 1
        after_number = bool(before) and before[-1].what in (What.NUMBER, What.SPAN, What.WORD)
        found = (
            self._span(words)
            or self._number(words)
            or self._unit(words, first=not before)
            or self._flag(words, after_number=after_number)
            or self._value(words)
        )
        return found or ([Piece(What.TEXT, first.text, (first,))], 1)

    def _span(self, words: Sequence[Word]) -> tuple[list[Piece], int] | None:
        """12-16, 12 - 16, (12.0 – 16.0), 12 to 16: a range, with what is glued to its end."""
        text = words[0].text
        for count in (1, 2, 3):
            if count > len(words):
                return None
            if count > 1:
                text += f" {words[count - 1].text}"
            joined = _as_dash(text, self._rules.joins) if count == 3 else text
            match = _SPAN.fullmatch(joined)
            if not match or (match["open"] == "(") != (match["close"] == ")" and not match["rest"]):
                continue
            made = [Piece(What.SPAN, text[: len(text) - len(match["rest"])].strip(), tuple(words[:count]))]
            rest = match["rest"].strip()
            if not rest:
                return made, count
            if self._rules.units.find(rest):
                last = words[count - 1]
                return [*made, Piece(What.UNIT, rest, (last,))], count
        return None

    def _number(self, words: Sequence[Word]) -> tuple[list[Piece], int] | None:
        """A number with its sign of comparison, and what is glued to it: a mark, a footnote, a unit."""
        text, used = words[0].text, 1
        if _SIGN.fullmatch(text) and len(words) > 1:
            text, used = f"{text} {words[1].text}", 2
        match = _NUMBER.fullmatch(text)
        if match is None:
            return self._marked_number(words)
        taken, rest = tuple(words[:used]), match["rest"].strip()
        comparator = comparator_of(match["sign"] or "")
        number = match["number"]
        printed = text[: len(text) - len(match["rest"])].rstrip()
        if not rest:
            return [Piece(What.NUMBER, printed, taken, comparator)], used
        mark = _FOOTNOTE.sub("", rest).rstrip(self._rules.footnotes)
        if not mark:
            return [Piece(What.NUMBER, printed, taken, comparator, torn=True)], used
        if mark.lower() in self._rules.marks.glued:
            return [Piece(What.NUMBER, printed, taken, comparator), Piece(What.FLAG, mark, taken[-1:])], used
        if self._rules.units.find(rest) and not number.startswith("10"):
            return [Piece(What.NUMBER, printed, taken, comparator), Piece(What.UNIT, rest, taken[-1:])], used
        return None

    def _marked_number(self, words: Sequence[Word]) -> tuple[list[Piece], int] | None:
        """*5.9, H5.9: a mark glued before the number."""
        match = _MARKED.fullmatch(words[0].text)
        if match is None:
            return None
        printed = f"{match['sign'] or ''}{match['number']}"
        number = Piece(What.NUMBER, printed, (words[0],), comparator_of(match["sign"] or ""))
        return [Piece(What.FLAG, match["mark"], (words[0],)), number], 1

    def _unit(self, words: Sequence[Word], *, first: bool) -> tuple[list[Piece], int] | None:
        """A unit. One that begins a cell is followed by nothing, by a range or a mark: "pg" may begin a name."""
        count = self._rules.units.longest([word.text for word in words])
        if not count:
            return None
        goes_on = count < len(words) and words[count].text[:1] not in _AFTER_UNIT
        if first and goes_on and words[0].text[:1] not in "(%[":
            return None
        return [Piece(What.UNIT, " ".join(word.text for word in words[:count]), tuple(words[:count]))], count

    def _flag(self, words: Sequence[Word], *, after_number: bool) -> tuple[list[Piece], int] | None:
        marks = self._rules.marks
        if words[0].text.lower().strip(_AROUND_MARKS) not in self._mark_words:
            return None
        for count in range(min(3, len(words)), 0, -1):
            printed = " ".join(word.text for word in words[:count])
            low = printed.lower().strip(_AROUND_MARKS)
            lone = count == len(words) or after_number or words[count].text[:1] in _BEGINS_NUMBER
            if low in marks.words and lone:
                return [Piece(What.FLAG, printed.strip(_AROUND_MARKS), tuple(words[:count]))], count
        return None

    def _value(self, words: Sequence[Word]) -> tuple[list[Piece], int] | None:
        """A value that is words, or words only a range begins with."""
        first = _said_alone(words[0])
        if first and first.split()[0] not in self._rules.value_words:
            return None
        for count in range(min(_MOST_WORDS, len(words)), 0, -1):
            said = _said(words[:count])
            if not said or (count < len(words) and words[count].text[:1].isalpha()):
                continue
            for known, what in ((self._rules.values, What.WORD), (self._rules.ranges, What.SPAN)):
                if said in known:
                    taken = tuple(words[:count])
                    return [Piece(what, " ".join(word.text for word in taken), taken)], count
        return None


def may_hold_value(words: Sequence[Word], rules: LabRules) -> bool:
    """Whether a number, a range or a word that is a value can stand among these words: most lines have none."""
    return any(
        (not word.text.isalpha() and any(map(str.isdigit, word.text)))
        or any(part in rules.value_words for part in _said_alone(word).split(" ", 1)[:1])
        for word in words
    )


def _said_alone(word: Word) -> str:
    return folded(word.text.replace("+", " plus") if "+" in word.text else word.text)


def _said(words: Sequence[Word]) -> str:
    return folded(" ".join(word.text for word in words).replace("+", " plus"))


def _as_dash(text: str, joins: frozenset[str]) -> str:
    """ "12 to 16" as "12 - 16"."""
    parts = text.split(" ")
    return f"{parts[0]} - {parts[2]}" if parts[1].lower() in joins else text


def unit_in_name(name: str, rules: LabRules) -> tuple[str, str] | None:
    """The unit a name ends with, in brackets or after a comma, and the name without it: "Glucose (mg/dL)"."""
    match = re.fullmatch(r"(?P<name>.*\S)\s*(?:[(\[](?P<unit>[^()\[\]]+)[)\]]|,\s*(?P<bare>\S+))", name)
    if match is None:
        return None
    unit = (match["unit"] or match["bare"]).strip()
    found = rules.units.find(unit)
    if found is None or (found.kind == "ratio" and not match["unit"]):
        return None
    return unit, match["name"]


def numbers_in(pieces: Sequence[Piece]) -> Iterator[str]:
    """The numbers among pieces, those of ranges too, to see which sign is their decimal one."""
    for piece in pieces:
        if piece.what in (What.NUMBER, What.SPAN):
            yield from re.findall(DIGITS, piece.printed)
