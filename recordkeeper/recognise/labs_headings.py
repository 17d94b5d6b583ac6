"""Headings of results tables: which columns a line of headings names, and where they stand.

A heading may take two lines ("Reference" over "Range"), name two tables side by side, or be days, one a column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from recordkeeper.recognise.labs_lines import Line, Word, folded
from recordkeeper.recognise.labs_rules import LabRules
from recordkeeper.records.dates import PartialDate

DATED = "dated"  # the role of a column of results of one day
UNKNOWN = "unknown"  # the role of a column whose heading we do not know: "Baseline", "Nadir"
VALUES = frozenset({"value", "in_range", "out_of_range", DATED})
_SUPPORT = frozenset({"name", "unit", "range", "flag", "low", "high"})
_NO_COLUMN = frozenset({"collected", "received", "reported", "other", "name", "specimen"})
_EVENTS = frozenset({"collected", "received", "reported"})
_MOST_LINES = 3
_LONGEST = 6  # words of a heading
_COVERED = 0.75  # of the words of a heading line that mean something
_FAR = 1e6
_NEAR = 2.2  # heights between the lines of one heading


@dataclass(frozen=True, slots=True)
class Day:
    """A printed day: where it stands in the text of its page, what it says, and how surely it was read."""

    start: int
    end: int
    date: PartialDate
    sure: float = 1.0
    time: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what stands in it, its extent, its heading as printed, and its day where it is of one."""

    role: str
    x0: float
    x1: float
    label: str = ""
    day: Day | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """The columns of one table, left to right, or of several side by side; how many lines the heading takes."""

    tables: tuple[tuple[Column, ...], ...]
    lines: int


@dataclass(slots=True)
class _Group:
    """Words of a heading that stand over each other, or side by side in a cell."""

    words: list[Word]
    x0: float
    x1: float

    @classmethod
    def of(cls, words: Sequence[Word]) -> _Group:
        return cls(list(words), min(word.x0 for word in words), max(word.x1 for word in words))


def find_heading(lines: Sequence[Line], days: Mapping[int, Day], rules: LabRules) -> Heading | None:
    """The heading that begins with the first of `lines`; `days` are by the offset of each of their words."""
    best = _best(lines, days, rules)
    if best is None:
        return None
    score, columns, count = best
    later = _best(lines[1:], days, rules) if count > 1 else None
    if later is not None and later[0] >= score:
        return None  # the first line is none of it
    return Heading(tuple(_named(table) for table in _side_by_side(columns)), count)


def _best(
    lines: Sequence[Line], days: Mapping[int, Day], rules: LabRules
) -> tuple[float, tuple[Column, ...], int] | None:
    """How many lines from the first are a heading, so that most words mean something: score, columns, lines."""
    if not lines or not _may_begin(lines[0], days, rules):
        return None
    best: tuple[float, tuple[Column, ...], int] | None = None
    for count in range(1, min(_MOST_LINES, len(lines)) + 1):
        if count > 1 and lines[count - 1].top - lines[count - 2].top > _NEAR * max(
            lines[count - 1].height, lines[count - 2].height
        ):
            break
        columns, matched, missed = _columns(lines[:count], days, rules)
        score = matched - 2.0 * missed
        cells = {_cell_of(column, lines[:count]) for column in columns if column.role != UNKNOWN}
        if len(cells) > 1 and _is_heading(columns, matched, missed) and (best is None or score > best[0]):
            best = score, columns, count
    return best


def _may_begin(line: Line, days: Mapping[int, Day], rules: LabRules) -> bool:
    """Whether a line has a day in it, or is mostly made of words that stand in headings."""
    words = [word for word in line.words if word.start not in days] if days else line.words
    if len(words) < len(line.words):
        return True
    others, most = 0, len(words) // 2
    for word in words:
        said = folded(word.text)
        if not said or not rules.heading_words.issuperset(said.split()):
            others += 1
            if others > most:
                return False
    return True


def _cell_of(column: Column, lines: Sequence[Line]) -> tuple[int, int]:
    """Which cell of which line a column is headed in: "Normal results" over a list is no heading of two columns."""
    for row, line in enumerate(lines):
        for at, cell in enumerate(line.cells()):
            if cell[0].x0 <= column.x0 and column.x1 <= cell[-1].x1:
                return row, at
    return len(lines), int(column.x0)


def _is_heading(columns: Sequence[Column], matched: int, missed: int) -> bool:
    roles = [column.role for column in columns if column.role != UNKNOWN]
    dated = roles.count(DATED)
    if matched < _COVERED * (matched + missed):
        return False
    labels = [role for role in roles if role in _EVENTS]
    if dated > 1 and (not labels or (len(labels) == 1 and roles[0] == labels[0])):
        return True
    support = _SUPPORT.intersection(roles)
    return bool(VALUES.intersection(roles)) and bool(support) and (dated == 0 or len(support) > 1)


def _columns(
    lines: Sequence[Line], days: Mapping[int, Day], rules: LabRules
) -> tuple[tuple[Column, ...], int, int]:
    """The columns these lines name together, how many of their words mean something, and how many do not."""
    groups = [_Group.of(cell) for cell in lines[0].cells()]
    for line in lines[1:]:
        for cell in line.cells():
            _lay_under(groups, _Group.of(cell))
    found: list[Column] = []
    matched = missed = 0
    for group in sorted(groups, key=lambda one: one.x0):
        columns, used = _of_group(group, days, rules)
        found += columns
        matched += used
        missed += len([word for word in group.words if folded(word.text)]) - used
    return tuple(found), matched, max(0, missed)


def _lay_under(groups: list[_Group], group: _Group) -> None:
    """Add a cell to the one it stands under; by itself where it stands under none, or under several."""
    over = [one for one in groups if min(one.x1, group.x1) - max(one.x0, group.x0) > 0]
    if len(over) == 1:
        over[0].words += group.words
        over[0].x0, over[0].x1 = min(over[0].x0, group.x0), max(over[0].x1, group.x1)
    else:
        groups.append(group)


def _of_group(group: _Group, days: Mapping[int, Day], rules: LabRules) -> tuple[list[Column], int]:
    """The columns of a cell: one as a rule, several where headings stand close together."""
    dated = [days[word.start] for word in group.words if word.start in days]
    label = folded(_text([word for word in group.words if word.start not in days]))
    if dated and rules.headings.get(label, "") in _NO_COLUMN:
        return [], 0  # "Collected 3 May", beside others: a line of the paper's head
    if len({day.start for day in dated}) == 1:
        time = next((word.text for word in group.words if word.start not in days and _is_time(word.text)), "")
        day = dated[0] if dated[0].time or not time else replace(dated[0], time=time)
        return [Column(DATED, group.x0, group.x1, _text(group.words), day)], _meant(group, days, rules)
    if dated:
        return [
            Column(DATED, *_extent(words), _text(words), days[words[0].start])
            for words in _by_day(group.words, days)
        ], _meant(group, days, rules)
    words = [word for word in group.words if folded(word.text)]
    role = rules.headings.get(folded(_text(words)))
    if role:
        return [Column(role, group.x0, group.x1, _text(group.words))], len(words)
    found: list[Column] = []
    at = used = 0
    while at < len(words):
        count = next(
            (
                size
                for size in range(min(_LONGEST, len(words) - at), 0, -1)
                if folded(_text(words[at : at + size])) in rules.headings
            ),
            0,
        )
        if count:
            part = words[at : at + count]
            found.append(Column(rules.headings[folded(_text(part))], *_extent(part), _text(part)))
        at, used = at + max(1, count), used + count
    if len(found) > 1 and all(column.role in _EVENTS for column in found):
        found = [Column(found[0].role, group.x0, group.x1, _text(group.words))]  # "Collected Date" over "Time"
    if words and not found:
        found = [Column(UNKNOWN, group.x0, group.x1, _text(group.words))]
    return found, used


def _meant(group: _Group, days: Mapping[int, Day], rules: LabRules) -> int:
    """How many words over a column of a day mean something: "Result 3 May" does, "Born 3 May" does not."""
    rest = [word for word in group.words if word.start not in days and not _is_time(word.text)]
    spare = sum(1 for word in rest if not folded(word.text) or folded(word.text) in ("am", "pm", "h"))
    heading = len(rest) if folded(_text(rest)) in rules.headings else spare
    return len([word for word in group.words if folded(word.text)]) - max(0, len(rest) - heading)


def _by_day(words: Sequence[Word], days: Mapping[int, Day]) -> list[list[Word]]:
    found: list[list[Word]] = []
    for word in words:
        if word.start not in days:
            continue
        if found and days[found[-1][0].start].start == days[word.start].start:
            found[-1].append(word)
        else:
            found.append([word])
    return found


def _is_time(text: str) -> bool:
    return len(text) in (4, 5) and ":" in text and text.replace(":", "").isdigit()


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _extent(words: Sequence[Word]) -> tuple[float, float]:
    return min(word.x0 for word in words), max(word.x1 for word in words)


def _side_by_side(columns: Sequence[Column]) -> list[tuple[Column, ...]]:
    """Tables set side by side each begin with the names of their tests; or else with the same heading again."""
    if all(column.role != "name" for column in columns):
        columns = _from_first_known(columns)  # what stands left of it is over the names
    first = columns[0]
    lead = "name" if any(column.role == "name" for column in columns) else ""
    starts = [at for at, column in enumerate(columns) if column.role == lead] if lead else []
    if len(starts) < 2:
        return [tuple(columns)]
    if first.role != "name":  # a number of the row stands first
        starts = [0, *(at - 1 for at in starts[1:] if columns[at - 1].role == first.role)]
    else:
        starts[0] = 0
    ends = [*starts[1:], len(columns)]
    tables = [tuple(columns[start:end]) for start, end in zip(starts, ends, strict=True)]
    full = [table for table in tables if VALUES.intersection(column.role for column in table)]
    return full if len(full) == len(tables) else [tuple(columns)]


def _from_first_known(columns: Sequence[Column]) -> Sequence[Column]:
    return columns[next(at for at, column in enumerate(columns) if column.role != UNKNOWN) :]


def _named(table: tuple[Column, ...]) -> tuple[Column, ...]:
    """The table with a column for the names of tests, where no heading stands over them."""
    if any(column.role == "name" for column in table):
        return table
    first = table[0]
    if first.role in _EVENTS and sum(column.role == DATED for column in table) > 1:
        return (replace(first, role="name"), *table[1:])  # "Collected" before the days of a grid
    return (Column("name", -_FAR, first.x0 - 1.0), *table)
