"""Copies of the catalogue: made when something changed, proven by opening, thinned by counting."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from recordkeeper.catalogue import documents, engine
from recordkeeper.library import acts, backups
from recordkeeper.library.backups import Kept
from recordkeeper.library.folder import Library
from recordkeeper.records.errors import PlaceProblem

NOW = dt.datetime(2026, 3, 5, 14, 0, tzinfo=dt.UTC)
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


def places(library: Library) -> list[str]:
    return sorted(path.name for path in (library.folder / "backups").iterdir())


def test_a_copy_holds_what_a_person_decided_and_opens(library: Library) -> None:
    acts.correct(library, "one", "title", "As a person said")
    made = backups.keep(library, NOW)
    assert made is not None
    copy = engine.connect(made.path, read_only=True)
    assert documents.get(copy, "one").title == "As a person said"
    copy.conn.close()
    assert places(library) == ["catalogue-000001-20260305T140000Z-2.sqlite"]


def test_nothing_new_is_not_copied_twice(library: Library) -> None:
    assert backups.keep(library, NOW) is not None
    assert backups.keep(library, NOW + DAY) is None


def test_changes_are_copied_once_in_a_while_and_at_the_end_in_any_case(library: Library) -> None:
    backups.keep(library, NOW)
    acts.trash(library, ["one"])
    assert backups.keep(library, NOW + MINUTE, at_least=backups.EVERY) is None
    assert backups.keep(library, NOW + HOUR, at_least=backups.EVERY) is not None
    acts.trash(library, ["two"])
    assert backups.keep(library, NOW + HOUR + MINUTE) is not None


def test_a_copy_from_the_future_does_not_keep_others_from_being_made(library: Library) -> None:
    backups.keep(library, NOW + 3650 * DAY)
    acts.trash(library, ["one"])
    made = backups.keep(library, NOW, at_least=backups.EVERY)
    assert made is not None
    assert [one.number for one in backups.kept(library.folder / "backups")] == [1, 2]


def test_what_lies_half_made_is_made_again(library: Library) -> None:
    half = library.folder / "backups" / "catalogue-000001-20260305T140000Z-1.new"
    for name in (half.name, f"{half.name}-journal", f"{half.name}-wal"):
        half.with_name(name).write_bytes(b"half")
    assert backups.keep(library, NOW) is not None
    assert not list(half.parent.glob("*.new*"))
    assert places(library) == ["catalogue-000001-20260305T140000Z-1.sqlite"]


def test_a_damaged_catalogue_is_refused_and_the_copies_before_stay(library: Library) -> None:
    made = backups.keep(library, NOW)
    acts.trash(library, ["one"])
    folder = library.folder
    library.catalogue.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with (folder / "catalogue.sqlite").open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 8192)
    with pytest.raises(PlaceProblem):
        backups.keep(library, NOW + HOUR)
    assert made is not None
    assert places(library) == [made.path.name]


def _copies(*moments: dt.datetime) -> tuple[Kept, ...]:
    return tuple(Kept(number, made, number, Path(str(number))) for number, made in enumerate(moments, start=1))


def test_two_years_of_half_hours_leave_hours_days_weeks_and_months() -> None:
    copies = _copies(*(NOW + step * HOUR / 2 for step in range(2 * 365 * 48)))
    gone = set(backups.surplus(copies))
    left = [copy.made for copy in copies if copy not in gone]
    newest = copies[-1].made
    assert left[-1] == newest
    assert sum(newest - made < DAY for made in left) >= 24
    assert sum(newest - made < 7 * DAY for made in left) >= 24 + 5
    assert sum(newest - made < 366 * DAY for made in left) >= 24 + 5 + 10
    assert len(left) <= 24 + 7 + 4 + 12


def test_a_clock_that_was_wrong_for_a_day_thins_nothing_else() -> None:
    right = _copies(*(NOW + step * DAY for step in range(5)))
    wrong = Kept(6, NOW + 3650 * DAY, 6, Path("6"))
    back = Kept(7, NOW + 5 * DAY, 7, Path("7"))
    early = Kept(8, dt.datetime(1970, 1, 1, tzinfo=dt.UTC), 8, Path("8"))
    assert backups.surplus((*right, wrong, back, early)) == ()
