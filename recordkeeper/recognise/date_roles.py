"""What happened on each printed date: the words beside, left of and above it."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass

from recordkeeper.recognise.layout import Cell, Sheets
from recordkeeper.recognise.printed_dates import PrintedDate
from recordkeeper.recognise.rules import DateRules

_FILLER = re.compile(
    r"(?:[\s:.,#=\-–—>|*_()\[\]/]"
    r"|\b(?:on|of|is|was|the|date|time|dated|at|el|del?|am|vom|a las|as)\b"
    r"|\b(?:mon|tues?|wed|wednes|thu|thurs?|fri|sat|satur|sun)(?:day)?\b"
    r"|\b(?:lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo)\b"
    r"|\d{1,2}:\d{2}(?::\d{2})?\s?(?:[ap]\.?m\.?)?)*",
    re.IGNORECASE,
)
_MOST_DATES = 150
_PROSE_WORDS = 14
_LEAD_WORDS = 5  # a label has at most so many words of its own before it in a header


@dataclass(frozen=True, slots=True)
class DatedFact:
    """A printed date with its role; `strength` says how plainly the page labels it (0 to 1)."""

    printed: PrintedDate
    role: str
    strength: float
    words: str
    rule: str


def roles(dates: tuple[PrintedDate, ...], sheets: Sheets, rules: DateRules) -> tuple[DatedFact, ...]:
    """Return each of the first 150 dates with what happened on it; "unlabelled" where the page does not say."""
    starts = [[cell.start for cell in cells] for cells in sheets.by_page]
    facts: list[DatedFact] = []
    before: PrintedDate | None = None
    for printed in dates[:_MOST_DATES]:
        cells = sheets.by_page[printed.page]
        place = bisect.bisect_right(starts[printed.page], printed.start) - 1
        if place < 0:
            continue
        cell = cells[place]
        since = before.end if before and before.page == printed.page else 0
        facts.append(_role(printed, cell, max(cell.start, since), sheets, rules))
        before = printed
    return tuple(facts)


def _role(printed: PrintedDate, cell: Cell, since: int, sheets: Sheets, rules: DateRules) -> DatedFact:
    text = sheets.pages[printed.page].text
    line_start = text.rfind("\n", 0, printed.start) + 1
    line_end = text.find("\n", printed.end)
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    for label in rules.lines:
        if len(line) < 140 and label.search.search(line):
            return DatedFact(printed, label.role, 0.9, line.strip(), "line of the page's own")
    after = text[printed.end : cell.end + 40].split("\n")[0]
    prefix = text[since : printed.start]
    words_before, words_after = len(prefix.split()), len(text[printed.end : cell.end].split())
    prose = words_before + words_after > _PROSE_WORDS
    for label in rules.suffixes:
        match = label.search.match(after)
        if match and not (label.role == "birth" and prose):
            return DatedFact(
                printed, label.role, 0.9, (printed_words(text, printed) + match.group()).strip(), "words after"
            )
    labelled = _label_at_end(prefix, rules)
    if labelled:
        role, words, lead, comma = labelled
        strength = _strength(lead, prose) * (0.5 if comma else 1.0)
        return DatedFact(printed, role, strength, words, "words before")
    if words_before == 0 or not re.search(r"\w", prefix):
        near = _label_nearby(printed, cell, since, sheets, rules)
        if near:
            return near
        alone = words_before + words_after <= 1
        return DatedFact(
            printed, "unlabelled", 0.5 if alone else 0.2, text[printed.start : printed.end], "a date by itself"
        )
    return DatedFact(printed, "unlabelled", 0.1 if prose else 0.2, prefix[-60:].strip(), "a date in a sentence")


def printed_words(text: str, printed: PrintedDate) -> str:
    """Return the date as it is printed."""
    return text[printed.start : printed.end]


def _strength(lead: int, prose: bool) -> float:
    if lead <= 1:
        return 0.75 if prose else 0.97
    if lead <= _LEAD_WORDS and not prose:
        return 0.85
    return 0.35 if prose else 0.6


def _label_nearby(
    printed: PrintedDate, cell: Cell, since: int, sheets: Sheets, rules: DateRules
) -> DatedFact | None:
    if since > cell.start:
        return None
    for other, strength, rule in (
        (sheets.row_before(cell), 0.95, "label to the left"),
        (sheets.above(cell), 0.93, "label above"),
    ):
        if other is None or len(other.text.split()) > 7:
            continue
        label = _label_at_end(other.text, rules)
        if label and label[2] <= 3 and label[0] != "not":
            return DatedFact(
                printed,
                label[0],
                strength,
                f"{label[1]} {printed_words(sheets.pages[printed.page].text, printed)}",
                rule,
            )
    return None


def _label_at_end(prefix: str, rules: DateRules) -> tuple[str, str, int, bool] | None:
    """The label that `prefix` ends with (only filling words after it): role, its words, how many words stand before
    it, and whether only a comma parts it from the date, as in a sentence.
    """
    tail = prefix[-90:]
    found = [
        (match.end(), match.end() - match.start(), label.role)
        for label in rules.labels
        for match in label.search.finditer(tail)
        if match.group() and _only_filler(tail[match.end() :])
    ]
    found = [one for one in found if one[2] != "date"] or found  # "Date" alone gives way to any word that says more
    found = [one for one in found if not any(_inside(one, other) for other in found)]
    if not found:
        return None
    end, length, role = max(found)
    lead = tail[: end - length].rsplit(". ", 1)[-1]
    words = tail[end - length : end].strip()
    own = 0 if words[:2].lower() in ("i ", "we") else len(re.findall(r"\w+", lead))
    return role, words, own, tail[end:].lstrip().startswith(",")


def _inside(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    return other[1] > one[1] and other[0] >= one[0] and other[0] - other[1] <= one[0] - one[1]


def _only_filler(text: str) -> bool:
    return _FILLER.fullmatch(text) is not None
