"""What a bundle being made leaves to be settled should the program end before it can: a note in the library.

The next opening removes what is unfinished, and notes in the ledger a bundle that had its name already.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recordkeeper.bundle import ledger
from recordkeeper.bundle.layout import layout_of
from recordkeeper.bundle.place import sweep, unfinished_folder
from recordkeeper.catalogue import exports
from recordkeeper.library.durable import place_problems, write_whole
from recordkeeper.library.folder import BUNDLE_UNDER_WAY, Library
from recordkeeper.records.bundle import LedgerEntry
from recordkeeper.records.plain import from_plain, to_plain

_AN_END = 256 * 1024


@dataclass(frozen=True, slots=True)
class UnderWay:
    """The note of one bundle. `begin`, then `promise` just before it gets its name, and `end`."""

    library: Path
    place: Path

    def begin(self) -> None:
        self._write({})

    def promise(self, finished: Path, entry: LedgerEntry) -> None:
        """Keep what the ledger is to say, and how to know the bundle again."""
        self._write({"entry": to_plain(entry), "mark": _mark(finished)})

    def end(self) -> None:
        """All is settled, unless something unfinished could not be removed; the next opening tries again."""
        if not unfinished_folder(self.place).exists():
            _forget(self.library / BUNDLE_UNDER_WAY)

    def _write(self, more: dict[str, Any]) -> None:
        note = {"place": str(self.place), **more}
        with place_problems(str(self.library)):
            write_whole(self.library / BUNDLE_UNDER_WAY, json.dumps(note).encode("ascii"))


def settle(library: Library) -> None:
    """Bring to an end what an interrupted run left; nothing when there is no note. Runs on the writer lane."""
    path = library.folder / BUNDLE_UNDER_WAY
    try:
        note = json.loads(path.read_bytes())
        place = Path(note["place"])
    except FileNotFoundError:
        return
    except (OSError, ValueError, KeyError, TypeError):  # not ours, or damaged: nothing can be settled by it
        _forget(path)
        return
    sweep(unfinished_folder(place))
    if "entry" in note and place.exists() and _mark(place) == note.get("mark"):
        entry = from_plain(LedgerEntry, note["entry"])
        if not any(noted.manifest_sha256 == entry.manifest_sha256 for noted in _noted(library)):
            ledger.note(library, entry)
    if not unfinished_folder(place).exists():
        _forget(path)


def _forget(note: Path) -> None:
    with suppress(OSError):  # settling twice does no harm
        note.unlink(missing_ok=True)


def _noted(library: Library) -> tuple[LedgerEntry, ...]:
    return exports.all_bundles(library.catalogue.writer)


def _mark(bundle: Path) -> str:
    """What stays the same when a bundle is given its name, and is not so of anything else that may come there."""
    if bundle.is_dir():
        manifest = bundle / layout_of(bundle).manifest
        return hashlib.sha256(manifest.read_bytes()).hexdigest() if manifest.is_file() else ""
    size = bundle.stat().st_size
    with bundle.open("rb") as file:
        ends = file.read(_AN_END)
        file.seek(max(0, size - _AN_END))
        ends += file.read()  # where a ZIP lists what is in it
    return f"{size} {hashlib.sha256(ends).hexdigest()}"
