"""The name of an illness around its noun: "moderately differentiated adenocarcinoma of the sigmoid colon"."""

from __future__ import annotations

import re
from typing import NamedTuple

from recordkeeper.recognise.facts_rules import NameRules
from recordkeeper.recognise.facts_text import Leaf, Statement

_CLOSE = re.compile(r"[\s,/\-+]{1,4}|\.\s{1,2}")
_PLAIN = re.compile(r"[\s\-/]{1,3}|\.\s{1,2}")
_COMMA = re.compile(r",\s{1,2}")
_IN_PLACE = re.compile(r"[\s,/\-]{1,4}")
_ENDS_A_LINE = frozenset({"positive", "negative", "type", "grade", "focal", "primary"})  # before a full stop
_GRADES = frozenset(["1", "2", "3", "4", "i", "ii", "iii", "iv"])
_WITHIN = frozenset({"of", "de", "and", "y"})  # inside a place: "middle and lower lobe of lung"
_FEATURES_WITHIN = 6  # words after "with"


class Run(NamedTuple):
    """Words first to last - 1 of a page."""

    first: int
    last: int


def name_around(leaf: Leaf, statement: Statement, at: int, size: int, names: NameRules) -> Run:
    """All the words that belong to the noun at word `at`."""
    first = _before(leaf, statement, at, names)
    last = _after(leaf, statement, at + size, names)
    while last > at + size and leaf.words.words[last - 1] in names.not_last:
        last -= 1
    while first < at and leaf.words.words[first] in names.joins:
        first += 1
    return Run(first, last)


def _before(leaf: Leaf, statement: Statement, at: int, names: NameRules) -> int:
    words, first = leaf.words.words, at
    while first > statement.first:
        here, gap = first - 1, leaf.gap(first - 1)
        if leaf.tagged("modifier", here) and _CLOSE.fullmatch(gap):
            if "." in gap and words[here] in _ENDS_A_LINE:
                break
            first = here
        elif _in_place(leaf, here) and _PLAIN.fullmatch(gap):
            first = here
        elif words[here] in _GRADES and here > statement.first and words[here - 1] in ("grade", "grado"):
            first = here - 1
        elif words[here] in names.joins and here > statement.first and gap.isspace():
            if not leaf.tagged("modifier", here - 1) or not leaf.gap(here - 1).isspace():
                break
            first = here - 1
        else:
            break
    return first


def _after(leaf: Leaf, statement: Statement, last: int, names: NameRules) -> int:
    words, comma = leaf.words.words, 0  # where the last comma was
    while last < statement.last:
        gap, word = leaf.gap(last - 1), words[last]
        modifies, placed = leaf.tagged("modifier", last), _in_place(leaf, last)
        if (placed or (modifies and (word in names.follows or comma))) and _PLAIN.fullmatch(gap) and "/" not in gap:
            last += 1
        elif (placed or modifies) and _COMMA.fullmatch(gap) and word not in names.not_after_comma:
            comma = comma or last
            last += 1
        elif word in _GRADES and words[last - 1] in ("grade", "grado") and _PLAIN.fullmatch(gap):
            last += 1
        elif word == "with" or word == "con":
            end = _features(leaf, statement, last, names)
            if end == last:
                break
            last = end
        else:
            end = _place(leaf, statement, last, names)
            if end == last:
                break
            last = end
    if comma and last < statement.last and leaf.gap(last - 1).isspace() and "\n" not in leaf.gap(last - 1):
        return comma  # what follows the comma goes on as something else
    return last


def _features(leaf: Leaf, statement: Statement, last: int, names: NameRules) -> int:
    """Past "with mucinous features", or where it was."""
    for at in range(last + 1, min(last + _FEATURES_WITHIN, statement.last)):
        if leaf.gap(at - 1).strip(" \n-"):
            break
        if leaf.words.words[at] in names.features:
            return at + 1
    return last


def _place(leaf: Leaf, statement: Statement, last: int, names: NameRules) -> int:
    """Past "of the left breast", or where it was."""
    words = leaf.words.words
    if not leaf.gap(last - 1).isspace():
        return last
    for size in (2, 1):
        at = last + size
        if at < statement.last and " ".join(words[last:at]) in names.locates:
            while at < statement.last and (words[at] in names.skip or leaf.tagged("modifier", at)):
                at += 1
            end = place_from(leaf, statement, at)
            if end > at and not _only_parts(leaf, at, end, names):
                return end
    return last


def place_from(leaf: Leaf, statement: Statement, at: int) -> int:
    """Past the words of a place that begin at word `at`."""
    end = at
    while end < statement.last and _in_place(leaf, end) and (end == at or _IN_PLACE.fullmatch(leaf.gap(end - 1))):
        end += 1
        if end + 1 < statement.last and leaf.words.words[end] in _WITHIN and _in_place(leaf, end + 1):
            end += 1
    return end


def places(leaf: Leaf, statement: Statement, first: int, last: int, names: NameRules) -> list[Run]:
    """The places named by words first to last - 1; words that only say which part are none."""
    found, at = list[Run](), first
    while at < last:
        end = min(place_from(leaf, statement, at), last)
        if end > at and not _only_parts(leaf, at, end, names):
            found.append(Run(at, end))
        at = max(end, at + 1)
    return found


def _only_parts(leaf: Leaf, first: int, last: int, names: NameRules) -> bool:
    words = leaf.words.words
    return not any(leaf.tagged("site", at) and words[at] not in names.parts for at in range(first, last))


def _in_place(leaf: Leaf, at: int) -> bool:
    return leaf.tagged("site", at) or leaf.tagged("side", at)
