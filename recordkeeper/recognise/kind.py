"""What kind of record a text is: many cues added up, and an honest confidence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from recordkeeper.recognise.cues import find_cues
from recordkeeper.recognise.layout import Sheets
from recordkeeper.recognise.rules import Rules
from recordkeeper.records.kinds import Kind
from recordkeeper.records.provenance import Box, Reason

_OTHER = 0.4  # what is none of the kinds is never sure of it, unless its title says so
_LEAST = 0.5  # with no cue at all a text is none of the kinds, whatever its words are like
_FEWEST_CUES, _ONE_CUE = 2, 0.55  # one cue alone is never enough
_SUREST = 0.99


@dataclass(frozen=True, slots=True)
class KindFound:
    """The likeliest kind, how sure, why, and the three likeliest kinds."""

    kind: Kind
    confidence: float
    reasons: tuple[Reason, ...]
    scores: tuple[tuple[Kind, float], ...]


def find_kind(sheets: Sheets, rules: Rules, file_title: str = "") -> KindFound:
    """Return the kind of the document on `sheets`; Kind.OTHER with a low confidence when nothing speaks."""
    cues = find_cues(sheets, rules.kinds, rules.people, file_title)
    likely = rules.weights.probabilities(cues)
    ranked = sorted(likely.items(), key=lambda item: -item[1])
    kind, confidence = ranked[0] if max(cues.score.values(), default=0.0) >= _LEAST else (Kind.OTHER, _OTHER)
    if kind not in cues.titled:
        if kind is Kind.OTHER:
            confidence = min(confidence, _OTHER)
        elif cues.count.get(kind, 0) < _FEWEST_CUES:
            confidence = min(confidence, _ONE_CUE)
    _, rule, words = cues.best.get(kind, (0.0, "no cue spoke clearly", ""))
    page, box = (_where(sheets, words) if words else None) or (None, None)
    why = Reason("kind", str(kind), rule, words, page, box)
    return KindFound(kind, round(min(confidence, _SUREST), 3), (why,), tuple(ranked[:3]))


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
