"""Treatments given and planned: drugs and regimens, rays, operations, and sentences that propose one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from recordkeeper.recognise.facts_found import HEDGED, LONGEST, Found
from recordkeeper.recognise.facts_lexicon import Hit
from recordkeeper.recognise.facts_names import place_from
from recordkeeper.recognise.facts_rules import FactRules
from recordkeeper.recognise.facts_stance import Stance, stance
from recordkeeper.recognise.facts_text import Leaf, Statement
from recordkeeper.records.clinical import FactKind

_UNITS = ("gy", "gray")
_DRUGS = frozenset({"drug", "regimen", "therapy"})
_TREATMENTS = _DRUGS | {"radiation", "operation"}
_TOLD_BY = frozenset({"treatment", "medicines", "history", "past", "operation"})  # sections about what was given
_OUT = frozenset({"family", "education", "not_told"})
_NEAR = 48  # letters between a treatment and what tells more of it
_BETWEEN_OPERATIONS = re.compile(r"[\s,/\-]{1,3}(?:(?:and|with|followed by|y|con|plus)\s)?")
_JOIN = re.compile(r"[\s\-]{1,3}")
_FROM_GIVEN = 12  # words between "underwent" and the operation
_SPECIMEN = frozenset({"diagnosis", ""})  # sections whose lines begin with a specimen
_BARE = frozenset(
    {"biopsy", "biopsies", "resection", "excision", "amputation", "biopsia", "biopsias", "reseccion", "polypectomy"}
)
_CLOSE_REFUSAL = 8


def find_treatments(leaf: Leaf, rules: FactRules) -> Iterator[Found]:
    """What was given, and what is proposed, one fact a kind and statement."""
    dosed = any(unit in leaf.flat for unit in _UNITS)
    for statement in leaf.statements:
        cues = leaf.within(statement.first, statement.last)
        if statement.section in _OUT or not (
            any(cue.sign in _TREATMENTS or cue.sign == "planned" for cue in cues)
            or (dosed and rules.patterns.dose.search(leaf.flat, statement.start, statement.end))
        ):
            continue
        if _planned(statement, cues):
            yield from _plan(leaf, statement, cues)
        else:
            yield from _drugs(leaf, statement, cues, rules)
            yield from _operations(leaf, statement, cues, rules)
            yield from _radiation(leaf, statement, cues, rules)


def _planned(statement: Statement, cues: Sequence[Hit]) -> bool:
    """Whether the statement is of what is to come: its section, or a word of planning before any of giving."""
    if statement.section == "plan":
        return True
    planned = [cue.at for cue in cues if cue.sign == "planned"]
    given = [cue.at for cue in cues if cue.sign == "given"]
    return bool(planned) and (not given or min(planned) < min(given))


def _plan(leaf: Leaf, statement: Statement, cues: Sequence[Hit]) -> Iterator[Found]:
    about = [cue for cue in cues if cue.sign in _TREATMENTS or cue.sign == "test"]
    said = any(cue.sign == "planned" for cue in cues)
    if not about or not (said or any(cue.sign in _TREATMENTS for cue in about)):
        return
    if any(cue.sign in ("relative", "general") for cue in cues):
        return
    sure = 0.85 if said else 0.72
    if any(cue.sign == "perhaps" for cue in cues):
        sure = 0.65
    if not any(cue.sign in _TREATMENTS for cue in about):
        sure = min(sure, 0.6)
    end = min(statement.end, statement.start + LONGEST)
    yield Found(FactKind.PLAN, leaf, statement, statement.start, end, sure, about=_words(leaf, statement))


def _words(leaf: Leaf, statement: Statement) -> frozenset[str]:
    return frozenset(leaf.words.words[statement.first : statement.last])


def _drugs(leaf: Leaf, statement: Statement, cues: Sequence[Hit], rules: FactRules) -> Iterator[Found]:
    told = [cue for cue in cues if cue.sign in _DRUGS and _is_given(leaf, statement, cues, cue)]
    if not told:
        return
    given = any(cue.sign == "given" for cue in cues)
    named = any(cue.sign in ("drug", "regimen") for cue in told)
    if not named and not given and statement.section not in _TOLD_BY:
        return
    if not named and all(cue.value in ("chemo", "chemotherapy") for cue in told) and not given:
        return
    sure = 0.9 if given and named else 0.85 if statement.section in _TOLD_BY and named else 0.6
    how = stance(leaf, statement, told[0].at, told[-1].end)
    if how is Stance.HEDGED:
        sure = HEDGED
    start, end = leaf.words.starts[_lead(leaf, statement, told[0].at)], leaf.words.ends[told[-1].end - 1]
    start, end = _with_details(leaf, statement, start, end, rules)
    about = frozenset(cue.value.casefold() for cue in told)
    yield Found(FactKind.DRUG_TREATMENT, leaf, statement, start, end, sure, about=about)


def _is_given(leaf: Leaf, statement: Statement, cues: Sequence[Hit], cue: Hit) -> bool:
    """Not refused, denied, an allergy, or told of others."""
    if any(one.sign == "refused" and abs(one.at - cue.at) <= _CLOSE_REFUSAL for one in cues):
        return False
    return stance(leaf, statement, cue.at, cue.end) not in (Stance.OTHERS, Stance.DENIED)


def _lead(leaf: Leaf, statement: Statement, at: int) -> int:
    """The first of the words before a treatment that are part of its name: "adjuvant whole breast"."""
    while at > statement.first and leaf.tagged("lead", at - 1) and _JOIN.fullmatch(leaf.gap(at - 1)):
        at -= 1
    return at


def _with_details(leaf: Leaf, statement: Statement, start: int, end: int, rules: FactRules) -> tuple[int, int]:
    """A span with the cycles, doses and dates that stand near it in its statement."""
    for match in rules.patterns.detail.finditer(leaf.flat, statement.start, statement.end):
        if match.end() <= start and start - match.end() <= _NEAR // 3:
            start = match.start()
        elif match.start() >= end and match.start() - end <= _NEAR:
            end = match.end()
    return start, min(end, start + LONGEST)


def _radiation(leaf: Leaf, statement: Statement, cues: Sequence[Hit], rules: FactRules) -> Iterator[Found]:
    doses = list(rules.patterns.dose.finditer(leaf.flat, statement.start, statement.end))
    apart = {n for cue in cues if cue.sign == "not_radiation" for n in range(cue.at, cue.end)}
    rays = [
        cue
        for cue in cues
        if cue.sign == "radiation"
        and cue.at not in apart
        and cue.value != "boost"
        and _is_given(leaf, statement, cues, cue)
    ]
    if doses and rules.patterns.no_dose.search(leaf.flat, statement.start, statement.end):
        return
    given = any(cue.sign == "given" for cue in cues)
    if not doses and not (rays and (given or statement.section in _TOLD_BY)):
        return
    start = min(
        [*(leaf.words.starts[_lead(leaf, statement, cue.at)] for cue in rays), *(dose.start() for dose in doses)]
    )
    end = max([*(leaf.words.ends[cue.end - 1] for cue in rays), *(dose.end() for dose in doses)])
    start, end = _with_details(leaf, statement, start, end, rules)
    sure = 0.9 if doses else 0.82
    if any(stance(leaf, statement, cue.at, cue.end) is Stance.HEDGED for cue in rays):
        sure = HEDGED
    about = frozenset(leaf.flat[start:end].split())
    yield Found(FactKind.RADIATION, leaf, statement, start, end, sure, about=about)


def _operations(leaf: Leaf, statement: Statement, cues: Sequence[Hit], rules: FactRules) -> Iterator[Found]:
    past = -1
    operations = [cue for cue in cues if cue.sign == "operation"]
    for cue in operations:
        if cue.at < past:
            continue
        sure = _how_sure(leaf, statement, cues, cue, rules)
        if not sure or not _is_given(leaf, statement, cues, cue):
            continue
        first, last = _operation_around(leaf, statement, operations, cue, rules)
        past = last
        if last - first == 1 and cue.value in _BARE:
            continue
        start, end = _with_details(leaf, statement, leaf.words.starts[first], leaf.words.ends[last - 1], rules)
        about = frozenset(leaf.words.words[first:last])
        yield Found(FactKind.OPERATION, leaf, statement, start, end, sure, about=about)


def _how_sure(leaf: Leaf, statement: Statement, cues: Sequence[Hit], cue: Hit, rules: FactRules) -> float:
    """How sure it is that an operation was done: said so, in a list of them, or in the line of its specimen."""
    if any(one.sign == "had" and one.value != "performed" and 0 <= cue.at - one.end <= _FROM_GIVEN for one in cues):
        return 0.88
    if any(one.sign == "had" and one.value == "performed" and 0 <= one.at - cue.end <= 3 for one in cues):
        return 0.85
    if statement.section in ("past", "operation"):
        return 0.85
    if leaf.flat.startswith("specimen", statement.start):
        return 0.78
    if statement.section in _TOLD_BY and rules.patterns.dated.match(leaf.flat, statement.start):
        return 0.82
    begins = leaf.words.ends[cue.end - 1]
    heads = statement.section in _SPECIMEN and leaf.flat.find(":", begins, statement.end) >= 0
    return 0.78 if heads else 0.0


def _of_place(leaf: Leaf, statement: Statement, last: int, rules: FactRules) -> int:
    """Past "of the left breast", or where it was."""
    words, at = leaf.words.words, last + 1
    if at >= statement.last or words[last] not in ("of", "de", "from") or not leaf.gap(last - 1).isspace():
        return last
    while at < statement.last and words[at] in rules.names.skip:
        at += 1
    end = place_from(leaf, statement, at)
    if end == at:
        return last
    return end + 1 if leaf.tagged("head", end) else end  # "resection of colonic carcinoma"


def _operation_around(
    leaf: Leaf, statement: Statement, operations: Sequence[Hit], cue: Hit, rules: FactRules
) -> tuple[int, int]:
    first, last = cue.at, cue.end
    while (
        first > statement.first
        and _JOIN.fullmatch(leaf.gap(first - 1))
        and (leaf.tagged("operation_before", first - 1) or leaf.tagged("side", first - 1))
    ):
        first -= 1
    for other in operations:
        between = leaf.flat[leaf.words.ends[last - 1] : leaf.words.starts[other.at]] if other.at >= last else ""
        at = other.at
        while at > last and (leaf.tagged("operation_before", at - 1) or leaf.tagged("side", at - 1)):
            at -= 1
            between = leaf.flat[leaf.words.ends[last - 1] : leaf.words.starts[at]]
        if between and _BETWEEN_OPERATIONS.fullmatch(between):
            last = other.end
    return first, _of_place(leaf, statement, last, rules)
