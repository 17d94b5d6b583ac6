"""The passwords a person supplied to open locked files: for this run, and in the system's keyring if told to.

Nothing else is ever tried. The keyring is asked only where an earlier run put something into it, and only one that
belongs to the system: others keep their secrets in plain files or ask on a terminal nobody sees.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Protocol

log = logging.getLogger(__name__)

_SERVICE = "recordkeeper: passwords of locked files"
_MOST_BYTES = 2400  # Windows takes 2,560 bytes an entry
# Classes of the keyring package's own backends that hand secrets to the system.
_OF_THE_SYSTEM = frozenset({
    "keyring.backends.SecretService.Keyring",
    "keyring.backends.kwallet.DBusKeyring",
    "keyring.backends.macOS.Keyring",
    "keyring.backends.Windows.WinVaultKeyring",
})  # fmt: skip


class Keyring(Protocol):
    """The three verbs of the keyring package's backends."""

    def get_password(self, service: str, username: str) -> str | None: ...
    def set_password(self, service: str, username: str, password: str) -> None: ...
    def delete_password(self, service: str, username: str) -> None: ...


def system_keyring() -> Keyring | None:
    """The system's keyring; None where there is none that can be trusted."""
    import keyring
    from keyring.backends.chainer import ChainerBackend

    chosen = keyring.get_keyring()
    candidates = chosen.backends if isinstance(chosen, ChainerBackend) else [chosen]
    for backend in candidates:
        if f"{type(backend).__module__}.{type(backend).__name__}" in _OF_THE_SYSTEM:
            return backend
    return None


class Passwords:
    """What may be tried on locked files of one library, newest first."""

    def __init__(
        self, library_id: Callable[[], str], keyring: Callable[[], Keyring | None] = system_keyring
    ) -> None:
        """`library_id` tells what the keyring knows this library by; it is asked only when the keyring is."""
        self._library_id = library_id
        self._keyring = keyring
        self._known: tuple[str, ...] = ()
        self._looked = False

    def known(self) -> tuple[str, ...]:
        """Every password supplied in this run or remembered by the keyring."""
        return self._known

    def supply(self, passwords: tuple[str, ...]) -> None:
        """Add passwords for this run."""
        new = tuple(word for word in dict.fromkeys(passwords) if word)
        self._known = (*new, *(word for word in self._known if word not in new))

    def look_up(self) -> None:
        """Take in what the keyring remembers; a keyring that is locked or gone remembers nothing."""
        if not self._looked:
            self._looked = True
            self.supply((*self._known, *self._remembered(self._keyring())))

    def remember(self, passwords: tuple[str, ...]) -> bool:
        """Put passwords into the keyring, read them back, and say whether they are there."""
        keyring = self._keyring()
        kept = (*passwords, *(word for word in self._remembered(keyring) if word not in passwords))
        plain = json.dumps(kept)
        if keyring is None or len(plain.encode("utf-8")) > _MOST_BYTES:
            return False
        try:
            keyring.set_password(_SERVICE, self._library_id(), plain)
        except _problems():
            return False
        return set(passwords) <= set(self._remembered(keyring))

    def forget(self) -> None:
        """Take everything of this library out of the keyring, and out of this run."""
        self._known = ()
        keyring = self._keyring()
        if keyring is not None and self._remembered(keyring):
            keyring.delete_password(_SERVICE, self._library_id())

    def _remembered(self, keyring: Keyring | None) -> tuple[str, ...]:
        if keyring is None:
            return ()
        try:
            kept = json.loads(keyring.get_password(_SERVICE, self._library_id()) or "[]")
        except _problems() as problem:
            log.info("the keyring did not answer: %s", type(problem).__name__)
            return ()
        return tuple(word for word in kept if isinstance(word, str)) if isinstance(kept, list) else ()


def _problems() -> tuple[type[Exception], ...]:
    from keyring.errors import KeyringError

    return (KeyringError, RuntimeError, OSError, ValueError)
