"""What to ask for: a request drawn up from a gap or an empty slot, for a person to complete and send."""

from __future__ import annotations

from collections.abc import Mapping

from recordkeeper.prepare.gap_rules import GapRules
from recordkeeper.records.gaps import Gap, GapKind
from recordkeeper.records.held import Held

_ASKED = {
    GapKind.REPORT_WITHOUT_IMAGES: ("images", "scans"),
    GapKind.IMAGES_WITHOUT_REPORT: ("report", "scans"),
    GapKind.PICTURES_ONLY: ("images", "scans"),
    GapKind.SERIES_INCOMPLETE: ("images", "scans"),
    GapKind.STUDY_MENTIONED_MISSING: ("images", "scans"),
    GapKind.PATHOLOGY_MENTIONED_MISSING: ("report", "pathology"),
    GapKind.MARKER_MENTIONED_MISSING: ("report", "pathology"),
    GapKind.FINAL_MISSING: ("report", "pathology"),
    GapKind.ADDENDUM_MISSING: ("report", "pathology"),
}
# Gaps of a record itself: what is asked for belongs to it and comes from where it came from.
_OF_ITSELF = frozenset(_ASKED) - {
    GapKind.STUDY_MENTIONED_MISSING,
    GapKind.PATHOLOGY_MENTIONED_MISSING,
    GapKind.MARKER_MENTIONED_MISSING,
}


def request_for(gap: Gap, records: Mapping[str, Held], rules: GapRules, told: str) -> dict[str, str]:
    """The fields of a request that would fill a gap; empty where asking does not help.

    `told` is the gap in a sentence. What only another record tells of is described by its words, not tied to it.
    """
    if gap.kind in (GapKind.SLOT_EMPTY, GapKind.STALE_RECORDS):
        return {"what": "records", "slot": str(dict(gap.fields)["what"])}
    if gap.kind not in _ASKED:
        return {}
    what, slot = _ASKED[gap.kind]
    record = records.get(gap.record or "")
    fields = {"what": what, "slot": slot}
    if record is None:
        return fields
    if gap.kind in _OF_ITSELF:
        fields["about"] = record.id
        fields["from"] = record.facility
        if record.kind in rules.imaging:
            fields["slot"] = "scans"
        return {name: value for name, value in fields.items() if value}
    return {**fields, "details": f"{told} “{gap.words}”" if gap.words else told}


def request_for_slot(slot: str) -> dict[str, str]:
    """The fields of a request for all there is of a slot."""
    what = {"scans": "images", "pathology": "report"}.get(slot, "records")
    return {"what": what, "slot": slot}
