"""How well two names fit: word by word, whatever their order, and never so well that two people become one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum

from rapidfuzz.distance import OSA

from recordkeeper.recognise.latin import sounds_alike
from recordkeeper.recognise.name_lore import name_lore
from recordkeeper.recognise.names import Name

_FIRST_IDEOGRAPH = "\u3040"
_FEWEST_CUT = 5  # letters of a family name that may have been cut off at the end

_EXACT, _SPELLING, _INITIAL, _NEAR = 0, 1, 2, 3


class Fit(IntEnum):
    """How well two names fit, from worst to best."""

    NONE = 0  # plainly two names
    KIN = 1  # some of it fits, some speaks against it
    PART = 2  # what there is fits, but it is too little to tell
    SLIP = 3  # the same but for a spelling, a word left out, a letter misread
    FULL = 4  # given and family name fit


def fit(one: Name, other: Name) -> Fit:
    """Say how well two names fit, whatever their order, initials, hyphens, accents and middle names."""
    first, second = _real(one.words), _real(other.words)
    if not first or not second:
        return Fit.NONE
    spelled = dict(one.spelled + other.spelled)
    if _joined(first, second, spelled) or _joined(one.words, other.words, spelled):
        if len(first) == len(second) == 1 and not _is_whole_name(first[0]):
            return Fit.PART
        return Fit.SLIP if _generations_doubt(one, other) or _turned(one, other) else Fit.FULL
    return _weighed(one, other, _pairs(first, second, spelled), first, second)


def _weighed(
    one: Name, other: Name, pairs: Sequence[tuple[str, str, int]], first: tuple[str, ...], second: tuple[str, ...]
) -> Fit:
    whole = sum(1 for a, b, cost in pairs if cost <= _SPELLING and min(len(a), len(b)) > 1)
    near = sum(1 for *_, cost in pairs if cost == _NEAR)
    left = _without(first, (a for a, *_ in pairs))
    right = _without(second, (b for _, b, _ in pairs))
    if _families_clash(one, other) or (_has_word(left) and _has_word(right)):
        return Fit.KIN if whole + near > 1 else Fit.NONE
    if near:
        return Fit.KIN if whole + near > 1 or len(pairs) > 1 else Fit.NONE
    if len(first) < 2 or len(second) < 2:
        return Fit.PART if whole else Fit.NONE
    if whole < 2:  # a family name and an initial
        return Fit.PART if whole and len(pairs) > 1 else Fit.NONE
    if any(one.first == a and len(b) == 1 < len(a) for a, b, _ in pairs):
        return Fit.PART  # two family names and an initial
    spelled = any(cost == _SPELLING for *_, cost in pairs)
    doubt = spelled or _generations_doubt(one, other) or _turned(one, other) or _left_out(one, other, left, right)
    return Fit.SLIP if doubt else Fit.FULL


def shares_a_word(one: Name, other: Name) -> bool:
    """Whether a whole word of one name is in the other, a letter more or less allowed."""
    return any(_same(a, b, {}) is not None for a in _long(one) for b in _long(other))


def _long(name: Name) -> list[str]:
    return [word for word in _real(name.words) if len(word) > 2]


def _real(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in name_lore().particles) or words


def _joined(first: tuple[str, ...], second: tuple[str, ...], spelled: Mapping[str, str]) -> bool:
    """The same letters in the same order, wherever the spaces and the comma are."""
    for one, other in ((first, second), (_out(first, spelled), second), (first, _out(second, spelled))):
        whole = "".join(one)
        if any(whole == "".join(other[at:] + other[:at]) for at in range(len(other))):
            return True
    return False


def _is_whole_name(word: str) -> bool:
    """Chinese, Japanese and Korean names are written without a space."""
    return len(word) > 1 and all(letter >= _FIRST_IDEOGRAPH for letter in word)


def _out(words: tuple[str, ...], spelled: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(spelled.get(word, word) for word in words)


def _generations_doubt(one: Name, other: Name) -> bool:
    """Father and son: one of them is marked, or both are and otherwise."""
    return one.generation != other.generation


def _turned(one: Name, other: Name) -> bool:
    """Two given names the other way round: James Thomas is not Thomas James."""
    if one.first == other.first or not (one.words and other.words):
        return False
    both = [word for word in (*_real(one.words), *_real(other.words)) if len(word) > 1]
    return all(word in name_lore().common for word in both)


def _left_out(one: Name, other: Name, left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether a word that only one of the names has says more than a middle name would."""
    if (left and right) or one.first in left or other.first in right:
        return True
    known = all(len(word) == 1 or word in name_lore().common or word in one.compound for word in left)
    return not known or any(len(word) > 1 and word not in other.compound for word in right)


def _has_word(words: Iterable[str]) -> bool:
    return any(len(word) > 1 for word in words)


def _without(words: tuple[str, ...], paired: Iterable[str]) -> list[str]:
    left = list(words)
    for word in paired:
        left.remove(word)
    return left


def _families_clash(one: Name, other: Name) -> bool:
    if not (one.family and other.family):
        return False
    spelled = dict(one.spelled + other.spelled)
    own, others = _real(one.family), _real(other.family)
    if any(_same(a, b, spelled) is not None for a in own for b in others):
        return False
    return "".join(own) != "".join(others)


def _pairs(
    first: tuple[str, ...], second: tuple[str, ...], spelled: Mapping[str, str]
) -> list[tuple[str, str, int]]:
    """Pair up words that fit, the surest first."""
    offers = sorted(
        (cost, place, other_place)
        for place, a in enumerate(first)
        for other_place, b in enumerate(second)
        if (cost := _same(a, b, spelled)) is not None
    )
    used_first, used_second = set[int](), set[int]()
    pairs: list[tuple[str, str, int]] = []
    for cost, place, other_place in offers:
        if place not in used_first and other_place not in used_second:
            used_first.add(place)
            used_second.add(other_place)
            pairs.append((first[place], second[other_place], cost))
    return pairs


def _same(one: str, other: str, spelled: Mapping[str, str]) -> int | None:
    """How two words are the same, None when they are two."""
    if one == other or spelled.get(one, one) == other or one == spelled.get(other, other):
        return _EXACT
    if len(one) == 1 or len(other) == 1:
        return _INITIAL if one[0] == other[0] else None
    if other in name_lore().same.get(one, ()):
        return _SPELLING
    if other in name_lore().perhaps.get(one, ()):
        return _NEAR
    if one in name_lore().common and other in name_lore().common:
        return None  # two people's, however much alike
    if sounds_alike(one, other) or _scotch(one) == _scotch(other) or _article(one, other):
        return _SPELLING
    if _misread(one, other) or _cut(one, other):
        return _SPELLING
    longest = max(len(one), len(other))
    allowed = 0 if longest < 4 else 1 if longest < 8 else 2
    near = OSA.distance(one, other) <= allowed or (min(len(one), len(other)) > 2 and _begins(one, other))
    return _NEAR if near else None


def _scotch(word: str) -> str:
    return f"mc{word[3:]}" if word.startswith("mac") and len(word) > 5 else word


def _article(one: str, other: str) -> bool:
    """Elsayed and Sayed: what is written together here stands apart there."""
    return any(
        long == f"{article}{short}"
        for article in name_lore().articles
        for long, short in ((one, other), (other, one))
    ) or (one[:2] in ("al", "el") and other[:2] in ("al", "el") and one[2:] == other[2:] and len(one) > 5)


def _misread(one: str, other: str) -> bool:
    """Whether a scan could have taken one for the other: letters that look alike, one or two in long words."""
    allowed = 1 if max(len(one), len(other)) < 8 else 2
    if len(one) == len(other):
        apart = [frozenset((a, b)) for a, b in zip(one, other, strict=True) if a != b]
        return len(apart) <= allowed and all(pair in name_lore().look_alike for pair in apart)
    long, short = (one, other) if len(one) > len(other) else (other, one)
    return any(
        long[:at] + narrow + long[at + 2 :] == short
        for wide, narrow in name_lore().taken_for_one
        for at in range(len(long) - 1)
        if long[at : at + 2] == wide
    )


def _cut(one: str, other: str) -> bool:
    """A long name that ends early, as fields of sixteen letters make it."""
    short, long = sorted((one, other), key=len)
    return (
        len(short) >= _FEWEST_CUT
        and len(long) - len(short) > 1
        and long.startswith(short)
        and short not in name_lore().common
    )


def _begins(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
