"""Passphrases of locked bundles: made here, and kept in the system's keyring to be looked up again."""

from __future__ import annotations

import logging
import secrets
import tomllib
from collections.abc import Callable
from pathlib import Path

from recordkeeper.library.passwords import Keyring, system_keyring

log = logging.getLogger(__name__)

WORDS = 5
_SERVICE = "recordkeeper: passphrases of bundles"


def invent(rules: Path) -> str:
    """A new passphrase of five made-up words (59 bits), from resources/bundle/passphrase.toml."""
    with rules.open("rb") as file:
        table = tomllib.load(file)
    words: list[str] = []
    while len(words) < WORDS:
        word = "".join(secrets.choice(letters) for letters in (table["consonants"], table["vowels"]) * 2)
        if word not in table["not_said"] and word not in words:
            words.append(word)
    return " ".join(words)


class Passphrases:
    """What was given to bundles, by the SHA-256 of their manifest."""

    def __init__(self, keyring: Callable[[], Keyring | None] = system_keyring) -> None:
        self._keyring = keyring

    def keep(self, manifest_sha256: str, passphrase: str) -> bool:
        """Put it into the keyring, read it back, and say whether it is there."""
        keyring = self._keyring()
        if keyring is None:
            return False
        try:
            keyring.set_password(_SERVICE, manifest_sha256, passphrase)
        except _problems() as problem:
            log.info("the keyring kept nothing: %s", type(problem).__name__)
            return False
        return self.look_up(manifest_sha256) == passphrase

    def look_up(self, manifest_sha256: str) -> str:
        """The passphrase of a bundle; "" when the keyring knows none or does not answer."""
        keyring = self._keyring()
        if keyring is None:
            return ""
        try:
            return keyring.get_password(_SERVICE, manifest_sha256) or ""
        except _problems() as problem:
            log.info("the keyring did not answer: %s", type(problem).__name__)
            return ""


def _problems() -> tuple[type[Exception], ...]:
    from keyring.errors import KeyringError

    return (KeyringError, RuntimeError, OSError)
