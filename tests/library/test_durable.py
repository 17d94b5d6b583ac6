"""What the disk refuses has a sentence; what is written is whole."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from recordkeeper.library.durable import place_problems, sync_file, sync_folder, write_whole
from recordkeeper.records.errors import PlaceProblem


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EROFS, "place_read_only"),
        (errno.EACCES, "place_not_allowed"),
        (errno.EPERM, "place_not_allowed"),
        (errno.EIO, "disk_trouble"),
        (errno.EMFILE, "too_many_open_files"),
        (errno.ENODEV, "disk_trouble"),
    ],
)
def test_each_refusal_of_the_disk_has_a_code(number: int, code: str) -> None:
    with pytest.raises(PlaceProblem) as caught, place_problems("/media/stick"):
        raise OSError(number, "refused")
    assert (caught.value.code, caught.value.fields) == (code, {"place": "/media/stick"})


def test_other_problems_pass_as_they_are() -> None:
    with pytest.raises(PlaceProblem, match="folder_not_empty"), place_problems("/x"):
        raise PlaceProblem("folder_not_empty")
    with pytest.raises(ValueError, match="a bug"), place_problems("/x"):
        raise ValueError("a bug")


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_whole(path, b"old and long")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_write_leaves_the_old_content_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.mkdir()
    (path / "in the way").touch()
    with pytest.raises(OSError, match=r"a\.json"):
        write_whole(path, b"new")
    assert list(tmp_path.iterdir()) == [path]


def test_syncing_what_is_not_there_is_noticed(tmp_path: Path) -> None:
    sync_folder(tmp_path)
    with pytest.raises(FileNotFoundError):
        sync_folder(tmp_path / "nowhere")
    with pytest.raises(FileNotFoundError):
        sync_file(tmp_path / "nothing")
