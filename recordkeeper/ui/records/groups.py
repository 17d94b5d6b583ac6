"""The groups of kinds that a person picks from, and the picture of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from recordkeeper.records.kinds import Kind, Status
from recordkeeper.records.query import RecordLine

ALL = "all"
ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Group:
    """`name` is a key of the wording (records.group.*), `icon` one of the set."""

    name: str
    icon: str
    kinds: tuple[Kind, ...]


GROUPS = (
    Group("pathology", "microscope", (Kind.PATHOLOGY_REPORT, Kind.CYTOLOGY_REPORT, Kind.HEMATOPATHOLOGY_REPORT)),
    Group("genetic", "gene", (Kind.MOLECULAR_REPORT, Kind.GERMLINE_REPORT)),
    Group("scan_reports", "scan_report", (Kind.IMAGING_REPORT,)),
    Group("scans", "scans", (Kind.IMAGING_STUDY,)),
    Group("blood", "blood", (Kind.LAB_REPORT,)),
    Group("operations", "operation", (Kind.OPERATIVE_NOTE, Kind.PROCEDURE_REPORT)),
    Group(
        "treatment",
        "treatment",
        (Kind.SYSTEMIC_THERAPY_RECORD, Kind.RADIATION_SUMMARY, Kind.TREATMENT_PLAN, Kind.TUMOR_BOARD),
    ),
    Group(
        "letters",
        "letter",
        (
            Kind.LETTER,
            Kind.CONSULT_NOTE,
            Kind.PROGRESS_NOTE,
            Kind.VISIT_SUMMARY,
            Kind.EMERGENCY_NOTE,
            Kind.DISCHARGE_SUMMARY,
        ),
    ),
    Group("medicines", "pill", (Kind.MEDICATION_LIST,)),
    Group("other", "file", (Kind.PORTAL_SUMMARY, Kind.INSURANCE, Kind.CONSENT, Kind.PHOTO, Kind.OTHER)),
)
GROUP_OF = {kind: group for group in GROUPS for kind in group.kinds}
ORDER = (ALL, *(group.name for group in GROUPS), ASIDE)
MARKS = {  # the states that are marked in a list: their icon and the tone of the look
    Status.TO_REVIEW: ("look", "look"),
    Status.CONFIRMED: ("check", "good"),
    Status.SET_ASIDE: ("aside", "quiet"),
}


def counts(lines: Iterable[RecordLine]) -> dict[str, int]:
    """How many records each group lists, and how many all of them together do."""
    found: Counter[str] = Counter()
    for (kind, status), count in Counter((line.kind, line.status) for line in lines).items():
        found[ASIDE if status is Status.SET_ASIDE else GROUP_OF[kind].name] += count
    return {**found, ALL: found.total() - found[ASIDE]}


def within(lines: Iterable[RecordLine], group: str) -> tuple[RecordLine, ...]:
    """The records of one group, in their order. What was set aside stands apart from the patient's own."""
    if group == ASIDE:
        return tuple(line for line in lines if line.status is Status.SET_ASIDE)
    kinds = {kind for kind in Kind if group in (ALL, GROUP_OF[kind].name)}
    return tuple(line for line in lines if line.status is not Status.SET_ASIDE and line.kind in kinds)
