"""Key findings: words of a page that a person marked, with a note. They lie beside the file, not in it."""

from __future__ import annotations

from dataclasses import dataclass

from recordkeeper.records.provenance import Box


@dataclass(frozen=True, slots=True)
class Finding:
    """Marked words. `file` is the SHA-256 of the file, `page` counts in it from 1; boxes in points as everywhere.

    It hangs on the file and not on a record, so that it outlives merging, splitting and reading again.
    """

    id: str
    file: str
    page: int
    words: str
    boxes: tuple[Box, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding in a record as it stands now: `page` counts from 1 within the record."""

    finding: Finding
    record: str
    page: int
