"""Bundles as the ledger and the person know them."""

from __future__ import annotations

from dataclasses import dataclass

# Two of the counts are none: the bundle this one adds to, and the number on its first page where that is not 1.
SINCE, FIRST_PAGE = "since", "first_page"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A finished bundle: what went where and when. `id` is 0 until the ledger has numbered it."""

    made: str
    path: str
    shape: str
    recipient: str
    manifest_sha256: str
    counts: dict[str, int]
    records: tuple[str, ...]
    id: int = 0
