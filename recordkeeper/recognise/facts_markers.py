"""Receptors, markers and genes with the result printed beside them; a negative one is a result."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from recordkeeper.recognise.facts_found import HEDGED, Found
from recordkeeper.recognise.facts_lexicon import Hit
from recordkeeper.recognise.facts_rules import FactRules, ResultRules
from recordkeeper.recognise.facts_stance import Stance, denied_after, denied_before, stance
from recordkeeper.recognise.facts_text import Leaf, Statement
from recordkeeper.records.clinical import FactKind

_JOIN = re.compile(r"[\s,./&+()\[\]\-]{1,6}(?:(?:and|or|y)[\s,(]{1,3})?(?:for\s)?")
_SIGN = re.compile(r"\s?(?P<sign>\+{1,3}|\(\+\)|\(-\)|-(?=[\s,/;.)]|$))")
_OF_ANOTHER = re.compile(r"\s{1,2}(?:for|to|para)\b")  # "negative for" is said of what follows
_NOT_A_MARKER = re.compile(r"\s?(?:interval|phos|ms\b|physician|visit|department|staff|doctor)")
_LOOKED_BACK = 48  # letters before a name in which "positive for" may stand
_FAR = 90  # letters after a name in which its result may begin
_MOST_MORE = 6  # further results of one marker: "positive (95 %, strong)"
_SURE, _GENE_SURE, _STAIN_SURE = 0.9, 0.85, 0.8
_CHIEF = frozenset({"ER", "PR", "HER2", "Ki-67", "MSI", "MMR", "PD-L1", "TMB", "MGMT", "HPV", "p16", "Oncotype DX"})
_SCORES = frozenset({"tps", "cps", "score"})
_NUMBER = re.compile(r"\s?(?:of|is|was|:|=)?\s{0,2}[<>≥≤]{0,2}\s?\d{1,3}\s?%?(?![\w/])")
_REST = 12  # letters after a name that ends its line: "(22C3)"
_WHERE = 3  # statements before a gene's in which it may say where the gene was looked at


def find_markers(leaf: Leaf, rules: FactRules, origin: FactKind) -> Iterator[Found]:
    """Markers with their results. `origin` is what a gene is where its own words do not tell."""
    hits = [hit for hit in leaf.of("marker") if not _NOT_A_MARKER.match(leaf.flat, leaf.words.ends[hit.end - 1])]
    for run in _runs(leaf, hits):
        statement = leaf.statement(run[0].at)
        span = _with_result(leaf, statement, run, rules.results) if statement else None
        if statement is None or span is None:
            continue
        span = _with_denial(leaf, statement, run, span)
        how = stance(leaf, statement, run[0].at, run[-1].end, result=True)
        if how is Stance.OTHERS:
            continue
        for name in dict.fromkeys(hit.value for hit in run):
            kind = _kind(leaf, statement, name, rules.results, origin)
            sure = HEDGED if how is Stance.HEDGED else _sure(name, kind)
            yield Found(kind, leaf, statement, *span, sure, name, frozenset({name}))
    for hit in leaf.of("marker_whole"):
        yield from _whole(leaf, hit)


def _sure(name: str, kind: FactKind) -> float:
    if kind is not FactKind.MARKER:
        return _GENE_SURE
    return _SURE if name in _CHIEF else _STAIN_SURE


def _runs(leaf: Leaf, hits: Sequence[Hit]) -> Iterator[list[Hit]]:
    """Names that share a result: "ER and PR", "estrogen receptor (ER)"."""
    run = list[Hit]()
    for hit in hits:
        if run and hit.at < run[-1].end:
            continue
        if run:
            between = leaf.flat[leaf.words.ends[run[-1].end - 1] : leaf.words.starts[hit.at]]
            same = leaf.statement(run[0].at) == leaf.statement(hit.at)
            signed = _SIGN.match(between)
            if not same or not _JOIN.fullmatch(between) or (signed and signed.end() < len(between)):
                yield run
                run = []
        run.append(hit)
    if run:
        yield run


def _with_result(leaf: Leaf, statement: Statement, run: list[Hit], results: ResultRules) -> tuple[int, int] | None:
    """The span of the names with their result; None where there is none."""
    start, end = leaf.words.starts[run[0].at], leaf.words.ends[run[-1].end - 1]
    if end < len(leaf.flat) and leaf.flat[end] == ")":
        end += 1
    limit = statement.end
    if leaf.words.words[run[-1].end - 1] in _SCORES:
        number = _NUMBER.match(leaf.flat, end, limit)
        if number:
            return start, number.end()
    if len(leaf.flat[end:limit].strip(" :.\n)")) <= _REST:
        following = leaf.after(statement)
        limit = following.end if following else limit
    limit = _before_others(leaf, run, end, limit)
    signed = _SIGN.match(leaf.flat, end, limit)
    if signed and not leaf.flat[signed.end() : signed.end() + 1].isalnum():
        end = signed.end()
        return start, _more(leaf, end, limit, results)
    back = leaf.flat[max(statement.start, start - _LOOKED_BACK) : start]
    before = results.before.search(back)
    if before:
        return start - (len(back) - before.start()), _more(leaf, end, limit, results)
    match = results.after.match(leaf.flat, end, min(limit, end + _FAR))
    if match and results.named.match(leaf.flat, match.end()):
        match = results.after.match(leaf.flat, match.end(), min(limit, match.end() + _FAR))
    if match and results.loose.fullmatch(match.group("value")) and not denied_before(leaf, statement, run[0].at):
        return None
    if match and not _OF_ANOTHER.match(leaf.flat, match.end()):
        return start, _more(leaf, match.end(), limit, results)
    return None


def _with_denial(leaf: Leaf, statement: Statement, run: list[Hit], span: tuple[int, int]) -> tuple[int, int]:
    """The span with what denies it: "no KRAS mutation", "EGFR mutation is absent"."""
    start, end = span
    before = denied_before(leaf, statement, run[0].at)
    if before is not None:
        start = min(start, leaf.words.starts[before.at])
    limit = _before_others(leaf, run, end, statement.end)
    after = denied_after(leaf, statement, run[-1].end)
    if after is not None and leaf.words.ends[after.end - 1] <= limit:
        end = max(end, leaf.words.ends[after.end - 1])
    return start, end


def _before_others(leaf: Leaf, run: list[Hit], end: int, limit: int) -> int:
    """Where the next marker begins: what follows it is not a result of these."""
    names = {hit.value for hit in run}
    for hit in leaf.hits_from(run[-1].end):
        start = leaf.words.starts[hit.at]
        if start >= limit:
            break
        apart = leaf.flat[end:start].rstrip().endswith((",", ";"))
        if (hit.sign == "marker" and hit.value not in names) or (hit.sign == "marker_whole" and apart):
            return start
    return limit


def _more(leaf: Leaf, end: int, limit: int, results: ResultRules) -> int:
    """Past further results that follow at once."""
    for _ in range(_MOST_MORE):
        match = results.more.match(leaf.flat, end, limit)
        if match is None or match.end() == end or _OF_ANOTHER.match(leaf.flat, match.end()):
            break
        end = match.end()
    if end < limit and leaf.flat[end] in ")%":
        end += 1
    return end


def _kind(leaf: Leaf, statement: Statement, name: str, results: ResultRules, origin: FactKind) -> FactKind:
    """Whether a gene is said to be inherited or of the tumor: in its sentence, those before, or its paper."""
    if name not in results.genes:
        return FactKind.MARKER
    place = leaf.place_of(statement)
    for one in reversed(leaf.statements[max(0, place - _WHERE) : place + 1]):
        signs = {hit.sign for hit in leaf.within(one.first, one.last)} & {"germline", "of_tumor"}
        if len(signs) == 1:
            return FactKind.GERMLINE_GENE if "germline" in signs else FactKind.TUMOR_GENE
    return origin


def _whole(leaf: Leaf, hit: Hit) -> Iterator[Found]:
    statement = leaf.statement(hit.at)
    if statement is None:
        return
    how = stance(leaf, statement, hit.at, hit.end, result=True)
    if how is not Stance.OTHERS:
        start, end = leaf.words.starts[hit.at], leaf.words.ends[hit.end - 1]
        sure = HEDGED if how is Stance.HEDGED else _SURE
        yield Found(FactKind.MARKER, leaf, statement, start, end, sure, hit.value, frozenset({hit.value}))
