"""The list of intakes, newest first."""

from __future__ import annotations

from recordkeeper.catalogue import intakes, sources
from recordkeeper.catalogue.store import Catalogue
from recordkeeper.records.intake import FoundFile, Intake
from recordkeeper.records.kinds import Outcome
from tests.making import entries


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


def test_an_intake_of_moved_files_says_from_whom(catalogue: Catalogue) -> None:
    sources.begin_intake(catalogue.writer, Intake(1, "2026-01-01T10:00:00+00:00", (), "Omar Example"))
    (line,) = intakes.all_intakes(catalogue.writer)
    assert (line.sources, line.moved_from) == ((), "Omar Example")
    assert sources.unfinished_intakes(catalogue.writer) == (
        Intake(1, "2026-01-01T10:00:00+00:00", (), "Omar Example"),
    )
