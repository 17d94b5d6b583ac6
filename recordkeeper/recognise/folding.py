"""Text brought to one form for comparing: small letters and digits, no accents, one space between words."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator

_BRACES = re.compile(r"\{([^{}]*)\}")
_BETWEEN = re.compile(r"[^a-z0-9]+")
_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "þ": "th",
        "ð": "d",
        "ı": "i",
        "ﬁ": "fi",
        "ﬂ": "fl",
    }
)


def plain_letters(text: str) -> str:
    """Return `text` in small letters without accents; signs and spaces stay."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_LETTERS)


def fold(text: str) -> str:
    """Return the words of `text` in small plain letters and digits, one space between them, none at the ends."""
    if text.isascii():  # the same, much sooner
        return " ".join(text.translate(_ASCII).split())
    return _BETWEEN.sub(" ", plain_letters(text)).strip()


def spellings(pattern: str) -> Iterator[str]:
    """Yield every spelling of a cue such as "{pre,post}operative diagnos{i,e}s", folded."""
    parts = _BRACES.split(pattern)  # text, alternatives, text, alternatives, ..., text
    choices = [part.split(",") if place % 2 else [part] for place, part in enumerate(parts)]
    seen = {fold("".join(choice)) for choice in itertools.product(*choices)}
    yield from sorted(seen - {""})


_BYLINE = re.compile(
    r"\s+(?:by|por)\s+(?:[\w'’,-]+\.?\s+){1,7}?(?:at|on|el)\b.*$|\s+(?:by|por)\s+Dra?\.?\s.*$", re.IGNORECASE
)
_DATE_AT_THE_END = re.compile(
    r"[\s,:–-]+(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}"
    r"|\d{1,2}\.? [^\W\d]{3,10}\.?,? \d{4}|[^\W\d]{3,10}\.? \d{1,2},? \d{4})"
    r"(?:,? \d{1,2}:\d{2}(?: ?[AP]M)?)?\W*$",
    re.IGNORECASE,
)


def without_byline(line: str) -> str:
    """A title line without who wrote it when: "Biomarker Report by Dr. Ilse Brandt at 06/23/2020 9:23 AM"."""
    return _DATE_AT_THE_END.sub("", _BYLINE.sub("", line)) or line
