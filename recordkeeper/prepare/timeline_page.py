"""The one page of the timeline: whose, and on which paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from recordkeeper.catalogue import sources
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.papers import paper_of
from recordkeeper.records.story import Event, TimelinePage

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


def timeline_page(db: Database, events: Sequence[Event], lanes: Sequence[str], today: PartialDate) -> TimelinePage:
    """These events as they go on paper."""
    patient = sources.patient(db)
    return TimelinePage(
        patient.name, patient.birth_date, today, tuple(events), tuple(lanes), paper_of(patient.country)
    )
