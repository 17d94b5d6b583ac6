"""The keys of a protected library: made, put away in its folder, and found again by one of three doors.

keys.age (and its copy) holds the catalogue's key and the device key, closed to the device key and the recovery key;
passphrase.age, if there is one, holds the device key, closed with a passphrase. Without one of the three secrets
nothing can be opened, and nothing is ever made new in its place, wiped or counted.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recordkeeper.library import recovery
from recordkeeper.library.seal import Seal, available, public_of
from recordkeeper.records.errors import InputProblem, PlaceProblem

MARK = "recordkeeper.json"  # what makes a folder a library
KEYS, SPARE, PASSPHRASE = "keys.age", "keys-copy.age", "passphrase.age"
KEY_FILES = (KEYS, SPARE, PASSPHRASE)
PROTECTED_LAYOUT = 2  # programs that know no protection refuse it
SHORTEST_PASSPHRASE = 12
_FORM = 1


@dataclass(frozen=True, slots=True)
class Protection:
    """What anybody may know of a protected library: its name in a keyring, since when, if by passphrase."""

    id: str
    since: str  # ISO date
    passphrase: bool


def protection_of(folder: Path) -> Protection | None:
    """How the library in `folder` is protected; None when it is not, or is no library."""
    try:
        said = json.loads((folder / MARK).read_bytes()).get("protected")
        if said is None:
            return None
        return Protection(str(said["id"]), str(said["since"]), (folder / PASSPHRASE).is_file())
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PlaceProblem("library_damaged", place=str(folder)) from error


def files_in(folder: Path) -> tuple[Path, ...]:
    """The key files that are there."""
    return tuple(path for name in KEY_FILES if (path := folder / name).is_file())


def mark_of(protection: Protection) -> bytes:
    """The mark of a library protected so."""
    said = {"id": protection.id, "since": protection.since}
    return json.dumps({"layout": PROTECTED_LAYOUT, "protected": said}).encode("ascii")


def new_protection(since: str, *, passphrase: bool) -> Protection:
    """A protection that begins on `since`, under a name of its own."""
    return Protection(secrets.token_hex(8), since, passphrase)


def new_seal(recovery_secret: str) -> Seal:
    """Fresh keys, and the address of a recovery key that is only on paper."""
    from recordkeeper.library.seal import new_key

    return Seal(secrets.token_bytes(32), new_key(), public_of(recovery_secret))


def key_files(seal: Seal, passphrase: str) -> dict[str, bytes]:
    """The files that keep `seal`, by name; "" is no passphrase. InputProblem "passphrase_short"."""
    kept = {
        "form": _FORM,
        "catalogue": seal.catalogue_key.hex(),
        "device": seal.device,
        "recovery": seal.recovery,
    }
    closed = seal.closed(json.dumps(kept).encode("ascii"))
    files = {KEYS: closed, SPARE: closed}
    if passphrase:
        import pyrage

        if len(passphrase) < SHORTEST_PASSPHRASE:
            raise InputProblem("passphrase_short", count=SHORTEST_PASSPHRASE)
        files[PASSPHRASE] = pyrage.passphrase.encrypt(seal.device.encode("ascii"), passphrase)
    return files


def unlock(folder: Path, text: str) -> Seal:
    """Open the keys in `folder` with what a person typed: 24 words, the key they stand for, or the passphrase.

    InputProblem for words that cannot be right; PlaceProblem "wrong_key", "keys_damaged", "cannot_protect".
    """
    _refuse_without_cipher()
    if recovery.looks_like_one(text):
        return unlock_with(folder, recovery.secret_of(text))
    return unlock_with(folder, _device_of(folder, text))


def unlock_with(folder: Path, secret: str) -> Seal:
    """Open the keys in `folder` with a device key or recovery key. PlaceProblem "wrong_key", "keys_damaged"."""
    _refuse_without_cipher()
    import pyrage

    try:
        identity = pyrage.x25519.Identity.from_str(secret)
    except pyrage.IdentityError as error:
        raise PlaceProblem("wrong_key") from error
    found = False
    for name in (KEYS, SPARE):
        try:
            closed = (folder / name).read_bytes()
        except OSError:
            continue
        found = found or b"-> X25519" in closed[:400]
        try:
            return _seal_of(json.loads(pyrage.decrypt(closed, [identity])))
        except (pyrage.DecryptError, ValueError, KeyError, TypeError):  # not our key, or damaged: the copy may do
            continue
    raise PlaceProblem("wrong_key" if found else "keys_damaged", place=str(folder))


def _refuse_without_cipher() -> None:
    if not available():
        raise PlaceProblem("cannot_protect")


def _device_of(folder: Path, passphrase: str) -> str:
    import pyrage

    try:
        closed = (folder / PASSPHRASE).read_bytes()
    except OSError as error:
        raise PlaceProblem("wrong_key") from error
    try:
        return bytes(pyrage.passphrase.decrypt(closed, passphrase)).decode("ascii")
    except (pyrage.DecryptError, UnicodeDecodeError) as error:
        raise PlaceProblem("wrong_key") from error


def _seal_of(kept: dict[str, Any]) -> Seal:
    if kept["form"] != _FORM:
        raise PlaceProblem("library_too_new")
    return Seal(bytes.fromhex(kept["catalogue"]), str(kept["device"]), str(kept["recovery"]))
