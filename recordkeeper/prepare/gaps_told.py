"""Scans, tissue and markers that records tell of and that are not found here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from recordkeeper.prepare.gap_rules import GapRules, days_of, is_number, near
from recordkeeper.records.clinical import FactKind, FactStatus, KeptFact
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.gaps import Gap, GapKind
from recordkeeper.records.held import Held, Holding
from recordkeeper.records.kinds import Kind
from recordkeeper.records.told import Told, ToldKind

_MARKERS = frozenset({FactKind.MARKER, FactKind.TUMOR_GENE, FactKind.GERMLINE_GENE})
_MOST_NAMED = 6  # markers in a sentence
_LATER = 30  # days before a report in which the result it awaits may be dated: by the day tissue was taken


def studies_missing(holding: Holding, rules: GapRules) -> Iterator[Gap]:
    """Examinations told of with their day, of which neither report nor images are here."""
    held = [record for record in holding.records if _may_be_exam(record, rules)]
    told_already: list[tuple[str, PartialDate]] = []
    for record, told in _all(holding, ToldKind.STUDY):
        date = told.date
        if date is None or _of_itself(record, told, rules) or _later_than(record, date):
            continue
        if any(_is_exam(one, told, rules) for one in held if one is not record):
            continue
        if any(
            (what == told.what or not what or not told.what) and _same_day(date, day) for what, day in told_already
        ):
            continue
        told_already.append((told.what, date))
        fields = (("what", told.what or "exam"), ("date", date))
        yield Gap(GapKind.STUDY_MENTIONED_MISSING, record.id, fields, told.page, told.words)


def _all(holding: Holding, kind: ToldKind) -> Iterator[tuple[Held, Told]]:
    for record in holding.records:
        for told in record.telling.told if not record.trashed else ():
            if told.kind is kind:
                yield record, told


def _may_be_exam(record: Held, rules: GapRules) -> bool:
    return record.kind in rules.imaging or record.kind in rules.may_be_imaging


def _is_exam(record: Held, told: Told, rules: GapRules) -> bool:
    """Whether a record may be of the examination told of. One without a date may be of any day."""
    if record.kind in rules.imaging and not rules.fits(told.what, record.modalities):
        return False
    if record.date is None or told.date is None:
        return record.kind in rules.imaging
    day = told.date
    if not told.year_known:  # any year will do
        day = _in_year(day, record.date.year)
    return near(day, record.date, before=rules.study_days, after=rules.study_days)


def _in_year(day: PartialDate, year: int) -> PartialDate:
    """The same day of another year; the month where that year does not have it."""
    try:
        return PartialDate(year, day.month, day.day)
    except ValueError:
        return PartialDate(year, day.month)


def _of_itself(record: Held, told: Told, rules: GapRules) -> bool:
    """Whether a report tells of the very examination it reports."""
    return record.kind is Kind.IMAGING_REPORT and _is_exam(record, told, rules)


def _later_than(record: Held, date: PartialDate) -> bool:
    """Whether a day lies after the record: what is told of it can only be planned."""
    return record.date is not None and days_of(date)[0] > days_of(record.date)[1] + 1


def _same_day(one: PartialDate, other: PartialDate) -> bool:
    return near(one, other, before=1, after=1)


def tissue_missing(holding: Holding, rules: GapRules) -> Iterator[Gap]:
    """Tissue told of by its case number, or by its day, whose report is not here."""
    reports = [record for record in holding.records if record.kind in rules.tissue]
    numbers = list[str]()
    days = list[PartialDate]()
    for record, told in _all(holding, ToldKind.PATHOLOGY):
        if told.what:
            if told.what in numbers or any(_has_number(one, told.what, rules) for one in reports):
                continue
            if _is_own_number(record, told.what, rules):
                continue
            numbers.append(told.what)
            number = ("number", _printed(told.what))
            yield Gap(
                GapKind.PATHOLOGY_MENTIONED_MISSING, record.id, (("what", "case"), number), told.page, told.words
            )
        elif told.date is not None and not _covered(record, told, reports, days, rules):
            days.append(told.date)
            dated = (("what", "tissue"), ("date", told.date))
            yield Gap(GapKind.PATHOLOGY_MENTIONED_MISSING, record.id, dated, told.page, told.words)


def _covered(
    record: Held, told: Told, reports: Sequence[Held], days: Sequence[PartialDate], rules: GapRules
) -> bool:
    """Whether the tissue of a day is held, is spoken for by a number in the same words, or was told already."""
    date = told.date
    if date is None or _later_than(record, date) or record.kind in rules.tissue:
        return True
    if any(one.what and one.kind is ToldKind.PATHOLOGY and one.words == told.words for one in record.telling.told):
        return True
    window = {"before": rules.tissue_before, "after": rules.tissue_after}
    return any(one.date is None or near(date, one.date, **window) for one in reports) or any(
        near(date, day, **window) or near(day, date, **window) for day in days
    )


def _has_number(report: Held, number: str, rules: GapRules) -> bool:
    """Whether this is the whole report of a case."""
    return not rules.is_partial(report) and _is_of_number(report, number)


def _is_of_number(report: Held, number: str) -> bool:
    """By its accession number, else by the first case number printed on it, one letter misread or not."""
    return is_number(report.accession, number) or any(_nearly(number, own) for own in report.cues.specimens[:1])


def _nearly(one: str, other: str) -> bool:
    """Whether two numbers differ in one letter at most, as a scanner misreads them."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= 1


def _is_own_number(record: Held, number: str, rules: GapRules) -> bool:
    """Whether a record only prints the number it has itself. What adds to a report has that report's number."""
    if record.kind in rules.only_tell:
        return False
    if rules.is_partial(record):
        return record.kind not in rules.tissue and is_number(record.accession, number)
    return is_number(record.accession, number) or (record.kind in rules.tissue and _is_of_number(record, number))


def _printed(form: str) -> str:
    kind, year, number = form.split(":")
    return f"{kind}{year}-{number}"


def markers_missing(holding: Holding, rules: GapRules) -> Iterator[Gap]:
    """Markers with a result that only other papers than the laboratory's tell of, and results still to come."""
    kinds = {record.id: record.kind for record in holding.records}
    sources = rules.tissue | rules.genes | {Kind.LAB_REPORT}
    named = {name for record in holding.records if record.kind in sources for name in record.telling.names}
    named |= {fact.fact.name for fact in holding.facts if kinds.get(fact.shown_in) in sources}
    told = defaultdict[str, list[KeptFact]](list)
    seen = set(named)
    for fact in holding.facts:
        name = fact.fact.name
        if (
            fact.fact.kind in _MARKERS
            and name not in seen
            and fact.shown_in in kinds
            and fact.status is not FactStatus.TO_REVIEW
        ):
            seen.add(name)
            told[fact.shown_in].append(fact)
    for record, facts in told.items():
        yield _marker_gap(record, [fact.fact.name for fact in facts], facts[0].fact.page, facts[0].fact.words)
    yield from _awaited(holding, rules, seen - named)


def _awaited(holding: Holding, rules: GapRules, told_already: set[str]) -> Iterator[Gap]:
    """Results that a record awaits and no later one gives."""
    results = {(fact.shown_in, fact.fact.name) for fact in holding.facts if fact.fact.kind in _MARKERS}
    for record, told in _all(holding, ToldKind.PENDING):
        later = (
            one
            for one in holding.records
            if one is not record and one.kind in rules.tissue | rules.genes and not _before(one, record)
        )
        if (
            told.what in told_already
            or (record.id, told.what) in results
            or any(_names(one, told.what) for one in later)
        ):
            continue
        told_already.add(told.what)
        yield _marker_gap(record.id, [told.what], told.page, told.words)


def _names(record: Held, marker: str) -> bool:
    """Whether a report names a marker and does not await it as well."""
    awaits = any(told.kind is ToldKind.PENDING and told.what == marker for told in record.telling.told)
    return marker in record.telling.names and not awaits


def _before(one: Held, record: Held) -> bool:
    """Whether a record is too old to give a result that the other awaits."""
    return one.date is not None and record.date is not None and days_of(one.date)[1] < record.date.ordinal - _LATER


def _marker_gap(record: str, names: Sequence[str], page: int, words: str) -> Gap:
    named = ", ".join(names[:_MOST_NAMED]) + (", …" if len(names) > _MOST_NAMED else "")
    fields = (("names", named), ("count", len(names)))
    return Gap(GapKind.MARKER_MENTIONED_MISSING, record, fields, page, words)
