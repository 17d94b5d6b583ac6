"""What stands beside a date among the first lines of a document: a title, the name of a hospital, or nothing."""

from __future__ import annotations

import re

from recordkeeper.recognise.folding import fold, plain_letters, without_byline
from recordkeeper.recognise.layout import Sheets
from recordkeeper.recognise.printed_dates import PrintedDate
from recordkeeper.recognise.rules import Rules
from recordkeeper.records.kinds import Kind

_HEAD_LINES = 14
_LONGEST, _MOST_SMALL_WORDS = 110, 5  # characters and words in small letters; with more a line is a sentence
_BY = re.compile(r"\b(?:by|with)\s+(?:[^\W\d_][\w.'’-]*,?\s*){2,6}(?=$|\bat\b|\bon\b|[-–—|])", re.IGNORECASE)
_SMALL_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_A-Z][^\W\d_]{2,}")
_LINKS = re.compile(
    r"\b(?:at|on|of|dated|date|from|del?|vom|du|le|am|fecha|datum)\b|\d{1,2}[:.]\d\d(?:\s?[ap]m)?|[-–—|()/:,]",
    re.IGNORECASE,
)


def head_line(printed: PrintedDate, sheets: Sheets) -> str | None:
    """Return the line of a date among the first lines of the document without the date; None for other dates."""
    text = sheets.pages[printed.page].text
    if printed.page or text.count("\n", 0, printed.start) >= _HEAD_LINES:
        return None
    start, end = text.rfind("\n", 0, printed.start) + 1, text.find("\n", printed.end)
    line = text[start : printed.start] + " " + text[printed.end : end if end >= 0 else len(text)]
    sentence = len(re.findall(r"\b[a-z]{3,}\b", line)) > _MOST_SMALL_WORDS
    return None if sentence or len(line) > _LONGEST else line


def is_title(line: str, kind: Kind, rules: Rules) -> bool:
    """Whether what is left of a line without its date is a title of this kind, whoever wrote it and when."""
    rest = _BY.sub(" ", without_byline(line))
    readings = {fold(line), fold(rest), fold(_LINKS.sub(" ", rest))} - {""}
    return any(kind in rules.kinds.titled(words) for words in readings)


def is_place(line: str, rules: Rules) -> bool:
    """Whether what is left of a line without its date is the name of a hospital and nothing else."""
    rest = _LINKS.sub(" ", line).strip()
    return rules.people.is_place(rest) and names_only(rest, rules) and not rules.people.not_places.search(rest)


def names_only(words: str, rules: Rules) -> bool:
    """Whether words may be a name, a town, a heading: none but little ones in small letters, or all of them."""
    if words.islower():
        return True
    return all(plain_letters(word) in rules.dates.little for word in _SMALL_WORD.findall(words))
