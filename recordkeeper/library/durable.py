"""Writing so that it is still there after the power fails: flush, rename, flush the folder."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from recordkeeper.records.errors import PlaceProblem

_STAGED = ".new"


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable. Windows has no such call and does it with the file."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Make the content of a file somebody else wrote durable."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that its name holds either the old content or the new, never a part."""
    staged = path.with_name(path.name + _STAGED)
    try:
        with staged.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        staged.replace(path)
    except BaseException:
        staged.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def is_empty_but_for(folder: Path, name: str) -> bool:
    """Whether nothing lies in `folder`, or only what a `write_whole` of `name` that was cut off left. OSError."""
    return all(path.name == name + _STAGED for path in folder.iterdir())


_REFUSALS = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EROFS: "place_read_only",
    errno.EACCES: "place_not_allowed",
    errno.EPERM: "place_not_allowed",
    errno.EIO: "disk_trouble",
    errno.EMFILE: "too_many_open_files",
    errno.EFBIG: "file_too_large_for_place",
}


@contextmanager
def place_problems(place: str) -> Iterator[None]:
    """Turn what the disk refuses into a PlaceProblem that has a sentence."""
    try:
        yield
    except OSError as error:
        raise PlaceProblem(_REFUSALS.get(error.errno or 0, "disk_trouble"), place=place) from error
