"""Diagnoses with their place and side, and spread, as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recordkeeper.recognise.facts_found import HEDGED, Found
from recordkeeper.recognise.facts_lexicon import Hit
from recordkeeper.recognise.facts_names import Run, name_around, place_from, places
from recordkeeper.recognise.facts_rules import FactRules, NameRules
from recordkeeper.recognise.facts_stance import Stance, stance
from recordkeeper.recognise.facts_text import Leaf, Statement
from recordkeeper.records.clinical import FactKind

_BY_SECTION = {"diagnosis": 0.95, "impression": 0.9, "indication": 0.65, "gross": 0.6, "history": 0.85}
_ELSEWHERE = 0.8
_PAST, _EARLIER = 0.65, 0.75
_HEADER = re.compile(r"[:)]|\s[-–—]\s")
_HEADER_WITHIN = 14  # words between a specimen's place and what was found in it
_NODES = frozenset({"lymph", "node", "nodes", "nodal", "ganglio", "ganglios", "ganglionar"})
_NOUNS = frozenset({"metastasis", "metastases", "mets", "micrometastases", "macrometastases"})
_AND = frozenset({"and", "y", "e"})
_SAID_BEFORE = frozenset(
    [
        "with",
        "has",
        "known",
        "multiple",
        "distant",
        "widespread",
        "diffuse",
        "extensive",
        "developed",
        "con",
        "multiples",
    ]
)
_INITIALS = 4  # letters
_JOINS_TO = re.compile(r"[\s\-]{1,3}")
_BESIDE = 4  # words between "metastatic" and its place: "metastatic adenocarcinoma to the liver"


def find_diagnoses(leaf: Leaf, rules: FactRules) -> Iterator[Found]:
    """Diagnoses, their places and sides."""
    past = -1
    for head in sorted(leaf.of("head"), key=lambda hit: (hit.at, -hit.size)):
        statement = leaf.statement(head.at)
        if head.at < past or statement is None or not _is_name(leaf, statement, head, rules.names):
            continue
        name = name_around(leaf, statement, head.at, head.size, rules.names)
        past = name.last
        if _says_enough(leaf, name, head, rules.names):
            yield from _told(leaf, statement, name, rules.names)


def _is_name(leaf: Leaf, statement: Statement, head: Hit, names: NameRules) -> bool:
    words = leaf.words.words
    following = words[head.end] if head.end < statement.last else ""
    if statement.last - statement.first == 1 and len(words[head.at]) <= _INITIALS:
        return False  # a pathologist's initials
    before = words[head.at - 1] if head.at > statement.first else ""
    return following not in names.not_after and before not in names.not_before


def _says_enough(leaf: Leaf, name: Run, head: Hit, names: NameRules) -> bool:
    """ "Cancer" alone tells nothing."""
    if head.value not in names.bare and leaf.words.words[head.at] not in names.bare:
        return True
    return any(word not in names.generic for word in leaf.words.words[name.first : name.last])


def _told(leaf: Leaf, statement: Statement, name: Run, names: NameRules) -> Iterator[Found]:
    how = stance(leaf, statement, name.first, name.last)
    if how in (Stance.OTHERS, Stance.DENIED):
        return
    kind, sure = FactKind.DIAGNOSIS, _BY_SECTION.get(statement.section, _ELSEWHERE)
    if how is Stance.HEDGED:
        sure = min(sure, HEDGED)
    elif how is Stance.LONG_PAST:
        kind, sure = FactKind.EARLIER_DIAGNOSIS, _EARLIER
    elif how is Stance.PAST:
        sure = min(sure, _PAST)
    about = frozenset(leaf.words.words[name.first : name.last]) - names.generic
    yield _found(kind, leaf, statement, name, sure, about=about)
    if kind is FactKind.DIAGNOSIS and "metastatic" not in leaf.words.words[name.first : name.last]:
        yield from _place(leaf, statement, name, sure, names)


def _place(leaf: Leaf, statement: Statement, name: Run, sure: float, names: NameRules) -> Iterator[Found]:
    """Where the illness is: within its name, or in the specimen's line before it."""
    words = leaf.words.words
    found = places(leaf, statement, name.first, name.last, names)
    if not found:
        begin = max(statement.first, name.first - _HEADER_WITHIN)
        found = [
            run
            for run in places(leaf, statement, begin, name.first, names)
            if _HEADER.search(leaf.flat[leaf.words.ends[run.last - 1] : leaf.words.starts[name.first]])
        ]
        found = found or _of_specimen(leaf, statement, names)
    for run in found[-1:]:
        if _NODES.isdisjoint(words[run.first : run.last]):
            about = frozenset(words[run.first : run.last])
            yield _found(FactKind.SITE, leaf, statement, run, sure, about=about)
            for at in range(run.first, run.last):
                if leaf.tagged("side", at):
                    side = Run(at, at + 1)
                    yield _found(FactKind.SIDE, leaf, statement, side, sure, about=frozenset({words[at]}))
                    break


def _of_specimen(leaf: Leaf, statement: Statement, names: NameRules) -> list[Run]:
    """The place a specimen's own line names, when the finding stands below it."""
    before = leaf.before(statement)
    if before is None or not leaf.text[before.start : before.end].rstrip().endswith(":"):
        return []
    return places(leaf, before, before.first, before.last, names)[:1]


def find_spread(leaf: Leaf, rules: FactRules) -> Iterator[Found]:
    """What is said to have spread, and where to."""
    past = -1
    for hit in leaf.of("spread"):
        statement = leaf.statement(hit.at)
        if hit.at < past or statement is None or statement.section == "gross":
            continue
        run, placed = _spread_around(leaf, statement, hit, rules.names)
        past = run.last
        how = stance(leaf, statement, hit.at, hit.end)
        bare = not placed and hit.value in rules.names.spread_bare
        if how in (Stance.OTHERS, Stance.DENIED) or (bare and not _counts(leaf, statement, run)):
            continue
        sure = HEDGED if how is Stance.HEDGED else 0.85 if placed or not bare else 0.65
        sure = min(sure, _PAST) if how in (Stance.PAST, Stance.LONG_PAST) else sure
        about = frozenset(leaf.words.words[run.first : run.last]) - rules.names.generic
        yield _found(FactKind.SPREAD, leaf, statement, run, sure, about=about)


def _counts(leaf: Leaf, statement: Statement, run: Run) -> bool:
    """Whether spread without a place is said of the patient rather than a label or a definition."""
    rest = leaf.flat[leaf.words.ends[run.last - 1] :][:3].lstrip()
    before = leaf.words.words[max(statement.first, run.first - 2) : run.first]
    if leaf.words.words[run.last - 1] not in _NOUNS:
        return False
    return not rest.startswith((":", "(", "/")) and not _SAID_BEFORE.isdisjoint(before)


def _spread_around(leaf: Leaf, statement: Statement, hit: Hit, names: NameRules) -> tuple[Run, bool]:
    """The words of the spread, and whether a place is among them."""
    words, first, last = leaf.words.words, hit.at, hit.end
    while (
        first > statement.first
        and _JOINS_TO.fullmatch(leaf.gap(first - 1))
        and (leaf.tagged("site", first - 1) or leaf.tagged("side", first - 1))
    ):
        first -= 1
        if first - 1 > statement.first and words[first - 1] in _AND and leaf.tagged("site", first - 2):
            first -= 2
    noun = hit.value in _NOUNS and last < statement.last
    if noun and _JOINS_TO.fullmatch(leaf.gap(last - 1)):
        end = place_from(leaf, statement, last)  # "metástasis óseas"
        if end > last:
            return Run(first, _and_more(leaf, statement, end)), True
    placed = first < hit.at
    for at in range(last, min(last + _BESIDE + 1, statement.last)):
        if "," in leaf.gap(at - 1) or ":" in leaf.gap(at - 1):
            break
        if words[at] in names.spread_to:
            begin = at + 1
            while begin < statement.last and (words[begin] in names.skip or leaf.tagged("modifier", begin)):
                begin += 1
            end = place_from(leaf, statement, begin)
            if end > begin:
                return Run(first, _and_more(leaf, statement, end)), True
        if not (
            leaf.tagged("head", at) or leaf.tagged("modifier", at) or words[at] in ("disease", "lesions", "spread")
        ):
            break
    return Run(first, last), placed


def _and_more(leaf: Leaf, statement: Statement, end: int) -> int:
    """Past further places: "the liver, lungs and bones"."""
    while end + 1 < statement.last:
        begin = end + 1 if leaf.words.words[end] in _AND else end
        stop = place_from(leaf, statement, begin)
        if stop == begin or leaf.gap(end - 1).strip() not in ("", ","):
            break
        end = stop
    return end


def _found(
    kind: FactKind, leaf: Leaf, statement: Statement, run: Run, sure: float, *, about: frozenset[str]
) -> Found:
    start, end = leaf.words.starts[run.first], leaf.words.ends[run.last - 1]
    return Found(kind, leaf, statement, start, end, sure, about=about)
