"""Is everything still there, and unchanged?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from recordkeeper.catalogue import sources, store
from recordkeeper.library.folder import Library
from recordkeeper.library.originals import fingerprint_of
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.work.progress import CancelToken, Progress


@dataclass(frozen=True, slots=True)
class Verdict:
    """Names are SHA-256 sums. `changed` holds what cannot be read back, too; `orphans` are files in originals/
    that the catalogue does not know.
    """

    originals: int
    missing: tuple[str, ...]
    changed: tuple[str, ...]
    orphans: tuple[str, ...]
    catalogue_whole: bool

    @property
    def ok(self) -> bool:
        return self.catalogue_whole and not (self.missing or self.changed)


@dataclass(frozen=True, slots=True)
class Glance:
    """What a short look found: how many originals are not there in their full size, and what SQLite says."""

    originals: int
    missing: int
    catalogue_whole: bool

    @property
    def ok(self) -> bool:
        return self.catalogue_whole and not self.missing


def glance(library: Library) -> Glance:
    """Compare names and sizes, and ask SQLite for its quick check; no file is read. For each start."""
    db = library.catalogue.reader()
    originals = tuple(sources.all_originals(db))
    missing = sum(not library.originals.holds(original.fingerprint) for original in originals)
    return Glance(len(originals), missing, store.is_whole(db, quick=True))


def check(library: Library, progress: Progress, cancel: CancelToken) -> Verdict:
    """Hash every original against its name and compare with the catalogue. Changes nothing."""
    db = library.catalogue.reader()
    known = {original.fingerprint.sha256 for original in sources.all_originals(db)}
    present: set[str] = set()
    changed: list[str] = []
    progress.begin("check", len(known))
    for name, path in library.originals.everything():
        cancel.check()
        present.add(name)
        if name in known:
            if not _unchanged(library, path, name):
                changed.append(name)
            progress.step()
    return Verdict(
        originals=len(known),
        missing=tuple(sorted(known - present)),
        changed=tuple(changed),
        orphans=tuple(sorted(present - known)),
        catalogue_whole=store.is_whole(db),
    )


def _unchanged(library: Library, path: Path, name: str) -> bool:
    try:
        with library.originals.open_file(path) as file:
            return fingerprint_of(file).sha256 == name
    except (OSError, PlaceProblem):  # a bad sector, no permission, a broken seal: the file is not what it was
        return False
