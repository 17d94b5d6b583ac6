"""The recovery key as 24 words a person can keep on paper, and back.

The words are those of BIP-39: 2,048 each, 24 of them carry the 256 bits of an age key and eight bits that tell a
slip of the pen. The same key can be written as AGE-SECRET-KEY-1… (BIP-173 letters), which the age program takes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

from recordkeeper.records.errors import InputProblem

WORDS = 24
_LISTS = {"en": "english", "es": "spanish"}
_TELLING = 4  # letters by which each word of a list differs from all others
_PREFIX = "age-secret-key-"
_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"  # BIP-173
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def words_of(secret: str, language: str = "en") -> tuple[str, ...]:
    """The 24 words of an age key; in English where the language has no list of ours."""
    from mnemonic import Mnemonic

    listed = Mnemonic(_LISTS.get(language, _LISTS["en"]))
    return tuple(listed.to_mnemonic(_bytes_of(secret)).split())


def secret_of(text: str) -> str:
    """The age key somebody typed: its 24 words in any case, each by its first four letters or more, or the key.

    InputProblem "recovery_word" (`number` is the first that is in no list), "recovery_count" or "recovery_words"
    (all are words, and together they are no key: one is wrong or in another place).
    """
    typed = _typed(text)
    if len(typed) == 1 and typed[0].startswith(_PREFIX):
        return _checked_key(typed[0])
    if len(typed) != WORDS:
        raise InputProblem("recovery_count", count=len(typed))
    found = [_entropy(typed, language) for language in _LISTS]
    keys = [each for each in found if isinstance(each, bytes)]
    if keys:
        return _key_of(keys[0])
    furthest = max(each for each in found if isinstance(each, int))
    if furthest < WORDS:
        raise InputProblem("recovery_word", number=furthest + 1)
    raise InputProblem("recovery_words")


def looks_like_one(text: str) -> bool:
    """Whether a person meant a recovery key rather than a passphrase."""
    typed = _typed(text)
    return typed[:1] != [] and (typed[0].startswith(_PREFIX) or len(typed) == WORDS)


def same_word(typed: str, word: str) -> bool:
    """Whether what was typed is this word of a sheet; four letters are enough, accents need not be."""
    one, other = _plain(typed), _plain(word)
    return one == other or (len(one) >= _TELLING and other.startswith(one))


def _typed(text: str) -> list[str]:
    """The words, without the numbers that stand before them on a sheet."""
    parts = (part.strip(".,;:)(") for part in text.split())
    return [_plain(part) for part in parts if part and not part.isdigit()]


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.strip()).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@cache
def _list(language: str) -> dict[str, int]:
    """Each word by itself and by its first letters, as far as they tell it → its place."""
    from mnemonic import Mnemonic

    places: dict[str, int] = {}
    for place, word in enumerate(Mnemonic(_LISTS[language]).wordlist):
        plain = _plain(word)
        for length in range(_TELLING, len(plain)):
            places.setdefault(plain[:length], place)
        places[plain] = place
    return places


def _entropy(typed: Sequence[str], language: str) -> bytes | int:
    """The 32 bytes; else how many words from the start are in the list."""
    from mnemonic import Mnemonic

    listed, places = Mnemonic(_LISTS[language]), _list(language)
    for count, word in enumerate(typed):
        if word not in places:
            return count
    try:
        return bytes(listed.to_entropy([listed.wordlist[places[word]] for word in typed]))
    except ValueError:  # their check does not agree
        return WORDS


def _bytes_of(secret: str) -> bytes:
    """What an AGE-SECRET-KEY holds. ValueError when it is none."""
    text = secret.strip().casefold()
    prefix, _, body = text.rpartition("1")
    if prefix != _PREFIX or not set(body) <= set(_LETTERS):
        raise ValueError("not an age key")
    values = [_LETTERS.index(letter) for letter in body]
    if _polymod([*_spread(prefix), *values]) != 1:
        raise ValueError("not an age key")
    return bytes(_regrouped(values[:-6], 5, 8))[:32]


def _key_of(data: bytes) -> str:
    values = list(_regrouped(data, 8, 5))
    check = _polymod([*_spread(_PREFIX), *values, 0, 0, 0, 0, 0, 0]) ^ 1
    values += [(check >> 5 * (5 - place)) & 31 for place in range(6)]
    return f"{_PREFIX}1{''.join(_LETTERS[value] for value in values)}".upper()


def _checked_key(text: str) -> str:
    try:
        return _key_of(_bytes_of(text))
    except ValueError as error:
        raise InputProblem("recovery_words") from error


def _spread(prefix: str) -> list[int]:
    return [*(ord(letter) >> 5 for letter in prefix), 0, *(ord(letter) & 31 for letter in prefix)]


def _polymod(values: Sequence[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATOR):
            check ^= generator if top >> place & 1 else 0
    return check


def _regrouped(values: Sequence[int] | bytes, size: int, wanted: int) -> Iterator[int]:
    """The same bits in groups of another size; what is left over is filled with zeros when groups get smaller."""
    held, bits = 0, 0
    for value in values:
        held, bits = held << size | value, bits + size
        while bits >= wanted:
            bits -= wanted
            yield held >> bits & ((1 << wanted) - 1)
    if bits and wanted < size:
        yield held << wanted - bits & ((1 << wanted) - 1)
