"""The flowsheet of blood tests of a bundle: gathered, written, and written again once its citations are known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from recordkeeper.catalogue import labs
from recordkeeper.prepare.labs import series_of
from recordkeeper.prepare.labs_flow import curves_of, tables_of
from recordkeeper.prepare.labs_treatments import Citing, treatments_of
from recordkeeper.prepare.sharing import Shared
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.flow import FlowSheet
from recordkeeper.records.papers import PlacedItem
from recordkeeper.records.plain import to_plain
from recordkeeper.wording.words import Words
from recordkeeper.work.pool import Workers

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

_SECONDS = 60.0


class _Made(Protocol):
    @property
    def path(self) -> str: ...
    @property
    def flow(self) -> FlowSheet | None: ...


def flow_of(
    db: Database, shared: Shared, going: AbstractSet[str], words: Words, cite: Citing, today: dt.date
) -> FlowSheet | None:
    """The results of records that go and those a person typed; None where there are none.

    `going` are the ids of the records that go; `cite` knows them by the ids people find them by, too.
    """
    found = [
        one for one in labs.all_results(db)
        if not one.record or one.shown_in in going or cite(one.shown_in, None, None) is not None
    ]  # fmt: skip
    if not found:
        return None
    lines = series_of(found)
    patient = shared.known.patient
    return FlowSheet(
        patient.name,
        patient.birth_date,
        PartialDate.of(today),
        tuple(tables_of(lines, words, cite)),
        tuple(curves_of(lines, words)),
        treatments_of(shared.events, lambda event: words.say(f"cli.kind.{event.kind}"), cite),
    )


def write(
    makers: Workers,
    flow: FlowSheet,
    out: Path,
    words: Words,
    placed: Mapping[str, PlacedItem] | None = None,
    first_page: int = 1,
) -> int:
    """Write it as a PDF of its own; returns its pages. Without `placed` it cites nothing. WorkerFailure."""
    asked = {
        "flow": to_plain(flow),
        "out": str(out),
        "language": words.language,
        "placed": {record: [place.first_page, place.last_page] for record, place in (placed or {}).items()},
        "first_page": first_page,
    }
    return int(makers.run("flow_sheet", asked, deadline=_SECONDS).header["pages"])


def cited(
    makers: Workers,
    folder: Path,
    made: Iterable[_Made],
    placed: Mapping[str, PlacedItem],
    first_page: int,
    words: Words,
) -> None:
    """Write those sheets again that cite pages of the packet. WorkerFailure."""
    for sheet in made:
        if sheet.flow is not None:
            write(makers, sheet.flow, folder / sheet.path, words, placed, first_page)
