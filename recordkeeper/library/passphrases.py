"""Passphrases of locked bundles: made here, and kept in the system's keyring to be looked up again."""

from __future__ import annotations

import secrets
import tomllib
from collections.abc import Callable
from pathlib import Path

from recordkeeper.library.kept_secret import KeptSecrets
from recordkeeper.library.passwords import Keyring, system_keyring

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


class Passphrases(KeptSecrets):
    """What was given to bundles, by the SHA-256 of their manifest."""

    def __init__(self, keyring: Callable[[], Keyring | None] = system_keyring) -> None:
        super().__init__(_SERVICE, keyring)
