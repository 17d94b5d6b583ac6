"""What deleting for good takes away, and what it cannot reach."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outlook:
    """What deleting would take away, what stays and why, and where it would still be kept.

    `stayed` names, for each record that stays, those whose pages are in its file too. `kept_until` is the day until
    which a copy of the list of records keeps the words (None: no copy does), `full_place` where the last full copy
    was made ("": none was), `bundles` the places of bundles that hold one of these records.
    """

    records: tuple[str, ...]
    stayed: tuple[tuple[str, tuple[str, ...]], ...] = ()
    files: int = 0
    size: int = 0
    kept_until: dt.date | None = None
    full_place: str = ""
    full_made: dt.datetime | None = None
    bundles: tuple[str, ...] = ()
