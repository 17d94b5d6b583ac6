"""Blood tests on paper for the patient's own use: the flowsheet, without pages of a bundle."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from recordkeeper.catalogue import labs, sources
from recordkeeper.prepare.labs import series_of
from recordkeeper.prepare.labs_flow import curves_of, tables_of
from recordkeeper.prepare.labs_treatments import nowhere, treatments_of
from recordkeeper.prepare.preparing import PrepareRules, prepared
from recordkeeper.prepare.sharing import shared_only
from recordkeeper.prepare.timeline import timeline
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.flow import FlowSheet, Treatment
from recordkeeper.wording.words import Words

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


def treatments(
    db: Database, rules: PrepareRules, words: Words, today: dt.date, *, private: bool = True
) -> tuple[Treatment, ...]:
    """The dated treatments of records, and those a person typed; without `private`, only what is for others too."""
    found = prepared(db, rules, today)
    said = found.said if private else shared_only(found.said, rules.lists)
    events = timeline(found.holding, said, rules.story)
    return treatments_of(events, lambda event: words.say(f"cli.kind.{event.kind}"))


def own_sheet(db: Database, rules: PrepareRules, words: Words, today: dt.date) -> FlowSheet | None:
    """All results by test and date; None where there are none. What is private stays out: paper is handed on."""
    lines = series_of(labs.all_results(db))
    if not lines:
        return None
    patient = sources.patient(db)
    return FlowSheet(
        patient.name,
        patient.birth_date,
        PartialDate.of(today),
        tuple(tables_of(lines, words, nowhere)),
        tuple(curves_of(lines, words)),
        treatments(db, rules, words, today, private=False),
        in_bundle=False,
    )
