"""What kind of record a text is: many cues added up, and an honest confidence."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from recordkeeper.recognise.cues import Cues, find_cues
from recordkeeper.recognise.kind_rules import KindRules
from recordkeeper.recognise.layout import Sheets
from recordkeeper.recognise.rules import Rules
from recordkeeper.records.kinds import Kind
from recordkeeper.records.provenance import Box, Reason


@dataclass(frozen=True, slots=True)
class KindFound:
    """The likeliest kind, how sure, why, and the three kinds with the highest scores."""

    kind: Kind
    confidence: float
    reasons: tuple[Reason, ...]
    scores: tuple[tuple[Kind, float], ...]


def find_kind(sheets: Sheets, rules: Rules, file_title: str = "") -> KindFound:
    """Return the kind of the document on `sheets`; Kind.OTHER with a low confidence when nothing speaks."""
    cues = find_cues(sheets, rules, file_title)
    cues.score[Kind.OTHER] = cues.score.get(Kind.OTHER, 0.0) + rules.kinds.other_base
    return _decide(cues, sheets, rules.kinds)


def _decide(cues: Cues, sheets: Sheets, rules: KindRules) -> KindFound:
    ranked = sorted(cues.score.items(), key=lambda item: -item[1])
    kind, top = ranked[0]
    total = sum(math.exp((score - top) * rules.temperature) for _, score in ranked)
    confidence = 1.0 / total
    if kind is Kind.OTHER and kind not in cues.titled:
        confidence = min(confidence, 0.4)
    elif kind not in cues.titled and cues.count.get(kind, 0) < 2:
        confidence = min(confidence, 0.55)  # one cue alone is never enough
    _, rule, words = cues.best.get(kind, (0.0, "no cue spoke clearly", ""))
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
