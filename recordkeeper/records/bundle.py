"""Bundles as the ledger and the person know them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

# Two of the counts are none: the bundle this one adds to, and the number on its first page where that is not 1.
SINCE, FIRST_PAGE = "since", "first_page"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A finished bundle: what went where and when. `id` is 0 until the ledger has numbered it.

    `images` are the images of scans that went, by `image_key`; None where nobody noted them.
    """

    made: str
    path: str
    shape: str
    recipient: str
    manifest_sha256: str
    counts: dict[str, int]
    records: tuple[str, ...]
    id: int = 0
    images: tuple[str, ...] | None = None


def image_key(sop_instance_uid: str, sha256: str) -> str:
    """What an image is known by in the ledger: short, as there are thousands, and its own wherever it was sent."""
    return hashlib.sha256((sop_instance_uid or sha256).encode("utf-8", "surrogateescape")).hexdigest()[:16]
