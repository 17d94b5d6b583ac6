"""Is everything still there, and unchanged? A glance at each start, and the whole check when somebody asks.

The whole check reads every file, which may take long. Stopped or cut off, it goes on where it was. Nothing changes.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic
from typing import IO

from recordkeeper.catalogue import sources, store
from recordkeeper.library.folder import Library
from recordkeeper.library.reading_back import sums_of
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.work.progress import CancelToken, Progress

_UNDER_WAY, _LAST = "backups/check-under-way.json", "backups/last-check.json"
_NOTE_EVERY = 2.0  # seconds of reading that may have to be done again
_FRESH = dt.timedelta(days=7)  # what was read before that is read again


@dataclass(frozen=True, slots=True)
class Verdict:
    """Names are SHA-256 sums. `changed` holds what cannot be read back, too; `orphans` are files in originals/
    that the catalogue does not know. `gone_on` says that part of it was read in an earlier run.
    """

    originals: int
    missing: tuple[str, ...]
    changed: tuple[str, ...]
    orphans: tuple[str, ...]
    catalogue_whole: bool
    journal_whole: bool = True
    gone_on: bool = False

    @property
    def ok(self) -> bool:
        return self.catalogue_whole and self.journal_whole and not (self.missing or self.changed)


@dataclass(frozen=True, slots=True)
class Glance:
    """What a short look found: how many originals are not there in their full size, and what SQLite says."""

    originals: int
    missing: int
    catalogue_whole: bool

    @property
    def ok(self) -> bool:
        return self.catalogue_whole and not self.missing


@dataclass(frozen=True, slots=True)
class LastCheck:
    """The last whole check that came to its end: when, whether all was well, and of how many files."""

    at: dt.datetime
    ok: bool
    originals: int


@dataclass(frozen=True, slots=True)
class _Read:
    """How far a check has come: every file up to the name `after` is read, and these of them had changed."""

    begun: str
    after: str = ""
    changed: tuple[str, ...] = ()


def glance(library: Library) -> Glance:
    """Compare names and sizes, and ask SQLite for its quick check; no file is read. For each start."""
    db = library.catalogue.reader()
    sizes = sources.sizes(db)
    here = library.originals.sizes()
    full = library.originals.is_full
    missing = sum(sha256 not in here or not full(here[sha256], size) for sha256, size in sizes.items())
    return Glance(len(sizes), missing, store.is_whole(db, quick=True))


def check(
    library: Library,
    progress: Progress,
    cancel: CancelToken,
    *,
    now: dt.datetime | None = None,
    afresh: bool = False,
) -> Verdict:
    """Hash every original against its name, and ask catalogue and journal. Changes nothing of what it checks.

    Goes on with one that was stopped in the last days unless `afresh`. Cancelled.
    """
    now = now or dt.datetime.now(dt.UTC)
    known = frozenset(sources.sizes(library.catalogue.reader()))
    there = dict(library.originals.everything())
    read = _Read(now.isoformat()) if afresh else _under_way(library, now)
    gone_on = bool(read.after)
    progress.begin("check", sum(name in known for name in there))
    progress.step(sum(name in known and name <= read.after for name in there))
    changed = _read_on(library, {name: there[name] for name in there if name in known}, read, progress, cancel)
    progress.begin("check_lists")
    verdict = Verdict(
        originals=len(known),
        missing=tuple(sorted(known - there.keys())),
        changed=tuple(name for name in changed if name in known and name in there),
        orphans=tuple(sorted(there.keys() - known)),
        catalogue_whole=store.is_sound(library.catalogue.reader()),
        journal_whole=_is_whole(library),
        gone_on=gone_on,
    )
    _note(library, _LAST, {"at": now.isoformat(), "ok": verdict.ok, "originals": len(known)})
    library.forget_note(_UNDER_WAY)
    return verdict


def last_check(library: Library) -> LastCheck | None:
    """The last check that came to its end; None when there was none or its note is gone."""
    try:
        kept = json.loads(library.read_note(_LAST))
        return LastCheck(dt.datetime.fromisoformat(kept["at"]), bool(kept["ok"]), int(kept["originals"]))
    except (OSError, PlaceProblem, ValueError, KeyError, TypeError):
        return None


def _read_on(
    library: Library, files: dict[str, Path], read: _Read, progress: Progress, cancel: CancelToken
) -> tuple[str, ...]:
    """Read the files after `read.after`; returns all that had changed, those found earlier included."""
    changed, at, noted = list(read.changed), read.after, monotonic()
    todo = sorted(name for name in files if name > read.after)
    try:
        sums = sums_of((files[name] for name in todo), opened=_opener(library))
        for name, (_, total) in zip(todo, sums, strict=True):
            if total != name:
                changed.append(name)
            at = name
            progress.step()
            if monotonic() - noted > _NOTE_EVERY:
                _note(library, _UNDER_WAY, asdict(_Read(read.begun, at, tuple(changed))))
                noted = monotonic()
            cancel.check()
    except BaseException:
        if at:
            _note(library, _UNDER_WAY, asdict(_Read(read.begun, at, tuple(changed))))
        raise
    return tuple(changed)


def _under_way(library: Library, now: dt.datetime) -> _Read:
    """What an unfinished check of the last days has read; a fresh beginning otherwise."""
    with suppress(OSError, PlaceProblem, ValueError, KeyError, TypeError):
        kept = json.loads(library.read_note(_UNDER_WAY))
        begun = dt.datetime.fromisoformat(kept["begun"])
        if dt.timedelta(0) <= now - begun < _FRESH:
            return _Read(kept["begun"], str(kept["after"]), tuple(map(str, kept["changed"])))
    return _Read(now.isoformat())


def _opener(library: Library) -> Callable[[Path], IO[bytes]] | None:
    return library.originals.open_file if library.seal is not None else None


def _note(library: Library, name: str, content: dict[str, object]) -> None:
    """On a library that cannot be written to, a check is still a check."""
    with suppress(OSError, PlaceProblem):
        library.write_note(name, json.dumps(content).encode("ascii"))


def _is_whole(library: Library) -> bool:
    """Whether every line of the journal is there, up to the one the catalogue has seen last."""
    seen = int(store.get_meta(library.catalogue.reader(), "journal", "0"))
    try:
        last = sum(1 for _ in library.journal.lines())
    except PlaceProblem:
        return False
    return last >= seen
