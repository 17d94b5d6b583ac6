"""Imaging reports and the studies they are about: matched one to one, or part by part where one covers several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from recordkeeper.recognise.agreement import OFFERED, Agreement, likely
from recordkeeper.recognise.imaging_signs import Seen, near, of_report, of_study, signs
from recordkeeper.recognise.matching import matched
from recordkeeper.recognise.pairing_rules import PairingRules
from recordkeeper.records.belonging import PairCandidate, Pairing, PairKind

_WORTH_A_LOOK = -1.0  # log-odds
_BETWEEN = "\n"  # between a record's id and the part of it a pair is about

Agreed = dict[tuple[str, str], Agreement]


def pair_imaging(
    reports: Sequence[PairCandidate], studies: Sequence[PairCandidate], rules: PairingRules
) -> Iterator[Pairing]:
    """Yield which report is of which study.

    A report that tells of chest and abdomen has a place for a study of each, a study of both for a report on each.
    What is read again elsewhere is a second report beside the first.
    """
    ours = {one.id: of_report(one, rules) for one in reports}
    theirs = {one.id: of_study(one, rules) for one in studies}
    agreed: Agreed = {}
    for report in ours.values():
        for study in near(report, theirs.values()):
            found = Agreement.of(signs(report, study, rules), rules.study)
            if found.odds > _WORTH_A_LOOK:
                agreed[report.record.id, study.record.id] = found
    first = {pair: found for pair, found in agreed.items() if not ours[pair[0]].record.cues.reread}
    again = {pair: found for pair, found in agreed.items() if ours[pair[0]].record.cues.reread}
    paired = list(_made(first, ours, theirs, PairKind.REPORT_OF_STUDY, rules))
    yield from paired
    yield from _second_reports(first, {one.record: one for one in paired if one.confidence > 0.5}, rules)
    yield from _made(again, ours, theirs, PairKind.READ_AGAIN, rules)


def _made(
    agreed: Agreed, ours: Mapping[str, Seen], theirs: Mapping[str, Seen], kind: PairKind, rules: PairingRules
) -> Iterator[Pairing]:
    """The best matching of reports and studies, each part of them once."""
    odds: dict[tuple[str, str], float] = {}
    for (report, study), found in agreed.items():
        one, other = _parts(ours[report], theirs[study])
        odds[f"{report}{_BETWEEN}{one}", f"{study}{_BETWEEN}{other}"] = found.odds
    taken: dict[str, set[str]] = {}
    for report_part, study_part, margin in sorted(matched(odds), key=lambda one: -odds[one[0], one[1]]):
        report, study = report_part.split(_BETWEEN)[0], study_part.split(_BETWEEN)[0]
        if not (_free(report_part, taken) and _free(study_part, taken)):
            continue
        found = agreed[report, study]
        confidence = likely(min(found.odds, margin))
        if confidence >= OFFERED:
            yield Pairing(kind, report, study, confidence, found.reasons(str(kind), rules.study))


def _parts(report: Seen, study: Seen) -> tuple[str, str]:
    """Of which part of the report, and of which part of the study, a pair of them would be: "" for all of it."""
    if not report.regions or not study.regions or report.regions == study.regions:
        return "", ""
    if study.regions < report.regions:
        return ",".join(sorted(study.regions)), ""
    if report.regions < study.regions:
        return "", ",".join(sorted(report.regions))
    return "", ""


def _free(part: str, taken: dict[str, set[str]]) -> bool:
    """Whether this part of a record is still without a partner; it is taken then."""
    name, regions = part.split(_BETWEEN)
    wanted = set(regions.split(",")) if regions else {"all"}
    before = taken.setdefault(name, set())
    if before and ("all" in wanted or "all" in before or before & wanted):
        return False
    before |= wanted
    return True


def _second_reports(agreed: Agreed, paired: dict[str, Pairing], rules: PairingRules) -> Iterator[Pairing]:
    """Reports left over whose accession number is that of a study which has a report already, or the reverse."""
    taken = {pairing.to for pairing in paired.values()}
    for (report, study), found in sorted(agreed.items(), key=lambda one: -one[1].odds):
        numbered = any(name == "same_accession" for name, _ in found.signs)
        if numbered and found.odds > 0 and (report not in paired) != (study not in taken):
            pairing = Pairing(
                PairKind.REPORT_OF_STUDY,
                report,
                study,
                likely(found.odds),
                found.reasons("report_of_study", rules.study),
            )
            paired[report] = pairing
            taken.add(study)
            yield pairing
