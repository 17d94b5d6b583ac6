"""Everything hostile at once and one by one, through the real `add` with real workers: refused, contained, kept."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from recordkeeper.app import App, workers
from recordkeeper.records.intake import Receipt
from recordkeeper.records.kinds import Outcome
from recordkeeper.work.pool import Trouble, WorkerFailure, WorkerPool
from tests.fakes import bombs, dicom_bombs, page_bombs
from tests.fakes.awkward_names import IN_ARCHIVE, ON_DISK
from tests.fakes.trouble_files import TROUBLE
from tests.formats.good_files import tar_of
from tests.making.libraries import a_library, bring_in, write
from tests.making.seven_zip import seven_zip_of

SECONDS = 5.0
MEGABYTES = 20  # that the main process may grow by
# Three megabytes of words are no bomb: they are kept, and searched. Of the pages without end, one is enough.
LEFT_OUT = {"long line.txt", "lines.pdf", "words.pdf", "blanks.pdf"}
BOMBS = {**bombs.BOMBS, **dicom_bombs.BOMBS, **page_bombs.BOMBS}
NOTE = "PROGRESS NOTE\nPatient: Anna Sample\nDate of birth: 03/05/1964\nAll well, note number "


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with a_library(tmp_path / "library") as app:
        yield app


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    pool = workers(may_write=False, slots=1)
    yield pool
    pool.close()


def sums(receipt: Receipt) -> int:
    return sum(receipt.totals.values()) + sum(row.outcome is Outcome.CONTAINER for row in receipt.files)


def kept(app: App) -> set[str]:
    return {hashlib.sha256(path.read_bytes()).hexdigest() for _, path in app.library.originals.everything()}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(BOMBS))
def test_a_bomb_is_contained_within_seconds(name: str, tmp_path: Path, pool: WorkerPool) -> None:
    path = tmp_path / name
    path.write_bytes(BOMBS[name]())
    tries = 1 if quiet() else 3
    assert any(taken(pool, path) < SECONDS for _ in range(tries))


def quiet() -> bool:
    """Whether nobody else works on this machine just now; if somebody does, another try is fair."""
    return not hasattr(os, "getloadavg") or os.getloadavg()[0] < (os.cpu_count() or 1)


def taken(pool: WorkerPool, path: Path) -> float:
    """Seconds for reading a file and taking everything out of it, as the intake does."""
    for form in ("pdf", "dicom"):
        pool.run("wake", {"format": form}, deadline=60.0)  # a worker that was ended is started again: not counted
    began = time.monotonic()
    args = {"path": str(path), "name": path.name, "country": "US"}
    try:
        reading = pool.run("take_in", args, deadline=30.0 + path.stat().st_size / 4e6).header["reading"]
        if reading.get("condition") == "container":
            for frame in pool.stream("unpack", {"path": str(path), "format": reading["format"]}, deadline=30.0):
                assert len(frame.buffer) <= 1 << 20
    except WorkerFailure as failure:
        if failure.trouble not in (Trouble.TOO_SLOW, Trouble.TOO_MUCH_MEMORY):
            raise
    return time.monotonic() - began


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="peaks of memory are read from /proc")
def test_a_heap_of_bombs_is_kept_whole_and_costs_the_program_no_memory(app: App, tmp_path: Path) -> None:
    bring_in(app, write(tmp_path / "before", {"a.txt": NOTE + "0"}))  # what any first file costs is not counted
    heap = write(tmp_path / "heap", {"note.txt": NOTE})
    made = {name: make() for name, make in {**BOMBS, **TROUBLE}.items() if name not in LEFT_OUT}
    for name, data in made.items():
        (heap / name).write_bytes(data)
    contents = {name: hashlib.sha256(data).hexdigest() for name, data in made.items() if data}
    made.clear()
    before = resident_after_reset()
    receipt = bring_in(app, heap)
    assert peak() - before <= MEGABYTES
    rows = {row.path.removeprefix(f"{heap}/"): row for row in receipt.files}
    assert set(rows) >= {*contents, "note.txt"}
    assert sums(receipt) == len(receipt.files)
    assert rows["note.txt"].outcome is Outcome.ADDED
    assert all(row.reason_code for row in rows.values() if row.outcome not in (Outcome.ADDED, Outcome.CONTAINER))
    lost = {
        name
        for name, sha256 in contents.items()
        if rows[name].outcome not in (Outcome.NOT_RECORDS, Outcome.CONTAINER) and sha256 not in kept(app)
    }
    assert not lost
    crashed = {name for name, row in rows.items() if row.reason_code in ("reader_crashed", "reader_failed")}
    assert not crashed


def resident_after_reset() -> int:
    """Megabytes in memory now; the peak is counted from here on."""
    Path("/proc/self/clear_refs").write_text("5", "ascii")
    return _megabytes("VmRSS")


def peak() -> int:
    return _megabytes("VmHWM")


def _megabytes(field: str) -> int:
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) // 1024
    raise LookupError(field)


def test_archives_that_are_harmless_one_by_one_share_one_room(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from recordkeeper.intake import river
    from recordkeeper.intake.unpack import Room

    megabyte = 1024 * 1024
    monkeypatch.setattr(river, "Room", lambda size: Room(size, most_bytes=20 * megabyte))
    heap = write(tmp_path / "heap", {"outer.zip": bombs.zip_of_zips(count=12, size=4 * megabyte)})
    receipt = bring_in(app, heap)
    reasons = [row.reason_code for row in receipt.files if row.path.endswith(".zip") and row.reason_code]
    assert "archive_bomb" in reasons
    written = sum(path.stat().st_size for _, path in app.library.originals.everything())
    assert written < 20 * megabyte
    assert not list((tmp_path / "library" / "staging").iterdir())


def test_awkward_names_on_a_disk_all_come_in(app: App, tmp_path: Path) -> None:
    heap = tmp_path / "heap"
    heap.mkdir()
    written = 0
    for number, name in enumerate(ON_DISK):
        try:
            with open(os.fsencode(heap) + b"/" + name, "xb") as file:  # noqa: PTH123 - a name of bytes
                file.write(f"{NOTE}{number}".encode())
            written += 1
        except OSError:
            continue  # a file system that does not take the name, or takes twins for one
    assert written >= 20
    receipt = bring_in(app, heap)
    assert receipt.totals[Outcome.ADDED] == len(receipt.files) == written
    assert len({row.path for row in receipt.files}) == written
    for row in receipt.files:
        row.path.encode("utf-8")


@pytest.mark.parametrize("kind", ["zip", "tar", "7z"])
def test_awkward_names_in_an_archive_are_only_names(app: App, tmp_path: Path, kind: str) -> None:
    heap = tmp_path / "heap"
    heap.mkdir()
    members = {name: f"{NOTE}{number}".encode() for number, name in enumerate(IN_ARCHIVE)}
    path = heap / f"a.{kind}"
    if kind == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            for name, body in members.items():
                archive.writestr(name, body)
    else:
        path.write_bytes(tar_of(members) if kind == "tar" else seven_zip_of(members))
    before = files_outside_the_library(tmp_path)
    receipt = bring_in(app, heap)
    assert receipt.totals[Outcome.ADDED] == len(IN_ARCHIVE)
    assert len(receipt.files) == len(IN_ARCHIVE) + 1
    assert files_outside_the_library(tmp_path) == before
    assert {hashlib.sha256(body).hexdigest() for body in members.values()} <= kept(app)


def files_outside_the_library(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if "library" not in path.parts}


def test_what_cannot_be_parsed_is_kept_byte_for_byte(app: App, tmp_path: Path) -> None:
    broken = {
        "a.pdf": b"%PDF-1.7\n broken",
        "b.dcm": bytes(128) + b"DICM" + b"\xff" * 300,
        "c.zip": b"PK\x03\x04" + bytes(300),
        "d.7z": b"7z\xbc\xaf\x27\x1c" + bytes(60),
        "e.png": b"\x89PNG\r\n\x1a\n" + bytes(60),
        "f.gz": b"\x1f\x8b\x08" + bytes(60),
        "g.tif": b"II*\0" + b"\xff" * 60,
    }
    receipt = bring_in(app, write(tmp_path / "heap", dict(broken)))
    assert {row.outcome for row in receipt.files} == {Outcome.UNREADABLE}
    assert all(row.reason_code for row in receipt.files)
    assert kept(app) == {hashlib.sha256(data).hexdigest() for data in broken.values()}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without pipes in folders")
def test_what_is_no_file_is_passed_by_with_a_reason(app: App, tmp_path: Path) -> None:
    heap = write(tmp_path / "heap", {"a.txt": NOTE, "inner/b.txt": NOTE + "b"})
    os.mkfifo(heap / "pipe")
    (heap / "up").symlink_to(heap)
    (heap / "inner" / "round").symlink_to("../inner")
    (heap / "self").symlink_to("self")
    (heap / "nowhere").symlink_to("gone.txt")
    (heap / "zero").symlink_to("/dev/zero")
    (heap / "again.txt").symlink_to("a.txt")
    receipt = bring_in(app, heap)
    said = {row.path.removeprefix(f"{heap}/"): row.reason_code for row in receipt.files}
    assert said == {
        "a.txt": said["a.txt"],
        "again.txt": "already_here",
        "inner/b.txt": "",
        "inner/round": "link_to_folder",
        "nowhere": "not_there",
        "pipe": "special_file",
        "self": "not_readable",
        "up": "link_to_folder",
        "zero": "special_file",
    }


@pytest.mark.slow
def test_every_real_archive_is_contained(app: App, tmp_path: Path, shared_data: Path) -> None:
    before = files_outside_the_library(tmp_path)
    receipt = bring_in(app, shared_data / "archives")
    assert sums(receipt) == len(receipt.files)
    assert files_outside_the_library(tmp_path) == before
    by_name = {Path(row.path).name: row for row in receipt.files if "!/" not in row.path}
    assert by_name["bomb_512MiB.zip"].reason_code == "archive_bomb"
    assert by_name["multidisk.zip"].reason_code == "archive_in_parts"
    assert by_name["encrypt-1234.zip"].outcome is Outcome.LOCKED
    slices = [row for row in receipt.files if "cd_as_iso.iso!/DICOM/" in row.path and row.records]
    assert len(slices) == 31
    held = [path for _, path in app.library.originals.everything()]
    assert all(not path.stat().st_mode & (stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH) for path in held)
