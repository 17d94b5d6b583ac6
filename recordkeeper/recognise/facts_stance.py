"""How something is meant where it stands: said of this patient, denied, perhaps, long ago, or of somebody else."""

from __future__ import annotations

from enum import Enum

from recordkeeper.recognise.facts_lexicon import Hit
from recordkeeper.recognise.facts_text import Leaf, Statement

_SKIPPED = frozenset({"family", "education", "not_told"})
_DENY, _DENY_NO, _DENY_AFTER = 12, 8, 3  # words a denial reaches
_HEDGE, _HEDGE_AFTER = 10, 4
_PAST = 7
_RELATIVE_AFTER = 6
_IF = 3
_CLOSES = frozenset({"no", "none", "negative", "absent", "n a", "ausente", "negativo", "negativa"})  # said last
_KIN = frozenset(
    {"husband", "wife", "spouse", "son", "daughter", "mom", "dad", "hija", "hijo", "esposa", "esposo", "marido"}
)


class Stance(Enum):
    """How a thing is meant; the first that fits counts."""

    OTHERS = "others"  # a relative, people in general
    DENIED = "denied"
    HEDGED = "hedged"
    LONG_PAST = "long past"
    PAST = "past"
    SAID = "said"


def stance(leaf: Leaf, statement: Statement, first: int, last: int, *, result: bool = False) -> Stance:
    """How words first to last - 1 of a statement are meant. `result`: of a test, where "negative" denies nothing
    and guidelines may be named beside it.
    """
    if statement.section in _SKIPPED:
        return Stance.OTHERS
    cues = leaf.stances(statement.first, statement.last)
    if any(_of_others(cue, first, last, result) for cue in cues):
        return Stance.OTHERS
    if not result and _denied(leaf, statement, cues, first, last):
        return Stance.DENIED
    if _hedged(leaf, cues, first, last):
        return Stance.HEDGED
    if statement.section == "past" or any(
        cue.sign == "long_past" and (cue.end <= first or cue.at >= last) for cue in cues
    ):
        return Stance.LONG_PAST
    if any(cue.sign == "past" and cue.end <= first <= cue.end + _PAST for cue in cues):
        return Stance.PAST
    return Stance.SAID


def _of_others(cue: Hit, first: int, last: int, result: bool) -> bool:
    if cue.sign == "general" or (cue.sign == "general_but_results" and not result):
        return cue.end <= first or cue.at >= last
    if cue.sign == "condition":
        return cue.end <= first <= cue.end + _IF
    if cue.sign != "relative":
        return False
    if cue.at >= last:
        return cue.at - last <= _RELATIVE_AFTER and cue.value not in _KIN
    return cue.end <= first


def _denied(leaf: Leaf, statement: Statement, cues: list[Hit], first: int, last: int) -> bool:
    apart = {
        n
        for cue in cues
        if cue.sign == "not_denial" or (cue.sign in ("hedge_before", "hedge_after") and cue.size > 1)
        for n in range(cue.at, cue.end)
    }
    for cue in cues:
        if cue.at in apart:
            continue
        if cue.sign == "deny_before" and cue.end <= first:
            reach = _DENY_NO if cue.value == "no" else _DENY
            if first - cue.end <= reach and not _stopped(cues, cue, first, "stop", "stop_denial"):
                return True
        elif cue.sign == "deny_after" and last <= cue.at <= last + _DENY_AFTER:
            closes = cue.value in _CLOSES
            if closes and (cue.end != statement.last or cue.at > last):
                continue
            if "," not in leaf.flat[leaf.words.ends[last - 1] : leaf.words.starts[cue.at]] or cue.at == last:
                return True
    return False


def denied_before(leaf: Leaf, statement: Statement, first: int) -> Hit | None:
    """What denies word `first` from before it, in the same part of the sentence."""
    cues = leaf.stances(statement.first, first)
    for cue in reversed(cues):
        between = leaf.flat[leaf.words.ends[cue.end - 1] : leaf.words.starts[first]] if cue.end <= first else ","
        if cue.sign == "deny_before" and first - cue.end <= _DENY_NO and not set(between) & set(",;:()"):
            return cue
    return None


def denied_after(leaf: Leaf, statement: Statement, last: int) -> Hit | None:
    """What denies the word before `last` from after it, in the same part of the sentence."""
    for cue in leaf.stances(last, statement.last):
        between = leaf.flat[leaf.words.ends[last - 1] : leaf.words.starts[cue.at]]
        if cue.sign == "deny_after" and cue.at - last <= _DENY_AFTER and not set(between) & set(",;"):
            return cue
    return None


def _hedged(leaf: Leaf, cues: list[Hit], first: int, last: int) -> bool:
    start, end = leaf.words.starts[first], leaf.words.ends[last - 1]
    if leaf.flat[max(0, start - 2) : start].strip().endswith("?") or leaf.flat[end : end + 2].strip() == "?":
        return True
    for cue in cues:
        if (
            cue.sign == "hedge_before"
            and cue.end <= first <= cue.end + _HEDGE
            and not _stopped(cues, cue, first, "stop")
        ):
            return True
        if cue.sign == "hedge_after" and last <= cue.at <= last + _HEDGE_AFTER:
            return True
    return False


def _stopped(cues: list[Hit], cue: Hit, first: int, *signs: str) -> bool:
    """Whether something between ends what the cue reaches."""
    return any(other.sign in signs and cue.end <= other.at < first for other in cues)
