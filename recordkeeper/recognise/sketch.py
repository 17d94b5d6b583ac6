"""A small stand-in for a text: enough of its word runs and numbers to tell whether another text is the same.

A sketch is bytes, a kilobyte or two a record, made once when a record is read and compared without the text.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from recordkeeper.recognise.folding import plain_letters
from recordkeeper.recognise.twin_rules import TwinRules
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.reading import PageText

VERSION = 1
RUN = 3  # words; five are more telling, but a scanner's errors break them too often
_MOST_RUNS = 320
_RUNS_A_PAGE = 24  # kept at least, on average, of a long record
_MOST_RUNS_EVER = 6000
_MOST_PAIRS = 300
_MOST_NUMBERS = 400
_EDGE = 4  # lines at the top and the bottom of a page
_MOST_DAYS = 60
_LONG_BEFORE = 15  # years
_ALL = 0xFFFFFFFF
_WORDS_KEPT = 96
_LABEL = 4  # letters of a word that can name the numbers behind it; units are shorter
_DATED = 0x8000  # the bit that marks a date among the numbers of pairs
_IS_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_HEAD = struct.Struct("<BHIHHHHH")

_DATE = re.compile(
    r"\b(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})\b"
    r"|\b(?P<d2>\d{1,2})[-/.](?P<m2>\d{1,2})[-/.](?P<y2>(?:19|20)\d\d|\d\d)\b"
    r"|\b(?P<w3>[a-z]{3,10})\.? (?P<d3>\d{1,2})(?:st|nd|rd|th)?,? (?P<y3>(?:19|20)\d\d)\b"
    r"|\b(?P<d4>\d{1,2})(?:st|nd|rd|th)?[ .-](?:de )?(?P<w4>[a-z]{3,10})\.?,?[ -](?:de )?(?P<y4>(?:19|20)\d\d)\b"
)
_MONTH_NAMES = (
    *(
        "jan ene",
        "feb",
        "mar mrz",
        "apr abr",
        "may mai",
        "jun",
        "jul",
        "aug ago",
        "sep set",
        "oct okt",
        "nov",
        "dec dic",
    ),
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_TOKEN = re.compile(r"[a-z0-9]+(?:[.,][0-9]+)*")
_CLASSES = str.maketrans({"0": "o", "1": "i", "l": "i", "5": "s", "8": "b", "q": "g", "9": "g", "v": "u", "y": "u"})
_CENTURY_TURN = 35  # two digits from here on are read as 19xx

Hashes = NDArray[np.uint32]

_PARTS = (  # name, which of the counts in the head is its length, how its numbers are stored
    ("runs", 0, "<u4"),
    ("run_pages", 0, "<u2"),
    ("pair_labels", 1, "<u4"),
    ("pair_numbers", 1, "<u2"),
    ("numbers", 2, "<u4"),
    ("days", 3, "<u4"),
    ("vocabulary", 4, "<u4"),
)


@dataclass(frozen=True)  # no slots: the sets below are made once, when first asked for
class Sketch:
    """`runs` are the smallest hashes of the word runs, sorted, `run_pages` the page (from 1) each is on;
    `limit` is the largest hash kept where not all were. `pairs` are a label's hash and a number's behind it.
    """

    pages: int
    words: int
    limit: int
    runs: Hashes
    run_pages: NDArray[np.uint16]
    pair_labels: Hashes
    pair_numbers: NDArray[np.uint16]
    numbers: Hashes
    days: Hashes  # dates but those long before the others: a birth date says nothing of the record
    vocabulary: Hashes

    @cached_property
    def pairs(self) -> dict[int, set[int]]:
        """The numbers behind each label."""
        found: dict[int, set[int]] = {}
        for label, number in zip(self.pair_labels.tolist(), self.pair_numbers.tolist(), strict=True):
            found.setdefault(label, set()).add(number)
        return found

    @cached_property
    def dates(self) -> dict[int, set[int]]:
        """The dates behind each label."""
        dated = {label: {one for one in numbers if one & _DATED} for label, numbers in self.pairs.items()}
        return {label: numbers for label, numbers in dated.items() if numbers}

    @cached_property
    def number_set(self) -> frozenset[int]:
        return frozenset(self.numbers.tolist())

    @cached_property
    def day_set(self) -> frozenset[int]:
        return frozenset(self.days.tolist())

    def packed(self) -> bytes:
        parts = self._parts()
        counts = [len(parts[name]) for name in ("runs", "pair_labels", "numbers", "days", "vocabulary")]
        head = _HEAD.pack(VERSION, min(self.pages, 0xFFFF), self.words, *counts) + struct.pack("<I", self.limit)
        return head + b"".join(part.astype(part.dtype.newbyteorder("<")).tobytes() for part in parts.values())

    def _parts(self) -> dict[str, np.ndarray]:
        return {name: getattr(self, name) for name, _, _ in _PARTS}

    @classmethod
    def of(cls, packed: bytes) -> Sketch:
        """Read what `fingerprint_of` gave. ValueError when it is none, or of another version."""
        try:
            version, pages, words, *counts = _HEAD.unpack_from(packed)
            (limit,) = struct.unpack_from("<I", packed, _HEAD.size)
        except struct.error as error:
            raise ValueError("not a sketch") from error
        at = _HEAD.size + 4
        if version != VERSION or len(packed) != at + sum(
            counts[which] * int(kind[-1]) for _, which, kind in _PARTS
        ):
            raise ValueError("not a sketch")
        parts = {}
        for name, which, kind in _PARTS:
            parts[name] = np.frombuffer(packed, kind, counts[which], at).astype(kind[1:])
            at += counts[which] * int(kind[-1])
        return cls(pages, words, limit, **parts)


def fingerprint_of(pages: Sequence[PageText], *, rules: TwinRules) -> bytes:
    """Return the sketch of a record's pages, to be kept with it."""
    of_copies = frozenset(label.translate(_CLASSES) for label in rules.copy_labels)
    hashes: list[Hashes] = []
    numbers: set[int] = set()
    days: set[str] = set()
    pairs: dict[tuple[int, int], None] = {}
    vocabulary: set[int] = set()
    words = 0
    for page in pages:
        tokens = list(tokens_of(_own_lines(page.text, rules)))
        words += len(tokens)
        hashed = np.array([_hash(token) for token, _ in tokens], np.uint32)
        hashes.append(_runs(hashed))
        vocabulary.update(hash_ for hash_, (_, number) in zip(hashed.tolist(), tokens, strict=True) if not number)
        numbers.update(number_hash(token) for token, number in tokens if number and _tells(token))
        days.update(token for token, number in tokens if number and _IS_DATE.fullmatch(token))
        if len(pairs) < _MOST_PAIRS:
            pairs.update(dict.fromkeys(_pairs(tokens, of_copies)))
    runs, places, limit = _smallest_runs(hashes)
    pair_list = list(pairs)[:_MOST_PAIRS]
    sketch = Sketch(
        len(hashes),
        words,
        limit,
        runs,
        places,
        np.array([label for label, _ in pair_list], np.uint32),
        np.array([number for _, number in pair_list], np.uint16),
        _smallest(numbers, _MOST_NUMBERS),
        _smallest(_days(days), _MOST_DAYS),
        _smallest(vocabulary, _WORDS_KEPT),
    )
    return sketch.packed()


def _own_lines(text: str, rules: TwinRules) -> str:
    """The text without what a fax, a browser or a print job put above and below it."""
    lines = text.split("\n")
    edges = {*range(_EDGE), *range(len(lines) - _EDGE, len(lines))}
    return "\n".join(
        line
        for row, line in enumerate(lines)
        if row not in edges or not rules.copy_lines.search(plain_letters(line))
    )


def _smallest_runs(hashes: list[Hashes]) -> tuple[Hashes, NDArray[np.uint16], int]:
    """The smallest hashes, the page each is first on, and the limit below which they are all there are."""
    if not hashes:
        return np.array([], np.uint32), np.array([], np.uint16), _ALL
    runs = np.concatenate(hashes)
    places = np.repeat(
        np.minimum(np.arange(1, len(hashes) + 1), 0xFFFF).astype(np.uint16), [len(part) for part in hashes]
    )
    runs, first = np.unique(runs, return_index=True)
    most = min(max(_MOST_RUNS, _RUNS_A_PAGE * len(hashes)), _MOST_RUNS_EVER)
    limit = int(runs[most - 1]) if len(runs) > most else _ALL
    return runs[:most], places[first][:most], limit


def _days(dates: set[str]) -> set[int]:
    latest = max((int(date[:4]) for date in dates), default=0)
    return {number_hash(date) for date in dates if int(date[:4]) > latest - _LONG_BEFORE}


def _smallest(values: set[int], count: int) -> Hashes:
    return np.array(sorted(values)[:count], np.uint32)


def _runs(hashed: Hashes) -> Hashes:
    """One hash for every run of words."""
    if len(hashed) < RUN:
        return np.array([], np.uint32)
    mixed = np.zeros(len(hashed) - RUN + 1, np.uint64)
    for place in range(RUN):
        mixed = (mixed * np.uint64(0x9E3779B97F4A7C15)) ^ hashed[place : len(hashed) - RUN + 1 + place].astype(
            np.uint64
        )
        mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)  # the mixer of splitmix64
    return (mixed >> np.uint64(32)).astype(np.uint32)


def tokens_of(text: str) -> Iterator[tuple[str, bool]]:
    """Yield words and numbers as they are compared, and whether each is a number or a date.

    Letters a scanner takes for each other are one; a date is the same however it is printed.
    """
    small = plain_letters(text).replace("rn", "m").replace("vv", "w")
    at = 0
    for match in _DATE.finditer(small):
        day = _day(match)
        if day:
            yield from _plain_tokens(small[at : match.start()])
            yield day, True
            at = match.end()
    yield from _plain_tokens(small[at:])


def _plain_tokens(text: str) -> Iterator[tuple[str, bool]]:
    for token in _TOKEN.findall(text):
        if token.isalpha():  # nearly all of them
            yield _alike(token), False
            continue
        digits = sum(sign.isdigit() for sign in token)
        if 2 * digits > len(token):
            yield token.replace(",", ".").rstrip("0").rstrip(".") if "." in token or "," in token else token, True
        else:
            yield _alike(token), False


@lru_cache(maxsize=16384)
def _alike(word: str) -> str:
    """A word with one letter for all that a scanner takes for each other."""
    return word.translate(_CLASSES)


def _day(match: re.Match[str]) -> str:
    """A date in one form, whichever of day and month comes first: the smaller of the two is named first."""
    part = match.groupdict()
    year = part["y"] or part["y2"] or part["y3"] or part["y4"]
    day = part["d"] or part["d2"] or part["d3"] or part["d4"]
    name = part["w3"] or part["w4"]
    month = _MONTHS.get(name[:3], 0) if name else int(part["m"] or part["m2"])
    return date_token(_full_year(year), month, int(day)) if 0 < month <= 31 and 0 < int(day) <= 31 else ""


def _full_year(year: str) -> int:
    if len(year) > 2:
        return int(year)
    return int(year) + (1900 if int(year) >= _CENTURY_TURN else 2000)


def date_token(year: int, month: int, day: int) -> str:
    """How a date stands among the tokens."""
    return f"{year}-{min(month, day):02d}-{max(month, day):02d}"


def date_hash(date: PartialDate) -> int:
    """The hash by which a day is found in `Sketch.numbers`."""
    return number_hash(date_token(date.year, date.month, date.day))


def number_hash(token: str) -> int:
    return _hash(token)


@lru_cache(maxsize=16384)
def _hash(token: str) -> int:
    return (zlib.crc32(token.encode()) * 0x9E3779B1) & 0xFFFFFFFF


def _tells(token: str) -> bool:
    """Whether a number tells one text from another: two digits or more."""
    return sum(sign.isdigit() for sign in token) >= 2


def _pairs(tokens: Sequence[tuple[str, bool]], of_copies: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Each number with the two long words before it."""
    before: tuple[str, str] = ("", "")
    for token, number in tokens:
        if number:
            if before[1] and before[1] not in of_copies:
                dated = _DATED if _IS_DATE.fullmatch(token) else 0
                yield _hash(" ".join(before)), (_hash(token) & (_DATED - 1)) | dated
        elif len(token) >= _LABEL:
            before = (before[1], token)


def overlap(one: Sketch, other: Sketch) -> float:
    """The share of the shorter text's word runs that the other has too (0 to 1), estimated from what both kept."""
    limit = min(one.limit, other.limit)
    ours, theirs = one.runs[one.runs <= limit], other.runs[other.runs <= limit]
    few = min(len(ours), len(theirs))
    return len(np.intersect1d(ours, theirs, assume_unique=True)) / few if few else 0.0
