"""The copy of a library's device key in the system's keyring, for opening it without being asked.

Never the only copy. A keyring that is locked, gone, emptied or holds something else is no copy: the library then
asks for the passphrase or the recovery words, and nothing in the keyring is touched before one of them was right.
"""

from __future__ import annotations

import logging
from pathlib import Path

from recordkeeper.library import keys, passwords
from recordkeeper.library.kept_secret import KeptSecrets
from recordkeeper.library.seal import Seal
from recordkeeper.records.errors import PlaceProblem

log = logging.getLogger(__name__)

_SERVICE = "recordkeeper: protected libraries"


def keep(library_id: str, seal: Seal) -> bool:
    """Put the device key into the keyring, read it back, and say whether it is there."""
    return _copies().keep(library_id, seal.device)


def forget(library_id: str) -> bool:
    """Take the copy out of the keyring; returns whether it is surely gone."""
    return _copies().forget(library_id)


def unlock(folder: Path, protection: keys.Protection) -> Seal:
    """Open a library's keys with the copy. PlaceProblem "library_locked" when there is no copy that opens them."""
    kept = _copies().look_up(protection.id)
    if kept:
        try:
            return keys.unlock_with(folder, kept)
        except PlaceProblem as problem:
            if problem.code != "wrong_key":
                raise
            log.info("the keyring holds another key")
    raise PlaceProblem("library_locked", place=str(folder), since=protection.since)


def _copies() -> KeptSecrets:
    return KeptSecrets(_SERVICE, passwords.system_keyring)
