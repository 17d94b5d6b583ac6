"""Hashing files as their medium gives them back: one thread reads, in order, while others hash what was read."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from typing import IO

from recordkeeper.records.errors import PlaceProblem

CHUNK = 2 * 1024 * 1024
_HASHERS = 2
_AHEAD = 8  # files that may wait to be hashed, and pieces of each: so much memory, 2 MB each at the most


def sums_of(
    paths: Iterable[Path], *, opened: Callable[[Path], IO[bytes]] | None = None
) -> Iterator[tuple[Path, str]]:
    """(path, SHA-256) of each file in order; "" for one that cannot be read to its end.

    `opened` gives what a file holds where that is not simply its bytes; its PlaceProblem counts as unreadable.

    What the system still has in memory of a file is dropped first where it can be, so that the disk answers.
    """
    waiting: deque[tuple[Path, Future[str]]] = deque()
    with ThreadPoolExecutor(_HASHERS, thread_name_prefix="hashing") as hashers:
        for path in paths:
            waiting.append((path, _read(path, hashers, opened)))
            while waiting and (len(waiting) > _AHEAD or waiting[0][1].done()):
                done, total = waiting.popleft()
                yield done, total.result()
        while waiting:
            done, total = waiting.popleft()
            yield done, total.result()


def _read(path: Path, hashers: ThreadPoolExecutor, opened: Callable[[Path], IO[bytes]] | None) -> Future[str]:
    """Read a file to its end; its sum may come later."""
    try:
        with _open(path, opened) as file:
            first = file.read(CHUNK)
            if len(first) < CHUNK and not file.read(1):
                return hashers.submit(_sum_of_all, first)
            file.seek(len(first))
            return _read_in_pieces(first, file, hashers)
    except (OSError, PlaceProblem):
        unreadable: Future[str] = Future()
        unreadable.set_result("")
        return unreadable


def _open(path: Path, opened: Callable[[Path], IO[bytes]] | None) -> IO[bytes]:
    raw = path.open("rb", buffering=0)
    try:
        _from_the_disk(raw.fileno())
    except BaseException:
        raw.close()
        raise
    if opened is None:
        return raw
    raw.close()
    return opened(path)


def _read_in_pieces(first: bytes, file: IO[bytes], hashers: ThreadPoolExecutor) -> Future[str]:
    pieces: Queue[bytes | None] = Queue(_AHEAD)
    total = hashers.submit(_sum_of_pieces, pieces)
    whole = False
    try:
        chunk = first
        while chunk:
            pieces.put(chunk)
            chunk = file.read(CHUNK)
        whole = True
    finally:
        pieces.put(b"" if whole else None)
    return total


def _sum_of_all(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _sum_of_pieces(pieces: Queue[bytes | None]) -> str:
    digest = hashlib.sha256()
    while piece := pieces.get():
        digest.update(piece)
    return digest.hexdigest() if piece is not None else ""


def _from_the_disk(handle: int) -> None:
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_SEQUENTIAL)
