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
    folder: Path, manifest: Manifest, workers: Workers, progress: Progress, *, hashes: bool
) -> dict[str, Found]:
    """What workers say of each file: every byte hashed if asked for, papers and images opened; each read once."""
    seen = dict[str, Found]()
    under_way: deque[tuple[Sequence[BundledFile], Future[Frame]]] = deque()

    def take() -> None:
        files, answer = under_way.popleft()
        for file, found in zip(files, _found(folder, files, answer, workers, hashes=hashes), strict=True):
            seen[file.path] = found
            progress.step()

    for start in range(0, len(manifest.files), _AT_ONCE):
        files = manifest.files[start : start + _AT_ONCE]
        under_way.append((files, _asked(folder, files, workers, hashes=hashes)))
        if len(under_way) > 2 * workers.slots:
            take()
    while under_way:
        take()
    return seen


def _asked(folder: Path, files: Sequence[BundledFile], workers: Workers, *, hashes: bool) -> Future[Frame]:
    plain = [[str(folder / file.path), file.path, hashes, is_pdf(file) or file.role == "imaging"] for file in files]
    seconds = _SECONDS + sum(file.size for file in files) / _SLOWEST
    return workers.submit("look_over", {"files": plain}, deadline=seconds)


def _found(
    folder: Path, files: Sequence[BundledFile], answer: Future[Frame], workers: Workers, *, hashes: bool
) -> Sequence[Found]:
    """The answer; where a file ended the worker, each is asked for alone, and of that one only its sum is known."""
    try:
        found: Sequence[Found] = answer.result().header["found"]
        return found
    except WorkerFailure:
        if len(files) > 1:
            alone = ([file] for file in files)
            return [
                _found(folder, one, _asked(folder, one, workers, hashes=hashes), workers, hashes=hashes)[0]
                for one in alone
            ]
        return [{"sha256": _digest(folder / files[0].path)}]


def _digest(path: Path) -> str:
    """ "" for what is not there, cannot be read or is no file of its own."""
    if path.is_symlink() or not path.is_file():
        return ""
    try:
        with path.open("rb", buffering=0) as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return ""
