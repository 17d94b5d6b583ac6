"""Hashing files as their medium gives them back: one thread reads on while another hashes what was read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

CHUNK = 4 * 1024 * 1024
_AHEAD = 4  # files, or pieces of one, that may wait to be hashed: so much memory, 4 MB each


def sums_of(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """(path, SHA-256) of each file in order; "" for one that cannot be read to its end.

    What the system still has in memory of a file is dropped first where it can be, so that the disk answers.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="hashing") as hasher:
        for path in paths:
            yield path, _sum(path, hasher)


def _sum(path: Path, hasher: ThreadPoolExecutor) -> str:
    digest = hashlib.sha256()
    waiting: list[Future[None]] = []
    try:
        with path.open("rb", buffering=0) as file:
            _from_the_disk(file.fileno())
            while chunk := file.read(CHUNK):
                if len(chunk) < CHUNK and not waiting:
                    digest.update(chunk)  # a small file: another thread would cost more than it gives
                    continue
                waiting.append(hasher.submit(digest.update, chunk))
                if len(waiting) >= _AHEAD:
                    waiting.pop(0).result()
    except OSError:
        return ""
    finally:
        for each in waiting:
            each.result()
    return digest.hexdigest()


def _from_the_disk(handle: int) -> None:
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_SEQUENTIAL)
