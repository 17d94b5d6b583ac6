"""Everything in one place more and back again; what is damaged, cut off or hostile on the way."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from recordkeeper.catalogue import documents
from recordkeeper.library import acts, folder
from recordkeeper.library.folder import Library
from recordkeeper.library.full_backup import FullBackup, back_up, last_full
from recordkeeper.library.restore import Restored, restore
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.work.progress import Cancelled, CancelToken, Progress, Step
from tests.making import entries
from tests.making.small_disk import small_disk as small_disk_at

NOW = dt.datetime(2026, 3, 5, 14, 0, tzinfo=dt.UTC)


@pytest.fixture
def kept(library: Library) -> Library:
    """With four originals, and something a person decided."""
    for text in (b"one", b"two", b"three", b""):
        library.originals.adopt([library.originals.stage(io.BytesIO(text), lambda: None)])
    acts.correct(library, "one", "title", "As a person said")
    return library


@pytest.fixture(params=["folder", "zip"])
def wanted(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return tmp_path / ("stick.zip" if request.param == "zip" else "stick")


def backed_up(library: Library, wanted: Path) -> FullBackup:
    return back_up(library, wanted, NOW, Progress(), CancelToken())


def restored(backup: Path, place: Path) -> Restored:
    return restore(backup, place, Progress(), CancelToken())


def tree(place: Path) -> dict[str, bytes]:
    return {
        path.relative_to(place).as_posix(): path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file()
    }


def stopping_at(what: str, done: int) -> tuple[Progress, CancelToken]:
    cancel = CancelToken()

    def tell(step: Step) -> None:
        if step.what == what and step.done >= done:
            cancel.cancel()

    return Progress(tell, clock=_always_later()), cancel


def _always_later():  # type: ignore[no-untyped-def]
    moments = iter(range(1_000_000))
    return lambda: float(next(moments))


def test_a_library_comes_back_with_all_it_held(kept: Library, wanted: Path, tmp_path: Path) -> None:
    made = backed_up(kept, wanted)
    assert (made.path, made.originals) == (wanted, 4)
    assert restored(wanted, tmp_path / "again") == Restored(4, ())
    again = folder.open_for_writing(tmp_path / "again")
    assert documents.get(again.catalogue.reader(), "one").title == "As a person said"
    assert dict(again.originals.everything()).keys() == dict(kept.originals.everything()).keys()
    assert list(again.journal.lines()) == list(kept.journal.lines())
    assert again.patient == entries.PATIENT
    again.close()


def test_any_program_can_check_it(kept: Library, wanted: Path) -> None:
    made = backed_up(kept, wanted)
    if wanted.suffix:
        with zipfile.ZipFile(wanted) as archive:
            assert archive.testzip() is None
            files = {name: archive.read(name) for name in archive.namelist()}
    else:
        files = tree(wanted)
    listed = files.pop("SHA256SUMS")
    assert hashlib.sha256(listed).hexdigest() == made.sums_sha256
    sums = dict(line.split("  ")[::-1] for line in listed.decode().splitlines())
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def test_the_last_one_is_remembered(kept: Library, wanted: Path) -> None:
    assert last_full(kept) is None
    backed_up(kept, wanted)
    last = last_full(kept)
    assert last is not None
    assert (last.made, last.place, last.line) == (NOW, str(wanted), kept.journal.last)


def test_it_is_made_while_another_program_writes(kept: Library, wanted: Path, tmp_path: Path) -> None:
    reading = folder.open_for_reading(kept.folder)
    acts.correct(kept, "two", "title", "Meanwhile")
    backed_up(reading, wanted)
    reading.close()
    restored(wanted, tmp_path / "again")
    again = folder.open_for_writing(tmp_path / "again")
    assert documents.get(again.catalogue.reader(), "two").title == "Meanwhile"
    again.close()


def test_a_folder_that_is_there_gets_one_of_its_own_inside(kept: Library, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    made = backed_up(kept, tmp_path / "stick")
    assert made.path.parent == tmp_path / "stick"
    assert restored(made.path, tmp_path / "again").originals == 4


@pytest.mark.parametrize("what", ["backup", "read_back"])
def test_what_is_stopped_leaves_nothing(kept: Library, wanted: Path, what: str) -> None:
    progress, cancel = stopping_at(what, 2)
    with pytest.raises(Cancelled):
        back_up(kept, wanted, NOW, progress, cancel)
    assert [path.name for path in wanted.parent.iterdir()] == ["library"]
    assert not (kept.folder / "backups" / "full.new").exists()
    assert last_full(kept) is None


def test_places_that_cannot_be_are_refused(kept: Library, tmp_path: Path) -> None:
    (tmp_path / "there.zip").write_bytes(b"mine")
    for place, code in (
        (kept.folder / "backups", "place_in_library"),
        (tmp_path / "there.zip", "folder_exists"),
        (tmp_path / "no" / "such", "no_such_folder"),
    ):
        with pytest.raises(PlaceProblem, match=code):
            backed_up(kept, place)
    assert (tmp_path / "there.zip").read_bytes() == b"mine"


def test_restoring_that_was_cut_off_before_its_first_note_was_whole_goes_on(
    kept: Library, wanted: Path, tmp_path: Path
) -> None:
    backed_up(kept, wanted)
    (tmp_path / "again").mkdir()
    (tmp_path / "again" / "restoring.json.new").write_bytes(b"{")
    assert restored(wanted, tmp_path / "again") == Restored(4, ())


def test_a_library_is_never_restored_over_something(kept: Library, wanted: Path, tmp_path: Path) -> None:
    backed_up(kept, wanted)
    before = tree(kept.folder)
    with pytest.raises(PlaceProblem, match="folder_not_empty"):
        restored(wanted, kept.folder)
    assert tree(kept.folder) == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk_at(tmp_path / "disk", 2) as place:
        yield place


def _damage(wanted: Path, good: bytes, bad: bytes) -> None:
    """Change bytes that stand once in the backup."""
    paths = [wanted] if wanted.suffix else [p for p in wanted.rglob("*") if p.is_file() and good in p.read_bytes()]
    for path in paths:
        data = path.read_bytes()
        path.chmod(0o600)
        path.write_bytes(data.replace(good, bad))


def test_a_damaged_original_is_left_out_and_named(kept: Library, wanted: Path, tmp_path: Path) -> None:
    backed_up(kept, wanted)
    _damage(wanted, b"three", b"thrEe")
    assert restored(wanted, tmp_path / "again") == Restored(3, (hashlib.sha256(b"three").hexdigest(),))


def test_a_damaged_catalogue_is_made_again_from_the_journal(kept: Library, wanted: Path, tmp_path: Path) -> None:
    backed_up(kept, wanted)
    _damage(wanted, b"SQLite format 3", b"SQLite format 4")
    restored(wanted, tmp_path / "again")
    again = folder.open_for_writing(tmp_path / "again")
    assert again.patient == entries.PATIENT
    again.close()


def test_a_damaged_journal_is_said_and_there_is_no_library(kept: Library, wanted: Path, tmp_path: Path) -> None:
    backed_up(kept, wanted)
    _damage(wanted, b'"what":"patient"', b'"what":"patience'[:16])
    with pytest.raises(PlaceProblem, match="backup_damaged"):
        restored(wanted, tmp_path / "again")
    with pytest.raises(PlaceProblem, match="library_not_found"):
        folder.open_for_reading(tmp_path / "again")


def test_a_restore_that_was_cut_off_goes_on(kept: Library, wanted: Path, tmp_path: Path) -> None:
    backed_up(kept, wanted)
    progress, cancel = stopping_at("restore", 4)
    with pytest.raises(Cancelled):
        restore(wanted, tmp_path / "again", progress, cancel)
    with pytest.raises(PlaceProblem, match="library_not_found"):
        folder.open_for_reading(tmp_path / "again")
    assert restored(wanted, tmp_path / "again") == Restored(4, ())
    names = {path.name for path in (tmp_path / "again").iterdir()}
    assert names == {*folder.FOLDERS, folder.MARK, folder.README, "catalogue.sqlite"}
    folder.open_for_writing(tmp_path / "again").close()


@pytest.mark.parametrize("name", ["../outside", "/outside", "originals/a/../../../outside", "recordkeeper.json"])
def test_names_that_lead_elsewhere_are_refused(kept: Library, tmp_path: Path, name: str) -> None:
    backed_up(kept, tmp_path / "b")
    with (tmp_path / "b" / "SHA256SUMS").open("a") as file:
        file.write(f"{'0' * 64}  {name}\n")
    with pytest.raises(PlaceProblem, match="not_a_backup"):
        restored(tmp_path / "b", tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_what_is_no_backup_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"no zip")
    (tmp_path / "folder").mkdir()
    for place in ("a.zip", "folder", "absent"):
        with pytest.raises(PlaceProblem, match="not_a_backup"):
            restored(tmp_path / place, tmp_path / "again")


def test_a_newer_form_is_refused(kept: Library, tmp_path: Path) -> None:
    backed_up(kept, tmp_path / "b")
    head = tmp_path / "b" / "backup.json"
    head.write_text(head.read_text().replace('"form": 1', '"form": 2'))
    with pytest.raises(PlaceProblem, match="backup_too_new"):
        restored(tmp_path / "b", tmp_path / "again")


def test_a_link_in_a_backup_is_not_followed(kept: Library, tmp_path: Path) -> None:
    backed_up(kept, tmp_path / "b")
    secret = tmp_path / "secret"
    secret.write_bytes(b"three")
    (original,) = [path for path in (tmp_path / "b").rglob("*") if path.is_file() and path.read_bytes() == b"three"]
    original.unlink()
    original.symlink_to(secret)
    assert restored(tmp_path / "b", tmp_path / "again").damaged == (original.name,)


def test_a_full_disk_is_told_before_anything_is_written(kept: Library, small_disk: Path) -> None:
    staged = kept.originals.stage(io.BytesIO(bytes(3_000_000)), lambda: None)
    kept.originals.adopt([staged])
    with pytest.raises(PlaceProblem, match="too_little_room"):
        backed_up(kept, small_disk)
    assert list(small_disk.iterdir()) == []
