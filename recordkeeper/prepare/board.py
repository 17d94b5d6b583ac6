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
from recordkeeper.prepare.slots import CANCER, BoardRules, SlotRules
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.gaps import Gap, GapKind
from recordkeeper.records.held import Held, Holding
from recordkeeper.records.kinds import Kind
from recordkeeper.records.own import Entry, OwnList
from recordkeeper.records.readiness import Board, Slot, SlotState

DUE_AFTER = 30  # days a hospital has to answer (45 CFR 164.524; a month under the GDPR)
_ALWAYS = frozenset({SlotState.NOT_NEEDED, SlotState.HAVE})


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said and wrote that the board goes by."""

    slots: Mapping[str, SlotState] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    entries: Mapping[OwnList, Sequence[Entry]] = field(default_factory=dict)

    def of(self, of: OwnList) -> Sequence[Entry]:
        return self.entries.get(of, ())


def board_of(holding: Holding, said: Said, rules: BoardRules, gap_rules: GapRules, today: dt.date) -> Board:
    """The board as it stands on a day."""
    gaps = [*gaps_in(holding, gap_rules), *stale_labs(holding, said, today)]
    cancer = said.choices.get(CANCER, "")
    slots = tuple(_slot(slot, holding, said, gaps, gap_rules) for slot in rules.slots_for(cancer))
    empty = (Gap(GapKind.SLOT_EMPTY, None, (("what", slot.name),)) for slot in slots
             if slot.state is SlotState.NOT_FOUND)  # fmt: skip
    return Board(slots, (*gaps, *empty), cancer)


def _slot(rules: SlotRules, holding: Holding, said: Said, gaps: Sequence[Gap], gap_rules: GapRules) -> Slot:
    here = [record for record in holding.records if not record.trashed]
    filling = [record for record in here if record.kind in rules.kinds]
    typed = len(said.of(rules.typed)) if rules.typed else 0
    kinds = {record.id: record.kind for record in here}
    why = [gap for gap in gaps if gap.kind in rules.gaps and _concerns(gap, rules, kinds)]
    why += _markers_not_named(rules, filling, here, gap_rules)
    part = "" if filling or typed else _part_of(rules, holding, here)
    asked = _asked(rules.name, said.of(OwnList.REQUESTS))
    state = _state(bool(filling or typed), bool(why or part), asked is not None)
    told = said.slots.get(rules.name)
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
        asked=_date(asked, "asked"),
        due=due(asked) if asked else None,
        said=told,
    )


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


def _markers_not_named(
    rules: SlotRules, filling: Sequence[Held], here: Sequence[Held], gap_rules: GapRules
) -> list[Gap]:
    """What centres ask for with this sort of cancer and no laboratory's report names."""
    laboratory = rules.kinds | gap_rules.genes
    named = {name for record in here if record.kind in laboratory for name in record.telling.names}
    missing = [name for name in rules.markers if name not in named]
    if not filling or not missing:
        return []
    fields = (("names", ", ".join(missing)), ("count", len(missing)))
    return [Gap(GapKind.MARKER_MENTIONED_MISSING, None, fields)]


def _part_of(rules: SlotRules, holding: Holding, here: Sequence[Held]) -> str:
    """The newest record that holds a part of what the slot is for."""
    telling = {fact.shown_in for fact in holding.facts if fact.fact.kind in rules.partly_facts}
    return next((record.id for record in here if record.kind in rules.partly_kinds or record.id in telling), "")


def _asked(slot: str, requests: Sequence[Entry]) -> Entry | None:
    """The oldest open request for a slot."""
    waiting = (entry for entry in requests if entry.get("slot") == slot and is_open(entry))
    return min(waiting, key=lambda entry: entry.get("asked"), default=None)


def is_open(request: Entry) -> bool:
    """Whether something was asked for and has not come."""
    return bool(request.get("asked")) and not request.get("received") and not request.get("received_record")


def due(request: Entry) -> PartialDate | None:
    """The day by which an answer is due: as written, else so many days after it was asked for."""
    if request.get("due"):
        return PartialDate.parse(request.get("due"))
    asked = _date(request, "asked")
    if asked is None or not asked.day:
        return None
    return PartialDate.of(dt.date.fromordinal(asked.ordinal + DUE_AFTER))


def _date(entry: Entry | None, field_: str) -> PartialDate | None:
    return PartialDate.parse(entry.get(field_)) if entry is not None and entry.get(field_) else None


def stale_labs(holding: Holding, said: Said, today: dt.date) -> tuple[Gap, ...]:
    """Blood tests older than the one who will see them wants; nothing where nobody said how old they may be."""
    visit = next((entry for entry in reversed(said.of(OwnList.VISIT)) if entry.get("labs_within_days")), None)
    dated = [record for record in holding.records if record.kind is Kind.LAB_REPORT and record.date
             and not record.trashed]  # fmt: skip
    if visit is None or not dated:
        return ()
    newest = max(dated, key=lambda record: str(record.date))
    visited = _date(visit, "date")
    day = visited.ordinal if visited and visited.day else today.toordinal()
    within = int(visit.get("labs_within_days"))
    assert newest.date is not None
    if newest.date.ordinal + (0 if newest.date.day else 31) >= day - within:
        return ()
    return (Gap(GapKind.STALE_LABS, newest.id, (("date", newest.date), ("count", within)), words=newest.title),)
