"""In which section of its page a date stands: those about earlier examinations and those that tell a story."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recordkeeper.recognise.date_rules import DateRules
from recordkeeper.recognise.folding import fold

OTHERS, STORY = "others", "story"
_LINES_BACK = 14  # a section that began higher up than this does not reach the date
_OTHERS_LINES = 3  # what was compared with is told in few lines
_HEADING = re.compile(r"(?:^|(?<=[.;|])\s+|\s{2,}|\t)\W{0,4}(?P<words>[^\W\d_][^:\n.;|]{1,48}?)\s?:(?!\d\d)")
_MOST_WORDS = 7
_ALONE = re.compile(r"^\W*(?P<words>[^\W\d_][^\W\d_ /&()'-]*(?:[ /&()'-]+[^\W\d_]+){0,4})\W*$")


def section_of(text: str, at: int, rules: DateRules) -> tuple[str, bool]:
    """Return "others" where text[at] stands among earlier examinations, "story" in a history, "" elsewhere, and
    whether the heading that says so is in the same line.

    A section begins with a heading ("COMPARISON:", or the word on a line of its own) and ends with the next.
    One about other examinations also ends with an empty line.
    """
    lines = 0
    start = text.rfind("\n", 0, at) + 1
    end = at
    while lines < _LINES_BACK:
        line = text[start:end]
        if lines and not line.strip():
            lines += _LINES_BACK if _blank_ends(text, start, rules) else 0
        heading = _last_heading(line, whole=lines > 0)
        if heading:
            found = rules.sections.get(heading, "")
            return ("" if found == OTHERS and lines > _OTHERS_LINES else found), not lines
        if not start:
            break
        lines, end = lines + 1, start - 1
        start = text.rfind("\n", 0, end) + 1
    return "", False


def _blank_ends(text: str, start: int, rules: DateRules) -> bool:
    """Whether the empty line at `start` ends a section: right below its heading it does not."""
    above = text[text.rfind("\n", 0, max(0, start - 1)) + 1 : max(0, start - 1)]
    alone = _ALONE.match(above)
    return not (alone and fold(alone["words"]) in rules.sections)


def _last_heading(line: str, whole: bool) -> str:
    """The heading that stands last in a line, folded; with `whole` also a line that is nothing else."""
    words = next(reversed(list(_headings(line))), "")
    if not words and whole:
        alone = _ALONE.match(line)
        words = fold(alone["words"]) if alone and _looks_like_one(alone["words"]) else ""
    return words


def _looks_like_one(words: str) -> bool:
    return words.isupper() or words.istitle()


def _headings(line: str) -> Iterator[str]:
    for match in _HEADING.finditer(line):
        words = fold(match["words"])
        if words and words.count(" ") < _MOST_WORDS:
            yield words
