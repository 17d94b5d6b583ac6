"""Cues for the kind of a record, found in its text and added up: titles, headings, phrases, patterns, densities."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from recordkeeper.recognise.folding import fold, without_byline
from recordkeeper.recognise.kind_rules import Density, KindRules, Says
from recordkeeper.recognise.layout import Sheets
from recordkeeper.recognise.people_rules import PeopleRules
from recordkeeper.records.kinds import Kind

_RUNS = re.compile(r"([\W_])\1{3,}")  # dotted lines, wide gaps
_PARTS = re.compile(r"([:.;|])(?=\s|$)|\n|\t+|\s{3,}")
_NUMBERED = re.compile(r"[\W_]*(?:\(?[0-9IVXivx]{1,4}[.)]\s*)?")
_CAPITALS = re.compile(r"[A-Z][A-Z /&()-]{3,45}$")
_LONGEST_HEADING, _MOST_HEADING_WORDS = 70, 8
_MOST_STOPPED_WORDS = 4  # of a heading that ends with a full stop, as scanners have it
_TITLE_LINES = 16
_HEAD = 10  # the first of them count in full
_MOST_TITLE_DIGITS = 9  # more is a number or a telephone
_LONGEST_TITLE = 120  # characters
_TITLE_LINE = "title line"
_DEPARTMENT = 0.4  # a department says less than a title
_BEGINNING, _END = 16_000, 4_000  # characters looked at; a thousand-page file says what it is with them
_FEWEST_WORDS = 20  # a density over fewer words says nothing
_STRONG = 0.5  # a cue that counts as one


@dataclass(slots=True)
class Cues:
    """What the cues say: a score a kind, how many cues spoke, the strongest one, and which kinds a title names.

    `words` and `headings` are what was read on the way, for whoever weighs them further.
    """

    score: dict[Kind, float] = field(default_factory=dict)
    count: dict[Kind, int] = field(default_factory=dict)
    best: dict[Kind, tuple[float, str, str]] = field(default_factory=dict)  # weight, rule, words
    titled: set[Kind] = field(default_factory=set)
    words: list[str] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)  # folded, as printed

    def add(self, kind: Kind, weight: float, rule: str, words: str) -> None:
        """Count one cue."""
        self.score[kind] = self.score.get(kind, 0.0) + weight
        if weight >= _STRONG:
            self.count[kind] = self.count.get(kind, 0) + 1
        if weight > self.best.get(kind, (0.0, "", ""))[0]:
            self.best[kind] = (weight, rule, words)


def find_cues(sheets: Sheets, rules: KindRules, people: PeopleRules, file_title: str = "") -> Cues:
    """Return what the beginning and the end of the document say."""
    raw = _RUNS.sub(r"\1\1\1", _beginning_and_end([page.text for page in sheets.pages]))
    cues = Cues(words=fold(raw).split(" "))
    _titles(cues, sheets, rules, people, file_title)
    _headings(cues, raw, rules)
    _phrases(cues, rules)
    _shapes(cues, raw, rules)
    return cues


def _beginning_and_end(texts: Sequence[str]) -> str:
    whole = "\n".join(texts)
    return whole if len(whole) <= _BEGINNING + _END else f"{whole[:_BEGINNING]}\n{whole[-_END:]}"


def title_lines(sheets: Sheets) -> Iterator[tuple[str, str]]:
    """Yield the short lines near the top of the first page, as printed and folded."""
    for cell in sheets.top(_TITLE_LINES):
        printed = cell.text if len(cell.text) > _LONGEST_TITLE else without_byline(cell.text)
        plainly_none = len(printed) > _LONGEST_TITLE or sum(map(str.isdigit, printed)) > _MOST_TITLE_DIGITS
        words = "" if plainly_none else fold(printed)
        if 2 <= len(words) <= 90 and words.count(" ") < 12:
            yield printed.strip(" #*=_-\t"), words


def _titles(cues: Cues, sheets: Sheets, rules: KindRules, people: PeopleRules, file_title: str) -> None:
    lines = [(printed, words, rules.title_weight) for printed, words in title_lines(sheets)]
    of_page = len(lines)
    if file_title:
        lines.append((file_title, fold(file_title), rules.file_title_weight))
    found: dict[Kind, tuple[float, str, str]] = {}
    for place, (printed, words, weight) in enumerate(lines):
        letter = next((sign for sign in printed if sign.isalpha()), "")
        sentence = printed.rstrip().endswith((".", ",")) or letter.islower()
        less = (0.5 if sentence else 1.0) * (1.0 if place < _HEAD else 0.7)
        kinds = rules.titled(words)
        department = bool(kinds and people.departments.search(printed))  # where, rather than what
        weight *= less * (_DEPARTMENT if department else 1.0)
        rule = (
            "department line"
            if department
            else "sentence at the top"
            if sentence
            else "title of the file"
            if place == of_page
            else _TITLE_LINE
        )
        for kind in kinds:
            if weight > found.get(kind, (0.0, "", ""))[0]:
                found[kind] = (weight, printed, rule)
    for kind, (weight, printed, rule) in found.items():
        cues.add(kind, weight, rule, printed)
        if rule == _TITLE_LINE:
            cues.titled.add(kind)


def _headings(cues: Cues, raw: str, rules: KindRules) -> None:
    for printed in _heading_pieces(raw):
        cues.headings.setdefault(fold(printed), printed)
    for words, printed in cues.headings.items():
        for kind, weight in rules.headings.get(words, ()):
            cues.add(kind, weight, "heading", printed)


def _heading_pieces(raw: str) -> Iterator[str]:
    """Yield what may be a heading: before a colon, a line of its own, or between full stops."""
    at, begins = 0, True
    for match in _PARTS.finditer(f"{raw}\n"):
        piece, sign, end = raw[at : match.start()], match.group(1), "\n" in match.group()
        at, began, begins = match.end(), begins, end
        if len(piece) > _LONGEST_HEADING:
            capitals = _CAPITALS.search(piece[-50:]) if sign == ":" else None
            if capitals:
                yield capitals.group().strip()
            continue
        lead = None if piece[:2].isalpha() else _NUMBERED.match(piece)
        piece = piece[lead.end() if lead else 0 :].rstrip(" \t.*_#-")
        count = piece.count(" ")
        if len(piece) < 2 or count >= _MOST_HEADING_WORDS:
            continue
        if sign == ":":
            if began or piece[0].isupper():
                yield piece
            capitals = _CAPITALS.search(piece) if count else None
            if capitals and capitals.start():
                yield capitals.group().strip()
        elif (began and end) or (sign == "." and count < _MOST_STOPPED_WORDS and piece[0].isupper()):
            yield piece


def _phrases(cues: Cues, rules: KindRules) -> None:
    words, phrases = cues.words, rules.phrases
    found: dict[tuple[str, ...], Says] = {}
    for at in [at for at, word in enumerate(words) if word in phrases]:
        group = phrases[words[at]]
        second = words[at + 1] if at + 1 < len(words) else ""
        found |= {
            pieces: says
            for pieces, says in (*group.get("", ()), *group.get(second, ()))
            if len(pieces) < 3 or tuple(words[at : at + len(pieces)]) == pieces
        }
    for pieces, says in found.items():
        for kind, weight in says:
            cues.add(kind, weight, "phrase", " ".join(pieces))


def _shapes(cues: Cues, raw: str, rules: KindRules) -> None:
    low = raw.lower()
    for pattern in rules.patterns:
        if pattern.needs and not any(need in low for need in pattern.needs):
            continue
        match = pattern.search.search(raw)
        if match:
            cues.add(pattern.kind, pattern.weight, "pattern", match.group()[:80].strip())
    count = max(_FEWEST_WORDS, len(cues.words))
    singles, pairs = Counter(cues.words), Counter(zip(cues.words, cues.words[1:], strict=False))
    for density in rules.densities:
        found, shown = _how_often(density, raw, singles, pairs)
        for least, weight in density.steps:
            if found >= max(3.0, least * count):
                cues.add(density.kind, weight, "how often", f"{found} × {shown}")


def _how_often(
    density: Density, raw: str, singles: Counter[str], pairs: Counter[tuple[str, str]]
) -> tuple[int, str]:
    """How often a density's words stand in the text, and one of them."""
    if density.search:
        matches = density.search.findall(raw)
        return len(matches), matches[0].strip() if matches else ""
    words = [word for word in density.words if word in singles]
    both = [pair for pair in density.pairs if pair in pairs]
    found = sum(singles[word] for word in words) + sum(pairs[pair] for pair in both)
    return found, words[0] if words else " ".join(both[0]) if both else ""
