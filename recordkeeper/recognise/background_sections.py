"""The lines of a document that stand under a heading such as "Allergies:", each with what it lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from recordkeeper.recognise.background_rules import BackgroundRules
from recordkeeper.recognise.facts_lexicon import flat_of
from recordkeeper.recognise.facts_text import MOST_LETTERS, blocks
from recordkeeper.recognise.folding import fold
from recordkeeper.records.clinical import FactKind
from recordkeeper.records.reading import PageText

CELL_GAP = "   "  # between the cells of a row, whatever the format
_START = re.compile(
    r"[\W_]{0,6}(?:\(?\d{1,2}[.)]\s{0,3})?(?P<head>[a-z][^:\n\t]{1,70}?)[ \t]{0,3}"
    r"(?P<sign>:|[.]?(?=\n|$)|[ \t]-{1,2}[ \t])"
)
_INNER = re.compile(r"(?:(?<=[.;,])\s{1,4}|\s{2,}|\n)(?P<head>[a-z][a-z ,/&'()\-]{1,60}?)\s{0,2}:")
_BULLET = re.compile(r"\s*(?:[-•*▪◦‣·–●○]\s?|\(?\d{1,2}[.)]\s|[☒☑✓✔])")
_BLANK = re.compile(r"\n[ \t\f\r]*\n")
_MOST_WORDS = 9  # of a heading
_HEADS_A_STRANGER = 3  # cells of a table's head among which one may be unknown
_FEWEST_CAPITALS = 4  # letters of a heading nobody knows


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its number in the document, its text as printed, and in small plain letters, sign for sign."""

    index: int
    text: str
    flat: str

    def printed(self, start: int, end: int) -> str:
        """The text between two offsets as printed, one space for each gap."""
        return " ".join(self.text[start:end].split())


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines that belong together, between two offsets. `head` is where their heading begins, -1: not here."""

    kind: FactKind
    sheet: Sheet
    start: int
    end: int
    head: int = -1
    bulleted: bool = False

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return CELL_GAP in self.sheet.text[self.start : self.end].strip()


@dataclass(slots=True)
class _Under:
    """The heading lines stand under, and what lines stood there before."""

    kind: FactKind | None = None
    head: int = -1
    shape: str = ""  # of the lines before
    inline: bool = False  # its own line holds what it lists
    lines: int = 0
    carried: bool = False  # from the page before


def pieces_of(pages: Sequence[PageText], rules: BackgroundRules) -> list[Piece]:
    """The lines under these headings, in reading order. Over a page's end only lists and rows go on."""
    found, under = list[Piece](), _Under()
    for index, page in enumerate(pages):
        text = page.text[:MOST_LETTERS]
        sheet = Sheet(index, text, flat_of(text))
        under.carried, under.head = under.kind is not None, -1
        _read(sheet, rules, under, found)
    return found


def _read(sheet: Sheet, rules: BackgroundRules, under: _Under, found: list[Piece]) -> None:
    before = 0
    for begin, stop in _units(sheet.text, rules):
        if (
            under.lines
            and _BLANK.search(sheet.text, before, begin)
            and not _goes_on(sheet, begin, stop, rules, under)
        ):
            under.kind = None
        before, at = stop, begin
        heads = list(_heads(sheet, begin, stop, rules, under.kind is not None))
        for start, value, kind in heads:
            _take(sheet, at, start, rules, under, found)
            under.kind, under.head, under.shape, under.lines, under.carried = kind, start, "", 0, False
            under.inline = any(map(str.isalnum, sheet.text[value:stop]))
            at = value
        _take(sheet, at, stop, rules, under, found, follows=not heads)


def _units(text: str, rules: BackgroundRules) -> Iterator[tuple[int, int]]:
    """Lines that belong together; a row of a table, and a heading alone in its line, by itself."""
    for begin, stop in blocks(text):
        lines = text[begin:stop].split("\n")
        apart = CELL_GAP in text[begin:stop].strip()
        at = first = begin
        for line in lines:
            alone = apart or (len(lines) > 1 and line.lstrip()[:1].isupper() and fold(line) in rules.headings)
            if alone and at > first:
                yield first, at - 1
            if alone:
                yield at, at + len(line)
                first = at + len(line) + 1
            at += len(line) + 1
        if first < stop:
            yield first, stop


def _heads(
    sheet: Sheet, begin: int, stop: int, rules: BackgroundRules, inside: bool
) -> Iterator[tuple[int, int, FactKind | None]]:
    """Headings between two offsets: where each begins, where its list begins, and of what; None: it ends one."""
    first = _START.match(sheet.flat, begin, stop)
    after = begin
    if first is not None and first["head"].count(" ") < _MOST_WORDS:
        if _is_known(first["head"], rules):
            yield first.start("head"), first.end(), rules.headings.get(fold(first["head"]))
            after = first.end()
        elif inside and _ends(sheet, first, stop, rules):
            yield first.start("head"), first.end(), None
            after = first.end()
    for match in _INNER.finditer(sheet.flat, after, stop):
        if _is_known(match["head"], rules):
            yield match.start("head"), match.end(), rules.headings.get(fold(match["head"]))
        elif inside or first is not None:  # another label in the same lines: "Discharge condition: good"
            printed = sheet.text[match.start("head") : match.end("head")]
            if printed[0].isupper() and " " in printed.strip() and fold(printed) not in rules.columns:
                yield match.start("head"), match.end(), None


def _is_known(head: str, rules: BackgroundRules) -> bool:
    folded = fold(head)
    return folded in rules.headings or folded in rules.ends


def _ends(sheet: Sheet, head: re.Match[str], stop: int, rules: BackgroundRules) -> bool:
    """Whether a label nobody knows begins another section: in capitals, or with a colon alone in its line."""
    if fold(head["head"]) in rules.columns or head["sign"] != ":":
        return False
    printed = sheet.text[head.start("head") : head.end("head")]
    rest = sheet.text[head.end() : stop].strip()
    return not rest or (printed.isupper() and sum(map(str.isalpha, printed)) >= _FEWEST_CAPITALS)


def _shape(sheet: Sheet, begin: int, stop: int, rules: BackgroundRules) -> str:
    """What sort of line it is: an item of a list, a row, an amount, a label; "" for running words."""
    if _BULLET.match(sheet.flat, begin, stop):
        return "item"
    label = _START.match(sheet.flat, begin, stop)
    if label is not None and label["sign"] == ":" and fold(label["head"]) in rules.columns:
        return "label"
    if CELL_GAP in sheet.text[begin:stop].strip():
        return "row"
    return "dose" if rules.patterns.dose.search(sheet.flat, begin, stop) else ""


def _goes_on(sheet: Sheet, begin: int, stop: int, rules: BackgroundRules, under: _Under) -> bool:
    """Whether a list goes on after an empty line."""
    shape = _shape(sheet, begin, stop, rules)
    return bool(shape) and shape == under.shape


def _take(
    sheet: Sheet,
    begin: int,
    stop: int,
    rules: BackgroundRules,
    under: _Under,
    found: list[Piece],
    *,
    follows: bool = False,
) -> None:
    """Take lines up where they belong to the heading above."""
    if under.kind is None or not any(map(str.isalnum, sheet.text[begin:stop])):
        return
    shape = _shape(sheet, begin, stop, rules)
    if follows and (under.carried or under.inline) and shape not in ("item", "row", "dose", "label"):
        under.kind = None if under.inline and not under.carried else under.kind
        return
    under.lines += 1
    if shape == "label" and follows and found and found[-1].sheet is sheet and found[-1].kind is under.kind:
        found[-1] = replace(found[-1], end=stop)
        under.shape = shape
        return
    under.shape = shape
    if not _is_head_row(sheet, begin, stop, rules):
        found.append(Piece(under.kind, sheet, begin, stop, under.head, shape == "item"))


def _is_head_row(sheet: Sheet, begin: int, stop: int, rules: BackgroundRules) -> bool:
    cells = [fold(cell) for cell in re.split(r" {2,}|\t|\|", sheet.text[begin:stop]) if cell.strip()]
    known = sum(cell in rules.columns for cell in cells)
    return len(cells) > 1 and known >= len(cells) - len(cells) // _HEADS_A_STRANGER
