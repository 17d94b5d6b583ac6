"""What of a library may be told to the reader of a bundle: records that go, and entries that are shared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from recordkeeper.catalogue import sources
from recordkeeper.prepare.board import Said
from recordkeeper.prepare.lists import ListRules, shared
from recordkeeper.prepare.preparing import PrepareRules, prepared
from recordkeeper.prepare.sheets_known import Known
from recordkeeper.prepare.story import story
from recordkeeper.prepare.timeline import timeline
from recordkeeper.records.clinical import FactStatus, KeptFact
from recordkeeper.records.gaps import Gap, GapKind
from recordkeeper.records.own import OwnList
from recordkeeper.records.readiness import Slot, SlotState
from recordkeeper.records.story import Event, Story

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

_CONFIRMED = frozenset({FactStatus.CONFIRMED, FactStatus.CORRECTED})
# Said to nobody else.
_FOR_THE_PATIENT = frozenset({GapKind.PICTURES_ONLY, GapKind.STALE_LABS, GapKind.STALE_RECORDS, GapKind.SLOT_EMPTY})


@dataclass(frozen=True, slots=True)
class Shared:
    """What may be told. `events` are records and confirmed lines; `gaps` those of records that go.

    `wanted` are slots with nothing in them, and those asked for. `facts` are the confirmed ones, for citations.
    """

    known: Known
    story: Story
    events: tuple[Event, ...]
    lanes: tuple[str, ...]
    gaps: tuple[Gap, ...]
    wanted: tuple[Slot, ...]
    facts: tuple[KeptFact, ...]


def shared_of(db: Database, rules: PrepareRules, going: Mapping[str, str], today: dt.date) -> Shared:
    """Read it. `going` are the records of the bundle: the id people find them by → the id that goes."""
    found = prepared(db, rules, today)
    said = shared_only(found.said, rules.lists)
    records = tuple(record for record in found.holding.records if record.id in going)
    holding = replace(
        found.holding,
        records=records,
        pairs=frozenset(pair for pair in found.holding.pairs if pair[1] in going and pair[2] in going),
        facts=tuple(fact for fact in found.holding.facts if fact.shown_in in going),
    )
    confirmed = tuple(fact for fact in holding.facts if fact.status in _CONFIRMED)
    told = story(holding, said, rules.story)
    known = Known(
        sources.patient(db),
        said,
        {record.id: record for record in records},
        told,
        holding=replace(holding, facts=confirmed),
    )
    gaps = (gap for gap in found.board.gaps if gap.kind not in _FOR_THE_PATIENT and gap.record in going)
    wanted = (slot for slot in found.board.slots if slot.state in (SlotState.NOT_FOUND, SlotState.ASKED_FOR))
    return Shared(
        known=known,
        story=told,
        events=timeline(replace(holding, facts=confirmed), said, rules.story),
        lanes=tuple(lane.name for lane in rules.story.lanes),
        gaps=tuple(gaps),
        wanted=tuple(wanted),
        facts=confirmed,
    )


def shared_only(said: Said, lists: Mapping[OwnList, ListRules]) -> Said:
    """Without every entry that is not for others; a ticked one stays, whatever list it is of."""
    return replace(said, entries={of: shared(lists[of], entries) for of, entries in said.entries.items()})
