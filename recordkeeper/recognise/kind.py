"""What kind of record a text is: many cues added up, and an honest confidence."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from recordkeeper.recognise.folding import fold
from recordkeeper.recognise.layout import Sheets
from recordkeeper.recognise.rules import KindRules, Rules, Says
from recordkeeper.records.kinds import Kind
from recordkeeper.records.provenance import Box, Reason

_HEADING = re.compile(
    r"(?m)^[\W_]{0,12}(?:\(?[0-9IVXivx]{1,4}[.)]\s*)?([^:\n|]{2,70}?)[ \t*]{0,8}:"  # before a colon
    r"|^[\W_]{0,12}(?:\(?[0-9IVXivx]{1,4}[.)]\s*)?([^\n:]{2,60}?)[\s.*_#-]{0,12}$"  # a short line
    r"|(?<=[.;|]) {0,3}([A-Z][A-Za-z /&()-]{2,45}?)[:.](?=\s|$)"  # within a line, after a full stop
    r"|(?<=\s)([A-Z][A-Z /&()-]{3,45}?):"  # capitals before a colon
)
_RUNS = re.compile(r"([\W_])\1{3,}")  # dotted lines, wide gaps
_TITLE_LINES = 16
_HEAD = 10  # the first of them count in full
_DEPARTMENT = 0.4  # a department says less than a title
_LONGEST = 60_000  # characters looked at; a thousand-page file says what it is long before


@dataclass(slots=True)
class _Tally:
    score: dict[Kind, float] = field(default_factory=dict)
    cues: dict[Kind, int] = field(default_factory=dict)
    best: dict[Kind, tuple[float, str, str]] = field(default_factory=dict)  # weight, rule, words
    titled: set[Kind] = field(default_factory=set)

    def add(self, kind: Kind, weight: float, rule: str, words: str) -> None:
        self.score[kind] = self.score.get(kind, 0.0) + weight
        if weight >= 0.5:
            self.cues[kind] = self.cues.get(kind, 0) + 1
        if weight > self.best.get(kind, (0.0, "", ""))[0]:
            self.best[kind] = (weight, rule, words)


@dataclass(frozen=True, slots=True)
class KindFound:
    """The likeliest kind, how sure, why, and the title line if one named it."""

    kind: Kind
    confidence: float
    reasons: tuple[Reason, ...]
    scores: tuple[tuple[Kind, float], ...]


def find_kind(sheets: Sheets, rules: Rules, file_title: str = "") -> KindFound:
    """Return the kind of the document on `sheets`; Kind.OTHER with a low confidence when nothing speaks."""
    raw = _RUNS.sub(r"\1\1\1", "\n".join(page.text for page in sheets.pages)[:_LONGEST])
    folded = fold(raw)
    tally = _Tally()
    _titles(tally, sheets, rules, file_title)
    _headings(tally, raw, rules.kinds)
    _phrases(tally, folded, rules.kinds)
    _shapes(tally, raw, folded, rules.kinds)
    tally.score[Kind.OTHER] = tally.score.get(Kind.OTHER, 0.0) + rules.kinds.other_base
    return _decide(tally, sheets, rules.kinds)


def title_lines(sheets: Sheets) -> Iterator[tuple[str, str]]:
    """Yield the short lines near the top of the first page, as printed and folded."""
    for cell in sheets.top(_TITLE_LINES):
        words = fold(cell.text)
        if 2 <= len(words) <= 90 and len(words.split()) <= 12:
            yield cell.text.strip(" #*=_-\t"), words


def _titles(tally: _Tally, sheets: Sheets, all_rules: Rules, file_title: str) -> None:
    rules = all_rules.kinds
    lines = [(printed, words, rules.title_weight) for printed, words in title_lines(sheets)]
    if file_title:
        lines.append((file_title, fold(file_title), rules.file_title_weight))
    found: dict[Kind, tuple[float, str, bool]] = {}
    for place, (printed, words, weight) in enumerate(lines):
        letters = [letter for letter in printed if letter.isalpha()]
        sentence = printed.rstrip().endswith((".", ",")) or (letters and letters[0].islower())
        department = bool(all_rules.people.department_words.search(printed))  # where, rather than what
        less = (0.5 if sentence else 1.0) * (1.0 if place < _HEAD else 0.7) * (_DEPARTMENT if department else 1.0)
        for kind, search in rules.titles:
            if weight * less > found.get(kind, (0.0, "", False))[0] and search.fullmatch(words):
                found[kind] = (weight * less, printed, department)
    for kind, (weight, printed, department) in found.items():
        tally.add(kind, weight, "department line" if department else "title line", printed)
        if not department:
            tally.titled.add(kind)


def _headings(tally: _Tally, raw: str, rules: KindRules) -> None:
    seen: dict[str, str] = {}
    for match in _HEADING.finditer(raw):
        printed = next(group for group in match.groups() if group)
        seen.setdefault(fold(printed), printed.strip())
    for words, printed in seen.items():
        for kind, weight in rules.headings.get(words, ()):
            tally.add(kind, weight, "heading", printed)


def _phrases(tally: _Tally, folded: str, rules: KindRules) -> None:
    text = f"{folded} "
    found: dict[str, Says] = {}
    at = 0
    for word in folded.split(" "):
        for words, says in rules.phrases.get(word, ()):
            if words not in found and text.startswith(words, at):
                found[words] = says
        at += len(word) + 1
    for words, says in found.items():
        for kind, weight in says:
            tally.add(kind, weight, "phrase", words.strip())


def _shapes(tally: _Tally, raw: str, folded: str, rules: KindRules) -> None:
    for pattern in rules.patterns:
        match = pattern.search.search(raw)
        if match:
            tally.add(pattern.kind, pattern.weight, "pattern", match.group()[:80].strip())
    words = max(20, folded.count(" ") + 1)
    for density in rules.densities:
        found = density.search.findall(raw)
        for least, weight in density.steps:
            if len(found) >= least * words and len(found) >= 3:
                tally.add(density.kind, weight, "how often", f"{len(found)} × {str(found[0]).strip()}")


def _decide(tally: _Tally, sheets: Sheets, rules: KindRules) -> KindFound:
    ranked = sorted(tally.score.items(), key=lambda item: -item[1])
    kind, top = ranked[0]
    total = sum(math.exp((score - top) * rules.temperature) for _, score in ranked)
    confidence = 1.0 / total
    if kind is Kind.OTHER and kind not in tally.titled:
        confidence = min(confidence, 0.4)
    elif kind not in tally.titled and tally.cues.get(kind, 0) < 2:
        confidence = min(confidence, 0.55)  # one cue alone is never enough
    _, rule, words = tally.best.get(kind, (0.0, "no cue spoke clearly", ""))
    where = _where(sheets, words) if words else None
    page, box = where or (None, None)
    why = Reason("kind", str(kind), rule, words, page, box)
    return KindFound(kind, round(min(confidence, 0.99), 3), (why,), tuple(ranked[:3]))


def _where(sheets: Sheets, words: str) -> tuple[int, Box | None] | None:
    pieces = [re.escape(piece) for piece in re.findall(r"\w+", words)]
    if not pieces:
        return None
    search = re.compile(r"\W+".join(pieces), re.IGNORECASE)
    for index, page in enumerate(sheets.pages):
        match = search.search(page.text)
        if match:
            return page.page, sheets.box_of(index, *match.span())
    return None
