"""Passphrases of locked bundles: easy to say, hard to guess, kept only where the system can."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from recordkeeper.library.passphrases import WORDS, Passphrases, invent
from recordkeeper.paths import resources
from tests.library.test_passwords import Drawer, Forgetful, Locked

RULES = resources() / "bundle" / "passphrase.toml"


def test_it_is_five_different_words_of_open_syllables() -> None:
    for _ in range(200):
        words = invent(RULES).split(" ")
        assert len(set(words)) == len(words) == WORDS
        assert all(len(word) == 4 and word[1] in "aeiou" and word[3] in "aeiou" for word in words)


def test_no_two_are_alike_and_nothing_unkind_is_said(tmp_path: Path) -> None:
    assert len({invent(RULES) for _ in range(500)}) == 500
    kind = tmp_path / "rules.toml"
    kind.write_text('consonants = "bd"\nvowels = "ae"\nnot_said = ["baba", "dede"]\n')
    said = {word for _ in range(300) for word in invent(kind).split()}
    assert said <= {a + b + c + d for a in "bd" for b in "ae" for c in "bd" for d in "ae"} - {"baba", "dede"}


def test_there_are_enough_words() -> None:
    table = tomllib.loads(RULES.read_text("utf-8"))
    made = (len(table["consonants"]) * len(table["vowels"])) ** 2
    assert made - len(table["not_said"]) > 2**11.7


def test_the_keyring_gives_it_back() -> None:
    drawer = Drawer()
    kept = Passphrases(lambda: drawer)
    assert kept.keep("abc", "tavo lemi")
    assert Passphrases(lambda: drawer).look_up("abc") == "tavo lemi"
    assert kept.look_up("other") == ""


@pytest.mark.parametrize("keyring", [None, Forgetful(), Locked()], ids=["none", "forgetful", "locked"])
def test_a_keyring_that_keeps_nothing_is_told_so(keyring: Drawer | None) -> None:
    kept = Passphrases(lambda: keyring)
    assert not kept.keep("abc", "tavo lemi")
    assert kept.look_up("abc") == ""
