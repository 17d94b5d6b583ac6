"""A library at a glance, in one read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from recordkeeper.catalogue import dating, documents, exports, sources
from recordkeeper.records.bundle import LedgerEntry
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.intake import Intake
from recordkeeper.records.kinds import Kind, Status

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


_SHOWN = "merged_into = '' AND shown_as = '' AND status NOT IN (?, ?)"


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts of what is kept. `by_kind` leaves out what is set aside, in the trash, or a copy of what is shown;
    `to_review` what waits only for how its place prints dates.
    """

    by_kind: dict[Kind, int]
    to_review: int
    set_aside: int
    first: PartialDate | None
    last: PartialDate | None
    last_bundle: LedgerEntry | None
    unfinished: tuple[Intake, ...]

    @property
    def records(self) -> int:
        return sum(self.by_kind.values())


def overview(db: Database) -> Overview:
    """What the library holds now."""
    shown = (Status.SET_ASIDE, Status.TRASHED)
    kinds = db.execute(f"SELECT kind, count(*) FROM record WHERE {_SHOWN} GROUP BY kind", shown).fetchall()
    first, last = db.execute(
        "SELECT min(service_date), max(service_date) FROM record WHERE merged_into = '' AND status NOT IN (?, ?)",
        shown,
    ).fetchone()
    statuses = documents.count_by_status(db, folded=True)
    bundles = exports.all_bundles(db)
    return Overview(
        by_kind={Kind(kind): count for kind, count in kinds},
        to_review=dating.to_look_at(db).records,
        set_aside=statuses.get(Status.SET_ASIDE, 0),
        first=PartialDate.parse(first) if first else None,
        last=PartialDate.parse(last) if last else None,
        last_bundle=bundles[-1] if bundles else None,
        unfinished=tuple(each for each in sources.unfinished_intakes(db) if not each.moved_from),
    )
