"""Which files there are under the paths a person gave. Nothing is opened here, and nothing is followed out."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from recordkeeper.library.folder import MARK


@dataclass(frozen=True, slots=True)
class Met:
    """A file met on the walk. With a `reason_code` it will not be opened."""

    path: str  # as the system knows it; may hold undecodable bytes as surrogates
    shown: str
    name: str
    inside: str  # the path below what was given: readers tell a viewer's files by the folder they lie in
    size: int = 0
    modified_ns: int = 0
    reason_code: str = ""


def walk(paths: Sequence[str]) -> Iterator[Met]:
    """Every file under `paths`, in name order, each once. A path that does not exist is met with a reason."""
    seen: set[str] = set()
    for path in paths:
        source = os.path.abspath(path)  # noqa: PTH100 - keeps undecodable bytes
        above = len(shown(os.path.dirname(source))) + 1  # noqa: PTH120 - as above
        for met in _under(source, follow=True):
            if met.path not in seen:
                seen.add(met.path)
                yield replace(met, inside=met.shown[above:])


def shown(path: str) -> str:
    """A path for people: bytes that are not text appear as \\xNN."""
    return os.fsencode(path).decode("utf-8", errors="backslashreplace")


def _under(path: str, *, follow: bool) -> Iterator[Met]:
    try:
        status = os.stat(path, follow_symlinks=True)  # noqa: PTH116 - as above
        link = os.path.islink(path)  # noqa: PTH114
    except FileNotFoundError:
        yield _met(path, reason_code="not_there")
        return
    except OSError:
        yield _met(path, reason_code="not_readable")
        return
    if stat.S_ISDIR(status.st_mode):
        if link and not follow:
            yield _met(path, reason_code="link_to_folder")
        else:
            yield from _folder(path)
    elif stat.S_ISREG(status.st_mode):
        yield _met(path, size=status.st_size, modified_ns=status.st_mtime_ns)
    else:
        yield _met(path, reason_code="special_file")


def _folder(path: str) -> Iterator[Met]:
    if os.path.exists(os.path.join(path, MARK)):  # noqa: PTH110, PTH118
        yield _met(path, reason_code="own_library")
        return
    try:
        names = sorted(os.listdir(path))  # noqa: PTH208
    except OSError:
        yield _met(path, reason_code="folder_not_readable")
        return
    for name in names:
        yield from _under(os.path.join(path, name), follow=False)  # noqa: PTH118


def _met(path: str, *, size: int = 0, modified_ns: int = 0, reason_code: str = "") -> Met:
    seen_as = shown(path)
    return Met(path, seen_as, Path(seen_as).name, "", size, modified_ns, reason_code)
