"""What a document tells of other records, quoted: scans by their day, tissue by its number or day, what is to come.

Whether those records are held is not known here. What is planned, did not take place, or is said of relatives and
people in general is left out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from recordkeeper.recognise.date_order import read_dates
from recordkeeper.recognise.facts_text import Leaf, leaves_of
from recordkeeper.recognise.pairing_cues import specimen_numbers
from recordkeeper.recognise.pairing_rules import PairingRules
from recordkeeper.recognise.rules import Rules
from recordkeeper.recognise.told_days import days_without_year
from recordkeeper.recognise.told_rules import ToldRules
from recordkeeper.recognise.told_studies import studies_told
from recordkeeper.recognise.told_words import Line, lines_of
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import Kind
from recordkeeper.records.provenance import Reason
from recordkeeper.records.reading import PageText
from recordkeeper.records.told import NOTHING_TOLD, Telling, Told, ToldKind

MOST_PAGES = 400  # of one document
MOST_TOLD = 60  # of one document; a chronicle of ten years names about as many
_TISSUE = frozenset(
    {Kind.PATHOLOGY_REPORT, Kind.CYTOLOGY_REPORT, Kind.HEMATOPATHOLOGY_REPORT, Kind.MOLECULAR_REPORT,
     Kind.GERMLINE_REPORT}
)  # fmt: skip
_REPORTS = _TISSUE | {Kind.IMAGING_REPORT, Kind.PROCEDURE_REPORT}
_OTHERS = frozenset({"family", "education", "not_told"})
_MARKERS = ("marker", "marker_whole")
_MOST_NEAR = 8  # words between a number and what it is a number of
_MOST_AFTER = 4  # words after a biopsy that may say it is still to come


def tell(
    pages: Sequence[PageText],
    kind: Kind,
    standing: Reason | None,
    *,
    rules: Rules,
    pairing: PairingRules,
    told: ToldRules,
    country: str = "",
) -> Telling:
    """Return what a document of this kind tells. `standing`: why it counts as a preliminary report."""
    pages = pages[:MOST_PAGES]
    if kind is Kind.IMAGING_STUDY or not pages:
        return NOTHING_TOLD
    leaves = leaves_of(pages, rules.facts)
    dates = read_dates([leaf.text for leaf in leaves], rules.dates, country)
    found = list[Told]()
    if standing is not None:
        found.append(Told(ToldKind.PRELIMINARY, standing.page or pages[0].page, standing.words))
    for leaf in leaves:
        here = [one for one in dates if one.page == leaf.index]
        vague = days_without_year(leaf, dates, rules.dates.months)
        lines = [line for line in lines_of(leaf, here, vague) if line.statement.section not in _OTHERS]
        studies = list(studies_told(lines, kind, pairing, told.study)) if kind not in told.of_no_studies else []
        found += studies
        if kind not in told.of_no_tissue:
            found += _tissue(lines, {one.date for one in studies if one.what}, pairing, told)
        found += _to_come(lines, kind, told)
    unique = {(one.kind, one.what, one.date): one for one in reversed(found)}
    kept = sorted(unique.values(), key=found.index)[:MOST_TOLD]
    return Telling(tuple(kept), _names(leaves, kind))


def _names(leaves: Sequence[Leaf], kind: Kind) -> tuple[str, ...]:
    """The markers and genes that a report on tissue names; other papers only repeat them."""
    if kind not in _TISSUE:
        return ()
    return tuple(sorted({hit.value for leaf in leaves for hit in leaf.of(*_MARKERS)}))


def _tissue(
    lines: Sequence[Line], of_studies: Collection[PartialDate | None], pairing: PairingRules, rules: ToldRules
) -> Iterator[Told]:
    for line in lines:
        yield from _numbered(line, pairing, rules)
        yield from (one for one in _dated(line, rules) if one.date not in of_studies)


def _numbered(line: Line, pairing: PairingRules, rules: ToldRules) -> Iterator[Told]:
    """Case numbers beside a word that makes them one of tissue."""
    printed = line.leaf.text[line.statement.start : line.statement.end]
    if not any(sign.isdigit() for sign in printed):
        return
    numbers = tuple(dict.fromkeys(specimen_numbers(printed, pairing)))
    if numbers and rules.tissue.numbers_of.search(line.folded):
        for number in numbers:
            page = line.leaf.page.page
            yield Told(ToldKind.PATHOLOGY, page, line.quoted(line.statement.first, line.statement.last), number)


def _dated(line: Line, rules: ToldRules) -> Iterator[Told]:
    """A biopsy or a pathology report by its day, where the words say what was found."""
    tissue = rules.tissue
    if not line.dates or not tissue.found.search(line.folded):
        return
    spots = list(line.find(tissue.tissue))
    if not spots or rules.study.undone.search(line.folded):
        return
    for dated in line.dates:
        if not dated.year_known:
            continue
        near = [spot for spot in spots if _words_between(spot, dated.first, dated.last) <= tissue.most_between]
        if not near:
            continue
        first, last = min(near, key=lambda spot: _words_between(spot, dated.first, dated.last))
        before = line.words(min(first, dated.first) - _MOST_NEAR, first)
        between = line.words(last, dated.first) if first < dated.first else line.words(dated.last, first)
        # "CT of 3 May: unchanged. A biopsy has been scheduled …"
        after = line.words(last, last + _MOST_AFTER) if dated.first < first else ""
        just_before = line.words(dated.first - 3, dated.first)
        if (
            tissue.planned.search(f"{before} {between} {after}")
            or rules.study.none.search(before)
            or _OTHER_DAY.search(just_before)
            or _OTHER_EVENT.search(between)
        ):
            continue
        at = (min(first, dated.first), max(last, dated.last))
        yield Told(ToldKind.PATHOLOGY, line.leaf.page.page, line.quoted(*at), date=dated.date)


# A day of something else than the taking or reading of tissue.
_OTHER_DAY = re.compile(
    r"\b(?:dob|born|birth|nacimiento|printed|impreso|seen|visit|since|until|cycle|started|begun|began|commenced|initiated|iniciado|desde|hasta|"
    r"consulta|admitted|discharged|ingreso|alta)(?: (?:on|of|date|de|el))*$"
)
_OTHER_EVENT = re.compile(
    r"\b(?:ct|cta|mri|pet|tac|tc|rm|ultrasound|mammogram|ecografia|mamografia|started|began|chemo\w*|radiation|"
    r"cycle|seen|admitted|discharged|visit|\w+ectomy|\w+ectomia|surgery|cirugia|quimioterapia|inicio)\b"
)


def _words_between(spot: tuple[int, int], first: int, last: int) -> int:
    return max(first - spot[1], spot[0] - last, 0)


def _to_come(lines: Sequence[Line], kind: Kind, rules: ToldRules) -> Iterator[Told]:
    """Addenda announced, in reports only; markers whose result is awaited."""
    for line in lines:
        if kind in _REPORTS:
            for first, last in line.find(rules.addendum):
                yield Told(ToldKind.ADDENDUM, line.leaf.page.page, line.quoted(first, last))
        waiting = list(line.find(rules.pending))
        if not waiting:
            continue
        for hit in line.leaf.within(line.statement.first, line.statement.last):
            if hit.sign == "marker" and any(_awaited(line, (hit.at, hit.end), spot, rules) for spot in waiting):
                yield Told(ToldKind.PENDING, line.leaf.page.page, line.quoted(hit.at, hit.end), hit.value)


def _awaited(line: Line, marker: tuple[int, int], waiting: tuple[int, int], rules: ToldRules) -> bool:
    """Whether nothing stands between a marker and "pending" but other markers and words such as "testing"."""
    first, last = (marker[1], waiting[0]) if marker[1] <= waiting[0] else (waiting[1], marker[0])
    if not 0 <= last - first <= rules.pending_between:
        return False
    others = {n for hit in line.leaf.within(first, last) if hit.sign == "marker" for n in range(hit.at, hit.end)}
    between = [line.leaf.words.words[n] for n in range(first, last) if n not in others]
    return all(word in rules.pending_joins for word in between)
