"""What a bundle being made leaves to be settled should the program end before it can: a note in the library.

The next opening removes what is unfinished, and notes in the ledger a bundle that had its name already.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recordkeeper.bundle import ledger
from recordkeeper.bundle.layout import list_of
from recordkeeper.bundle.place import sweep, take_back, unfinished_folder
from recordkeeper.catalogue import exports
from recordkeeper.library.folder import BUNDLE_UNDER_WAY, Library
from recordkeeper.records.bundle import LedgerEntry
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.plain import from_plain, to_plain

_AN_END = 256 * 1024


@dataclass(frozen=True, slots=True)
class UnderWay:
    """The note of one bundle or all its parts. `begin`, `promise` just before they get their names, `end`."""

    library: Library
    places: tuple[Path, ...]

    def begin(self) -> None:
        self._write({})

    def promise(self, finished: Sequence[Path], entry: LedgerEntry) -> None:
        """Keep what the ledger is to say, and how to know each part again."""
        self._write({"entry": to_plain(entry), "marks": [_mark(path) for path in finished]})

    def end(self) -> None:
        """All is settled, unless something unfinished could not be removed; the next opening tries again."""
        if not _unfinished(self.places):
            _forget(self.library)

    def _write(self, more: dict[str, Any]) -> None:
        note = {"places": [str(place) for place in self.places], **more}
        self.library.write_note(BUNDLE_UNDER_WAY, json.dumps(note).encode("ascii"))


def settle(library: Library) -> None:
    """Bring to an end what an interrupted run left; nothing when there is no note. Runs on the writer lane."""
    try:
        note = json.loads(library.read_note(BUNDLE_UNDER_WAY))
        places = tuple(map(Path, note["places"]))
    except FileNotFoundError:
        return
    except (
        OSError,
        PlaceProblem,
        ValueError,
        KeyError,
        TypeError,
    ):  # not ours, or damaged: nothing can be settled by it
        _forget(library)
        return
    for place in places:
        sweep(unfinished_folder(place))
    if "entry" in note:
        _note_or_take_back(library, places, note["marks"], from_plain(LedgerEntry, note["entry"]))
    if not _unfinished(places):
        _forget(library)


def _note_or_take_back(library: Library, places: Sequence[Path], marks: Sequence[str], entry: LedgerEntry) -> None:
    """A bundle all of whose parts had their names is noted; of one with some of them, those are taken back."""
    if any(
        noted.manifest_sha256 == entry.manifest_sha256 for noted in exports.all_bundles(library.catalogue.writer)
    ):
        return
    named = [place for place, mark in zip(places, marks, strict=True) if place.exists() and _mark(place) == mark]
    if len(named) == len(places):
        ledger.note(library, entry)
        return
    for place in named:
        take_back(place)


def _unfinished(places: Sequence[Path]) -> bool:
    return any(unfinished_folder(place).exists() for place in places)


def _forget(library: Library) -> None:
    with suppress(OSError):  # settling twice does no harm
        library.forget_note(BUNDLE_UNDER_WAY)


def _mark(bundle: Path) -> str:
    """What stays the same when a bundle is given its name, and is not so of anything else that may come there."""
    if bundle.is_dir():
        found = list_of(bundle)
        return hashlib.sha256(found.read_bytes()).hexdigest() if found.is_file() else ""
    size = bundle.stat().st_size
    with bundle.open("rb") as file:
        ends = file.read(_AN_END)
        file.seek(max(0, size - _AN_END))
        ends += file.read()  # where a ZIP lists what is in it
    return f"{size} {hashlib.sha256(ends).hexdigest()}"
