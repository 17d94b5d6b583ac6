"""Stages with prefix and edition, grades, and how well a patient gets about: quoted, never computed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recordkeeper.recognise.facts_found import HEDGED, Found
from recordkeeper.recognise.facts_rules import FactRules
from recordkeeper.recognise.facts_stance import Stance, stance
from recordkeeper.recognise.facts_text import Leaf, Statement
from recordkeeper.records.clinical import FactKind

_MORE = r"(?:\s?\([^()\n]{1,24}\))?"
_STAGE_BEFORE = re.compile(r"(?:limited|extensive)[\s\-]$")
_SECTIONS_OUT = frozenset({"family", "education", "not_told"})
_QUALIFIED = 60  # letters looked at before "stage"


def find_stages(leaf: Leaf, rules: FactRules) -> Iterator[Found]:
    """TNM, stage groups and the edition they are of."""
    taken = list[tuple[int, int]]()
    for pattern in (rules.patterns.tnm_solid, rules.patterns.tnm, rules.patterns.lone):
        for match in pattern.finditer(leaf.text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            if pattern is not rules.patterns.tnm or _is_tnm(leaf, match):
                taken.append(match.span())
                yield from _told(FactKind.STAGE, leaf, match.start(), match.end(), 0.92, result=True)
    for match in rules.patterns.stage.finditer(leaf.flat):
        statement = leaf.statement_at(match.start())
        if statement is None or _is_other(rules.patterns.no_cancer_stage, leaf, statement):
            continue
        before = leaf.flat[max(statement.start, match.start() - _QUALIFIED) : match.start()]
        more = rules.patterns.qualifiers.search(before)
        start = match.start() - (len(before) - more.start() if more else 0)
        yield from _told(FactKind.STAGE, leaf, start, match.end(), 0.9)
    for match in rules.patterns.edition.finditer(leaf.flat):
        yield from _told(FactKind.STAGE_EDITION, leaf, match.start(), match.end(), 0.85, result=True)


def _is_tnm(leaf: Leaf, match: re.Match[str]) -> bool:
    """Whether it is more than a "T2": a prefix, nodes, or the word stage before it."""
    if match.group("n"):
        read_as_o = match.group("n")[-1:] == "O" and not match.group("tp") and "M" not in match.group()
        return not read_as_o or "stag" in leaf.flat[max(0, match.start() - 24) : match.start()]
    if match.group("tp"):
        return len(match.group("t")) > 2
    before = leaf.flat[max(0, match.start() - 14) : match.start()]
    return re.search(r"(?:stage|staged|tumou?r|estadio)[\s:]{0,3}$", before) is not None


def find_grades(leaf: Leaf, rules: FactRules) -> Iterator[Found]:
    """Grades of the tumor; a grade of fever or of a murmur is none."""
    for match in rules.patterns.gleason.finditer(leaf.flat):
        yield from _told(FactKind.GRADE, leaf, match.start(), match.end(), 0.93)
    for match in rules.patterns.grade.finditer(leaf.flat):
        statement = leaf.statement_at(match.start())
        if statement is None or _is_other(rules.patterns.no_cancer_grade, leaf, statement):
            continue
        if rules.patterns.own_grade.match(match.group()) or _about_cancer(leaf, statement):
            yield from _told(FactKind.GRADE, leaf, match.start(), match.end(), 0.88)
    for pattern, text, sure in (
        (rules.patterns.differentiated, leaf.flat, 0.85),
        (rules.patterns.g, leaf.text, 0.8),
    ):
        for match in pattern.finditer(text):
            statement = leaf.statement_at(match.start())
            if statement is not None and (
                pattern is rules.patterns.differentiated or _about_cancer(leaf, statement)
            ):
                yield from _told(FactKind.GRADE, leaf, match.start(), match.end(), sure)


def find_performance(leaf: Leaf, rules: FactRules) -> Iterator[Found]:
    """ECOG, Karnofsky and the like with their number."""
    if not rules.patterns.performance_word.stands(leaf.flat):
        return
    for match in rules.patterns.performance.finditer(leaf.flat):
        if match.group().startswith("ps") and match.group()[2:3] not in (":", "=", " "):
            continue
        yield from _told(FactKind.PERFORMANCE_STATUS, leaf, match.start(), match.end(), 0.9)


def _about_cancer(leaf: Leaf, statement: Statement) -> bool:
    return any(hit.sign in ("head", "spread") for hit in leaf.within(statement.first, statement.last))


def _is_other(pattern: re.Pattern[str], leaf: Leaf, statement: Statement) -> bool:
    return pattern.search(leaf.flat, statement.start, statement.end) is not None and not _about_cancer(
        leaf, statement
    )


def _told(
    kind: FactKind, leaf: Leaf, start: int, end: int, sure: float, *, result: bool = False
) -> Iterator[Found]:
    statement = leaf.statement_at(start)
    if statement is None or statement.section in _SECTIONS_OUT:
        return
    first = next((n for n in range(statement.first, statement.last) if leaf.words.ends[n] > start), statement.first)
    last = next((n for n in range(first, statement.last) if leaf.words.starts[n] >= end), statement.last)
    how = stance(leaf, statement, first, max(last, first + 1), result=result)
    if how in (Stance.OTHERS, Stance.DENIED):
        return
    if how is Stance.HEDGED:
        sure = HEDGED
    elif how is not Stance.SAID:
        sure = min(sure, 0.75)
    about = frozenset(leaf.flat[start:end].split())
    yield Found(kind, leaf, statement, start, end if result else min(end, statement.end), sure, about=about)
