"""What lies in a file that is here already: not taken out again, but listed, as it was when the file first came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from recordkeeper.catalogue import enclosed
from recordkeeper.intake.arrivals import Arrival, Taken
from recordkeeper.records.kinds import Outcome

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


def inside(db: Database, original_id: int, outer: Arrival) -> Iterator[tuple[Arrival, Taken]]:
    """The files that were once taken out of this one, and out of what was in it."""
    for found in enclosed.listed_inside(db, original_id):
        member = replace(found, path=outer.path + found.path)
        if member.fingerprint is not None and member.outcome is not Outcome.CONTAINER:
            member = replace(member, outcome=Outcome.ALREADY_HERE, reason_code="already_here", detail="")
        depth = outer.depth + found.path.count("!/")
        yield Arrival(member.path, member.name, "", member.size, 0, depth=depth), Taken(member)
