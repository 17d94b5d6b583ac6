"""What somebody was given before, so that the next bundle holds what is new and goes on with the page numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recordkeeper.catalogue import documents, exports, imaging
from recordkeeper.records.bundle import FIRST_PAGE, SINCE, LedgerEntry, image_key
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
    images: frozenset[str] | None = None  # by `image_key`; None where not all of these bundles noted them

    def images_of(self, db: Database, study: str) -> tuple[frozenset[str], frozenset[str]]:
        """Of a study: the SHA-256 of the files whose images were sent, and of those that came since."""
        sent, new = set[str](), set[str]()
        for _, file, instance in imaging.instances(db, documents.row_of(db, study)):
            keys = {image_key(instance.sop_instance_uid, file.sha256), image_key("", file.sha256)}
            (new if keys.isdisjoint(self.images or ()) else sent).add(file.sha256)
        return frozenset(sent), frozenset(new)


def sent_with(db: Database, number: int) -> Sent:
    """What was sent with bundle `number` and the ones it supplements. InputProblem "no_such_bundle"."""
    known = {entry.id: entry for entry in exports.all_bundles(db)}
    if number not in known:
        raise InputProblem("no_such_bundle", number=number)
    last = known[number]
    chain = tuple(_chain(known, number))
    records = frozenset(record for entry in chain for record in entry.records)
    noted = all(entry.images is not None for entry in chain)
    images = frozenset(image for entry in chain for image in entry.images or ()) if noted else None
    pages = last.counts.get("pages", 0)
    return Sent(number, last.made, last.manifest_sha256, records, last.counts.get(FIRST_PAGE, 1) + pages, images)


def _chain(known: dict[int, LedgerEntry], number: int) -> Iterable[LedgerEntry]:
    """The bundle, the one it supplements, and so on; numbers only ever fall, so that there is an end."""
    while number in known:
        entry = known[number]
        yield entry
        before = entry.counts.get(SINCE, 0)
        number = before if before < number else 0
