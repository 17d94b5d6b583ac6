"""Places where a report points at an image: "series 4, image 57", "(series #9 images #8-13)", "image #33/68"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_MOST: Final = 200
_NUMBER = r"#?\s?(\d{1,5})"
_RANGE = rf"{_NUMBER}(?:\s?(?:-|–|to|through|a)\s?{_NUMBER})?"
_SERIES = r"\b(?:series|serie|ser|se)\b\.?\s*(?:no\.?|number|n[º°.]?)?\s*"
_IMAGE = r"\b(?:images?|img|im|slices?|im[aá]gen(?:es)?|cortes?)\b\.?\s*(?:no\.?|number|n[º°.]?)?\s*"
_BETWEEN = r"\s*[,;:/(\[–-]?\s*"
_FORWARD = re.compile(rf"{_SERIES}{_NUMBER}{_BETWEEN}{_IMAGE}{_RANGE}", re.IGNORECASE)
_BACKWARD = re.compile(
    rf"{_IMAGE}{_RANGE}\s*(?:,|\(|of|on|in|from|de(?:\s+la)?|en(?:\s+la)?)?\s*(?:the\s+)?{_SERIES}{_NUMBER}",
    re.IGNORECASE,
)
_OF_SO_MANY = re.compile(rf"{_IMAGE}{_NUMBER}\s?/\s?{_NUMBER}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ImageReference:
    """What a report says of one image or a run of them. `series` is None where it only says "image 33 of 68",
    which is then `of`. `words` are the report's own.
    """

    series: int | None
    first: int
    last: int
    of: int | None
    words: str


def image_references(text: str) -> tuple[ImageReference, ...]:
    """Every image a text points at, in the order of the text, each place once."""
    found: dict[tuple[int | None, int, int], tuple[int, ImageReference]] = {}
    taken: list[range] = []
    for pattern in (_FORWARD, _BACKWARD, _OF_SO_MANY):
        for match in pattern.finditer(text):
            if any(match.start() in span for span in taken):
                continue
            taken.append(range(match.start(), match.end()))
            reference = _reference(pattern, match)
            if reference is not None:
                key = (reference.series, reference.first, reference.last)
                found.setdefault(key, (match.start(), reference))
    return tuple(reference for _, reference in sorted(found.values(), key=lambda each: each[0])[:_MOST])


def _reference(pattern: re.Pattern[str], match: re.Match[str]) -> ImageReference | None:
    words = " ".join(match.group().split())
    numbers = [int(part) if part else None for part in match.groups()]
    if pattern is _OF_SO_MANY:
        first, of = numbers
        assert first is not None
        return ImageReference(None, first, first, of, words) if of is not None and 0 < first <= of else None
    series, first, last = numbers if pattern is _FORWARD else (numbers[2], numbers[0], numbers[1])
    assert first is not None
    return ImageReference(series, first, last if last is not None and last > first else first, None, words)
