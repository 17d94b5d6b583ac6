"""What protecting a library does not reach: told to a person, since nothing here can lock it."""

from __future__ import annotations

from dataclasses import dataclass

from recordkeeper.catalogue import exports
from recordkeeper.library import full_backup, protecting
from recordkeeper.library.folder import Library
from recordkeeper.library.full_backup import LastFull


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """How many bundles were made, where the last full backup went (None: nowhere), and others' files in the folder."""

    bundles: int
    backup: LastFull | None
    others: tuple[str, ...]


def left_open(library: Library) -> LeftOpen:
    """Read from the library, before it is closed to be converted."""
    bundles = len(exports.all_bundles(library.catalogue.reader()))
    return LeftOpen(bundles, full_backup.last_full(library), protecting.left_open(library.folder))
