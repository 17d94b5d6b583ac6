"""The paragraph a date stands in: under "COMPARISON:" every date is another examination's."""

from __future__ import annotations

import re

from recordkeeper.recognise.date_rules import DateRules
from recordkeeper.recognise.folding import plain_letters
from recordkeeper.recognise.printed_dates import PrintedDate

_HEADING = re.compile(r"\s*(?P<words>[^\W\d_][^\W\d_ ]*(?:[ /&-][^\W\d_ ]+){0,4})\s*:")
_ANOTHER_LABEL = re.compile(r"[^\W\d_]\s*:(?!\d)")
_MOST_LINES = 6  # of a paragraph


def role_of_section(text: str, printed: PrintedDate, rules: DateRules) -> tuple[str, str]:
    """The role that the heading of its paragraph gives a date, and the heading; ("", "") when it gives none.

    A label of its own between the heading and the date ("Comparison: none. Exam date: …") goes before it.
    """
    end = printed.start
    start = text.rfind("\n", 0, end) + 1
    for _ in range(_MOST_LINES):
        heading = _HEADING.match(text, start, end)
        if heading:
            words = heading["words"]
            role = next((role for role, search in rules.sections.items() if _is(search, words)), "")
            free = role and not _ANOTHER_LABEL.search(text, heading.end(), printed.start)
            return (role, words) if free else ("", "")
        above = text.rfind("\n", 0, max(0, start - 1)) + 1
        if start == 0 or not text[above : start - 1].strip():
            return "", ""
        start = above
    return "", ""


def _is(search: re.Pattern[str], words: str) -> bool:
    return search.fullmatch(" ".join(plain_letters(words).split())) is not None
