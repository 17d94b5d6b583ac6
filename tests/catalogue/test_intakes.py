"""The list of intakes, newest first, and the strangers an intake brought."""

from __future__ import annotations

import dataclasses

from recordkeeper.catalogue import documents, intakes, sources
from recordkeeper.catalogue.documents import Judged
from recordkeeper.catalogue.store import Catalogue
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import Recognition
from recordkeeper.records.intake import FoundFile, Intake
from recordkeeper.records.kinds import Identity, Kind, Outcome, Status
from recordkeeper.records.patient import PersonRead
from tests.making import entries
from tests.making.entries import READER, Entry

OMAR = PersonRead("Omar Example", PartialDate(1958, 11, 2))


def begun(catalogue: Catalogue, number: int, *found: tuple[str, Outcome]) -> None:
    db = catalogue.writer
    sources.begin_intake(db, Intake(number, f"2026-01-0{number}T10:00:00+00:00", (f"/media/{number}",)))
    for name, outcome in found:
        file = entries.fingerprint(name)
        original = sources.find_original(db, file.sha256)
        path = FoundFile(f"/media/{number}/{name}", name, outcome, fingerprint=file)
        sources.add_found(db, number, path, original.id if original else None)


def test_intakes_come_newest_first_with_their_totals(catalogue: Catalogue) -> None:
    begun(catalogue, 1, ("a", Outcome.ADDED), ("b", Outcome.ADDED), ("c", Outcome.CONTAINER))
    begun(catalogue, 2)
    sources.end_intake(catalogue.writer, 1, "2026-01-01T10:05:00+00:00")
    newest, oldest = intakes.all_intakes(catalogue.writer)
    assert (newest.id, newest.ended, newest.files) == (2, None, 0)
    assert (oldest.id, oldest.ended, oldest.files) == (1, "2026-01-01T10:05:00+00:00", 2)
    assert oldest.totals == {Outcome.ADDED: 2, Outcome.CONTAINER: 1}
    assert oldest.sources == ("/media/1",)


def test_strangers_are_those_of_one_intake_that_are_still_set_aside(catalogue: Catalogue) -> None:
    db = catalogue.writer
    for name in ("a", "b", "c"):
        entries.add(db, Entry(name, status=Status.SET_ASIDE))
        read = Judged(Recognition(Kind.LETTER, 0.9, person=OMAR), Identity.DIFFERS, Status.SET_ASIDE, READER)
        documents.put(db, name, read, None)
    documents.put(db, "b", dataclasses.replace(read, status=Status.TO_REVIEW), None)
    begun(catalogue, 1, ("a", Outcome.SET_ASIDE), ("b", Outcome.SET_ASIDE))
    begun(catalogue, 2, ("c", Outcome.SET_ASIDE))
    assert intakes.strangers(db, 1) == (("a", OMAR),)
