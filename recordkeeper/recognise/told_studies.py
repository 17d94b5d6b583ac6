"""Other examinations a document tells of, each with its day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recordkeeper.recognise.pairing_rules import PairingRules
from recordkeeper.recognise.told_rules import StudyRules
from recordkeeper.recognise.told_words import Dated, Line, Named
from recordkeeper.records.kinds import Kind
from recordkeeper.records.told import Told, ToldKind

_BEFORE = 8  # words before an examination that may say it is planned
_JOINED = frozenset({"", "and", "y", "e", "then", "also", "from", "on", "of", "de", "del", "and again", "and on"})


def studies_told(lines: Sequence[Line], kind: Kind, pairing: PairingRules, rules: StudyRules) -> Iterator[Told]:
    """The examinations told of. In the report of one, a day alone under "Comparison" is told of too."""
    heading = False  # the line before was "Comparison:" and no more
    for line in lines:
        compared = kind is Kind.IMAGING_REPORT and (heading or bool(rules.compared.search(line.folded)))
        heading = compared and not line.dates and line.statement.last - line.statement.first <= 3
        if line.dates and not rules.undone.search(line.folded):
            yield from _of_line(line, pairing, rules, report=kind is Kind.IMAGING_REPORT, compared=compared)


def _of_line(
    line: Line, pairing: PairingRules, rules: StudyRules, *, report: bool, compared: bool
) -> Iterator[Told]:
    named = [one for one in line.examinations(pairing.modalities) if not _there_is_none(line, one, rules)]
    last: Named | None = None
    for place, dated in enumerate(line.dates):
        before = line.dates[place - 1] if place else None
        one = _of_date(line, dated, before, named, last, rules)
        last = one
        if one is None and not _alone(line, dated, named, rules, report=report, compared=compared):
            continue
        if one is not None and _not_meant(line, one, dated, rules):
            continue
        first = min(one.first, dated.first) if one else dated.first
        until = max(one.last, dated.last) if one else dated.last
        words = line.quoted(first, until)
        what = one.what if one else ""
        yield Told(ToldKind.STUDY, line.leaf.page.page, words, what, dated.date, dated.year_known)


def _of_date(
    line: Line, dated: Dated, before: Dated | None, named: Sequence[Named], last: Named | None, rules: StudyRules
) -> Named | None:
    """The examination a day is the day of: the one before it, or right after where lines begin with the day."""
    start = before.last if before else line.statement.first
    earlier = [one for one in named if start <= one.first and one.last <= dated.first]
    later = [one for one in named if dated.last <= one.first <= dated.last + rules.most_between_after]
    begins = not any(one.last <= line.dates[0].first for one in named)
    if later and (begins or not earlier):
        return None if rules.other_days.search(_just_before(line, dated)) else later[0]
    if earlier:
        one = earlier[-1]
        between = line.words(one.last, dated.first)
        if dated.first - one.last <= rules.most_between and not _another_day(between, rules):
            return one
        return None
    if before and last:
        between = line.words(before.last, dated.first)
        if between in _JOINED or rules.again.search(between):
            return last
    return None


def _alone(
    line: Line, dated: Dated, named: Sequence[Named], rules: StudyRules, *, report: bool, compared: bool
) -> bool:
    """Whether a day in a report on pictures is that of earlier ones, though nothing beside it says of what sort."""
    if named or not report or rules.other_days.search(_just_before(line, dated)):
        return False
    return compared or bool(rules.again.search(line.words(dated.first - _BEFORE, dated.first)))


def _another_day(between: str, rules: StudyRules) -> bool:
    """Whether something between an examination and a day says that the day is of something else."""
    words = between.split()
    return any(rules.other_days.search(" ".join(words[: count + 1])) for count in range(len(words)))


def _just_before(line: Line, dated: Dated) -> str:
    return line.words(dated.first - 4, dated.first)


def _there_is_none(line: Line, one: Named, rules: StudyRules) -> bool:
    """Whether it is named only to say that there is none: "has not had a CT. As of 3 May, MRI shows …"."""
    return bool(rules.none.search(line.words(one.first - _BEFORE, one.first)))


def _not_meant(line: Line, one: Named, dated: Dated, rules: StudyRules) -> bool:
    """Whether it is still to come, did not take place, or is something else."""
    head = line.words(min(one.first, dated.first) - _BEFORE, one.first)
    between = line.words(one.last, dated.first) if one.last <= dated.first else ""
    tail = line.words(one.last, one.last + 4)
    return bool(
        rules.planned.search(f"{head} | {between}")
        or rules.to_come.search(line.words(one.last, line.statement.last))
        or rules.something_else.search(tail)
    )
