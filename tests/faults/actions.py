"""What is done while faults strike, how each begins, and what must hold afterwards.

A place holds `library`, `source` and `out`. Every action can be run again on what an interrupted run left, as a
person would do it: that must finish it, with each thing there exactly once.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recordkeeper.bundle.plan import Request
from recordkeeper.bundle.verify import verify
from recordkeeper.catalogue import changes, documents, engine, exports, sources
from recordkeeper.cli.export_command import make
from recordkeeper.intake.add import add
from recordkeeper.library import acts, backups, deleting, folder, keys, protecting, recovery, switching
from recordkeeper.library.check import check
from recordkeeper.library.durable import place_problems, write_whole
from recordkeeper.library.folder import Library
from recordkeeper.library.full_backup import back_up
from recordkeeper.library.relocate import UNDER_WAY, relocate
from recordkeeper.library.repair import bring_back as bring_back_files
from recordkeeper.library.repair import mend_list
from recordkeeper.library.restore import restore
from recordkeeper.library.seal import Seal
from recordkeeper.records.errors import KnownProblem, PlaceProblem
from recordkeeper.records.kinds import Status
from recordkeeper.records.plain import to_plain
from recordkeeper.records.query import Listing
from recordkeeper.work.progress import CancelToken, Progress
from tests.faults.in_order import in_order, seal_for
from tests.making.dicom import SeriesRecipe, write_series
from tests.making.libraries import ANNA, write
from tests.making.old_library import age

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

NOW = dt.datetime(2026, 3, 5, 14, 0, tzinfo=dt.UTC)
HEAD = "Anna Sample  Born 03/05/1964\n"


@dataclass(frozen=True, slots=True)
class Action:
    """`prepare` makes the place ready, `run` does it or goes on with it; `library` is what must be sound then."""

    prepare: Callable[[Path], None]
    run: Callable[[Path], None]
    library: str = "library"


def new_library(place: Path) -> None:
    folder.create(place / "library", ANNA, readme="").close()
    (place / "out").mkdir()
    write(place / "source", {f"{n}.txt": f"{HEAD}PROGRESS NOTE {n}\nseen on 0{n}/02/2024" for n in range(1, 5)})
    write(
        place / "source",
        {"again.txt": f"{HEAD}PROGRESS NOTE 1\nseen on 01/02/2024", "Thumbs.db": b"\xd0\xcf\x11\xe0"},
    )
    write_series(place / "source" / "ct", SeriesRecipe(slices=3, rows=8, columns=8))


def filled_library(place: Path) -> None:
    new_library(place)
    bring_in(place)


def with_more_to_add(place: Path) -> None:
    filled_library(place)
    write(place / "source", {"new.txt": f"{HEAD}OPERATIVE REPORT\non 05/02/2024", "newer.txt": f"{HEAD}Dear Sir"})


def with_something_trashed(place: Path) -> None:
    filled_library(place)
    trash(place)


def with_a_backup(place: Path) -> None:
    filled_library(place)
    back_up_to_a_folder(place)


def bring_in(place: Path) -> None:
    with in_order(place / "library") as app:
        paths = [str(place / "source")]
        add(app.library, app.lanes, app.rules(), paths, progress=Progress(), cancel=CancelToken())


def trash(place: Path) -> None:
    with in_order(place / "library") as app:
        first = _records(app.library.catalogue.reader())[0]
        if first.status is not Status.TRASHED:
            acts.trash(app.library, [first.id])


def take_back(place: Path) -> None:
    with in_order(place / "library") as app:
        if _records(app.library.catalogue.reader())[0].status is Status.TRASHED:
            acts.undo(app.library)


def correct(place: Path) -> None:
    with in_order(place / "library") as app:
        first = _records(app.library.catalogue.reader())[0]
        if first.title != "As a person said":
            acts.correct_fields(app.library, first.id, {"title": "As a person said", "service_date": "2024-05"})


def export(shape: str) -> Callable[[Path], None]:
    def run(place: Path) -> None:
        dest = place / "out" / ("bundle.zip" if shape == "zip" else "bundle")
        with in_order(place / "library") as app:
            if not dest.exists():
                make(app, dest, Request(recipient="Dr. Second"), shape=shape, progress=Progress())

    return run


def back_up_to_a_folder(place: Path) -> None:
    with in_order(place / "library") as app:
        if not (place / "out" / "copy").exists():
            back_up(app.library, place / "out" / "copy", NOW, Progress(), CancelToken())


def back_up_to_a_zip(place: Path) -> None:
    with in_order(place / "library") as app:
        if not (place / "out" / "copy.zip").exists():
            back_up(app.library, place / "out" / "copy.zip", NOW, Progress(), CancelToken())


def keep_a_copy(place: Path) -> None:
    with in_order(place / "library") as app:
        backups.keep(app.library, NOW)


def bring_back(place: Path) -> None:
    back = place / "back"
    if not (back / folder.MARK).exists():
        restore(place / "out" / "copy", back, Progress(), CancelToken())
    with in_order(back):
        pass


def build_again(place: Path) -> None:
    folder.set_catalogue_aside(place / "library")
    with in_order(place / "library"):
        pass


def with_a_copy(place: Path) -> None:
    filled_library(place)
    keep_a_copy(place)


def protected_with_more_to_add(place: Path) -> None:
    with_more_to_add(place)
    protect(place)


def protected_library(place: Path) -> None:
    with_a_copy(place)
    protect(place)


def protect(place: Path) -> None:
    if seal_for(place / "library") is None:
        _to_new_keys(place, protecting.PROTECT, place / "sheet-1")


def rekey(place: Path) -> None:
    sheet = place / "sheet-2"
    seal_for(place / "library")  # an exchange that was cut off comes to its end
    if not sheet.exists() or not _opens(place / "library", sheet):
        _to_new_keys(place, protecting.REKEY, sheet)


def unprotect(place: Path) -> None:
    before = seal_for(place / "library")
    if before is None:
        return
    with in_order(place / "library"):
        pass
    _carry_out(place, protecting.UNPROTECT, before, None)


def _to_new_keys(place: Path, act: str, sheet: Path) -> None:
    """A person who has the sheet goes on with what was begun; who has none begins anew."""
    library = place / "library"
    with in_order(library):
        pass
    try:
        new = protecting.proven(library, sheet.read_text("ascii"))
    except (FileNotFoundError, KnownProblem):
        new = protecting.begin(library, act, NOW.date())
        with place_problems(str(sheet)):  # as the program says it of a sheet that cannot be saved
            write_whole(sheet, " ".join(recovery.words_of(new.secret)).encode("ascii"))
    _carry_out(place, act, seal_for(library), new)


def _carry_out(place: Path, act: str, before: Seal | None, after: protecting.NewKeys | None) -> None:
    library, none = place / "library", CancelToken()
    protecting.carry_out(library, act, before, after, readme="", progress=Progress(), cancel=none)


def _opens(library: Path, sheet: Path) -> bool:
    try:
        keys.unlock(library, sheet.read_text("ascii"))
    except KnownProblem:
        return False
    return True


def delete(place: Path) -> None:
    with in_order(place / "library") as app:
        trashed = documents.find(app.library.catalogue.reader(), Listing(status=Status.TRASHED))
        if trashed:
            deleting.delete(app.library, [record.id for record in trashed], NOW)


def of_an_earlier_program(place: Path) -> None:
    filled_library(place)
    age(place / "library")


def bring_up_to_date(place: Path) -> None:
    with in_order(place / "library"):
        pass


def move_library(place: Path) -> None:
    moved = place / "moved"
    if not (moved / folder.MARK).exists() or (moved / UNDER_WAY).exists():
        seal = seal_for(place / "library")
        relocate(place / "library", moved, Progress(), CancelToken(), seal=seal)


def with_a_damaged_list(place: Path) -> None:
    with_something_trashed(place)
    keep_a_copy(place)
    _spoil_the_list(place)


def _spoil_the_list(place: Path) -> None:
    with (place / "library" / "catalogue.sqlite").open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 8192)


def protected_with_something_trashed(place: Path) -> None:
    with_something_trashed(place)
    keep_a_copy(place)
    protect(place)


def protected_with_a_damaged_list(place: Path) -> None:
    with_something_trashed(place)
    keep_a_copy(place)
    protect(place)
    _spoil_the_list(place)


def with_files_lost(place: Path) -> None:
    with_a_backup(place)
    _lose_and_spoil(place)


def protected_with_files_lost(place: Path) -> None:
    filled_library(place)
    protect(place)
    back_up_to_a_folder(place)
    _lose_and_spoil(place)


def _lose_and_spoil(place: Path) -> None:
    """One original is gone, of another one byte is not what it was."""
    lost, spoiled, *_ = sorted(path for path in (place / "library" / "originals").rglob("*") if path.is_file())
    lost.unlink()
    spoiled.chmod(0o600)
    content = bytearray(spoiled.read_bytes())
    content[-1] ^= 1
    spoiled.write_bytes(bytes(content))


def bring_files_back(place: Path) -> None:
    with in_order(place / "library") as app:
        found = check(app.library, Progress(), CancelToken(), afresh=True)
        lost = (*found.missing, *found.changed)
        if lost:
            bring_back_files(app.library, lost, place / "out" / "copy", Progress(), CancelToken())


def mend(place: Path) -> None:
    try:
        with in_order(place / "library") as app:
            if check(app.library, Progress(), CancelToken()).ok:
                return
    except (PlaceProblem, engine.DatabaseError):
        pass
    mend_list(place / "library", seal=seal_for(place / "library"))
    with in_order(place / "library"):
        pass


ACTIONS = {
    "add": Action(new_library, bring_in),
    "add_again": Action(with_more_to_add, bring_in),
    "correct": Action(filled_library, correct),
    "trash": Action(filled_library, trash),
    "undo": Action(with_something_trashed, take_back),
    "export": Action(filled_library, export("folder")),
    "export_zip": Action(filled_library, export("zip")),
    "copy": Action(filled_library, keep_a_copy),
    "backup": Action(filled_library, back_up_to_a_folder),
    "backup_zip": Action(filled_library, back_up_to_a_zip),
    "restore": Action(with_a_backup, bring_back, library="back"),
    "rebuild": Action(filled_library, build_again),
    "protect": Action(with_a_copy, protect),
    "unprotect": Action(protected_library, unprotect),
    "rekey": Action(protected_library, rekey),
    "add_protected": Action(protected_with_more_to_add, bring_in),
    "delete": Action(with_something_trashed, delete),
    "migrate": Action(of_an_earlier_program, bring_up_to_date),
    "move_library": Action(filled_library, move_library, library="moved"),
    "mend": Action(with_a_damaged_list, mend),
    "mend_files": Action(with_files_lost, bring_files_back),
    "delete_protected": Action(protected_with_something_trashed, delete),
    "move_library_protected": Action(protected_library, move_library, library="moved"),
    "mend_protected": Action(protected_with_a_damaged_list, mend),
    "mend_files_protected": Action(protected_with_files_lost, bring_files_back),
}


def held(place: Path, action: Action) -> dict[str, Any]:
    """What must be the same whatever happened on the way. AssertionError when the place is not sound."""
    with in_order(place / action.library) as app:
        db = app.library.catalogue.writer
        assert [tuple(row) for row in db.execute("PRAGMA integrity_check")] == [("ok",)]
        assert list(db.execute("PRAGMA foreign_key_check")) == []
        verdict = check(app.library, Progress(), CancelToken())
        assert verdict.ok, verdict
        assert verdict.orphans == ()
        assert list((app.library.folder / "staging").iterdir()) == []
        _all_or_nothing(app.library)
        told = {
            "records": [to_plain(record) for record in _records(db)],
            "history": [change.label for change in changes.history(db)],
            "bundles": [entry.recipient for entry in exports.all_bundles(db)],
            "files": sorted(row.path for row in sources.receipt(db, 1).files),
        }
        for path in sorted((place / "out").glob("bundle*")):
            assert all(found.ok for found in verify(path, app.lanes.workers, Progress())), path
    told["out"] = sorted(path.name for path in (place / "out").iterdir())
    told["source"] = fingerprints(place / "source")
    return told


def _all_or_nothing(library: Library) -> None:
    """No conversion is left half way, and in a protected library nothing of the patient can be read."""
    left = {path.name for path in library.folder.iterdir()}
    assert not left & {switching.STATE, switching.NEW, switching.OLD}
    if library.seal is not None:
        for path in library.folder.rglob("*"):
            content = path.read_bytes() if path.is_file() else b""
            assert b"Sample" not in content, path
            assert b"PROGRESS NOTE" not in content, path


def fingerprints(source: Path) -> list[tuple[str, str, int]]:
    """Name, hash and time of every file."""
    return [
        (
            path.relative_to(source).as_posix(),
            hashlib.sha256(path.read_bytes()).hexdigest(),
            path.stat().st_mtime_ns,
        )
        for path in sorted(source.rglob("*"))
        if path.is_file()
    ]


def _records(db: Database) -> list[Any]:
    """All of them, the trash too, in an order that follows from their ids alone."""
    found = [*documents.find(db, Listing()), *documents.find(db, Listing(status=Status.TRASHED))]
    return sorted(found, key=lambda record: record.id)
