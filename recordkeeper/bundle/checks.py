"""One thing that was looked at in a bundle, and how its files are looked over: each read once, by workers."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from recordkeeper.bundle.manifest import BundledFile, Manifest
from recordkeeper.work.frames import Frame
from recordkeeper.work.pool import WorkerFailure, Workers
from recordkeeper.work.progress import Progress

_SECONDS = 120.0
_AT_ONCE = 24  # files a worker is asked about together: each takes less time than asking
_SLOWEST = 1_000_000  # bytes a second a medium gives at the least
_SHOWN = 3  # names in a detail; the rest is counted

Found = Mapping[str, object]  # what a worker says of a file; empty where it could not be read


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. `detail` counts, or names what is wrong; `look`: sound, but a person may look at it."""

    check: str
    ok: bool
    detail: str
    look: bool = False


def check_of(name: str, wrong: Sequence[str], fine: str) -> Check:
    """The check, with what is wrong named as far as there is room."""
    if not wrong:
        return Check(name, ok=True, detail=fine)
    more = f" (+{len(wrong) - _SHOWN})" if len(wrong) > _SHOWN else ""
    return Check(name, ok=False, detail=", ".join(wrong[:_SHOWN]) + more)


def is_pdf(file: BundledFile) -> bool:
    """Whether its name says so."""
    return file.path.lower().endswith(".pdf")


def looked_over(
    folder: Path,
    manifest: Manifest,
    workers: Workers,
    progress: Progress,
    passwords: tuple[str, ...] = (),
    *,
    hashes: bool,
) -> dict[str, Found]:
    """What workers say of each file: every byte hashed if asked for, papers and images opened; each read once."""
    seen = dict[str, Found]()
    ask = _Asking(folder, workers, passwords, hashes)
    under_way: deque[tuple[Sequence[BundledFile], Future[Frame]]] = deque()

    def take() -> None:
        files, answer = under_way.popleft()
        for file, found in zip(files, ask.found(files, answer), strict=True):
            seen[file.path] = found
            progress.step()

    for start in range(0, len(manifest.files), _AT_ONCE):
        files = manifest.files[start : start + _AT_ONCE]
        under_way.append((files, ask.for_(files)))
        if len(under_way) > 2 * workers.slots:
            take()
    while under_way:
        take()
    return seen


@dataclass(frozen=True, slots=True)
class _Asking:
    """What is asked of workers about files of one bundle."""

    folder: Path
    workers: Workers
    passwords: tuple[str, ...]
    hashes: bool

    def for_(self, files: Sequence[BundledFile]) -> Future[Frame]:
        plain = [
            [str(self.folder / file.path), file.path, self.hashes, is_pdf(file) or file.role == "imaging"]
            for file in files
        ]
        seconds = _SECONDS + sum(file.size for file in files) / _SLOWEST
        return self.workers.submit("look_over", {"files": plain, "passwords": self.passwords}, deadline=seconds)

    def found(self, files: Sequence[BundledFile], answer: Future[Frame]) -> Sequence[Found]:
        """The answer; where a file ended the worker, each is asked for alone; of that one only its sum is known."""
        try:
            found: Sequence[Found] = answer.result().header["found"]
            return found
        except WorkerFailure:
            if len(files) > 1:
                return [self.found([file], self.for_([file]))[0] for file in files]
            return [{"sha256": _digest(self.folder / files[0].path)}]


def _digest(path: Path) -> str:
    """ "" for what is not there, cannot be read or is no file of its own."""
    if path.is_symlink() or not path.is_file():
        return ""
    try:
        with path.open("rb", buffering=0) as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return ""
