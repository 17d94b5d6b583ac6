"""What an intake did not bring whole: told with its receipt, while the disc is still at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recordkeeper.catalogue import intake_account
from recordkeeper.catalogue.held import FEWEST_PICTURES
from recordkeeper.records.gaps import Gap, GapKind

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

_MOST_NAMED = 12  # numbers of slices in a sentence; beyond that the count says enough


def gaps_of(db: Database, intake_id: int) -> tuple[Gap, ...]:
    """Series with slices missing, and a disc that has pictures of scans but no scans."""
    series = tuple(
        Gap(
            GapKind.SERIES_INCOMPLETE,
            each.record,
            (
                ("series", each.plain_name or each.description or str(each.number or "")),
                ("count", len(each.missing)),
                ("here", each.instances),
                ("whole", each.instances + len(each.missing)),
                ("numbers", _numbers(each.missing)),
            ),
        )
        for each in intake_account.series_with_missing(db, intake_id)
    )
    burned = intake_account.burned(db, intake_id)
    if burned.disc_files and not burned.scans and burned.pictures >= FEWEST_PICTURES:
        return (*series, Gap(GapKind.PICTURES_ONLY, None, (("count", burned.pictures),)))
    return series


def _numbers(missing: tuple[int, ...]) -> str:
    named = ", ".join(map(str, missing[:_MOST_NAMED]))
    return named + (", …" if len(missing) > _MOST_NAMED else "")
