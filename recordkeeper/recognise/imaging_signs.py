"""How an imaging report and a study agree: accession, day, modality, region, side, contrast, wording, place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio, token_set_ratio

from recordkeeper.recognise.agreement import Sign, days_apart, place_signs, shared
from recordkeeper.recognise.pairing_cues import accession_form
from recordkeeper.recognise.pairing_rules import PairingRules, words_of
from recordkeeper.records.belonging import PairCandidate

_SAME_WORDS = 88  # per cent
_NEARLY = 85  # per cent of an accession number's signs: one of them misread by a scanner
_DICOM_SIDES = {"L": "left", "R": "right", "B": "both"}
_FEWEST_SIGNS = 5  # of an accession number that may be the end of a longer one


@dataclass(frozen=True, slots=True)
class Seen:
    """A report or a study as it is compared. `spread` are its regions with all they hold."""

    record: PairCandidate
    accessions: frozenset[str]
    modalities: frozenset[str]
    regions: frozenset[str]
    spread: frozenset[str]
    side: str
    contrast: str
    words: str


def of_report(record: PairCandidate, rules: PairingRules) -> Seen:
    cues = record.cues
    return Seen(
        record,
        frozenset({accession_form(record.accession), *cues.accessions} - {""}),
        rules.modality_codes(cues.modalities),
        frozenset(cues.regions),
        rules.spread(cues.regions),
        cues.side,
        cues.contrast,
        words_of(record.title),
    )


def of_study(record: PairCandidate, rules: PairingRules) -> Seen:
    """A study: its own words go before the body part its headers name, which is often another."""
    words = words_of(record.description)
    regions = rules.regions_of(words) or rules.regions_of(words_of(f"{record.body_part} {record.title}"))
    number = accession_form(record.accession)
    sides = rules.sides.find(words)
    return Seen(
        record,
        frozenset({number} if number else ()),
        rules.modality_codes(record.modalities),
        frozenset(regions),
        rules.spread(regions),
        "both" if len(sides) > 1 else sides[0] if sides else _DICOM_SIDES.get(record.laterality.upper()[:1], ""),
        rules.contrast.first(words),
        words,
    )


def near(report: Seen, studies: Iterable[Seen]) -> Iterator[Seen]:
    """The studies worth comparing: of the day or beside it, of a day the report names, or of its number."""
    named = {mention.date for mention in report.record.cues.mentions} if report.record.cues.reread else set()
    for study in studies:
        apart = days_apart(study.record.date, report.record.date)
        by_day = apart is None or abs(apart) <= 1 or study.record.date in named
        if by_day or _same_accession(report.accessions, study.accessions):
            yield study


def signs(report: Seen, study: Seen, rules: PairingRules) -> Iterator[Sign]:
    """Yield every sign of whether the report is about the study."""
    number = _same_accession(report.accessions, study.accessions)
    if number:
        yield "same_accession", number
    elif report.record.accession and study.accessions:
        near = any(ratio(one, other) >= _NEARLY for one in report.accessions for other in study.accessions)
        yield ("accession_nearly_the_same" if near else "other_accession"), study.record.accession
    yield from _day(report, study, bool(number))
    yield from _modality(report, study)
    yield from _region(report, study)
    yield from _side(report, study, rules)
    if report.contrast and study.contrast and "both" not in (report.contrast, study.contrast):
        yield ("same_contrast" if report.contrast == study.contrast else "other_contrast"), study.contrast
    if report.words and study.words and token_set_ratio(report.words, study.words) >= _SAME_WORDS:
        yield "same_words", study.record.description
    if not report.record.cues.reread:
        yield from place_signs(report.record.facility, study.record.facility)


def _same_accession(ours: frozenset[str], theirs: frozenset[str]) -> str:
    for one in sorted(ours):
        for other in sorted(theirs):
            short, long = sorted((one.lstrip("0"), other.lstrip("0")), key=len)
            if short == long or (len(short) >= _FEWEST_SIGNS and short.isdigit() and long.endswith(short)):
                return other
    return ""


def _day(report: Seen, study: Seen, same_number: bool) -> Iterator[Sign]:
    when, cues = study.record.date, report.record.cues
    if when is None or report.record.date is None:
        return
    if cues.reread and when in {mention.date for mention in cues.mentions}:
        yield "mentioned_day", str(when)
        return
    apart = days_apart(when, report.record.date)
    if apart is None:
        if when.agrees_with(report.record.date):
            yield "same_month", str(when)
    elif apart == 0:
        yield "same_day", str(when)
    elif abs(apart) == 1 and not cues.reread:
        yield "day_beside", str(when)
    else:
        yield ("another_day_same_accession" if same_number else "another_day"), str(when)


def _modality(report: Seen, study: Seen) -> Iterator[Sign]:
    ours, theirs = report.modalities, study.modalities
    if not ours or not theirs:
        return
    if ours.isdisjoint(theirs):
        yield "other_modality", ", ".join(sorted(theirs))
    elif ("PT" in ours) != ("PT" in theirs):
        yield "part_of_modality", ", ".join(sorted(theirs))
    else:
        yield "same_modality", ", ".join(sorted(ours & theirs))


def _region(report: Seen, study: Seen) -> Iterator[Sign]:
    if not report.regions or not study.regions:
        return
    common = shared(sorted(report.spread), sorted(study.spread))
    if report.regions == study.regions:
        yield "same_region", common
    elif not common:
        yield "other_region", ", ".join(sorted(study.regions))
    elif report.regions <= study.spread or study.regions <= report.spread:
        yield "part_of_region", common


def _side(report: Seen, study: Seen, rules: PairingRules) -> Iterator[Sign]:
    """The side, where there are two: a right upper quadrant is no right side."""
    if rules.paired_regions.isdisjoint(report.regions | study.regions):
        return
    if report.side and report.side == study.side:
        yield "same_side", report.side
    elif report.side and study.side and "both" not in (report.side, study.side):
        yield "other_side", study.side
