"""A library closed, closed anew and opened for good: all that was in it is in it still, and nothing can be read."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from recordkeeper.app import opened
from recordkeeper.library import backups, folder, keys, protecting, switching
from recordkeeper.library.check import check
from recordkeeper.library.full_backup import back_up, last_full
from recordkeeper.library.repair import bring_back
from recordkeeper.library.restore import restore
from recordkeeper.library.sealed_journal import SealedJournal
from recordkeeper.records.errors import KnownProblem, PlaceProblem
from recordkeeper.work.progress import Cancelled, CancelToken, Progress
from tests.making.libraries import a_library, bring_in
from tests.making.libraries import write as write_files
from tests.making.protected import PASSPHRASE, TODAY, carry_out, protect, sheet

NOW = dt.datetime(2026, 3, 5, 14, 0, tzinfo=dt.UTC)
HEAD = "Anna Sample  Born 03/05/1964\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A library of two letters, with a copy of its catalogue and a note of a full backup."""
    files = {f"{n}.txt": f"{HEAD}PROGRESS NOTE {n}\nseen on 0{n}/02/2024" for n in (1, 2)}
    source = tmp_path / "source"
    write_files(source, files)
    with a_library(tmp_path / "library") as app:
        bring_in(app, source)
        backups.keep(app.library, NOW)
        back_up(app.library, tmp_path / "plain-copy", NOW, Progress(), CancelToken())
    return tmp_path / "library"


class AtTheSecond(CancelToken):
    """Stops when it is asked for the second time."""

    asked = 0

    def check(self) -> None:
        self.asked += 1
        if self.asked == 2:
            self.cancel()
        super().check()


def held(place: Path, new: protecting.NewKeys | None = None) -> tuple[object, ...]:
    library = folder.open_for_reading(place, seal=new.seal if new else None)
    try:
        db = library.catalogue.reader()
        verdict = check(library, Progress(), CancelToken())
        assert verdict.ok, verdict
        rows = {
            str(name): [tuple(row) for row in db.execute(f'SELECT * FROM "{name}"')]
            for (name,) in db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%fts5%'"
            )
        }
        found = sorted(tuple(row) for row in db.execute("SELECT rowid FROM page_text WHERE page_text MATCH 'seen'"))
        assert found
        return rows, found, list(library.journal.lines()), last_full(library), verdict.originals
    finally:
        library.close()


def readable(place: Path) -> list[str]:
    """Files in which something of the patient can be read."""
    files = [path for path in place.rglob("*") if path.is_file()]
    return [
        path.name
        for path in files
        if any(word in path.read_bytes() for word in (b"Sample", b"PROGRESS", b"SQLite format"))
    ]


def test_there_and_back_nothing_is_lost(place: Path) -> None:
    before = held(place)
    assert readable(place)
    new = protect(place, PASSPHRASE)
    assert readable(place) == []
    assert held(place, new) == before
    other = protecting.begin(place, protecting.REKEY, TODAY)
    carry_out(place, protecting.REKEY, new, other)
    assert readable(place) == []
    assert held(place, other) == before
    carry_out(place, protecting.UNPROTECT, other, None)
    assert held(place) == before
    assert {path.name for path in place.iterdir()} >= {"originals", "journal", "backups", "catalogue.sqlite"}
    assert not {path.name for path in place.iterdir()} & {
        *keys.KEY_FILES,
        switching.STATE,
        switching.NEW,
        switching.OLD,
    }


def test_after_new_keys_the_old_sheet_and_passphrase_open_nothing(place: Path) -> None:
    new = protect(place, PASSPHRASE)
    other = protecting.begin(place, protecting.REKEY, TODAY)
    carry_out(place, protecting.REKEY, new, other)
    for text in (sheet(new), PASSPHRASE, new.seal.device):
        with pytest.raises(PlaceProblem) as caught:
            keys.unlock(place, text)
        assert caught.value.code == "wrong_key"
    original = next((place / "originals").glob("*/*.age"))
    with pytest.raises(PlaceProblem):
        new.seal.opened(original.read_bytes())


@pytest.mark.skipif(shutil.which("age") is None, reason="Debian's age is not installed")
def test_age_with_only_the_recovery_key_opens_every_file(place: Path, tmp_path: Path) -> None:
    plain = {path.name: path.read_bytes() for path in (place / "originals").glob("*/*")}
    new = protect(place)
    key = tmp_path / "key.txt"
    key.write_text(new.secret)
    opened = {}
    for path in (place / "originals").glob("*/*.age"):
        run = subprocess.run(["age", "-d", "-i", key, path], capture_output=True, check=True)
        opened[path.name.removesuffix(".age")] = run.stdout
    assert opened == plain
    for path in [*(place / "journal").iterdir(), *place.glob("keys*.age"), *(place / "backups").glob("*.age")]:
        assert subprocess.run(["age", "-d", "-i", key, path], capture_output=True, check=True).stdout


def test_while_the_sheet_waits_the_library_is_as_it_was(place: Path) -> None:
    before = held(place)
    new = protecting.begin(place, protecting.PROTECT, TODAY)
    folder.open_for_writing(place).close()
    assert held(place) == before
    waiting = protecting.waiting(place)
    assert waiting is not None
    assert waiting.act == "protect"
    assert protecting.proven(place, sheet(new)).seal == new.seal
    protecting.give_up(place)
    assert protecting.waiting(place) is None
    assert held(place) == before


def test_the_words_of_another_sheet_go_on_with_nothing(place: Path) -> None:
    first = protecting.begin(place, protecting.PROTECT, TODAY)
    protecting.begin(place, protecting.PROTECT, TODAY)
    with pytest.raises(PlaceProblem) as caught:
        protecting.proven(place, sheet(first))
    assert caught.value.code == "wrong_sheet"


def test_stopped_midway_it_goes_on_with_what_is_left(place: Path) -> None:
    before = held(place)
    new = protecting.begin(place, protecting.PROTECT, TODAY)
    cancel, none = AtTheSecond(), Progress()
    with pytest.raises(Cancelled):
        protecting.carry_out(place, "protect", None, new, readme="", progress=none, cancel=cancel)
    assert held(place) == before
    made = {path: path.stat().st_mtime_ns for path in (place / switching.NEW / "originals").glob("*/*")}
    assert made
    with closing(folder.open_for_writing(place)) as library:
        assert library.seal is None
    again = protecting.proven(place, sheet(new))
    carry_out(place, "protect", None, again)
    assert held(place, again) == before
    kept = {path.stat().st_mtime_ns for path in (place / "originals").glob("*/*")}
    assert set(made.values()) <= kept


def test_stopping_to_unprotect_leaves_nothing_open(place: Path) -> None:
    new = protect(place)
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        protecting.carry_out(place, "unprotect", new.seal, None, readme="", progress=Progress(), cancel=cancel)
    assert readable(place) == []
    assert protecting.waiting(place) is None


def test_an_original_that_cannot_be_read_stops_it_and_changes_nothing(place: Path) -> None:
    strange = place / "originals" / "0"
    strange.mkdir(exist_ok=True)
    (strange / ("0" * 64)).mkdir()
    with pytest.raises(PlaceProblem) as caught:
        protect(place)
    assert caught.value.code == "conversion_unreadable"
    assert keys.protection_of(place) is None


@pytest.mark.parametrize("act", ["unprotect", "rekey"])
def test_a_damaged_closed_file_does_not_keep_it_closed_for_ever(place: Path, tmp_path: Path, act: str) -> None:
    with opened(place, writing=True) as app:
        back_up(app.library, tmp_path / "stick", NOW, Progress(), CancelToken())
    new = protect(place)
    broken, *whole = sorted((place / "originals").glob("*/*"))
    broken.chmod(0o600)
    content = broken.read_bytes()[:-1] + b"?"
    broken.write_bytes(content)
    after = protecting.begin(place, act, TODAY) if act == "rekey" else None
    done = carry_out(place, act, new, after)
    assert (done.originals, done.damaged) == (len(whole), (broken.stem,))
    assert (place / "backups" / f"damaged-{broken.stem}").read_bytes() == content
    with opened(place, writing=True, seal=after.seal if after else None) as app:
        assert check(app.library, Progress(), CancelToken()).missing == (broken.stem,)
        back = bring_back(app.library, [broken.stem], tmp_path / "stick", Progress(), CancelToken())
        assert back.files == (broken.stem,)
        assert check(app.library, Progress(), CancelToken()).ok


def test_damage_that_was_there_is_kept_and_still_told(place: Path) -> None:
    original = next((place / "originals").glob("*/*"))
    original.chmod(0o600)
    original.write_bytes(b"damaged on the disk")
    new = protect(place)
    library = folder.open_for_reading(place, seal=new.seal)
    assert check(library, Progress(), CancelToken()).changed == (original.name,)
    library.close()


def test_a_copy_that_is_no_database_is_kept_closed(place: Path) -> None:
    (place / "backups" / "set-aside-1.sqlite").write_bytes(b"Anna Sample, spoiled")
    new = protect(place)
    assert readable(place) == []
    carry_out(place, protecting.UNPROTECT, new, None)
    assert (place / "backups" / "set-aside-1.sqlite").read_bytes() == b"Anna Sample, spoiled"


def test_what_is_not_ours_in_the_folder_is_named_and_left(place: Path) -> None:
    (place / "my notes.txt").write_text("mine")
    assert protecting.left_open(place) == ("my notes.txt",)
    protect(place)
    assert (place / "my notes.txt").read_text() == "mine"


def test_what_the_database_keeps_beside_a_plain_catalogue_goes_with_it(place: Path) -> None:
    """In a shared folder that is a rollback journal, which must never be taken for the new catalogue's."""
    (place / "catalogue.sqlite-journal").write_bytes(b"")
    assert protecting.left_open(place) == ()
    protect(place)
    assert not (place / "catalogue.sqlite-journal").exists()


def test_a_full_backup_of_it_is_closed_and_comes_back(place: Path, tmp_path: Path) -> None:
    before = held(place)
    new = protect(place)
    library = folder.open_for_writing(place, seal=new.seal)
    back_up(library, tmp_path / "copy.zip", NOW, Progress(), CancelToken())
    library.close()
    with pytest.raises(KnownProblem):
        restore(tmp_path / "copy.zip", place, Progress(), CancelToken())  # never over a library
    again = tmp_path / "again"
    assert restore(tmp_path / "copy.zip", again, Progress(), CancelToken()).damaged == ()
    assert readable(again) == []
    assert keys.unlock(again, sheet(new)) == new.seal
    assert held(again, new)[:3] == before[:3]


def test_records_come_in_and_acts_are_kept_while_it_is_protected(place: Path, tmp_path: Path) -> None:
    new = protect(place)
    write_files(tmp_path / "more", {"3.txt": f"{HEAD}OPERATIVE REPORT\nseen on 05/02/2024"})
    with opened(place, writing=True, seal=new.seal) as app:
        assert bring_in(app, tmp_path / "more").files[0].outcome.value == "added"
        assert isinstance(app.library.journal, SealedJournal)
    assert readable(place) == []
    assert list((place / "staging").iterdir()) == []
    folder.set_catalogue_aside(place)
    with opened(place, writing=True, seal=new.seal) as app:  # built again from sealed originals and journal
        assert check(app.library, Progress(), CancelToken()).originals == 3
        assert app.library.patient.name == "Anna Sample"


def test_what_lay_open_in_staging_is_swept_before_any_key_is_asked_for(place: Path) -> None:
    protect(place)
    (place / "staging" / "lent-1").write_text("Anna Sample")
    with pytest.raises(PlaceProblem):
        folder.open_for_writing(place)
    assert list((place / "staging").iterdir()) == []
