"""A secret in the system's keyring: written, then read back; a keyring that is locked or gone holds none."""

from __future__ import annotations

import logging
from collections.abc import Callable

from recordkeeper.library.passwords import Keyring

log = logging.getLogger(__name__)


class KeptSecrets:
    """The secrets of one service, each under a name. The keyring's troubles are logged, never raised."""

    def __init__(self, service: str, keyring: Callable[[], Keyring | None]) -> None:
        self._service = service
        self._keyring = keyring

    def keep(self, name: str, secret: str) -> bool:
        """Put it into the keyring, read it back, and say whether it is there."""
        keyring = self._keyring()
        if keyring is None:
            return False
        try:
            keyring.set_password(self._service, name, secret)
        except _problems() as problem:
            log.info("the keyring kept nothing: %s", type(problem).__name__)
            return False
        return self.look_up(name) == secret

    def look_up(self, name: str) -> str:
        """The secret; "" when the keyring knows none or does not answer."""
        keyring = self._keyring()
        if keyring is None:
            return ""
        try:
            return keyring.get_password(self._service, name) or ""
        except _problems() as problem:
            log.info("the keyring did not answer: %s", type(problem).__name__)
            return ""

    def forget(self, name: str) -> bool:
        """Take it out of the keyring; returns whether it is surely gone."""
        keyring = self._keyring()
        if keyring is None:
            return True
        try:
            if keyring.get_password(self._service, name) is not None:
                keyring.delete_password(self._service, name)
            return keyring.get_password(self._service, name) is None
        except _problems() as problem:
            log.info("the keyring did not forget: %s", type(problem).__name__)
            return False


def _problems() -> tuple[type[Exception], ...]:
    from keyring.errors import KeyringError

    return (KeyringError, RuntimeError, OSError)
