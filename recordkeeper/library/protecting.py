"""Protecting a library, giving it new keys, and making it plain again: all or nothing, and to be gone on with.

Before anything is closed a new recovery key is on paper and checked. The new keys wait in converting/ until then,
closed to that key, so that a run that is cut off can go on with the words of the sheet and needs no other secret.
"""

from __future__ import annotations

import datetime as dt
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from recordkeeper.library import device_copy, keys, recovery, switching
from recordkeeper.library.conversion import Conversion
from recordkeeper.library.durable import place_problems, sync_folder, write_whole
from recordkeeper.library.keys import MARK, Protection
from recordkeeper.library.lock import Lock
from recordkeeper.library.seal import Seal, available, new_key, public_of
from recordkeeper.library.switching import BUILDING, NEW, SHEET, State
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.papers import RecoverySheet
from recordkeeper.work.progress import CancelToken, Progress

PROTECT, UNPROTECT, REKEY = "protect", "unprotect", "rekey"
README = "READ-ME.txt"
_PLAIN_LAYOUT = b'{"layout": 1}'
ASKED = 3  # words of the sheet a person types back


@dataclass(frozen=True, slots=True)
class NewKeys:
    """What a conversion will close to. `secret` is the recovery key; it is on the sheet and nowhere else."""

    secret: str = field(repr=False)
    seal: Seal = field(repr=False)
    protection: Protection


@dataclass(frozen=True, slots=True)
class Done:
    """How many originals were converted, and whether the keyring keeps a copy of the new device key.

    `damaged` are SHA-256 sums of those that were damaged before, and are kept in backups/ as they were.
    """

    originals: int
    in_keyring: bool
    damaged: tuple[str, ...] = ()


def begin(folder: Path, act: str, today: dt.date, passphrase: str = "") -> NewKeys:
    """Make new keys for `act` (protect or rekey) and let them wait for the sheet; an earlier start is given up.

    PlaceProblem "already_protected", "not_protected", "cannot_protect", "library_in_use"; InputProblem.
    """
    if not available():
        raise PlaceProblem("cannot_protect")
    with _held(folder):
        _refuse(folder, act)
        secret = new_key()
        seal = keys.new_seal(secret)
        files = keys.key_files(seal, passphrase)
        protection = keys.new_protection(today.isoformat(), passphrase=bool(passphrase))
        switching.drop(folder)
        (folder / NEW).mkdir(mode=0o700)
        for name, data in {**files, MARK: keys.mark_of(protection)}.items():
            write_whole(folder / NEW / name, data)
        switching.note(folder, State(SHEET, act, seal.recovery, protection.id))
    return NewKeys(secret, seal, protection)


def waiting(folder: Path) -> State | None:
    """A conversion to new keys that was begun and is not at its end; None when there is none."""
    state = switching.state_of(folder)
    return state if state is not None and state.phase in (SHEET, BUILDING) and state.recovery else None


def proven(folder: Path, text: str) -> NewKeys:
    """The waiting keys, opened with the words of their sheet, which proves it.

    InputProblem for words that cannot be right; PlaceProblem "wrong_sheet" for those of another sheet,
    "nothing_begun".
    """
    state = waiting(folder)
    if state is None:
        raise PlaceProblem("nothing_begun")
    secret = recovery.secret_of(text)
    if public_of(secret) != state.recovery:
        raise PlaceProblem("wrong_sheet")
    seal = keys.unlock_with(folder / NEW, secret)
    protection = keys.protection_of(folder / NEW)
    if protection is None:
        raise PlaceProblem("keys_damaged", place=str(folder))
    return NewKeys(secret, seal, protection)


def give_up(folder: Path) -> None:
    """Forget a conversion that is waiting; the library is as it was. PlaceProblem when it is in use."""
    with _held(folder):
        if (state := switching.state_of(folder)) is not None and state.phase in (SHEET, BUILDING):
            switching.drop(folder)


def carry_out(
    folder: Path,
    act: str,
    before: Seal | None,
    after: NewKeys | None,
    *,
    readme: str,
    progress: Progress,
    cancel: CancelToken,
) -> Done:
    """Convert the library in `folder`, which nobody has open, and is level with its journal.

    `before` is what opens it now, `after` what begin() or proven() gave; None is plain. PlaceProblem as building
    raises it, or Cancelled: the library is as it was then, and only a conversion to new keys can be gone on with.
    """
    with _held(folder):
        _refuse(folder, act)
        was = keys.protection_of(folder)
        state = State(BUILDING, act, after.seal.recovery if after else "", after.protection.id if after else "")
        try:
            if after is None:
                switching.drop(folder)
                (folder / NEW).mkdir(mode=0o700)
                write_whole(folder / NEW / MARK, _PLAIN_LAYOUT)
            switching.note(folder, state)
            build = Conversion(folder, before, after.seal if after else None)
            built = build.build(progress, cancel)
            write_whole(folder / NEW / README, readme.encode("utf-8"))
            in_keyring = after is not None and device_copy.keep(after.protection.id, after.seal)
        except BaseException:
            if after is None:  # nothing is left lying open
                with suppress(OSError):
                    switching.drop(folder)
            raise
        switching.exchange(folder, state)
        _clear(folder / "cache")
    if was is not None:
        device_copy.forget(was.id)
    return Done(built.originals, in_keyring, built.damaged)


def sheet_of(new: NewKeys, library: str, language: str) -> RecoverySheet:
    """What the recovery sheet of these keys says; `library` is its folder's name."""
    return RecoverySheet(
        library=library,
        made=PartialDate.parse(new.protection.since),
        words=recovery.words_of(new.secret, language),
        key=new.secret,
        passphrase=new.protection.passphrase,
    )


def settle(folder: Path) -> None:
    """Go on with an exchange that was cut off. PlaceProblem "library_not_found", "library_in_use"."""
    if not (folder / MARK).is_file():
        raise PlaceProblem("library_not_found", place=str(folder))
    with place_problems(str(folder)):
        switching.settle(folder)


def asked_words() -> tuple[int, ...]:
    """Which words of a sheet to ask for: three places from 1, in order, never two of one run the same."""
    chance = secrets.SystemRandom()
    return tuple(sorted(chance.sample(range(1, recovery.WORDS + 1), ASKED)))


def _refuse(folder: Path, act: str) -> None:
    protected = keys.protection_of(folder) is not None
    if act == PROTECT and protected:
        raise PlaceProblem("already_protected")
    if act != PROTECT and not protected:
        raise PlaceProblem("not_protected")


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """The library's lock, with any exchange that was cut off at its end."""
    if not (folder / MARK).is_file() and switching.state_of(folder) is None:
        raise PlaceProblem("library_not_found", place=str(folder))
    with place_problems(str(folder)):
        switching.settle(folder)
        lock = Lock(folder / "lock")
        try:
            yield
        finally:
            lock.release()


def _clear(cache: Path) -> None:
    """What was kept to be quick is made again, closed or open as the library then is."""
    if cache.is_dir():
        shutil.rmtree(cache)
        cache.mkdir(mode=0o700)
        sync_folder(cache.parent)


def left_open(folder: Path) -> tuple[str, ...]:
    """Names in a library's folder that are none of the program's: they stay as they are."""
    ours = {*switching.PARTS, *switching.OVER, switching.STATE, NEW, switching.OLD}
    ours |= {"lock", "staging", "cache", "restoring.json", "bundle-under-way.json", "bundle-under-way.json.age"}
    return tuple(sorted(path.name for path in folder.iterdir() if path.name not in ours))
