"""People's names taken apart, and how well two of them fit. Shared by comparing and by reading DICOM headers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz.distance import OSA

from recordkeeper.recognise.folding import plain_letters

_TITLES = frozenset(
    {
        "mr", "mrs", "ms", "miss", "mx", "master", "dr", "doctor", "prof", "professor", "rev", "sir",
        "dame", "lady", "lord", "hon", "herr", "frau", "hr", "don", "dona", "dna", "sra", "srta", "dra",
        "md", "phd", "esq", "mme", "mlle", "mons", "signor", "signora", "dott", "doct",
    }
)  # fmt: skip
_GENERATIONS = {
    "jr": "jr",
    "junior": "jr",
    "jnr": "jr",
    "sr": "sr",
    "senior": "sr",
    "snr": "sr",
    "ii": "ii",
    "iii": "iii",
    "iv": "iv",
}
_PARTICLES = frozenset(
    {
        "de", "del", "la", "las", "los", "van", "von", "der", "den", "ter", "di", "da", "dos", "du",
        "le", "el", "al", "bin", "ibn", "y", "e", "zu", "af", "av", "san", "st",
    }
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+(?:['’`´][^\W_]+)*")
_SOUNDS = (
    ("ae", "a"),
    ("oe", "o"),
    ("ue", "u"),
    ("ph", "f"),
    ("th", "t"),
    ("kh", "k"),
    ("gh", "g"),
    ("sch", "sh"),
    ("tch", "ch"),
    ("ck", "k"),
    ("c", "k"),
    ("q", "k"),
    ("x", "ks"),
    ("y", "i"),
    ("j", "i"),
    ("w", "v"),
    ("z", "s"),
    ("ee", "i"),
    ("ou", "u"),
    ("oo", "u"),
)


class Fit(IntEnum):
    """How well two names fit, from worst to best."""

    NONE = 0  # plainly two names
    PART = 1  # one part fits, the rest neither speaks for nor against
    SLIP = 2  # the same but for a letter or two
    FULL = 3  # given and family name fit


@dataclass(frozen=True, slots=True)
class Name:
    """A name's words in plain small letters; `family` and `given` only where the writing tells them apart."""

    words: tuple[str, ...]
    family: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    generation: str = ""  # jr, sr, iii

    @property
    def first(self) -> str:
        """The word most likely the given name, "" when there is no word."""
        return next(iter(self.given or self.words), "")


def parse_name(text: str) -> Name:
    """Take a printed or DICOM name ("Family^Given^Middle^Prefix^Suffix", "Family, Given", "Given Family") apart."""
    text = next((group for group in text.split("=") if group.strip(" ^")), "")
    if "^" in text:
        family_text, given_text, middle, prefix, suffix = [*text.split("^"), "", "", "", ""][:5]
        family, given = _words(family_text), _words(f"{given_text} {middle}")
        return Name(family + given, family, given, _generation(f"x {given_text} {prefix} {suffix}"))
    before, comma, after = text.partition(",")
    generation = _generation(before) or _generation(f"x {after}")
    given = _words(after)
    if comma and given:
        family = _words(before)
        return Name(family + given, family, given, generation)
    return Name(_words(before), generation=generation)


def display_name(person_name: str) -> str:
    """Return a DICOM person name as people write it: "Dr Anna Maria Müller". Plain names come back tidied."""
    first = next((group for group in person_name.split("=") if group.strip(" ^")), "")
    family, given, middle, prefix, suffix = [*(part.strip() for part in first.split("^")), "", "", "", "", ""][:5]
    return " ".join(" ".join(part for part in (prefix, given, middle, family, suffix) if part).split())


def _words(text: str) -> tuple[str, ...]:
    words = [re.sub(r"['’`´]", "", word) for word in _WORD.findall(plain_letters(text))]
    kept = [word for word in words if word not in _TITLES]
    while len(kept) > 1 and kept[-1] in _GENERATIONS:
        kept.pop()
    return tuple(kept[1:] if len(kept) > 2 and kept[0] == "sr" else kept)  # "Sr." before a Spanish name


def _generation(text: str) -> str:
    words = _WORD.findall(plain_letters(text))
    return _GENERATIONS.get(words[-1], "") if len(words) > 1 else ""


def fit(one: Name, other: Name) -> Fit:
    """Say how well two names fit, whatever their order, initials, hyphens, accents and middle names."""
    first, second = _real(one.words), _real(other.words)
    if not first or not second:
        return Fit.NONE
    doubt = bool(one.generation and other.generation and one.generation != other.generation)
    if _joined(first, second):
        return Fit.PART if len(first) == len(second) == 1 else Fit.SLIP if doubt else Fit.FULL
    pairs, slips = _pair(first, second)
    whole = sum(1 for a, b in pairs if min(len(a), len(b)) > 1)
    left = _without(first, [a for a, _ in pairs])
    right = _without(second, [b for _, b in pairs])
    if len(first) < 2 or len(second) < 2:
        return Fit.PART if whole else Fit.NONE
    clash = _families_clash(one, other) or (any(len(a) > 1 for a in left) and any(len(b) > 1 for b in right))
    if clash:
        return Fit.PART if whole > 1 else Fit.NONE
    if whole > 1 and any(one.first == a and len(b) == 1 < len(a) for a, b in pairs):
        return Fit.PART  # two family names and an initial
    if whole > 1:
        doubt = doubt or bool(left and right) or one.first in left or other.first in right
        return Fit.SLIP if slips or doubt else Fit.FULL
    return Fit.PART if whole and len(pairs) > 1 else Fit.NONE  # a family name and an initial


def shares_a_word(one: Name, other: Name) -> bool:
    """Whether a whole word of one name is in the other, a letter more or less allowed."""
    return any(
        _same(a, b) is not None for a in _real(one.words) for b in _real(other.words) if min(len(a), len(b)) > 2
    )


def _real(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _PARTICLES) or words


def _joined(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """The same letters in the same order, wherever the spaces and the comma are."""
    whole = "".join(first)
    return any(whole == "".join(second[at:] + second[:at]) for at in range(len(second)))


def _without(words: tuple[str, ...], paired: list[str]) -> list[str]:
    left = list(words)
    for word in paired:
        left.remove(word)
    return left


def _families_clash(one: Name, other: Name) -> bool:
    if not (one.family and other.family):
        return False
    return not any(_same(a, b) is not None for a in _real(one.family) for b in _real(other.family))


def _pair(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[list[tuple[str, str]], int]:
    """Pair up words that fit, the surest first; count the pairs that differ by a slip."""
    offers = sorted(
        (cost, place, other_place)
        for place, a in enumerate(first)
        for other_place, b in enumerate(second)
        if (cost := _same(a, b)) is not None
    )
    used_first: set[int] = set()
    used_second: set[int] = set()
    pairs: list[tuple[str, str]] = []
    slips = 0
    for cost, place, other_place in offers:
        if place in used_first or other_place in used_second:
            continue
        used_first.add(place)
        used_second.add(other_place)
        pairs.append((first[place], second[other_place]))
        slips += cost >= 2
    return pairs, slips


def _same(one: str, other: str) -> int | None:
    """0 the same, 1 another spelling or an initial, 2 a slip of a letter or two, None different."""
    if one == other:
        return 0
    if len(one) == 1 or len(other) == 1:
        return 1 if one[0] == other[0] else None
    if _sound(one) == _sound(other):
        return 1
    longest = max(len(one), len(other))
    allowed = 0 if longest < 4 else 1 if longest < 8 else 2
    return 2 if OSA.distance(one, other) <= allowed else None


def _sound(word: str) -> str:
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    return re.sub(r"(.)\1+", r"\1", word)
