"""What is not whole: a half pair, slices that are not there, a disc without its scans."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from recordkeeper.records.dates import PartialDate


class GapKind(StrEnum):
    """The names the contract fixes."""

    REPORT_WITHOUT_IMAGES = "report_without_images"
    IMAGES_WITHOUT_REPORT = "images_without_report"
    PICTURES_ONLY = "pictures_only"
    SERIES_INCOMPLETE = "series_incomplete"
    PATHOLOGY_MENTIONED_MISSING = "pathology_mentioned_missing"
    STUDY_MENTIONED_MISSING = "study_mentioned_missing"
    MARKER_MENTIONED_MISSING = "marker_mentioned_missing"
    FINAL_MISSING = "final_missing"
    ADDENDUM_MISSING = "addendum_missing"
    STALE_LABS = "stale_labs"
    STALE_RECORDS = "stale_records"
    SLOT_EMPTY = "slot_empty"


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap. Its sentence is `gaps.<kind>` of the wording, filled with `fields`; `record` is where to look.

    A field "what" holds a name to be said as `gaps.what.<name>` where the wording has it ("CT", "scans").
    """

    kind: GapKind
    record: str | None
    fields: tuple[tuple[str, str | int | PartialDate], ...] = ()
    page: int | None = None
    words: str = ""  # as printed, that tell of it
