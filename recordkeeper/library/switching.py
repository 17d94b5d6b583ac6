"""The moment a library becomes protected, or stops being so: everything is exchanged, or nothing.

What is new is built in converting/ while the library stays as it is. Once it is whole and proven, converting.json
says "switching", and from then on every opening goes on to the end: the old parts move to leaving/, the new ones to
their places, then leaving/ is removed. Each step can be done twice; none needs a key.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from recordkeeper.library.durable import sync_folder, write_whole
from recordkeeper.library.keys import KEY_FILES, MARK
from recordkeeper.library.lock import Lock
from recordkeeper.records.errors import PlaceProblem

STATE, NEW, OLD = "converting.json", "converting", "leaving"
CATALOGUE = "catalogue.sqlite"
# What may lie in a library and is exchanged. The mark and the read-me are written over, the mark last of all.
_BESIDE = tuple(f"{CATALOGUE}-{ending}" for ending in ("wal", "shm", "journal"))  # what SQLite keeps beside it
PARTS = ("originals", "journal", "backups", CATALOGUE, *_BESIDE, *KEY_FILES)
OVER = ("READ-ME.txt", MARK)
SHEET, BUILDING, SWITCHING, CLEARING = "sheet", "building", "switching", "clearing"


@dataclass(frozen=True, slots=True)
class State:
    """How far a conversion is. `act` is protect, unprotect or rekey; `mark` what the library's mark will say."""

    phase: str
    act: str
    recovery: str  # the address of the new recovery key, "" for none
    mark: str
    out: tuple[str, ...] = ()  # the old parts there were when the exchange began


def state_of(folder: Path) -> State | None:
    """The conversion that is under way; None when there is none. PlaceProblem "library_damaged"."""
    try:
        said = json.loads((folder / STATE).read_bytes())
        return State(said["phase"], said["act"], said["recovery"], said["mark"], tuple(said["out"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise PlaceProblem("library_damaged", place=str(folder)) from error


def note(folder: Path, state: State) -> None:
    """Keep how far it is, durably. OSError."""
    write_whole(folder / STATE, json.dumps(asdict(state)).encode("ascii"))


def drop(folder: Path) -> None:
    """Give up a conversion that has not come to the exchange; the library is as it was. OSError."""
    _remove(folder / NEW)
    (folder / STATE).unlink(missing_ok=True)
    sync_folder(folder)


def settle(folder: Path) -> None:
    """Go on with an exchange that was cut off, before anybody looks into the library. OSError; PlaceProblem."""
    state = state_of(folder)
    if state is None or state.phase not in (SWITCHING, CLEARING):
        return
    lock = Lock(folder / "lock")
    try:
        state = state_of(folder)  # whoever held the lock may have finished it
        if state is not None and state.phase in (SWITCHING, CLEARING):
            finish(folder, state)
    finally:
        lock.release()


def sweep(folder: Path) -> None:
    """Remove what cut-off work left that must not stay: open copies, and a conversion without a state. OSError."""
    state = state_of(folder)
    if state is None:
        _remove(folder / NEW)
        _remove(folder / OLD)  # the exchange was at its end
    elif state.phase == BUILDING and not state.recovery:  # what was being built is open
        drop(folder)


def exchange(folder: Path, state: State) -> None:
    """Make the new parts, which are durable in converting/, the library. Under the lock; OSError."""
    out = tuple(name for name in PARTS if (folder / name).exists())
    switching = State(SWITCHING, state.act, state.recovery, state.mark, out)
    note(folder, switching)
    finish(folder, switching)


def finish(folder: Path, state: State) -> None:
    """Do what is left of an exchange. Under the lock; OSError."""
    new, old = folder / NEW, folder / OLD
    if state.phase == SWITCHING:
        old.mkdir(mode=0o700, exist_ok=True)
        for name in state.out:
            if not (old / name).exists() and (folder / name).exists():
                (folder / name).replace(old / name)
        _sync(folder, old)
        for name in (*PARTS, *OVER):
            if (new / name).exists():
                (new / name).replace(folder / name)
        _sync(folder, new)
        state = State(CLEARING, state.act, state.recovery, state.mark)
        note(folder, state)
    _remove(old)
    _remove(new)
    sync_folder(folder)
    (folder / STATE).unlink(missing_ok=True)
    sync_folder(folder)


def _sync(*folders: Path) -> None:
    for folder in folders:
        sync_folder(folder)


def _remove(folder: Path) -> None:
    """Remove a folder of ours with all that is in it, so that nothing comes back after a power cut."""
    if not folder.exists():
        return
    for root, folders, files in os.walk(folder, topdown=False):
        place = Path(root)
        for name in (*files, *(name for name in folders if (place / name).is_symlink())):
            if os.name == "nt":  # originals are write-protected, which Windows minds
                (place / name).chmod(0o600)
            (place / name).unlink()
        sync_folder(place)
        place.rmdir()
    sync_folder(folder.parent)
