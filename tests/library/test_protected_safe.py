"""Checking, mending, deleting and moving a protected library: all of it closed, with nothing open left behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from recordkeeper.app import App, opened
from recordkeeper.catalogue import documents, search, sources
from recordkeeper.library import acts, backups, deleting, folder, keys, protecting, repair
from recordkeeper.library.check import check, glance, last_check
from recordkeeper.library.full_backup import back_up
from recordkeeper.library.journal import Line
from recordkeeper.library.protecting import NewKeys
from recordkeeper.library.relocate import relocate
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.query import Listing
from recordkeeper.work.progress import Cancelled, CancelToken, Progress
from tests.making.libraries import a_library, bring_in, write
from tests.making.protected import TODAY, carry_out, protect, sheet

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

NOW = dt.datetime(2026, 3, 5, 14, 0, tzinfo=dt.UTC)
HEAD = "Anna Sample  Born 03/05/1964\n"
SECRET = "zebrafish"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    heap: dict[str, bytes | str] = {
        "zebrafish.txt": f"{HEAD}PROGRESS NOTE\nseen on 01/02/2024 {SECRET}",
        "other.txt": f"{HEAD}OPERATIVE REPORT\non 05/02/2024",
    }
    with a_library(tmp_path / "library") as app:
        bring_in(app, write(tmp_path / "heap", heap))
    return tmp_path / "library"


@pytest.fixture
def new(place: Path) -> NewKeys:
    return protect(place)


def everything(place: Path) -> dict[str, bytes]:
    parts = [place / part for part in ("originals", "journal", "keys.age", "catalogue.sqlite", "backups")]
    files = [path for part in parts for path in (part, *part.rglob("*")) if path.is_file()]
    return {str(path.relative_to(place)): path.read_bytes() for path in files}


def sealed_files(place: Path) -> list[Path]:
    return sorted((place / "originals").rglob("*.age"))


def readable(place: Path) -> list[str]:
    """Files of the library in which a name of a patient or a note of the program can be read."""
    return [
        str(path.relative_to(place))
        for path in place.rglob("*")
        if path.is_file() and any(word in path.read_bytes() for word in (b"Anna", b"zebrafish", b'originals"'))
    ]


class AfterOne(CancelToken):
    """Stops when one file has been read."""

    def check(self) -> None:
        raise Cancelled


def test_a_check_reads_what_the_files_hold_and_notes_it_closed(place: Path, new: NewKeys) -> None:
    with opened(place, writing=True, seal=new.seal) as app:
        assert glance(app.library).ok
        verdict = check(app.library, Progress(), CancelToken(), now=NOW)
        assert verdict.ok
        assert (verdict.originals, verdict.missing, verdict.orphans) == (2, (), ())
        last = last_check(app.library)
        assert last is not None
        assert (last.at, last.ok, last.originals) == (NOW, True, 2)
    assert readable(place) == []


def test_a_check_of_it_that_was_stopped_goes_on(place: Path, new: NewKeys) -> None:
    with opened(place, writing=True, seal=new.seal) as app:
        with pytest.raises(Cancelled):
            check(app.library, Progress(), AfterOne(), now=NOW)
        verdict = check(app.library, Progress(), CancelToken(), now=NOW)
        assert verdict.gone_on
        assert verdict.ok


def test_a_damaged_and_a_lost_file_are_named(place: Path, new: NewKeys) -> None:
    damaged, lost = sealed_files(place)
    damaged.chmod(0o600)
    content = bytearray(damaged.read_bytes())
    content[-1] ^= 1
    damaged.write_bytes(bytes(content))
    lost.unlink()
    with opened(place, writing=True, seal=new.seal) as app:
        assert glance(app.library).missing == 1
        whole, known = app.library.originals.whole(), sources.all_originals(app.library.catalogue.reader())
        there = {original.fingerprint.sha256: whole(original.fingerprint) for original in known}
        assert there == {damaged.stem: True, lost.stem: False}  # sizes alone do not tell of a changed byte
        verdict = check(app.library, Progress(), CancelToken())
        assert verdict.changed == (damaged.stem,)
        assert verdict.missing == (lost.stem,)
        assert verdict.journal_whole


def test_lines_of_a_closed_journal_are_put_in_place_of_others(place: Path, new: NewKeys) -> None:
    library = folder.open_for_writing(place, seal=new.seal)
    try:
        before = list(library.journal.lines())

        def change(line: Line) -> Line:
            return Line(line.number, "nothing", {}) if line.number == len(before) else line

        library.journal.rewrite(change)
        after = list(library.journal.lines())
        assert after[:-1] == before[:-1]
        assert after[-1] == Line(len(before), "nothing", {})
        assert library.journal.last == len(before)
    finally:
        library.close()
    assert readable(place) == []


def secret_record(app: App) -> str:
    (hit,) = search.find(app.library.catalogue.writer, SECRET)
    return hit.record


def titles(app: App) -> dict[str, str]:
    return {each.id: each.title for each in documents.find(app.library.catalogue.writer, Listing())}


def test_delete_for_good_takes_it_out_of_everything(place: Path, new: NewKeys, tmp_path: Path) -> None:
    with opened(place, writing=True, seal=new.seal) as app:
        record = secret_record(app)
        acts.correct(app.library, record, "title", f"about the {SECRET}")
        backups.keep(app.library, NOW)
        acts.trash(app.library, [record])
        told = deleting.delete(app.library, [record], NOW)
        assert (told.records, told.files) == ((record,), 1)
        assert SECRET not in "".join(str(line.content) for line in app.library.journal.lines())
        for copy in (place / "backups").glob("*.sqlite"):
            db = app.library.catalogue.open_copy(copy)
            try:
                assert SECRET not in "\n".join(dump(db))
            finally:
                db.conn.close()
        assert SECRET not in "\n".join(dump(app.library.catalogue.writer))
        verdict = check(app.library, Progress(), CancelToken())
        assert (verdict.ok, verdict.originals, verdict.orphans) == (True, 1, ())
        left = titles(app)
    assert len(sealed_files(place)) == 1
    assert readable(place) == []
    folder.set_catalogue_aside(place)
    with opened(place, writing=True, seal=new.seal) as app:
        assert titles(app) == left


def dump(db: Database) -> Iterator[str]:
    """Every row of every table that a catalogue keeps, as text."""
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]
    for name in names:
        yield from map(str, map(tuple, db.execute(f'SELECT * FROM "{name}"').fetchall()))


def test_what_was_kept_of_a_damaged_file_is_deleted_with_it(place: Path, new: NewKeys, tmp_path: Path) -> None:
    with opened(place, writing=True, seal=new.seal) as app:
        back_up(app.library, tmp_path / "stick", NOW, Progress(), CancelToken())
        record = secret_record(app)
        name = file_of(app, record)
        spoil_original(place, name)
        repair.bring_back(app.library, [name], tmp_path / "stick", Progress(), CancelToken())
        assert (place / "backups" / f"damaged-{name}").is_file()
        (place / "backups" / "set-aside-1.sqlite.age").write_bytes(b"damaged once, closed since")
        acts.trash(app.library, [record])
        deleting.delete(app.library, [record], NOW)
    assert [path.name for path in (place / "backups").iterdir() if "damaged" in path.name] == []
    assert not (place / "backups" / "set-aside-1.sqlite.age").exists()


def file_of(app: App, record: str) -> str:
    (name,) = {file.fingerprint.sha256 for file in documents.get(app.library.catalogue.writer, record).files}
    return name


def spoil_original(place: Path, name: str) -> None:
    path = place / "originals" / name[0] / f"{name}.age"
    path.chmod(0o600)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(bytes(content))


def test_the_list_is_mended_from_a_closed_copy_and_the_closed_journal(place: Path, new: NewKeys) -> None:
    with opened(place, writing=True, seal=new.seal) as app:
        backups.keep(app.library, NOW)
        copy = backups.kept(place / "backups")[-1]
        acts.correct(app.library, secret_record(app), "title", "said after the copy")
        before = titles(app)
    for later in backups.kept(place / "backups"):
        if later.number > copy.number:
            later.path.unlink()
    with (place / "catalogue.sqlite").open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 40_000)
    mended = repair.mend_list(place, seal=new.seal)
    assert mended.copy == copy.path
    with opened(place, writing=True, seal=new.seal) as app:
        assert titles(app) == before
        assert "said after the copy" in before.values()
        assert check(app.library, Progress(), CancelToken()).ok
    assert readable(place) == []


def test_a_copy_that_other_keys_closed_is_not_put_in_place(place: Path, new: NewKeys) -> None:
    for copy in backups.kept(place / "backups"):
        copy.path.write_bytes(b"\x17" * 8192)
    assert repair.mend_list(place, seal=new.seal).copy is None
    with opened(place, writing=True, seal=new.seal) as app:
        assert len(titles(app)) == 2


def test_a_locked_library_is_not_mended(place: Path, new: NewKeys) -> None:
    del new
    before = everything(place)
    with pytest.raises(PlaceProblem, match="library_locked"):
        repair.mend_list(place)
    assert everything(place) == before


def test_files_come_back_from_a_closed_backup_and_from_one_of_before(place: Path, tmp_path: Path) -> None:
    for protected in (False, True):
        stick = tmp_path / f"stick-{protected}"
        new = protect(place) if protected else None
        seal = new.seal if new else None
        with opened(place, writing=True, seal=seal) as app:
            back_up(app.library, stick, NOW, Progress(), CancelToken())
    assert new is not None
    for stick in (tmp_path / "stick-True", tmp_path / "stick-False"):
        lost, spoiled = (path.stem for path in sealed_files(place))
        (place / "originals" / lost[0] / f"{lost}.age").unlink()
        spoil_original(place, spoiled)
        with opened(place, writing=True, seal=new.seal) as app:
            back = repair.bring_back(app.library, [lost, spoiled], stick, Progress(), CancelToken())
            assert (set(back.files), back.still) == ({lost, spoiled}, ())
            assert check(app.library, Progress(), CancelToken()).ok
        assert readable(place) == []
    carry_out(place, protecting.UNPROTECT, new, None)  # what lies there of a damaged file stands in no way
    with opened(place, writing=True) as app:
        assert check(app.library, Progress(), CancelToken()).ok


def test_a_backup_of_other_keys_brings_nothing_back_and_costs_nothing(place: Path, tmp_path: Path) -> None:
    old = protect(place)
    with opened(place, writing=True, seal=old.seal) as app:
        back_up(app.library, tmp_path / "stick", NOW, Progress(), CancelToken())
    new = protecting.begin(place, protecting.REKEY, TODAY)
    carry_out(place, protecting.REKEY, old, new)
    lost, _ = (path.stem for path in sealed_files(place))
    (place / "originals" / lost[0] / f"{lost}.age").unlink()
    with opened(place, writing=True, seal=new.seal) as app:
        back = repair.bring_back(app.library, [lost], tmp_path / "stick", Progress(), CancelToken())
        assert (back.files, back.still) == ((), (lost,))
        assert list((place / "staging").iterdir()) == []


def test_it_moves_as_it_lies_and_the_same_words_open_it_there(place: Path, new: NewKeys, tmp_path: Path) -> None:
    before = everything(place)
    moved = relocate(place, tmp_path / "elsewhere", Progress(), CancelToken(), seal=new.seal)
    assert moved.emptied
    there = everything(moved.folder)
    assert {name for name in there if "sqlite" not in name} == {name for name in before if "sqlite" not in name}
    assert readable(moved.folder) == []
    with opened(moved.folder, writing=True, seal=keys.unlock(moved.folder, sheet(new))) as app:
        assert len(titles(app)) == 2
        assert check(app.library, Progress(), CancelToken()).ok


def test_a_locked_library_is_not_moved(place: Path, new: NewKeys, tmp_path: Path) -> None:
    del new
    before = everything(place)
    with pytest.raises(PlaceProblem, match="library_locked"):
        relocate(place, tmp_path / "elsewhere", Progress(), CancelToken())
    assert everything(place) == before
    assert not (tmp_path / "elsewhere").exists()
