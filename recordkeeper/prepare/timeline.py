"""What happened when: records by service date, treatments by the dates printed beside them, what was typed."""

from __future__ import annotations

from collections.abc import Iterator

from recordkeeper.prepare.board import Said
from recordkeeper.prepare.story_rules import LaneRules, StoryRules
from recordkeeper.records.belonging import PairKind
from recordkeeper.records.clinical import FactStatus, KeptFact
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.held import Holding
from recordkeeper.records.own import OwnList
from recordkeeper.records.story import Event

_REPORTS = frozenset({PairKind.REPORT_OF_STUDY, PairKind.READ_AGAIN})
_SAID = frozenset({FactStatus.CONFIRMED, FactStatus.CORRECTED})


def timeline(holding: Holding, said: Said, rules: StoryRules) -> tuple[Event, ...]:
    """The dated events, oldest first. A report and its images are one event: the report's."""
    reported = {to for kind, _, to in holding.pairs if kind in _REPORTS}
    found = [event for lane in rules.lanes for event in _of_lane(lane, holding, said, reported)]
    order = {lane.name: place for place, lane in enumerate(rules.lanes)}
    return tuple(sorted(found, key=lambda event: (event.date, order[event.lane], event.record, event.what)))


def _of_lane(lane: LaneRules, holding: Holding, said: Said, reported: set[str]) -> Iterator[Event]:
    for record in holding.records:
        if record.kind in lane.kinds and record.date and not record.trashed and record.id not in reported:
            yield Event(record.date, lane.name, record.title, record.id, 1, record.kind.value)
    yield from _facts(lane, holding)
    for entry in said.of(OwnList.TREATMENTS):
        kind = entry.get("kind") or "other"
        if kind == lane.typed and entry.get("start"):
            end = PartialDate.parse(entry.get("end")) if entry.get("end") else None
            start = PartialDate.parse(entry.get("start"))
            yield Event(start, lane.name, entry.get("name"), kind=kind, end=end, entry=entry.id, confirmed=True)


def _facts(lane: LaneRules, holding: Holding) -> Iterator[Event]:
    """Dated facts; one that several papers tell in the same words is told once."""
    here = {record.id for record in holding.records if not record.trashed}
    seen = set[tuple[str, str]]()
    for fact in sorted(holding.facts, key=lambda one: one.status not in _SAID):
        if fact.fact.kind not in lane.facts or fact.fact.date is None or fact.shown_in not in here:
            continue
        if fact.status is FactStatus.TO_REVIEW or (key := (str(fact.fact.date), folded(fact))) in seen:
            continue
        seen.add(key)
        yield Event(
            fact.fact.date,
            lane.name,
            fact.fact.printed,
            fact.shown_in,
            fact.fact.page,
            fact.fact.kind.value,
            confirmed=fact.status in _SAID,
        )


def folded(fact: KeptFact) -> str:
    """The words of a fact as two of them are compared: small letters, signs left out."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in fact.fact.printed.casefold()).split())
