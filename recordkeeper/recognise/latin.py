"""Names of other alphabets in Latin letters, and what the sound of a spelling is."""

from __future__ import annotations

import re

# A letter and what stands for it; a letter alone is silent.
_CYRILLIC = """
    аa бb вv гg дd еe жzh зz иi йy кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъ ыy ь эe юyu яya
    іi їi єye ґg
"""
_GREEK = "αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs ςs τt υy φf χh ψps ωo"
_LETTERS = str.maketrans({pair[0]: pair[1:] for pair in (_CYRILLIC + _GREEK).split()})
_ACCENTED_GREEK = str.maketrans("άέήίόύώϊϋΐΰ", "αεηιουωιυιυ")
_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae", "ё": "yo", "đ": "dj", "ō": "ou", "ū": "uu"}
)
# Ways to write one sound, the longest first; what is left of a word is compared.
_SOUNDS = (
    ("tsch", "c"), ("shch", "s"), ("sch", "s"), ("tch", "c"), ("dj", "j"), ("dzh", "j"), ("zh", "s"), ("cz", "c"),
    ("sz", "s"), ("sh", "s"), ("ch", "h"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("ck", "k"),
    ("ks", "x"), ("ts", "z"), ("tz", "z"), ("qu", "k"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ae", "a"), ("oe"
    , "o"),
    ("ue", "u"), ("aa", "a"), ("ei", "i"), ("ie", "i"), ("iy", "i"), ("ij", "i"), ("yi", "i"), ("ye", "e"), ("je"
    , "e"),
    ("mp", "b"), ("c", "k"), ("q", "k"), ("y", "i"), ("j", "i"), ("w", "v"), ("z", "s"),
)  # fmt: skip
_TWICE = re.compile(r"(.)\1+")


def in_latin(text: str) -> str:
    """`text` with Cyrillic and Greek letters written as Latin ones, in small letters where there were any."""
    if text.isascii():
        return text
    low = text.lower().translate(_ACCENTED_GREEK).replace("ου", "ou")
    spelled = low.translate(_LETTERS)
    return text if spelled == low else spelled


def spelled_out(text: str) -> str:
    """`text` in small letters as those write it who have no dots and strokes: "Müller" is "mueller"."""
    return text.lower() if text.isascii() else text.lower().translate(_UMLAUTS)


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
    for letters, heard in _SOUNDS:
        word = word.replace(letters, heard)
    return _TWICE.sub(r"\1", word)
