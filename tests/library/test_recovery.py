"""24 words and back: each list, each way of typing them, and every slip of the pen that can be told."""

from __future__ import annotations

import hashlib

import pytest

from recordkeeper.library import recovery
from recordkeeper.library.seal import new_key, public_of
from recordkeeper.records.errors import InputProblem


def key_of(number: int) -> str:
    """The same key in every run."""
    return recovery._key_of(hashlib.sha256(str(number).encode()).digest())


@pytest.mark.parametrize("language", ["en", "es", "fr"])
@pytest.mark.parametrize("number", range(8))
def test_the_words_are_the_key(language: str, number: int) -> None:
    key = key_of(number)
    words = recovery.words_of(key, language)
    assert len(words) == recovery.WORDS
    assert recovery.secret_of(" ".join(words)) == key


def test_the_key_is_as_the_age_library_writes_it() -> None:
    key = new_key()
    assert recovery.secret_of(key) == key
    assert recovery._key_of(recovery._bytes_of(key)) == key
    assert public_of(key).startswith("age1")


@pytest.mark.parametrize("language", ["en", "es"])
def test_numbers_capitals_accents_and_the_rest_of_a_word_may_be_left_out(language: str) -> None:
    key = key_of(3)
    short = [recovery._plain(word)[:4].upper() for word in recovery.words_of(key, language)]
    assert recovery.secret_of("\n".join(f"{at}. {word}" for at, word in enumerate(short, 1))) == key


def test_nearly_every_single_wrong_word_is_told() -> None:
    told, tried = 0, 0
    for number in range(20):
        key = key_of(number)
        words, others = recovery.words_of(key), recovery.words_of(key_of(number + 100))
        for place in range(0, recovery.WORDS, 5):
            tried += 1
            try:
                wrong = recovery.secret_of(" ".join([*words[:place], others[place], *words[place + 1 :]]))
            except InputProblem as problem:
                told += problem.code == "recovery_words"
            else:
                assert wrong != key  # it is another key, and opens nothing
    assert told >= tried * 0.95


def test_a_word_of_no_list_is_named_by_its_number() -> None:
    words = list(recovery.words_of(key_of(1)))
    words[6] = "qqqq"
    with pytest.raises(InputProblem) as caught:
        recovery.secret_of(" ".join(words))
    assert (caught.value.code, caught.value.fields["number"]) == ("recovery_word", 7)


@pytest.mark.parametrize(
    ("text", "code"), [("one two", "recovery_count"), ("AGE-SECRET-KEY-1QQQ", "recovery_words")]
)
def test_what_is_no_key_is_refused(text: str, code: str) -> None:
    with pytest.raises(InputProblem) as caught:
        recovery.secret_of(text)
    assert caught.value.code == code


def test_a_word_is_itself_by_four_letters() -> None:
    assert recovery.same_word("Aban", "abandon")
    assert recovery.same_word("abaco", "ábaco")
    assert not recovery.same_word("aba", "abandon")
    assert not recovery.same_word("", "abandon")
