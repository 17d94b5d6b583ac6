"""Is everything still there, and unchanged?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from recordkeeper.catalogue import engine, sources
from recordkeeper.library.folder import Library
from recordkeeper.library.originals import fingerprint_of
from recordkeeper.work.progress import CancelToken, Progress

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


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
            if not _unchanged(path, name):
                changed.append(name)
            progress.step()
    return Verdict(
        originals=len(known),
        missing=tuple(sorted(known - present)),
        changed=tuple(changed),
        orphans=tuple(sorted(present - known)),
        catalogue_whole=_is_whole(db),
    )


def _unchanged(path: Path, name: str) -> bool:
    try:
        with path.open("rb") as file:
            return fingerprint_of(file).sha256 == name
    except OSError:  # a bad sector, no permission, a folder of that name: the file is not what it was
        return False


def _is_whole(db: Database) -> bool:
    try:
        (verdict,) = db.execute("PRAGMA integrity_check").fetchone()
    except engine.DatabaseError:
        return False
    return bool(verdict == "ok")
