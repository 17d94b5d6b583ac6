"""All that sheets for paper may say, read in one go."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from recordkeeper.catalogue import exports, labs, sources
from recordkeeper.prepare.labs_pins import pinned
from recordkeeper.prepare.preparing import PrepareRules, prepared
from recordkeeper.prepare.requests import track
from recordkeeper.prepare.sheets_known import Known
from recordkeeper.prepare.story import story
from recordkeeper.prepare.timeline import timeline
from recordkeeper.records.own import OwnList

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


def known_of(
    db: Database, rules: PrepareRules, place: str, today: dt.date, last_backup: tuple[dt.date, str] | None = None
) -> Known:
    """What the library at `place` knows on a day; `last_backup`: when, and where to."""
    found = prepared(db, rules, today)
    bundles = exports.all_bundles(db)
    return Known(
        sources.patient(db),
        found.said,
        {record.id: record for record in found.holding.records},
        story(found.holding, found.said, rules.story),
        track(found.said.of(OwnList.REQUESTS), found.holding, rules.board, today),
        place,
        bundles[-1] if bundles else None,
        last_backup=last_backup,
        holding=found.holding,
        board=found.board,
        events=timeline(found.holding, found.said, rules.story),
        results=labs.all_results(db),
        pinned=pinned(db),
        lists=rules.lists,
        today=today,
    )
