"""Synoptic reports and forms: labels with their values, boxes ticked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recordkeeper.recognise.facts_found import HEDGED, LONGEST, Found
from recordkeeper.recognise.facts_rules import FactRules
from recordkeeper.recognise.facts_stance import Stance, stance
from recordkeeper.recognise.facts_text import TICK, Leaf, Statement
from recordkeeper.recognise.folding import fold
from recordkeeper.records.clinical import FactKind

_LABEL = re.compile(
    r"[\W_]{0,6}(?:\(?(?:\d{1,2}|[A-Za-z])[.)]\s{0,3})?([A-Za-zÀ-ÿ][^:\n\t|]{1,60}?)"
    r"(?:\s{0,3}[:|]\s{0,3}|\t\s{0,3}|[ ]{3,}(?=\S))"
)
_LEAD = re.compile(r"[ \t\n\-–*•]*(?:\d{1,2}[.)]\s{1,2}(?=\D))?")
_DOTS = re.compile(r"[.\s]{1,4}")
_END = re.compile(r"[\s.;,]+$")
_LABELLED = frozenset(  # kinds whose value says little without its label
    {
        FactKind.MARGINS,
        FactKind.LYMPH_NODES,
        FactKind.INVASION,
        FactKind.DEPTH,
        FactKind.STAGE,
        FactKind.GRADE,
        FactKind.PERFORMANCE_STATUS,
        FactKind.RADIATION,
    }
)
_SECTIONS_OUT = frozenset({"family", "education", "not_told"})
_OPTIONS = 15  # boxes below a label
_SURE, _IN_OTHERS = 0.93, 0.85
_LONGEST_LABEL = 64
_LONGEST_VALUE = 200
_SHORT_VALUE = frozenset({FactKind.SITE, FactKind.SIDE, FactKind.TUMOR_SIZE, FactKind.DIAGNOSIS})
_MOST_WORDS = 16  # of a site or a type: more is a sentence
_NEARBY = 90  # letters between a count and its nodes


def find_in_forms(leaf: Leaf, rules: FactRules) -> Iterator[Found]:
    """The values of known labels."""
    for place, statement in enumerate(leaf.statements):
        match = _LABEL.match(leaf.text, statement.start, statement.end)
        printed = match.group(1) if match else leaf.text[statement.start : statement.end]
        if statement.section in _SECTIONS_OUT or len(printed) > _LONGEST_LABEL:
            continue
        kind = rules.forms.labels.get(fold(printed))
        if kind is None:
            continue
        label, begin = (match.start(1), match.end()) if match else (statement.start, statement.end)
        if leaf.text[begin : statement.end].strip(" .\n"):
            yield from _value(leaf, statement, kind, label, begin, _end(leaf, place), rules)
        else:
            yield from _below(leaf, place, kind, label, rules, ticked=match is None)


def _end(leaf: Leaf, place: int) -> int:
    """Where the value in a statement ends: a semicolon divides it, the line ends it."""
    end = leaf.statements[place].end
    for one in leaf.statements[place + 1 :]:
        same_line = leaf.text[end - 1] == ";" and "\n" not in leaf.text[end : one.start]
        if not same_line or _LABEL.match(leaf.text, one.start, one.end):
            break
        end = one.end
    return end


def _below(
    leaf: Leaf, place: int, kind: FactKind, label: int, rules: FactRules, *, ticked: bool
) -> Iterator[Found]:
    """The value below a label: the next statement, or the ticked boxes among those that follow."""
    for number, one in enumerate(leaf.statements[place + 1 : place + 1 + _OPTIONS]):
        tick = TICK.search(leaf.text, one.start, one.end)
        labelled = _LABEL.match(leaf.text, one.start, one.end)
        if (
            tick is None
            and labelled
            and fold(labelled.group(1)) in (rules.forms.labels.keys() | rules.sections.keys())
        ):
            return
        if tick is None and (number or ticked):
            return
        yield from _value(
            leaf, one, kind, label if kind in _LABELLED and not number else one.start, one.start, one.end, rules
        )
        if tick is None:
            return


def _value(
    leaf: Leaf, statement: Statement, kind: FactKind, label: int, begin: int, end: int, rules: FactRules
) -> Iterator[Found]:
    ticks = list(TICK.finditer(leaf.text, begin, end))
    if ticks:
        begin = label = ticks[0].end()
        end = ticks[1].start() if len(ticks) > 1 else end
    begin = min(_LEAD.match(leaf.text, begin, end).end(), end)  # type: ignore[union-attr]
    end = min(end, begin + _LONGEST_VALUE)
    value = leaf.flat[begin:end]
    needs = rules.forms.needs.get(kind)
    if (
        not value.strip(" ._-")
        or rules.forms.nothing.match(_DOTS.sub(" ", value))
        or (needs and not needs.search(value))
    ):
        return
    closing = _END.search(value)
    end = begin + closing.start() if closing else end
    if kind in _SHORT_VALUE and value.count(" ") > _MOST_WORDS:
        return
    how = _how(leaf, begin, end)
    if how is Stance.OTHERS or (kind is FactKind.DIAGNOSIS and (how is Stance.DENIED or value.startswith("no "))):
        return
    sure = HEDGED if how is Stance.HEDGED and kind is FactKind.DIAGNOSIS else _SURE
    start = label if kind in _LABELLED and not ticks else begin
    about = frozenset(fold(leaf.flat[begin:end]).split()) - rules.names.generic
    yield Found(kind, leaf, statement, start, min(end, start + LONGEST), sure, about=about)


def _how(leaf: Leaf, begin: int, end: int) -> Stance:
    statement = leaf.statement_at(begin)
    if statement is None:
        return Stance.SAID
    inside = [n for n in range(statement.first, statement.last) if begin <= leaf.words.starts[n] < end]
    return stance(leaf, statement, inside[0], inside[-1] + 1) if inside else Stance.SAID


def find_nodes(leaf: Leaf, rules: FactRules) -> Iterator[Found]:
    """Lymph nodes that are counted: "0/3", "one of twelve nodes"."""
    for node in rules.patterns.node.finditer(leaf.flat):
        statement = leaf.statement_at(node.start())
        if statement is None or statement.section in (*_SECTIONS_OUT, "gross"):
            continue
        begin, end = max(statement.start, node.start() - _NEARBY), min(statement.end, node.end() + _NEARBY)
        count = rules.patterns.count.search(leaf.flat, node.start(), end) or rules.patterns.count.search(
            leaf.flat, begin, node.start()
        )
        if count:
            start = min(count.start(), _phrase_start(leaf, node.start(), begin))
            yield Found(FactKind.LYMPH_NODES, leaf, statement, start, max(count.end(), node.end()), _IN_OTHERS)
    for match in rules.patterns.of_nodes.finditer(leaf.flat):
        statement = leaf.statement_at(match.start())
        if statement is not None and statement.section not in (*_SECTIONS_OUT, "gross"):
            end = min(match.end(), statement.end)
            start = _phrase_start(leaf, match.start(), max(statement.start, match.start() - _NEARBY))
            yield Found(FactKind.LYMPH_NODES, leaf, statement, start, end, 0.8)


def _phrase_start(leaf: Leaf, at: int, begin: int) -> int:
    """Where the words before "lymph nodes" begin that belong to it: "two right axillary"."""
    while at > begin and leaf.flat[at - 1] not in ".;:,\n()" and leaf.flat[at - 2 : at] != "- ":
        at -= 1
    while at < len(leaf.flat) and leaf.flat[at].isspace():
        at += 1
    return at
