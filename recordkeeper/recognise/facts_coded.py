"""Facts from the coded entries of a file, quoted as the entries show them; what an entry denies is no fact.

An entry's name and value are read as a sentence of its sort. It is quoted from the page where it stands on one,
with its row; an entry no page shows is quoted by itself, without a place on the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from recordkeeper.recognise.facts_found import HEDGED, Found
from recordkeeper.recognise.facts_rules import FactRules
from recordkeeper.recognise.facts_text import Leaf, leaves_of
from recordkeeper.records.clinical import FactKind
from recordkeeper.records.reading import PageText
from recordkeeper.records.stated import CodedEntry, EntrySort, EntryStanding

Read = Callable[[Leaf], Iterator[Found]]

_ILLNESS = frozenset(
    {FactKind.DIAGNOSIS, FactKind.SITE, FactKind.SIDE, FactKind.SPREAD, FactKind.STAGE, FactKind.MARKER}
)
_KINDS = {
    EntrySort.DIAGNOSIS: _ILLNESS,
    EntrySort.RESULT: frozenset(
        {
            FactKind.STAGE,
            FactKind.GRADE,
            FactKind.MARKER,
            FactKind.TUMOR_GENE,
            FactKind.GERMLINE_GENE,
            FactKind.PERFORMANCE_STATUS,
            FactKind.DIAGNOSIS,
            FactKind.SITE,
        }
    ),
    EntrySort.DRUG: frozenset({FactKind.DRUG_TREATMENT}),
    EntrySort.PROCEDURE: frozenset({FactKind.OPERATION, FactKind.RADIATION, FactKind.DRUG_TREATMENT}),
}
# LOINC: what is measured, as antigen, then [property] in specimen by method.
_AXES = re.compile(r"\s*(?:\[[^\]]*\]|\bAg\b).*")
_TAG = re.compile(
    r"\s*\((?:disorder|finding|qualifier value|procedure|situation|observable entity|substance)\)", re.IGNORECASE
)
_SHORTEST = 4  # letters of a name worth looking for on a page
_AS_FAR = 160  # characters after a name within which its value stands in its row


def with_coded(
    found: Sequence[Found], leaves: Sequence[Leaf], coded: Sequence[CodedEntry], rules: FactRules, read: Read
) -> list[Found]:
    """What the pages say, without what entries deny, and with what entries say that the pages alone do not."""
    coded = [entry for entry in coded if entry.sort in _KINDS]
    kept = _without_denied(found, leaves, coded)
    for entry in coded:
        if entry.standing is not EntryStanding.REFUSED and len(entry.name) >= _SHORTEST:
            for one in _of_entry(entry, leaves, rules, read):
                if not any(_is_there(one, other) for other in kept):
                    kept.append(one)
    return kept


def _without_denied(found: Sequence[Found], leaves: Sequence[Leaf], coded: Sequence[CodedEntry]) -> list[Found]:
    """Names that some entry affirms are left alone: which row is which cannot be told from the page."""
    weak = {EntryStanding.REFUSED: 0.0, EntryStanding.DOUBTFUL: HEDGED}
    affirmed = {entry.name for entry in coded if entry.standing is EntryStanding.HELD}
    kept = list(found)
    for entry in coded:
        if entry.name in affirmed or len(entry.name) < _SHORTEST:
            continue
        for leaf in leaves:
            for start, end in _places(leaf, entry.name):
                kept = [
                    _weaker(one, weak[entry.standing]) if _within(one, leaf, start, end) else one for one in kept
                ]
    return [one for one in kept if one.confidence > 0]


def _within(one: Found, leaf: Leaf, start: int, end: int) -> bool:
    return one.leaf is leaf and one.start < end and start < one.end


def _weaker(one: Found, most: float) -> Found:
    return replace(one, confidence=min(one.confidence, most))


def _of_entry(entry: CodedEntry, leaves: Sequence[Leaf], rules: FactRules, read: Read) -> Iterator[Found]:
    sentence = _sentence(entry)
    (alone,) = leaves_of([PageText(leaves[0].page.page if leaves else 1, sentence)], rules)
    said = [one for one in read(alone) if one.kind in _KINDS[entry.sort]]
    if not said:
        return
    place = next(_rows(leaves, entry), None)
    for one in said:
        sure = min(one.confidence, HEDGED) if entry.standing is EntryStanding.DOUBTFUL else one.confidence
        if place is None:
            yield replace(_whole(one, entry, rules), confidence=sure, date=entry.date)
            continue
        leaf, start, end = place
        statement = leaf.statement_at(start)
        if statement is not None:
            first, last = leaf.text.rfind("\n", 0, start) + 1, leaf.text.find("\n", end)
            row = statement._replace(start=first, end=last if last >= 0 else len(leaf.text))
            yield Found(one.kind, leaf, row, start, end, sure, one.name, one.about, entry.date)


def _sentence(entry: CodedEntry) -> str:
    """The entry as a sentence the readers of pages know."""
    name, value = _TAG.sub("", entry.name), _TAG.sub("", entry.value)
    match entry.sort:
        case EntrySort.DIAGNOSIS:
            return f"Diagnosis: {name}"
        case EntrySort.RESULT:
            return f"{_AXES.sub('', name)}: {value}" if value else name
        case EntrySort.PROCEDURE:
            return f"{entry.date or ''} underwent {name}".strip()
    return f"{entry.date or ''} {name}".strip()


def _whole(one: Found, entry: CodedEntry, rules: FactRules) -> Found:
    """The fact with all the words the entry shows for it, where no page shows them."""
    words = " ".join(filter(None, (entry.name, entry.value)))
    (leaf,) = leaves_of([PageText(one.leaf.page.page, words)], rules)
    leaf.index = -1  # no page
    statement = leaf.statement_at(0)
    assert statement is not None
    return replace(
        one, leaf=leaf, statement=statement._replace(start=0, end=len(leaf.text)), start=0, end=len(words)
    )


def _rows(leaves: Sequence[Leaf], entry: CodedEntry) -> Iterator[tuple[Leaf, int, int]]:
    """Where the pages show the entry: its name, and its value behind it in the same row."""
    for leaf in leaves:
        for start, end in _places(leaf, entry.name):
            if not entry.value:
                yield leaf, start, end
                continue
            row = leaf.text[end : end + _AS_FAR].split("\n")[0]
            at = row.casefold().find(entry.value.casefold())
            if at >= 0:
                yield leaf, start, end + at + len(entry.value)


def _places(leaf: Leaf, name: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", leaf.text, re.IGNORECASE):
        yield match.span()


def _is_there(one: Found, other: Found) -> bool:
    """Whether `other` says it already: in the same words of a page, or as much of the same thing."""
    if one.kind is not other.kind or one.name != other.name:
        return False
    return one.overlaps(other) or bool(one.name) or (bool(one.about) and one.about <= other.about)
