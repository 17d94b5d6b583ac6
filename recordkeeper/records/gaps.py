"""What is not whole: a half pair, slices that are not there, a disc without its scans."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class GapKind(StrEnum):
    """The names the contract fixes; those not found yet come with what finds them."""

    PICTURES_ONLY = "pictures_only"
    SERIES_INCOMPLETE = "series_incomplete"


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap. Its sentence is `gaps.<kind>` of the wording, filled with `fields`; `record` is where to look."""

    kind: GapKind
    record: str | None
    fields: tuple[tuple[str, str | int], ...] = ()
    page: int | None = None
