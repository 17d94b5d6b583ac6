"""The words that say of a date behind them what happened on it: the label that ends where the date begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from recordkeeper.recognise.date_rules import DateRules
from recordkeeper.recognise.folding import plain_letters
from recordkeeper.recognise.words import Hit, spans_of, words_of

TIME = re.compile(r"\b\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?\s?(?:[ap]\.?m\.?\b|hrs?\b|h\b|uhr\b)?|@", re.IGNORECASE)
_SENTENCE = re.compile(r"[.;:!?]\s")
_MUCH_BEFORE = 2  # words: "MRI of the brain dated 3 May" is about another paper
NOBODYS = frozenset({"birth", "not", "comparison", "printed", "faxed", "signed", "dictated", "expiry"})
_BY = frozenset({"signed", "dictated", "reported", "printed", "faxed"})  # "signed by NAME on DATE"
_WITH = frozenset({"by", "with"})  # "visit with NAME on DATE"
_MOST_BETWEEN = 9  # words of such a name with its degrees
_CLOSE = 4  # words before a label in which "will" or "next" belongs to it
_PAIR = re.compile(r"\s*/\s*")  # between two labels of two dates


@dataclass(frozen=True, slots=True)
class Label:
    """What happened, the words that say so, and how many words of the sentence stand before them."""

    role: str
    words: str
    lead: int  # words of the sentence before it
    comma: bool
    seen: bool = False  # a sentence says that somebody saw the patient then


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
    return _name_between(prefix, words, spans, hits, rules)


def pair_before(prefix: str, rules: DateRules) -> tuple[str, str] | None:
    """The roles of two dates, where `prefix` ends with the labels of both: "Collected/Received:", "Perf/Ord"."""
    words = words_of(prefix)
    hits = rules.labels.find(words)
    if len(hits) < 2 or hits[-1].last != len(words) or hits[-2].last != hits[-1].first:
        return None
    spans = spans_of(prefix)
    between = prefix[spans[hits[-2].last - 1][1] : spans[hits[-1].first][0]]
    return (hits[-2].of, hits[-1].of) if _PAIR.fullmatch(between) else None


def _is_count(word: str) -> bool:
    """Whether a word is the number of a cycle, a fraction, a day."""
    return len(word) <= 2 and word.isdigit()


def _name_between(
    prefix: str, words: Sequence[str], spans: Sequence[tuple[int, int]], hits: Sequence[Hit], rules: DateRules
) -> Label | None:
    """The label of "Electronically signed by A. Name, MD on": only names stand between it and the date."""
    for hit in reversed(hits):
        between = prefix[spans[hit.last - 1][1] :]
        seen = words[hit.last - 1] in rules.seeing
        small = [word for word in _small(between) if not (seen and plain_letters(word) in rules.whom)]
        by = (hit.of in _BY and len(words[hit.last - 1]) > 2) or seen or words[hit.last - 1] in _WITH
        by = by or words[hit.last : hit.last + 1] == ["by"]  # "performed by NAME on DATE"
        if by and len(spans) - hit.last <= _MOST_BETWEEN and len(small) < 2:
            role = "not" if rules.future.intersection(words[: hit.first][-_CLOSE:]) else hit.of
            told = role == "visit" and seen
            return Label(role, prefix[spans[hit.first][0] :].strip(), 0, comma=False, seen=told)
        return None
    return None


def _small(text: str) -> list[str]:
    """The longer words in small letters: no part of a name."""
    return [piece for piece in re.findall(r"[^\W\d_]+", text) if piece.islower() and len(piece) > 3]


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
    own = 0 if words[first] in rules.writers else len(lead)
    if rules.future.intersection(lead):
        role = "not"
    elif (rules.past.intersection(lead) and role not in NOBODYS) or (role == "letter" and own >= _MUCH_BEFORE):
        role = "comparison"
    seen = role == "visit" and bool(rules.seeing.intersection((*lead, *words[first:last])))
    return Label(role, prefix[start:end], 0 if seen else own, prefix[end:].lstrip().startswith(","), seen)
