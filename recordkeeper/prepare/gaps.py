"""What is not whole in a library, each gap with the words and the page that tell of it.

A gap is told only where nothing held can fill it: "not found here", never more. One that several records tell of is
told once, by the newest.
"""

from __future__ import annotations

from collections.abc import Iterator

from recordkeeper.prepare.gap_rules import GapRules, near
from recordkeeper.prepare.gaps_told import markers_missing, studies_missing, tissue_missing
from recordkeeper.prepare.gaps_versions import addenda_missing, finals_missing
from recordkeeper.records.belonging import PairKind
from recordkeeper.records.gaps import Gap, GapKind
from recordkeeper.records.held import Held, Holding
from recordkeeper.records.kinds import Kind

MOST_NUMBERS = 12  # numbers of slices in a sentence; beyond that the count says enough


def gaps_in(holding: Holding, rules: GapRules) -> tuple[Gap, ...]:
    """The gaps found by reading and counting, newest record first within a kind."""
    return (
        *_halves(holding, rules),
        *_series(holding),
        *_pictures(holding, rules),
        *studies_missing(holding, rules),
        *tissue_missing(holding, rules),
        *markers_missing(holding, rules),
        *finals_missing(holding, rules),
        *addenda_missing(holding, rules),
    )


def _halves(holding: Holding, rules: GapRules) -> Iterator[Gap]:
    """Reports without their images and images without a report. What nobody is sure of is no gap."""
    with_images = {record for kind, record, _ in holding.pairs if kind in _ON_STUDIES}
    with_report = {to for kind, _, to in holding.pairs if kind in _ON_STUDIES}
    unsure = {record for pair in holding.offers for record in pair}
    unsure |= _lonely(holding, with_images | with_report, rules)
    together = {record for kind, *pair in holding.pairs if kind is PairKind.TOGETHER for record in pair}
    for record in holding.records:
        if record.trashed or record.id in unsure or record.id in together:
            continue
        what = rules.chief(record.modalities)
        if record.kind is Kind.IMAGING_REPORT and record.id not in with_images:
            if not what or what not in rules.without_images:
                yield _half(GapKind.REPORT_WITHOUT_IMAGES, record, what)
        elif record.kind is Kind.IMAGING_STUDY and record.id not in with_report and what:
            yield _half(GapKind.IMAGES_WITHOUT_REPORT, record, what)


def _lonely(holding: Holding, paired: set[str], rules: GapRules) -> set[str]:
    """A report and a study, alone of their sort within a day, that were not paired: they may belong together."""
    alone = [
        record
        for record in holding.records
        if record.kind in rules.imaging and record.date and record.id not in paired and not record.trashed
    ]
    unsure = set[str]()
    for record in alone:
        beside = [other for other in alone if other is not record and _beside(record, other, rules)]
        if len(beside) == 1 and beside[0].kind is not record.kind:
            unsure.add(record.id)
    return unsure


def _beside(record: Held, other: Held, rules: GapRules) -> bool:
    days = rules.study_days
    return bool(
        record.date
        and other.date
        and near(record.date, other.date, before=days, after=days)
        and rules.sorts(record.modalities) & rules.sorts(other.modalities)
    )


_ON_STUDIES = frozenset({PairKind.REPORT_OF_STUDY, PairKind.READ_AGAIN})


def _half(kind: GapKind, record: Held, what: str) -> Gap:
    dated = (("date", record.date),) if record.date else ()
    page = 1 if kind is GapKind.REPORT_WITHOUT_IMAGES else None  # of its title; a study has no page
    return Gap(kind, record.id, (("what", what or "exam"), *dated), page, record.title)


def _series(holding: Holding) -> Iterator[Gap]:
    for record in holding.records:
        for series in record.broken if not record.trashed else ():
            named = ", ".join(map(str, series.missing[:MOST_NUMBERS]))
            yield Gap(
                GapKind.SERIES_INCOMPLETE,
                record.id,
                (
                    ("series", series.name or record.title),
                    ("count", len(series.missing)),
                    ("here", series.here),
                    ("whole", series.here + len(series.missing)),
                    ("numbers", named + (", …" if len(series.missing) > MOST_NUMBERS else "")),
                ),
            )


def _pictures(holding: Holding, rules: GapRules) -> Iterator[Gap]:
    """Studies that hold pictures of a screen and no scan."""
    for record in holding.records:
        codes = {code.upper() for code in record.modalities}
        if record.kind is Kind.IMAGING_STUDY and not record.trashed and codes and codes <= rules.pictures:
            yield Gap(GapKind.PICTURES_ONLY, record.id, (("count", 1),), words=record.title)
    if holding.pictures_of_discs:
        yield Gap(GapKind.PICTURES_ONLY, None, (("count", holding.pictures_of_discs),))
