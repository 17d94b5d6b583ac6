"""A page taken apart for reading facts: ticked and empty boxes, statements (sentences, rows), sections."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from recordkeeper.recognise.facts_lexicon import Hit, Words, flat_of, words_of
from recordkeeper.recognise.facts_rules import FactRules
from recordkeeper.recognise.folding import fold
from recordkeeper.records.reading import PageText

MOST_LETTERS = 40_000  # of a page; more is no page for people
_EMPTY_BOX = re.compile(r"(?:\[[ \t]?\]|\([ \t]{1,3}\)|[☐□❏]|(?m:^)[ \t]*_{2,6}(?=[ \t]+\S))[^\[\]☐☒☑□❏\n]{0,90}")
TICK = re.compile(
    r"\[[ \t]?[xX✓✔][ \t]?\]|\([ \t]?[xX✓✔][ \t]?\)|[☒☑✓✔]|(?m:^)[ \t]*_{0,3}[xX]_{0,3}(?=[ \t]+[A-Z])"
)
_LINE = re.compile(r"[^\n\f]*")
_BEGINS = re.compile(
    r"[ \t]*(?:[-•*▪◦‣·–][ \t]|\(?\d{1,2}[.)][ \t]|[A-Z][.)][ \t]|\d{4}-\d\d|\d{1,2}/\d{1,2}/"
    r"|[A-Z][^\n:]{0,60}:|[☒☑✓✔\[(_])"
)
_GOES_ON = re.compile(r"(?:[,;(\-–]|\b(?:and|or|of|the|with|for|in|to|by|de|y|del|la|con|en))$")
_ENDS = re.compile(r"[.?!;]\)?\s+(?=\S)")
_SMALL_WORDS = frozenset(
    ["of", "for", "with", "in", "by", "and", "or", "to", "from", "is", "are", "was", "were", "at", "than", "that"]
)
_SHORT = frozenset(
    [
        "dr",
        "mr",
        "mrs",
        "ms",
        "vs",
        "no",
        "approx",
        "st",
        "eg",
        "ie",
        "e",
        "g",
        "i",
        "jr",
        "inc",
        "cc",
        "fig",
        "dra",
        "sr",
        "sra",
        "ed",
    ]
)
_LAST_WORD = re.compile(r"[\w]+$")
_NUMBER = re.compile(r"\d{1,2}[.)]\s")
_LABEL_NEXT = re.compile(r"[a-z][^.:\n]{2,40}:")
_TNM_NEXT = re.compile(r"[yra]{0,2}[pc][TNM][0-4Xx]|[yra][pc]?T")
_NEXT_WORD = re.compile(r"[a-z]+")
_HEADING = re.compile(
    r"[\W_]{0,6}(?:\(?\d{1,2}[.)]\s{0,3})?([A-Za-zÀ-ÿ][^:\n\t]{1,60}?)[ \t]{0,3}(?::|[.]?$|[ \t][-–—][ \t])"
)
_MOST_HEADING_WORDS = 7
_FULL = 0.8  # of the longest line: a line as long as this was broken, not ended
_MOST_ALIKE = 4  # lines as long as that: fewer tell nothing about how wide the column is
_SHORTEST_BROKEN = 50  # letters
# Signs that tell how something is meant where it stands (facts_stance.py).
STANCES = frozenset(
    [
        "general",
        "general_but_results",
        "condition",
        "relative",
        "not_denial",
        "hedge_before",
        "hedge_after",
        "deny_before",
        "deny_after",
        "stop",
        "stop_denial",
        "long_past",
        "past",
    ]
)
_SKIPPED = frozenset({"family", "education", "not_told", "past"})  # a heading nobody knows ends these


class Statement(NamedTuple):
    """A sentence, row or label with its value: offsets into the page's text, its words' numbers, its section."""

    start: int
    end: int
    first: int
    last: int  # one past
    section: str


@dataclass(slots=True)
class Leaf:
    """One page: its text as printed and as compared, its words, what they are signs of, and its statements."""

    index: int
    page: PageText
    text: str
    flat: str
    words: Words
    hits: list[Hit]
    statements: list[Statement]
    tags: dict[str, set[int]] = field(default_factory=dict)
    _hit_words: list[int] = field(init=False)
    _stances: list[Hit] = field(init=False)
    _stance_words: list[int] = field(init=False)
    _firsts: list[int] = field(init=False)
    _starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._hit_words = [hit.at for hit in self.hits]
        self._stances = [hit for hit in self.hits if hit.sign in STANCES]
        self._stance_words = [hit.at for hit in self._stances]
        self._firsts = [one.first for one in self.statements]
        self._starts = [one.start for one in self.statements]

    def tagged(self, sign: str, at: int) -> bool:
        """Whether word `at` is part of a phrase of this sign."""
        found = self.tags.get(sign)
        if found is None:
            found = self.tags[sign] = {n for hit in self.hits if hit.sign == sign for n in range(hit.at, hit.end)}
        return at in found

    def of(self, *signs: str) -> list[Hit]:
        """The hits of these signs, in order."""
        return [hit for hit in self.hits if hit.sign in signs]

    def within(self, first: int, last: int) -> list[Hit]:
        """The hits that begin at words first to last - 1."""
        return self.hits[bisect_left(self._hit_words, first) : bisect_left(self._hit_words, last)]

    def stances(self, first: int, last: int) -> list[Hit]:
        """Those of them that tell how something is meant."""
        begin, end = bisect_left(self._stance_words, first), bisect_left(self._stance_words, last)
        return self._stances[begin:end]

    def hits_from(self, at: int) -> list[Hit]:
        """The hits that begin at word `at` or later."""
        return self.hits[bisect_left(self._hit_words, at) :]

    def statement(self, at: int) -> Statement | None:
        """The statement word `at` stands in."""
        place = bisect_right(self._firsts, at) - 1
        found = self.statements[place] if place >= 0 else None
        return found if found is not None and at < found.last else None

    def statement_at(self, offset: int) -> Statement | None:
        """The statement that holds an offset of the text."""
        place = bisect_right(self._starts, offset) - 1
        found = self.statements[place] if place >= 0 else None
        return found if found is not None and offset < found.end else None

    def place_of(self, statement: Statement) -> int:
        """The number of this statement."""
        return bisect_right(self._firsts, statement.first) - 1

    def after(self, statement: Statement) -> Statement | None:
        """The statement after this one."""
        place = bisect_right(self._firsts, statement.first)
        return self.statements[place] if place < len(self.statements) else None

    def before(self, statement: Statement) -> Statement | None:
        """The statement before this one."""
        place = bisect_right(self._firsts, statement.first) - 2
        return self.statements[place] if place >= 0 else None

    def gap(self, at: int) -> str:
        """What stands between word `at` and the next."""
        return self.flat[self.words.ends[at] : self.words.starts[at + 1]]

    def printed(self, start: int, end: int) -> str:
        """The text between two offsets as printed, one space for each gap."""
        return " ".join(self.text[start:end].split())


def leaves_of(pages: Sequence[PageText], rules: FactRules) -> list[Leaf]:
    """The pages taken apart; a section goes on over the page's end."""
    found, section = list[Leaf](), ""
    for index, page in enumerate(pages):
        text = _EMPTY_BOX.sub(lambda match: " " * len(match.group()), page.text[:MOST_LETTERS])
        flat = flat_of(text)
        words = words_of(flat)
        statements = list(_statements(text, flat, words, section, rules))
        leaf = Leaf(index, page, text, flat, words, rules.lexicon.hits(text, words), statements)
        section = leaf.statements[-1].section if leaf.statements else section
        found.append(leaf)
    return found


def _statements(text: str, flat: str, words: Words, section: str, rules: FactRules) -> Iterator[Statement]:
    first = 0
    for begin, stop in blocks(text):
        for start, end in _sentences(text, flat, begin, stop, rules):
            section = _section(text[start:end], section, rules)
            last = bisect_right(words.starts, end - 1)
            if last > first:
                yield Statement(start, end, first, last, section)
            first = last


def blocks(text: str) -> Iterator[tuple[int, int]]:
    """Lines that belong together: a line broken for want of room goes on in the next."""
    lines = [match.span() for match in _LINE.finditer(text) if match.end() > match.start()]
    lengths = sorted((end - start for start, end in lines), reverse=True)
    widest = lengths[0] if lengths else 0
    full = widest * _FULL if sum(length >= widest * _FULL for length in lengths) >= _MOST_ALIKE else widest
    begin = end = -1
    for start, stop in lines:
        line = text[start:stop]
        if not line.strip():
            if begin >= 0:
                yield begin, end
            begin = -1
        elif begin >= 0 and start == end + 1 and _broken(text[begin:end], line, full):
            end = stop
        else:
            if begin >= 0:
                yield begin, end
            begin, end = start, stop
    if begin >= 0:
        yield begin, end


def _broken(before: str, line: str, full: float) -> bool:
    """Whether `line` goes on what stands before it."""
    if _BEGINS.match(line):
        return False
    above = before[before.rfind("\n") + 1 :].rstrip()
    starts = line.lstrip()
    if starts[0].islower() or _GOES_ON.search(above.lower()[-8:]):
        return True
    return len(above) >= max(full, _SHORTEST_BROKEN) and above[-1] not in ".:;!?"


def _sentences(text: str, flat: str, begin: int, stop: int, rules: FactRules) -> Iterator[tuple[int, int]]:
    start = begin
    for match in _ENDS.finditer(flat, begin, stop):
        if match.end() < stop and _is_end(text, flat, start, match, rules):
            yield start, match.start() + 1
            start = match.end()
    yield start, stop


def _is_end(text: str, flat: str, start: int, match: re.Match[str], rules: FactRules) -> bool:
    """Whether a sentence ends here: not after an abbreviation or a number in a list, nor where a scanner put a
    full stop at the end of a line.
    """
    if flat[match.start()] != ".":
        return True
    if text[match.end()].islower() and not _TNM_NEXT.match(text, match.end()):
        return False
    before = _LAST_WORD.search(flat, start, match.start())
    word = before.group() if before else ""
    if _NUMBER.match(flat, match.end()) or (word in rules.unfinished and _LABEL_NEXT.match(flat, match.end())):
        return True
    if (
        word in _SHORT
        or word in rules.unfinished
        or (before is not None and before.start() <= start + 2 and len(word) <= 2)
    ):
        return False
    following = _NEXT_WORD.match(flat, match.end())
    if following is None or following.group() not in _SMALL_WORDS:
        return True
    return not text[match.end() : following.end()].isupper()


def _section(statement: str, before: str, rules: FactRules) -> str:
    """The section a statement stands in: a heading of its own, or the one before."""
    match = _HEADING.match(statement)
    if match is None or match.group(1).count(" ") > _MOST_HEADING_WORDS:
        return before
    heading = match.group(1)
    folded = fold(heading)
    found = rules.sections.get(folded)
    if found is not None:
        return found
    if folded.startswith(rules.teaching):
        return "education"
    if before in _SKIPPED and heading.isupper() and len(heading) > 3 and folded not in rules.forms.labels:
        return "other"
    return before
