"""The library at a glance: counts a person can trust."""

from __future__ import annotations

from recordkeeper.catalogue import exports, sources
from recordkeeper.catalogue.overview import overview
from recordkeeper.catalogue.store import Catalogue
from recordkeeper.records.bundle import LedgerEntry
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.intake import Intake
from recordkeeper.records.kinds import Kind, Status
from tests.making import entries
from tests.making.entries import Entry


def test_an_empty_library_has_nothing_to_tell(catalogue: Catalogue) -> None:
    seen = overview(catalogue.writer)
    assert (seen.records, seen.first, seen.last, seen.last_bundle, seen.unfinished) == (0, None, None, None, ())


def test_what_is_set_aside_or_in_the_trash_is_not_counted_among_the_records(catalogue: Catalogue) -> None:
    db = catalogue.writer
    entries.add(db, Entry("a", date="2024-03", kind=Kind.LETTER, status=Status.TO_REVIEW))
    entries.add(db, Entry("b", date="2021", kind=Kind.LETTER))
    entries.add(db, Entry("c", kind=Kind.LAB_REPORT, status=Status.CONFIRMED))
    entries.add(db, Entry("d", date="1999", kind=Kind.PHOTO, status=Status.SET_ASIDE))
    entries.add(db, Entry("e", date="2030", kind=Kind.PHOTO, status=Status.TRASHED))
    seen = overview(db)
    assert seen.by_kind == {Kind.LETTER: 2, Kind.LAB_REPORT: 1}
    assert (seen.records, seen.to_review, seen.set_aside) == (3, 1, 1)
    assert (seen.first, seen.last) == (PartialDate(2021), PartialDate(2024, 3))


def test_the_last_bundle_and_what_was_stopped_are_there(catalogue: Catalogue) -> None:
    db = catalogue.writer
    for name in ("one", "two"):
        exports.add(db, LedgerEntry("2026-01-01T10:00:00+00:00", f"/{name}", "folder", name, "00", {}, ("a",)))
    sources.begin_intake(db, Intake(1, "2026-01-01T10:00:00+00:00", ("/media/cd",)))
    seen = overview(db)
    assert seen.last_bundle is not None
    assert seen.last_bundle.recipient == "two"
    assert [intake.sources for intake in seen.unfinished] == [("/media/cd",)]
