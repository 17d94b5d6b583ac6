"""Pathology and what belongs to it: addenda, markers, molecular reports by specimen; the operation it came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recordkeeper.recognise.agreement import OFFERED, Agreement, Sign, days_apart, likely, place_signs, shared
from recordkeeper.recognise.folding import fold
from recordkeeper.recognise.pairing_cues import specimen_numbers
from recordkeeper.recognise.pairing_rules import PairingRules
from recordkeeper.records.belonging import PairCandidate, Pairing, PairKind, Revision
from recordkeeper.records.kinds import Kind

_TISSUE = frozenset({Kind.PATHOLOGY_REPORT, Kind.CYTOLOGY_REPORT, Kind.HEMATOPATHOLOGY_REPORT})
_OPERATIONS = frozenset({Kind.OPERATIVE_NOTE, Kind.PROCEDURE_REPORT})
_SOON, _LATE = 60, 5 * 365  # days after the specimen in which what belongs to it is written
_OPPOSITE = frozenset({"left", "right"})


@dataclass(frozen=True, slots=True)
class _Specimen:
    """A pathology report as it is compared. `own` is its case number, `numbers` all it names."""

    record: PairCandidate
    own: str
    numbers: frozenset[str]
    kind: PairKind | None  # how it belongs to another; None: a report on tissue in its own right


def pair_specimens(records: Sequence[PairCandidate], rules: PairingRules) -> Iterator[Pairing]:
    """Yield what belongs to which pathology report, and which of these to which operation.

    Germline reports belong to no specimen: they are about the person.
    """
    specimens = [_specimen(record, rules) for record in records if _has_specimen(record)]
    roots, others = _roots(specimens)
    for one in others:
        yield from _of_root(one, roots, rules)
    operations = [record for record in records if record.kind in _OPERATIONS]
    for root in roots:
        yield from _of_operation(root, operations, rules)


def _has_specimen(record: PairCandidate) -> bool:
    if record.kind is Kind.MOLECULAR_REPORT:
        return record.cues.assay != "germline"
    return record.kind in _TISSUE


def _specimen(record: PairCandidate, rules: PairingRules) -> _Specimen:
    own = next(specimen_numbers(record.accession.upper(), rules), "")
    numbers = frozenset(record.cues.specimens) | ({own} if own else frozenset())
    if not own and len(record.cues.specimens) == 1 and record.kind in _TISSUE:
        own = record.cues.specimens[0]
    return _Specimen(record, own, numbers, _belongs(record))


def _belongs(record: PairCandidate) -> PairKind | None:
    cues = record.cues
    if record.kind is Kind.MOLECULAR_REPORT:
        return PairKind.MARKERS_OF if cues.markers and not cues.genes else PairKind.MOLECULAR_OF
    if record.revision.rank >= Revision.ADDENDUM.rank:
        return PairKind.ADDENDUM_TO
    return PairKind.MARKERS_OF if cues.markers and not cues.whole else None


def _roots(specimens: Sequence[_Specimen]) -> tuple[list[_Specimen], list[_Specimen]]:
    """The reports on tissue in their own right, and what belongs to others.

    A case of which only a corrected or added-to report is here has that for its root.
    """
    roots = [one for one in specimens if one.kind is None]
    known = {one.own for one in roots if one.own}
    others: list[_Specimen] = []
    for one in sorted((one for one in specimens if one.kind), key=lambda one: one.record.revision.rank):
        alone = one.kind is PairKind.ADDENDUM_TO and one.record.cues.whole and one.own not in known
        (roots if alone else others).append(one)
        if alone and one.own:
            known.add(one.own)
    return roots, others


def _of_root(one: _Specimen, roots: Sequence[_Specimen], rules: PairingRules) -> Iterator[Pairing]:
    judged = [
        (Agreement.of(_family_signs(one, root, rules), rules.family), root)
        for root in roots
        if root.record.id != one.record.id
    ]
    judged.sort(key=lambda found: (-found[0].odds, found[1].record.revision.rank))
    if not judged or one.kind is None:
        return
    (best, root), *rest = judged
    rival = next((found.odds for found, other in rest if not other.own or other.own != root.own), None)
    confidence = likely(min(best.odds, best.odds - rival) if rival is not None and rival > 0 else best.odds)
    if confidence >= OFFERED:
        yield Pairing(
            one.kind, one.record.id, root.record.id, confidence, best.reasons(str(one.kind), rules.family)
        )


def _family_signs(one: _Specimen, root: _Specimen, rules: PairingRules) -> Iterator[Sign]:
    named = (root.own and root.own in one.numbers) or (one.own and one.own in root.numbers)
    if named:
        yield "same_number", root.own or one.own
    elif root.own and (one.numbers - {one.own} if one.kind is PairKind.MOLECULAR_OF else one.numbers):
        yield "other_number", root.own
    apart = days_apart(root.record.date, one.record.date)
    if apart == 0:
        yield "same_day", str(root.record.date)
    elif apart in (-1, 1):
        yield "day_beside", str(root.record.date)
    elif apart is not None and not named:
        if apart < -1:
            yield "before", str(one.record.date)
        elif apart > _LATE:
            yield "too_late", str(one.record.date)
        elif apart > _SOON:
            yield "another_day", str(one.record.date)
    yield from _site_signs(root.record, one.record, rules, named=bool(named))
    yield from (sign for sign in place_signs(root.record.facility, one.record.facility) if sign[0] == "same_place")


def _site_signs(
    one: PairCandidate, other: PairCandidate, rules: PairingRules, *, named: bool = False
) -> Iterator[Sign]:
    """Whether two are about one organ, and one side of it where there are two."""
    ours, theirs = one.cues.sites, other.cues.sites
    common = shared(ours, theirs)
    if common:
        yield "same_site", common
    elif ours and theirs and not named:
        yield "other_site", ", ".join(theirs)
    if rules.paired_sites.isdisjoint(ours) or rules.paired_sites.isdisjoint(theirs):
        return
    if {one.cues.side, other.cues.side} == _OPPOSITE and not named:
        yield "other_side", other.cues.side
    elif one.cues.side and one.cues.side == other.cues.side:
        yield "same_side", one.cues.side


def _of_operation(root: _Specimen, operations: Sequence[PairCandidate], rules: PairingRules) -> Iterator[Pairing]:
    judged = [
        (Agreement.of(_operation_signs(root, operation, rules), rules.operation), operation)
        for operation in operations
    ]
    judged.sort(key=lambda found: -found[0].odds)
    if not judged:
        return
    best, operation = judged[0]
    rival = judged[1][0].odds if len(judged) > 1 else 0.0
    confidence = likely(min(best.odds, best.odds - rival) if rival > 0 else best.odds)
    if confidence >= OFFERED:
        kind = PairKind.SPECIMEN_OF_OPERATION
        yield Pairing(kind, root.record.id, operation.id, confidence, best.reasons(str(kind), rules.operation))


def _operation_signs(root: _Specimen, operation: PairCandidate, rules: PairingRules) -> Iterator[Sign]:
    record = root.record
    if root.own and root.own in operation.cues.specimens:
        yield "number_named", root.own
    apart = days_apart(operation.date, record.date)
    if apart == 0:
        yield "same_day", str(operation.date)
    elif apart == 1:
        yield "day_beside", str(operation.date)
    elif apart is not None:
        yield "another_day", str(operation.date)
    yield from _site_signs(operation, record, rules)
    ours, theirs = set(record.cues.doctors), {*operation.cues.doctors, *fold(operation.author).split()[-1:]}
    if ours and theirs:
        yield ("other_doctor" if ours.isdisjoint(theirs) else "same_doctor"), ", ".join(sorted(ours & theirs))
    yield from place_signs(operation.facility, record.facility)
