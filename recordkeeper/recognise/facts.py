"""What a document says about the illness, quoted as printed: facts with their page and words.

Nothing is inferred: no stage is computed, no value converted. What is denied, told of a relative or of people in
general is left out; what is hedged has a low confidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from recordkeeper.recognise.date_order import read_dates
from recordkeeper.recognise.facts_coded import with_coded
from recordkeeper.recognise.facts_diagnosis import find_diagnoses, find_spread
from recordkeeper.recognise.facts_forms import find_in_forms, find_nodes
from recordkeeper.recognise.facts_found import HEDGED, LONGEST, Found
from recordkeeper.recognise.facts_lexicon import flat_of
from recordkeeper.recognise.facts_markers import find_markers
from recordkeeper.recognise.facts_rules import FactRules
from recordkeeper.recognise.facts_stage import find_grades, find_performance, find_stages
from recordkeeper.recognise.facts_text import Leaf, leaves_of
from recordkeeper.recognise.facts_treatments import find_treatments
from recordkeeper.recognise.layout import Sheets
from recordkeeper.records.clinical import SURE, Fact, FactKind
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import Kind
from recordkeeper.records.reading import PageText
from recordkeeper.records.stated import CodedEntry

MOST_PAGES = 400  # of one document
MOST_FACTS = 200  # of one document; a person reads them
_DATED = frozenset({FactKind.DRUG_TREATMENT, FactKind.RADIATION, FactKind.OPERATION, FactKind.PLAN})
_WORDY = frozenset(
    {
        FactKind.DIAGNOSIS,
        FactKind.EARLIER_DIAGNOSIS,
        FactKind.SPREAD,
        FactKind.SITE,
        FactKind.SIDE,
        FactKind.OPERATION,
    }
)
# Without one of these a paper is about something else, whatever was done or planned.
_OF_CANCER = frozenset(FactKind) - _DATED - {
    FactKind.LYMPH_NODES,
    FactKind.MARGINS,
    FactKind.PERFORMANCE_STATUS,
    FactKind.TUMOR_SIZE,
} | {FactKind.DRUG_TREATMENT}
_NAMED = frozenset({FactKind.MARKER, FactKind.TUMOR_GENE, FactKind.GERMLINE_GENE})
# Papers that name drugs for what they might do, not because they were given.
_NO_TREATMENTS = frozenset({Kind.MOLECULAR_REPORT, Kind.GERMLINE_REPORT, Kind.LAB_REPORT})
_CHOICES = 6  # diagnoses in a list nobody ticked
_WORDS_AROUND = 120  # letters quoted around a fact in a long sentence
_FINDERS = (find_in_forms, find_diagnoses, find_spread, find_stages, find_grades, find_nodes, find_performance)


def read_facts(
    pages: Sequence[PageText],
    *,
    rules: FactRules,
    kind: Kind = Kind.OTHER,
    country: str = "",
    coded: Sequence[CodedEntry] = (),
) -> tuple[Fact, ...]:
    """The facts of one document, in the order of its pages; none where it is not about cancer.

    `coded` are entries of the file in their own words: they add what the pages' words alone do not say.
    """
    pages, told = pages[:MOST_PAGES], any(_may_say(entry, rules) for entry in coded)
    if kind in rules.skipped or not (told or any(_may_tell(page, rules) for page in pages)):
        return ()
    leaves = leaves_of(pages, rules)
    if not (told or any(hit.sign in ("head", "spread", "drug") for leaf in leaves for hit in leaf.hits)):
        return ()
    found = [one for leaf in leaves for one in _of_page(leaf, rules, kind)]
    if coded:
        found = with_coded(found, leaves, coded, rules, lambda leaf: _of_page(leaf, rules, kind))
    if not any(one.kind in _OF_CANCER for one in found):
        return ()
    kept = _without_repeats(_without_choices(_without_overlaps(found)))[:MOST_FACTS]
    dates = _dates(leaves, kept, rules, country)
    sheets = Sheets(pages)
    return tuple(_quoted(one, sheets, dates) for one in kept)


def _may_tell(page: PageText, rules: FactRules) -> bool:
    return _holds_a_stem(page.text, rules)


def _may_say(entry: CodedEntry, rules: FactRules) -> bool:
    return _holds_a_stem(f"{entry.name} {entry.value}", rules)


def _holds_a_stem(text: str, rules: FactRules) -> bool:
    flat = flat_of(text)
    return any(stem in flat for stem in rules.gate)


def _origin(kind: Kind) -> FactKind:
    """What a gene is in a paper of this kind when nothing nearer says so."""
    return {
        Kind.MOLECULAR_REPORT: FactKind.TUMOR_GENE,
        Kind.GERMLINE_REPORT: FactKind.GERMLINE_GENE,
    }.get(kind, FactKind.MARKER)


def _of_page(leaf: Leaf, rules: FactRules, kind: Kind) -> Iterator[Found]:
    for find in _FINDERS if kind in _NO_TREATMENTS else (*_FINDERS, find_treatments):
        yield from find(leaf, rules)
    yield from find_markers(leaf, rules, _origin(kind))


def _without_overlaps(found: Sequence[Found]) -> list[Found]:
    """Of facts of one kind in the same words the longest, as sure as the surest of them."""
    kept = list[Found]()
    for one in sorted(found, key=lambda one: (one.leaf.index, -(one.end - one.start))):
        for place, other in enumerate(kept):
            if one.kind is other.kind and one.name == other.name and one.overlaps(other):
                kept[place] = _joined(other, one)
                break
        else:
            kept.append(one)
    return sorted(kept, key=lambda one: (one.leaf.index, one.start, one.kind))


def _joined(longer: Found, shorter: Found) -> Found:
    if longer.kind in (FactKind.STAGE, FactKind.GRADE):  # "pathologic stage T3" and "T3 N0" are one
        longer = replace(longer, start=min(longer.start, shorter.start), end=max(longer.end, shorter.end))
    return longer


def _without_choices(found: Sequence[Found]) -> list[Found]:
    """Without a printed list of all there could be: many diagnoses that are a statement each."""
    alone = [one for one in found if one.kind is FactKind.DIAGNOSIS and one.is_all_of_its_statement]
    if len({one.about for one in alone}) < _CHOICES:
        return list(found)
    places = {(one.leaf.index, one.statement) for one in alone}
    return [one for one in found if (one.leaf.index, one.statement) not in places]


def _without_repeats(found: Sequence[Found]) -> list[Found]:
    """The same thing printed again counts once, where it is surest; so does one said with fewer words."""
    kept: dict[tuple[FactKind, str], dict[str, Found]] = {}
    order = list[Found]()
    for one in found:
        alike = kept.setdefault((one.kind, one.name), {})
        words = one.printed.casefold()
        if words in alike and _is_surer(alike[words], one):
            continue
        if any(_says_no_more(one, other) for other in alike.values()):
            continue
        for said in [said for said, other in alike.items() if said == words or _says_no_more(other, one)]:
            order.remove(alike.pop(said))
        alike[words] = one
        order.append(one)
    return sorted(order, key=lambda one: (one.leaf.index, one.start, one.kind))


def _is_surer(one: Found, other: Found) -> bool:
    return one.confidence >= other.confidence or one.confidence >= SURE


def _says_no_more(one: Found, other: Found) -> bool:
    """Whether `one` is nothing beside `other`, which says it with more words."""
    if one.kind not in _WORDY or not _is_surer(other, one):
        return False
    if min(one.confidence, other.confidence) <= HEDGED:
        return one.about == other.about
    return one.about <= other.about


def _dates(
    leaves: Sequence[Leaf], found: Sequence[Found], rules: FactRules, country: str
) -> dict[int, list[tuple[int, PartialDate]]]:
    """Page index → where dates stand, for pages with a fact that may have one."""
    if not any(one.kind in _DATED for one in found):
        return {}
    places: dict[int, list[tuple[int, PartialDate]]] = {}
    for each in read_dates([leaf.text for leaf in leaves], rules.dates, country):
        places.setdefault(each.page, []).append((each.start, each.date))
    return places


def _quoted(one: Found, sheets: Sheets, dates: dict[int, list[tuple[int, PartialDate]]]) -> Fact:
    leaf, statement = one.leaf, one.statement
    end = min(one.end, one.start + LONGEST)
    date = one.date
    if date is None and one.kind in _DATED:
        near = [day for at, day in dates.get(leaf.index, []) if one.start <= at < end]
        date = near[0] if near else None
    first = statement.start if one.start - statement.start < _WORDS_AROUND else one.start - _WORDS_AROUND
    last = statement.end if statement.end - end < _WORDS_AROUND else end + _WORDS_AROUND
    return Fact(
        kind=one.kind,
        printed=leaf.printed(one.start, end),
        page=leaf.page.page,
        words=leaf.printed(min(first, one.start), max(last, end)),
        confidence=round(one.confidence, 2),
        box=sheets.box_of(leaf.index, one.start, end) if leaf.index >= 0 else None,
        name=one.name,
        date=date,
    )
