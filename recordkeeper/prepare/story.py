"""The story on one page: what named records say, as printed, and what a person typed. Nothing is worked out.

Only lines a person has confirmed or put right stand in it; the others are counted. Where lines do not say the same,
all stand there by date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from recordkeeper.prepare.board import Said
from recordkeeper.prepare.story_rules import PartRules, StoryRules
from recordkeeper.prepare.timeline import folded
from recordkeeper.records.clinical import FactStatus, KeptFact
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.held import Held, Holding
from recordkeeper.records.own import Entry, OwnList
from recordkeeper.records.story import Story, StoryLine, StoryPart

_SAID = frozenset({FactStatus.CONFIRMED, FactStatus.CORRECTED})
_FIRST, _MEDICINE = "diagnosis", "medicine"  # what an entry is when nothing is said of it


def story(holding: Holding, said: Said, rules: StoryRules) -> Story:
    """The story as it stands."""
    return Story(tuple(_part(part, holding, said) for part in rules.parts))


def _part(rules: PartRules, holding: Holding, said: Said) -> StoryPart:
    records = {record.id: record for record in holding.records if not record.trashed}
    facts = [fact for fact in holding.facts if fact.fact.kind in rules.facts and fact.shown_in in records]
    lines = [*_lines((fact for fact in facts if fact.status in _SAID), records, who=rules.who)]
    lines += [_told(entry) for entry in said.of(OwnList.STORY) if (entry.get("part") or _FIRST) == rules.name]
    apart = rules.differs and _differ(lines, rules)
    lines += [_typed(entry) for entry in _entries(rules, said)]
    lines.sort(key=lambda line: (line.name, str(line.date or "9999"), line.record))
    return StoryPart(rules.name, tuple(lines), apart, tuple(_waiting(facts, records, who=rules.who)))


def _waiting(facts: Sequence[KeptFact], records: dict[str, Held], *, who: bool) -> Iterator[StoryLine]:
    """What nobody has confirmed in any record, once for the same words; the newest record first."""
    stated = {_about(fact) for fact in facts if fact.status in _SAID}
    open_ones = [fact for fact in facts if _about(fact) not in stated]
    open_ones.sort(key=lambda fact: str(records[fact.shown_in].date or ""), reverse=True)
    once = {_about(fact): fact for fact in reversed(open_ones)}
    return _lines(sorted(once.values(), key=open_ones.index), records, who=who)


def _about(fact: KeptFact) -> tuple[str, str, str]:
    return fact.fact.kind, fact.fact.name, folded(fact)


def _entries(rules: PartRules, said: Said) -> Iterator[Entry]:
    """The entries of another list that belong here, such as the medicines that are none, but allergies."""
    for entry in said.of(rules.typed) if rules.typed else ():
        if not rules.typed_kinds or (entry.get("kind") or _MEDICINE) in rules.typed_kinds:
            yield entry


def _lines(facts: Iterable[KeptFact], records: dict[str, Held], *, who: bool) -> Iterator[StoryLine]:
    """One line for what is said in the same words of the same day; the oldest record is cited, the others named."""
    same = defaultdict[tuple[str, str, str, str], list[KeptFact]](list)
    for fact in facts:
        date = str(fact.fact.date or "")
        same[fact.fact.kind, fact.fact.name, folded(fact), date].append(fact)
    for group in same.values():
        first, *others = sorted(group, key=lambda fact: str(records[fact.shown_in].date or "9999"))
        quoted = first.fact
        yield StoryLine(
            quoted.printed,
            quoted.kind.value,
            quoted.name,
            quoted.date or records[first.shown_in].date,
            first.shown_in,
            quoted.page,
            by=(records[first.shown_in].author or records[first.shown_in].facility) if who else "",
            others=tuple(dict.fromkeys(other.shown_in for other in others if other.shown_in != first.shown_in)),
            fact=first.called,
        )


def _differ(lines: Iterable[StoryLine], rules: PartRules) -> bool:
    """Whether lines about one thing are in other words. Of a typed line nobody knows which marker it is about."""
    about = defaultdict[tuple[str, str], set[str]](set)
    for line in lines:
        if not (rules.by_name and line.entry):
            about[line.kind or rules.name, line.name if rules.by_name else ""].add(line.printed.casefold())
    return any(len(said) > 1 for said in about.values())


def _told(entry: Entry) -> StoryLine:
    """A line a person typed, with who told it and when."""
    dates = (entry.get("date"), entry.get("told_on"))
    date = next((PartialDate.parse(each) for each in dates if each), None)
    record, _, page = entry.get("record").partition("#")
    return StoryLine(
        entry.get("text"),
        date=date,
        record=record,
        page=int(page) if page.isdigit() else None,
        entry=entry.id,
        told_by=entry.get("told_by"),
        told_on=PartialDate.parse(entry.get("told_on")) if entry.get("told_on") else None,
    )


def _typed(entry: Entry) -> StoryLine:
    """What a person wrote down, with its dose and dates, and who told them."""
    parts = [entry.get(field) for field in ("name", "dose", "how_often", "place")]
    date = next((entry.get(field) for field in ("start", "since", "told_on") if entry.get(field)), "")
    end = entry.get("end") or entry.get("until")
    record, _, page = entry.get("record").partition("#")
    return StoryLine(
        ", ".join(part for part in parts if part),
        date=PartialDate.parse(date) if date else None,
        record=record,
        page=int(page) if page.isdigit() else None,
        entry=entry.id,
        told_by=entry.get("told_by"),
        told_on=PartialDate.parse(entry.get("told_on")) if entry.get("told_on") else None,
        end=PartialDate.parse(end) if end else None,
    )
