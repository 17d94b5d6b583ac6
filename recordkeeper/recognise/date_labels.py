"""The words that say of a date behind them what happened on it: the label that ends where the date begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from recordkeeper.recognise.date_rules import DateRules
from recordkeeper.recognise.words import Hit, spans_of, words_of

TIME = re.compile(r"\b\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?\s?(?:[ap]\.?m\.?\b|hrs?\b|h\b|uhr\b)?|@", re.IGNORECASE)
_SENTENCE = re.compile(r"[.;:!?]\s")
_MUCH_BEFORE = 2  # words: "MRI of the brain dated 3 May" is about another paper
NOBODYS = frozenset({"birth", "not", "comparison", "printed", "faxed", "signed", "dictated", "expiry"})
_BY = frozenset({"signed", "dictated", "reported", "printed", "faxed"})  # "signed by NAME on DATE"
_WHOM = frozenset({"saw", "by", "with"})  # "you saw NAME on DATE"
_MOST_BETWEEN = 9  # words of such a name with its degrees


@dataclass(frozen=True, slots=True)
class Label:
    """What happened, the words that say so, and how many words of the sentence stand before them."""

    role: str
    words: str
    lead: int  # words of the sentence before it
    comma: bool


def blank(match: re.Match[str]) -> str:
    """Return as many spaces as were matched."""
    return " " * len(match.group())


def label_before(prefix: str, rules: DateRules) -> Label | None:
    """The label that `prefix` ends with, only fillers after it; "date" alone gives way to any that says more."""
    blanked = TIME.sub(blank, prefix)
    words = words_of(blanked)
    hits = rules.labels.find(words)
    ends = {hit.last: hit for hit in hits}
    at, plain = len(words), None
    while at > 0 and at not in ends and (words[at - 1] in rules.fillers or _is_count(words[at - 1])):
        at -= 1
        plain = at if words[at] in rules.plain_labels else plain
    spans = spans_of(blanked)
    if at in ends:
        return _label(prefix, words, spans, (ends[at].first, at), ends[at].of, rules)
    if plain is not None:
        return _label(prefix, words, spans, (plain, plain + 1), "date", rules)
    return _name_between(prefix, words, spans, hits)


def _is_count(word: str) -> bool:
    """Whether a word is the number of a cycle, a fraction, a day."""
    return len(word) <= 2 and word.isdigit()


def _name_between(
    prefix: str, words: Sequence[str], spans: Sequence[tuple[int, int]], hits: Sequence[Hit]
) -> Label | None:
    """The label of "Electronically signed by A. Name, MD on": only names stand between it and the date."""
    for hit in reversed(hits):
        between = prefix[spans[hit.last - 1][1] :]
        small = [piece for piece in re.findall(r"[^\W\d_]+", between) if piece.islower() and len(piece) > 3]
        by = (hit.of in _BY and len(words[hit.last - 1]) > 2) or words[hit.last - 1] in _WHOM
        by = by or words[hit.last : hit.last + 1] == ["by"]  # "performed by NAME on DATE"
        if by and len(spans) - hit.last <= _MOST_BETWEEN and len(small) < 2:
            return Label(hit.of, prefix[spans[hit.first][0] :].strip(), 0, comma=False)
        return None
    return None


def _label(
    prefix: str,
    words: Sequence[str],
    spans: Sequence[tuple[int, int]],
    place: tuple[int, int],
    role: str,
    rules: DateRules,
) -> Label:
    """The label at words[first:last], with the words of its own sentence that stand before it counted."""
    first, last = place
    start, end = spans[first][0], spans[last - 1][1]
    breaks = [match.end() for match in _SENTENCE.finditer(prefix, 0, start)]
    begin = breaks[-1] if breaks else 0
    lead = [word for word, span in zip(words[:first], spans, strict=False) if span[0] >= begin]
    while lead and lead[-1] in rules.fillers:
        lead.pop()
    own = 0 if words[first] in ("i", "we") else len(lead)
    if rules.future.intersection(lead):
        role = "not"
    elif (rules.past.intersection(lead) and role not in NOBODYS) or (role == "letter" and own >= _MUCH_BEFORE):
        role = "comparison"
    return Label(role, prefix[start:end], own, prefix[end:].lstrip().startswith(","))
