"""The readiness board: slots with their state, and all gaps.

What is here decides; what a person said of a slot holds until a record says otherwise, "not needed" always. A
record that comes in closes what was asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from recordkeeper.prepare.gap_rules import GapRules
from recordkeeper.prepare.gaps import gaps_in
from recordkeeper.prepare.requests import RequestState, Tracked, track
from recordkeeper.prepare.slots import CANCER, RECIPIENT, BoardRules, SlotRules
from recordkeeper.prepare.wishes import is_not_needed, of_recipient, stale, wishes
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.gaps import Gap, GapKind
from recordkeeper.records.held import Held, Holding
from recordkeeper.records.kinds import Kind
from recordkeeper.records.own import Entry, OwnList
from recordkeeper.records.readiness import Board, Slot, SlotState

_ALWAYS = frozenset({SlotState.NOT_NEEDED, SlotState.HAVE})
_WAITING = frozenset({RequestState.WAITING, RequestState.OVERDUE})


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said and wrote that the board goes by."""

    slots: Mapping[str, SlotState] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    entries: Mapping[OwnList, Sequence[Entry]] = field(default_factory=dict)

    def of(self, of: OwnList) -> Sequence[Entry]:
        return self.entries.get(of, ())


@dataclass(frozen=True, slots=True)
class _Ground:
    """What every slot is judged by."""

    holding: Holding
    here: tuple[Held, ...]
    said: Said
    rules: GapRules
    gaps: tuple[Gap, ...]
    stale: Mapping[str, Gap]  # slot → its newest record is older than somebody wants
    checklist: tuple[Entry, ...]
    asked: Mapping[str, Tracked]  # slot → the oldest request that waits


def board_of(holding: Holding, said: Said, rules: BoardRules, gap_rules: GapRules, today: dt.date) -> Board:
    """The board as it stands on a day."""
    cancer, recipient = said.choices.get(CANCER, ""), said.choices.get(RECIPIENT, "")
    wanted = rules.slots_for(cancer)
    checklist = of_recipient(said.of(OwnList.CHECKLIST), recipient)
    here = tuple(record for record in holding.records if not record.trashed)
    strict = [each for each in said.of(OwnList.VISIT) if each.get("labs_within_days")]
    visit = next_visit(strict, today)
    old = dict(stale(checklist, visit, wanted, here, today))
    ground = _Ground(
        holding,
        here,
        said,
        gap_rules,
        gaps_in(holding, gap_rules),
        old,
        checklist,
        _asked(said, holding, rules, today),
    )
    slots = tuple(_slot(slot, ground) for slot in wanted)
    empty = (Gap(GapKind.SLOT_EMPTY, None, (("what", slot.name),)) for slot in slots
             if slot.state is SlotState.NOT_FOUND)  # fmt: skip
    return Board(slots, (*ground.gaps, *old.values(), *empty), cancer, recipient, wishes(checklist, ""))


def next_visit(visits: Sequence[Entry], today: dt.date) -> Entry | None:
    """The next visit that is not over; else one whose day is not known; None when there is none to come."""
    dated = [visit for visit in visits if visit.get("date") >= today.isoformat()[: len(visit.get("date"))]]
    dated = [visit for visit in dated if visit.get("date")]
    undated = [visit for visit in visits if not visit.get("date")]
    return min(dated, key=lambda visit: visit.get("date"), default=None) or next(iter(undated), None)


def _slot(rules: SlotRules, ground: _Ground) -> Slot:
    filling = [record for record in ground.here if record.kind in rules.kinds]
    typed = _typed(rules, ground.said)
    kinds = {record.id: record.kind for record in ground.here}
    why = [gap for gap in ground.gaps if gap.kind in rules.gaps and _concerns(gap, rules, kinds)]
    why += _markers_not_named(rules, filling, ground)
    why += _blood_not_here(rules, filling, ground.holding)
    why += [ground.stale[rules.name]] if rules.name in ground.stale else []
    part = "" if filling or typed else _part_of(rules, ground)
    asked = ground.asked.get(rules.name)
    state = _state(bool(filling or typed), bool(why or part), asked is not None)
    if is_not_needed(ground.checklist, rules.name):
        state = SlotState.NOT_NEEDED
    told = ground.said.slots.get(rules.name)
    if told is not None and (told in _ALWAYS or not (filling or typed)):
        state = told
    return Slot(
        rules.name,
        state,
        tuple(record.id for record in filling),
        newest=max((record.date for record in filling if record.date), default=None),
        why=tuple(why),
        only_in=part,
        typed=typed,
        asked=PartialDate.parse(asked.entry.get("asked")) if asked else None,
        due=asked.due if asked else None,
        said=told,
        wanted=wishes(ground.checklist, rules.name),
    )


def _typed(rules: SlotRules, said: Said) -> int:
    """Entries a person typed that fill the slot: an allergy is no medicine."""
    if rules.typed is None:
        return 0
    return sum(entry.get("kind") != "allergy" for entry in said.of(rules.typed))


def _state(filled: bool, partly: bool, asked: bool) -> SlotState:
    if filled and not partly:
        return SlotState.HAVE
    if asked:
        return SlotState.ASKED_FOR
    return SlotState.PARTLY if filled or partly else SlotState.NOT_FOUND


def _concerns(gap: Gap, rules: SlotRules, kinds: Mapping[str, Kind]) -> bool:
    """Whether a gap is one of this slot: a preliminary scan report is none of the pathology's."""
    versions = gap.kind in (GapKind.FINAL_MISSING, GapKind.ADDENDUM_MISSING)
    return not (rules.gaps_of_kinds and versions) or kinds.get(gap.record or "") in rules.kinds


def _markers_not_named(rules: SlotRules, filling: Sequence[Held], ground: _Ground) -> list[Gap]:
    """What centres ask for with this sort of cancer and no laboratory's report names."""
    laboratory = rules.kinds | ground.rules.genes
    named = {name for record in ground.here if record.kind in laboratory for name in record.telling.names}
    missing = [name for name in rules.markers if name not in named]
    if rules.any_marker and named.isdisjoint(rules.any_marker):
        missing.append("/".join(rules.any_marker))
    return [_asked_for(missing)] if filling and missing else []


def _blood_not_here(rules: SlotRules, filling: Sequence[Held], holding: Holding) -> list[Gap]:
    """The blood test doctors follow this sort of cancer by, where no result of it is here."""
    missing = filling and rules.blood and holding.tests.isdisjoint(rules.blood)
    return [_asked_for([rules.blood_name])] if missing else []


def _asked_for(names: Sequence[str]) -> Gap:
    fields = (("names", ", ".join(names)), ("count", len(names)))
    return Gap(GapKind.MARKER_MENTIONED_MISSING, None, fields)


def _part_of(rules: SlotRules, ground: _Ground) -> str:
    """The newest record that holds a part of what the slot is for."""
    telling = {fact.shown_in for fact in ground.holding.facts if fact.fact.kind in rules.partly_facts}
    parts = (record.id for record in ground.here if record.kind in rules.partly_kinds or record.id in telling)
    return next(parts, "")


def _asked(said: Said, holding: Holding, rules: BoardRules, today: dt.date) -> dict[str, Tracked]:
    """Slot → the oldest request for it that no record has answered."""
    waiting = [each for each in track(said.of(OwnList.REQUESTS), holding, rules, today) if each.state in _WAITING]
    waiting.sort(key=lambda each: each.entry.get("asked"), reverse=True)
    return {each.entry.get("slot"): each for each in waiting}
