"""Page numbers as pages print them, and lines that a fax, a browser or a print job adds to a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from recordkeeper.recognise.folding import fold
from recordkeeper.recognise.split_rules import SplitRules

HEAD = 14  # lines from the top that can be a document's head
FOOT = 4
LONGEST_CELL = 70  # letters; a page number stands in something short
CELLS = re.compile(r"\s{3,}|\t+|\s*\|\s*")
TIME = re.compile(r"\b\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s?(?:[ap]\.?m\.?)?\b", re.IGNORECASE)
DIGIT = re.compile(r"\d")
_DIGITS = str.maketrans("lIoO", "1100")
_PAGE = re.compile(r"p[aoá]g|\bpg?\b|seite|blatt|hoja|sheet|folio", re.IGNORECASE)


class Mark(NamedTuple):
    """A page number: which page, of how many (0 = not said), and how it is printed."""

    n: int
    of: int
    how: str  # "counted", "single", "bare", "fax"
    words: str


def find_marks(printed: list[str], rules: SplitRules) -> tuple[list[Mark], str, list[str]]:
    """The page numbers, whom a fax line names, and the lines that are the document's own."""
    marks: list[Mark] = []
    fax, over = "", set[int]()
    last = len(printed) - 1
    edge = [*range(min(HEAD, len(printed))), *range(max(HEAD, len(printed) - FOOT), len(printed))]
    for row in edge:
        line = printed[row]
        outer = row < 2 or row > last - 2
        if outer and rules.fax.search(line) and len(line) < 2 * LONGEST_CELL:
            fax = fax or shape(TIME.sub("", line))
            over.add(row)
            if number := _number(rules.fax_number, line, "fax"):
                marks.append(number)
            continue
        if outer and rules.over.search(line):
            over.add(row)
        found = list(_numbers_of_pages(line, outer, rules))
        marks += found
        if any(mark.words == line for mark in found):
            over.add(row)
    return marks, fax, [line for row, line in enumerate(printed) if row not in over]


def _numbers_of_pages(line: str, outer: bool, rules: SplitRules) -> Iterator[Mark]:
    if not (DIGIT.search(line) or _PAGE.search(line)):
        return
    for cell in CELLS.split(line):
        if not cell or len(cell) > (2 if outer else 1) * LONGEST_CELL:
            continue
        mark = None
        if _PAGE.search(cell):
            mark = _number(rules.counted, cell, "counted") or _number(rules.single, cell, "single")
        if outer and not mark and cell[-2:].strip(" -–—~")[-1:].isdigit():
            mark = _number(rules.counted_alone, cell, "counted") or _number(rules.counted_end, cell, "counted")
            mark = mark or _number(rules.bare, cell, "bare")
        if mark:
            yield mark


def _number(patterns: tuple[re.Pattern[str], ...], text: str, how: str) -> Mark | None:
    for search in patterns:
        found = search.search(text)
        if found:
            groups = found.groupdict()
            digits = [(groups.get(name) or "0").translate(_DIGITS) for name in ("n", "of")]
            if not all(part.isdigit() for part in digits):
                continue
            n, of = (int(part) for part in digits)
            if n and (not of or n <= of):
                return Mark(n, of, how, text)
    return None


def shape(line: str) -> str:
    """The line folded, its numbers as 0: what stays the same from page to page."""
    return re.sub(r"\d+", "0", fold(line))
