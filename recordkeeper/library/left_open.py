"""What protecting a library does not reach: told to a person, since nothing here can lock it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from recordkeeper.catalogue import exports
from recordkeeper.library import full_backup, protecting
from recordkeeper.library.folder import Library
from recordkeeper.library.full_backup import LastFull
from recordkeeper.records.dates import PartialDate


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """Where bundles were made, where the last full backup went (None: nowhere), and others' files in it."""

    bundles: tuple[str, ...]
    backup: LastFull | None
    others: tuple[str, ...]

    def sentences(self) -> Iterator[tuple[str, dict[str, object]]]:
        """What is not locked, each as the last part of a key protect.left.* and its fields."""
        yield from ((key, {}) for key in ("disk", "sources", "names"))
        if self.bundles:
            yield "bundles", {"count": len(self.bundles), "places": ", ".join(self.bundles)}
        if self.backup is not None:
            yield "backup", {"date": PartialDate.of(self.backup.made.date()), "place": self.backup.place}
        if self.others:
            yield "others", {"names": ", ".join(self.others)}


def left_open(library: Library) -> LeftOpen:
    """Read from the library, before it is closed to be converted."""
    places = dict.fromkeys(entry.path for entry in exports.all_bundles(library.catalogue.reader()))
    return LeftOpen(tuple(places), full_backup.last_full(library), protecting.left_open(library.folder))
