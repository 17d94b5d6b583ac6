"""What a few lines under a heading list, one thing at a time: between which offsets it is printed, and how sure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from recordkeeper.recognise.background_rules import BackgroundPatterns, BackgroundRules
from recordkeeper.recognise.background_sections import Piece, Sheet
from recordkeeper.recognise.folding import fold
from recordkeeper.records.clinical import FactKind

_BULLET = re.compile(r"\s*(?:[-•*▪◦‣·–●○☒☑✓✔]\s{0,3}|\(?\d{1,2}[.)]\s{0,3})?")
_NUMBER = re.compile(r"(?:^|[\s,;.])\(?\d{1,2}[.)]\s{1,3}(?=[a-z])")
_END = re.compile(r"[.;]\s+|\n(?=\s*[-•*])")
_SHORTENED = re.compile(r"(?:^|[\s(])(?:(?:[a-z]\.)+[a-z]|dr|dra|no|vs|approx|st|mr|mrs|sra?|q|b\.i|t\.i)$")
_COMMA = re.compile(r"(?<!\d),\s*|,\s+|;\s*|\s/\s")
_AND = re.compile(r"\s(?:and|y|plus)\s")
_JOINED = re.compile(r"(?:and|y|e|plus|as well as|asi como|or)\s+")
_DAY = re.compile(r"(?:\d{4}(?:-\d\d){0,2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})\s{2,}")  # a row's first cell
_ROUND = {"(": 1, "[": 1, ")": -1, "]": -1}
_EDGES = " \t\n\r.,;:*-–•|"
_LEAST = 3  # letters of a thing
_SHORT = 12  # words; more tell a story
_LOOK_BACK = 12  # letters of an abbreviation
_LISTED, _LONG, _TOLD = 0.85, 0.65, 0.55


@dataclass(frozen=True, slots=True)
class Item:
    """One thing, between two offsets of a page; `whole` are those of the sentence or row it stands in."""

    kind: FactKind
    sheet: Sheet
    start: int
    end: int
    whole: tuple[int, int]
    confidence: float

    @property
    def printed(self) -> str:
        """Its words as printed."""
        return self.sheet.printed(self.start, self.end)


def items_of(piece: Piece, rules: BackgroundRules) -> Iterator[Item]:
    """What `piece` lists. What it says is not there is left out, but for allergies: that is quoted."""
    flat, patterns = piece.sheet.flat, rules.patterns
    lead = _BULLET.match(flat, piece.start, piece.end)
    start = lead.end() if lead is not None else piece.start
    if piece.is_row:
        spans = [(start, piece.end)]
    else:
        spans = [each for numbered in _numbered(flat, start, piece.end) for each in _sentences(flat, *numbered)]
    for begin, end in spans:
        begin, end = _trimmed(flat, begin, end)
        if begin == end or patterns.relatives.search(flat, begin, end):
            continue
        if piece.is_row or (piece.bulleted and not patterns.tells.search(flat, begin, end)):
            day = _DAY.match(flat, begin, end) if piece.is_row else None
            yield from _one(piece, day.end() if day else begin, end, (begin, end), _LISTED, rules)
        else:
            yield from _of_sentence(piece, begin, end, rules)


def _numbered(flat: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """ "1. Hypertension. 2. Gout" one by one; text without such numbers as it is."""
    marks = list(_NUMBER.finditer(flat, start, end))
    if len(marks) < 2:  # a single number is no list
        yield start, end
        return
    yield start, marks[0].start()
    for at, mark in enumerate(marks):
        yield mark.end(), marks[at + 1].start() if at + 1 < len(marks) else end


def _sentences(flat: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for match in _END.finditer(flat, start, end):
        here = flat[at : match.start()]
        if not _SHORTENED.search(here[-_LOOK_BACK:]) and here.count("(") <= here.count(")"):
            yield at, match.start()
            at = match.end()
    yield at, end


def _trimmed(flat: str, start: int, end: int) -> tuple[int, int]:
    while start < end and flat[start] in _EDGES:
        start += 1
    while end > start and flat[end - 1] in _EDGES:
        end -= 1
    if flat[end : end + 1] == "." and _SHORTENED.search(flat[max(start, end - _LOOK_BACK) : end]):
        end += 1  # "p.o. q.d."
    return start, end


def _of_sentence(piece: Piece, start: int, end: int, rules: BackgroundRules) -> Iterator[Item]:
    flat, patterns = piece.sheet.flat, rules.patterns
    if patterns.allergy.search(flat, start, end) and not patterns.tells.search(flat, start, end):
        yield from _one(piece, start, end, (start, end), _LISTED, rules, FactKind.ALLERGY)
        return
    if patterns.denied.match(flat, start, end):
        yield from _one(piece, start, end, (start, end), _LISTED, rules)
        return
    lead = patterns.lead.match(flat, start, end)
    begin = lead.end() if lead is not None and lead.end() < end else start
    if patterns.tells.search(flat, begin, end):
        if _says_something(piece, start, end, patterns):
            said = piece.kind is FactKind.ALLERGY and patterns.allergy.search(flat, start, end)
            yield from _one(piece, start, end, (start, end), _LISTED if said else _TOLD, rules)
        return
    for at, stop in _listed(flat, begin, end, piece.kind, patterns):
        if patterns.denied_on.match(flat, at, stop):
            return
        yield from _one(piece, at, stop, (start, end), _LISTED, rules)


def _says_something(piece: Piece, start: int, end: int, patterns: BackgroundPatterns) -> bool:
    """Whether a sentence that lists nothing says something of its section's kind, and is no denial."""
    flat = piece.sheet.flat
    if patterns.denies.search(flat, start, end) and piece.kind is not FactKind.ALLERGY:
        return False
    if patterns.operation.search(flat, start, end) and piece.kind is FactKind.OTHER_ILLNESS:
        return patterns.told_operation.search(flat, start, end) is not None
    return patterns.told(piece.kind).search(flat, start, end) is not None


def _listed(
    flat: str, start: int, end: int, kind: FactKind, patterns: BackgroundPatterns
) -> Iterator[tuple[int, int]]:
    """The things of a list with commas; a dose or a word more of one stays with it."""
    begin = start
    for at, after in _commas(flat, start, end, kind, patterns):
        joined = _JOINED.match(flat, after, end)
        following = joined.end() if joined is not None else after
        if at > begin and not patterns.goes_on.match(flat, following, end):
            yield _trimmed(flat, begin, at)
            begin = following
    yield _trimmed(flat, begin, end)


def _commas(
    flat: str, start: int, end: int, kind: FactKind, patterns: BackgroundPatterns
) -> Iterator[tuple[int, int]]:
    """Where a list may be parted: at commas outside brackets; medicines at "and" as well, between two doses."""
    cuts = [(match.start(), match.end()) for match in _COMMA.finditer(flat, start, end)]
    if kind is FactKind.MEDICINE:
        cuts += [
            (match.start(), match.end())
            for match in _AND.finditer(flat, start, end)
            if patterns.dose.search(flat, start, match.start()) and patterns.dose.search(flat, match.end(), end)
        ]
    depth, at = 0, start
    for cut, after in sorted(cuts):
        depth += sum(_ROUND.get(sign, 0) for sign in flat[at:cut])
        at = cut
        if depth <= 0:
            yield cut, after


def _one(
    piece: Piece,
    start: int,
    end: int,
    whole: tuple[int, int],
    sure: float,
    rules: BackgroundRules,
    kind: FactKind | None = None,
) -> Iterator[Item]:
    """A thing, unless it says nothing or says what is not there."""
    flat, patterns = piece.sheet.flat, rules.patterns
    kind = kind or piece.kind
    folded = fold(flat[start:end])
    if patterns.nothing.match(flat, start, end):
        if not patterns.dose.search(flat, start, end):
            return
        sure = min(sure, _TOLD)
    if patterns.denied.match(flat, start, end):
        if kind is FactKind.ALLERGY or patterns.allergy.search(flat, start, end):
            yield _without(piece, start, end, whole, sure, patterns)
        return
    if sum(map(str.isalpha, folded)) < _LEAST or folded in rules.columns:
        return
    if kind is FactKind.MEDICINE and not piece.is_row and patterns.goes_on.match(flat, start, end):  # part of one
        sure = min(sure, _TOLD)
    if len(folded.split()) > _SHORT and kind is not FactKind.MEDICINE and not piece.is_row:
        sure = min(sure, _LONG)
    if kind is FactKind.MEDICINE:
        if patterns.no_medicine.search(flat, start, end):
            return
        if patterns.over.search(flat, start, end):
            sure = min(sure, _TOLD)
    if patterns.no_illness.search(flat, start, end):
        sure = min(sure, _TOLD)
    if kind is FactKind.OTHER_ILLNESS and patterns.operation.search(flat, start, end):
        kind = FactKind.EARLIER_OPERATION
    yield Item(kind, piece.sheet, start, end, whole, sure)


def _without(
    piece: Piece, start: int, end: int, whole: tuple[int, int], sure: float, patterns: BackgroundPatterns
) -> Item:
    """That no allergy is known, with the heading where the words alone do not say of what."""
    if piece.head >= 0 and not patterns.of_allergies.search(piece.sheet.flat, start, end):
        start = piece.head
        whole = (min(whole[0], start), whole[1])
    return Item(FactKind.ALLERGY, piece.sheet, start, end, whole, sure)
