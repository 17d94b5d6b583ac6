"""What somebody was given before, so that the next bundle holds what is new and goes on with the page numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recordkeeper.catalogue import exports
from recordkeeper.records.bundle import FIRST_PAGE, SINCE, LedgerEntry
from recordkeeper.records.errors import InputProblem

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


@dataclass(frozen=True, slots=True)
class Sent:
    """A bundle of the ledger with all that it added to. `next_page` is the number after its last printed page."""

    bundle: int
    made: str
    manifest_sha256: str
    records: frozenset[str]
    next_page: int


def sent_with(db: Database, number: int) -> Sent:
    """What was sent with bundle `number` and the ones it supplements. InputProblem "no_such_bundle"."""
    known = {entry.id: entry for entry in exports.all_bundles(db)}
    if number not in known:
        raise InputProblem("no_such_bundle", number=number)
    last = known[number]
    records = frozenset(record for entry in _chain(known, number) for record in entry.records)
    pages = last.counts.get("pages", 0)
    return Sent(number, last.made, last.manifest_sha256, records, last.counts.get(FIRST_PAGE, 1) + pages)


def _chain(known: dict[int, LedgerEntry], number: int) -> Iterable[LedgerEntry]:
    """The bundle, the one it supplements, and so on; numbers only ever fall, so that there is an end."""
    while number in known:
        entry = known[number]
        yield entry
        before = entry.counts.get(SINCE, 0)
        number = before if before < number else 0
