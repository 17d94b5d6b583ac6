"""What happened on each printed date: the words before, after, left of and above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from recordkeeper.recognise.date_labels import NOBODYS, TIME, blank, label_before, pair_before
from recordkeeper.recognise.date_rules import DateRules
from recordkeeper.recognise.date_sections import OTHERS, section_of
from recordkeeper.recognise.layout import Cell, Sheets
from recordkeeper.recognise.printed_dates import PrintedDate
from recordkeeper.recognise.words import spans_of, words_of

_AGE = re.compile(
    r"\s*[(,;|/\-]?\s*(?:(?:age|aged|edad)\s*:?\s*\d{1,3}\b|\d{1,3}\s*(?:yrs?\b|years?\b|y\.?/?o\b|y\b|a[ñn]os|jahre|ans\b))",
    re.IGNORECASE,
)
_SEX = re.compile(
    r"\s{0,3}[(|,;/\-]?\s{0,3}(?:\(?[MFV]\)?(?=\s*(?:$|[\s)|,;/]))|(?:fe)?male\b|man\b|woman\b|mujer\b|hombre\b|var[oó]n\b)"
)
_RANGE = re.compile(r"\s*(?:-|–|—|to|through|thru|until|al?|hasta|bis|au|and|y|/)\s*", re.IGNORECASE)
_OF_THE_NEXT = re.compile(
    r"(?: (?:on|date|at))?\s*[:=]?\s*(?:\d|[A-Z][a-z]{2,8}\.? \d)|\s*:"
)  # a label of what follows
_COLUMNS = re.compile(r"\s{3}|\||\t")
_REST_OF_LABEL = re.compile(r"(?i)(?:of|de|du)\s")
_MOST_DATES = 150
_LONG_LINE = 60  # characters from which a line without an end goes on in the next
_LONGEST_PREFIX = 110  # characters before a date in which its label is looked for
_PROSE_WORDS = 14
_LEAD_WORDS = 5  # a label has at most so many words of its own before it in a header
_LABEL_WORDS = 7  # of a cell that is a label and nothing else
_PLAINLY, _TOLD = 0.9, 0.4  # the strength of a label of its own; the most of a date told in a story
BY_ITSELF, SPAN = "a date by itself", "end of a span"


@dataclass(frozen=True, slots=True)
class DatedFact:
    """A printed date with its role; `strength` says how plainly the page labels it (0 to 1). `story` dates are told
    in a history or a plan, where most days are of something else; on `seen` ones a sentence says the patient was.
    """

    printed: PrintedDate
    role: str
    strength: float
    words: str
    rule: str
    story: bool = False
    seen: bool = False


def roles(dates: Sequence[PrintedDate], sheets: Sheets, rules: DateRules) -> tuple[DatedFact, ...]:
    """Return each of the first 150 dates with what happened on it; "unlabelled" where the page does not say."""
    facts: list[DatedFact] = []
    before: PrintedDate | None = None
    for printed in dates[:_MOST_DATES]:
        cell = sheets.cell_at(printed.page, printed.start)
        if cell is None:
            continue
        since = before.end if before and before.page == printed.page else 0
        text = sheets.pages[printed.page].text
        if facts and since > cell.start - 4 and _RANGE.fullmatch(text[since : printed.start]):
            pair = _pair(facts[-1].printed, text, since, printed, rules)
            if pair:
                facts[-1] = replace(facts[-1], role=pair[0])
            end = _end_of_range(facts[-1], printed)
            facts.append(replace(end, role=pair[1], rule=facts[-1].rule) if pair else end)
        else:
            facts.append(_in_its_section(printed, cell, max(cell.start, since), sheets, rules))
        before = printed
    return tuple(facts)


def printed_words(text: str, printed: PrintedDate) -> str:
    """Return the date as it is printed."""
    return text[printed.start : printed.end]


def _end_of_range(first: DatedFact, printed: PrintedDate) -> DatedFact:
    """The second date of a span; a stay ends with the discharge."""
    role = "discharge" if first.role == "admission" else first.role
    return replace(first, printed=printed, role=role, rule=SPAN)


def _pair(
    first: PrintedDate, text: str, since: int, printed: PrintedDate, rules: DateRules
) -> tuple[str, str] | None:
    """The roles of two dates with a stroke between them, where both labels stand before the first."""
    if "/" not in text[since : printed.start]:
        return None
    start = text.rfind("\n", 0, first.start) + 1
    return pair_before(text[max(start, first.start - _LONGEST_PREFIX) : first.start], rules)


def _in_its_section(printed: PrintedDate, cell: Cell, since: int, sheets: Sheets, rules: DateRules) -> DatedFact:
    """The role of a date, by the words around it and by the section it stands in (resources/rules/dates.toml)."""
    fact = _role(printed, cell, since, sheets, rules)
    if fact.role in NOBODYS:
        return fact
    section, same_line = section_of(sheets.pages[printed.page].text, printed.start, rules)
    own_line = not same_line and fact.strength >= _PLAINLY and fact.role != "unlabelled"
    own_words = section != OTHERS and fact.seen and bool(rules.writers.intersection(words_of(fact.words)[:1]))
    if not section or own_line or own_words:
        return fact
    if section == OTHERS:
        return replace(fact, role="comparison", strength=0.9, rule="in a section about other examinations")
    return replace(fact, strength=min(fact.strength, _TOLD), story=True)


def _role(printed: PrintedDate, cell: Cell, since: int, sheets: Sheets, rules: DateRules) -> DatedFact:
    text = sheets.pages[printed.page].text
    line_start = text.rfind("\n", 0, printed.start) + 1
    line_end = text.find("\n", printed.end)
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    whole = rules.line_role(line)
    if whole:
        return DatedFact(printed, whole, 0.9, line.strip(), "line of the page's own")
    prefix = text[max(since, printed.start - _LONGEST_PREFIX) : printed.start]
    after = text[printed.end : min(cell.end + 40, printed.end + 60)].split("\n")[0]
    words_before = len(text[since : printed.start].split())
    words_after = len(text[printed.end : cell.end].split())
    prose = words_before + words_after > _PROSE_WORDS
    suffix = _suffix(after, cell.end - printed.end, prose, rules)
    label = label_before(prefix, rules)
    if suffix and not (label and suffix[0] == "birth"):
        return DatedFact(printed, suffix[0], 0.9, f"{printed_words(text, printed)}{suffix[1]}", "words after")
    if label:
        strength = _strength(label.lead, prose) * (0.5 if label.comma and prose else 1.0)
        return DatedFact(printed, label.role, strength, label.words, "words before", seen=label.seen)
    if since <= cell.start and not re.search(r"\w", prefix):
        label = label_before(_broken_line(text, line_start), rules)
        if label:
            strength = 0.6 if label.lead > 1 else 0.75
            return DatedFact(printed, label.role, strength, label.words, "words before", seen=label.seen)
        near = _label_nearby(printed, cell, sheets, rules)
        if near:
            return near
        alone = words_before + words_after <= 1
        return DatedFact(
            printed,
            "unlabelled",
            0.5 if alone else 0.3,
            printed_words(text, printed),
            BY_ITSELF if alone else "a date",
        )
    return DatedFact(printed, "unlabelled", 0.1 if prose else 0.2, prefix[-60:].strip(), "a date in a line")


def _broken_line(text: str, line_start: int) -> str:
    """The line before, where its sentence goes on in this one; "" else."""
    above = text[text.rfind("\n", 0, max(0, line_start - 1)) + 1 : max(0, line_start - 1)]
    goes_on = len(above) >= _LONG_LINE and above.rstrip()[-1:] not in ".:;!?" and not _COLUMNS.search(above)
    return above[-_LONGEST_PREFIX:] if goes_on else ""


def _strength(lead: int, prose: bool) -> float:
    if lead <= 1:
        return 0.75 if prose else 0.97
    if lead <= _LEAD_WORDS and not prose:
        return 0.85
    return 0.35 if prose else 0.6


def _suffix(after: str, in_cell: int, prose: bool, rules: DateRules) -> tuple[str, str] | None:
    """What the words right after a date say of it: its role and the words. Only ages may stand in the next cell."""
    age = None if prose else _AGE.match(after) or _SEX.match(after)
    if age:
        return "birth", age.group()
    after = TIME.sub(blank, after[: max(0, in_cell)])
    hits = rules.suffixes.find(words_of(after)[:4])
    if hits and hits[0].first == 0:
        spans = spans_of(after)
        start, end = spans[0][0], spans[hits[0].last - 1][1]
        own = not after[:start].strip(" ()-,") and "  " not in after[:start]
        if own and not _OF_THE_NEXT.match(after, end):
            return hits[0].of, after[:end]
    return None


def _label_nearby(printed: PrintedDate, cell: Cell, sheets: Sheets, rules: DateRules) -> DatedFact | None:
    for other, strength, rule in (
        (sheets.row_before(cell), 0.95, "label to the left"),
        (sheets.above(cell), 0.93, "label above"),
    ):
        if other is None or len(other.text.split()) > _LABEL_WORDS or _is_of_a_machine(other, sheets, rules):
            continue
        label = label_before(_whole_label(other, sheets).rstrip(" :.*"), rules)
        house = label is not None and label.lead > 0 and label.words.casefold() in rules.houses
        if label and label.lead <= 3 and not house:
            shown = f"{label.words} {printed_words(sheets.pages[printed.page].text, printed)}"
            return DatedFact(printed, label.role, strength, shown, rule)
    return None


def _is_of_a_machine(cell: Cell, sheets: Sheets, rules: DateRules) -> bool:
    """Whether a cell is part of a line a fax machine or a browser put there: no label of what stands below."""
    text = sheets.pages[cell.page].text
    end = text.find("\n", cell.end)
    return bool(rules.line_role(text[text.rfind("\n", 0, cell.start) + 1 : end if end >= 0 else len(text)]))


def _whole_label(cell: Cell, sheets: Sheets) -> str:
    """The words of a cell, with the next cell's where a scan tore one label in two: "DATE", "OF BIRTH"."""
    after = sheets.row_after(cell)
    return f"{cell.text} {after.text}" if after and _REST_OF_LABEL.match(after.text) else cell.text
