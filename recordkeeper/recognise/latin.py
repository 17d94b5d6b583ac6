"""Names of other alphabets in Latin letters, and what the sound of a spelling is."""

from __future__ import annotations

import re

from recordkeeper.recognise.name_lore import name_lore

_TWICE = re.compile(r"(.)\1+")


def in_latin(text: str) -> str:
    """`text` with Cyrillic and Greek letters written as Latin ones, in small letters where there were any."""
    if text.isascii():
        return text
    lore = name_lore()
    low = text.lower().translate(lore.accented).replace("ου", "ou")
    spelled = low.translate(lore.letters)
    return text if spelled == low else spelled


def spelled_out(text: str) -> str:
    """`text` in small letters as those write it who have no dots and strokes: "Müller" is "mueller"."""
    return text.lower() if text.isascii() else text.lower().translate(name_lore().spelled_out)


def sounds_alike(one: str, other: str) -> bool:
    """Whether two words of plain small letters sound alike, about: Tchaikovsky, Tschaikowski, Chaykovskiy."""
    first, second = _sound(one), _sound(other)
    if first == second:
        return True
    return "j" in one + other and (
        _sound(one.replace("j", "zh")) == second or first == _sound(other.replace("j", "zh"))
    )


def _sound(word: str) -> str:
    if word.startswith("ch") and not word.startswith("chr"):
        word = "c" + word[2:]  # as in church: what is not that is seldom Latinised
    for letters, heard in name_lore().sounds:
        word = word.replace(letters, heard)
    return _TWICE.sub(r"\1", word)
