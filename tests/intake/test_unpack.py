"""What comes out of containers: named after what it is, counted together however deep it lies."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from recordkeeper.app import App
from recordkeeper.intake.unpack import Room, Unopened
from recordkeeper.records.kinds import Outcome
from tests.formats.good_files import tar_of
from tests.making.disc_image import iso_of
from tests.making.libraries import a_library, bring_in, outcomes, write
from tests.making.seven_zip import seven_zip_of

NOTE = b"PROGRESS NOTE\nPatient: Anna Sample\nDate of birth: 03/05/1964\nAll well."


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with a_library(tmp_path / "library") as app:
        yield app


def test_a_file_packed_alone_is_named_after_its_outer_file(app: App, tmp_path: Path) -> None:
    heap = write(
        tmp_path / "heap",
        {
            "a/note.txt.gz": gzip.compress(NOTE + b"1"),
            "b.GZ": gzip.compress(NOTE + b"2"),
            "no ending": gzip.compress(NOTE + b"3"),
            "c.tgz": gzip.compress(tar_of({"d.txt": NOTE + b"4"})),
        },
    )
    assert outcomes(bring_in(app, heap), heap) == {
        "a/note.txt.gz": "container",
        "a/note.txt.gz!/note.txt": "added",
        "b.GZ": "container",
        "b.GZ!/b": "added",
        "no ending": "container",
        "no ending!/no ending": "added",
        "c.tgz": "container",
        "c.tgz!/d.txt": "added",
    }


@pytest.mark.parametrize("kind", ["tar", "7z", "iso"])
def test_every_container_is_opened_remembered_and_not_kept_twice(app: App, tmp_path: Path, kind: str) -> None:
    members = {"inner/a.txt": NOTE, "b.txt": NOTE + b"b"}
    made = {"tar": tar_of, "7z": seven_zip_of, "iso": lambda files: iso_of(files, "joliet")}[kind](members)
    heap = write(tmp_path / "heap", {f"box.{kind}": made})
    receipt = bring_in(app, heap)
    assert outcomes(receipt, heap) == {
        f"box.{kind}": "container",
        f"box.{kind}!/inner/a.txt": "added",
        f"box.{kind}!/b.txt": "added",
    }
    assert len(list(app.library.originals.everything())) == 2
    assert bring_in(app, heap).totals[Outcome.ALREADY_HERE] == 2


def test_what_cannot_be_had_keeps_the_container_too(app: App, tmp_path: Path) -> None:
    whole = tar_of({"a.txt": NOTE, "b.bin": bytes(range(256)) * 100})
    heap = write(tmp_path / "heap", {"cut.tar": whole[:-20_000]})
    receipt = bring_in(app, heap)
    rows = {row.path.removeprefix(f"{heap}/"): (row.outcome.value, row.reason_code) for row in receipt.files}
    assert rows == {
        "cut.tar!/a.txt": ("added", ""),
        "cut.tar!/b.bin": ("unreadable", "member_damaged"),
        "cut.tar": ("container", "archive_kept_for_member"),
    }
    assert whole[:-20_000] in {path.read_bytes() for _, path in app.library.originals.everything()}


def test_room_is_for_bytes_and_for_files() -> None:
    room = Room(10, most_bytes=100, most_files=3)
    room.take(60)
    room.take(40)
    with pytest.raises(Unopened, match="archive_bomb"):
        room.take(1)
    with pytest.raises(Unopened, match="archive_bomb"):
        room.check()
    many = Room(10, most_files=1)
    many.take(0)
    with pytest.raises(Unopened, match="archive_bomb"):
        many.take(0)
    Room(1000, most_bytes=100).take(4000)  # a large file may give some times its own size
