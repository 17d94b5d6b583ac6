"""One thing that was looked at in a bundle, and how files of it are opened to look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from recordkeeper.bundle.manifest import BundledFile
from recordkeeper.work.frames import Frame
from recordkeeper.work.pool import WorkerFailure, Workers

_SECONDS = 120.0
_SHOWN = 3  # names in a detail; the rest is counted


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


def inspected(folder: Path, files: Sequence[BundledFile], workers: Workers) -> Iterator[dict[str, object]]:
    """What a worker says of each file; {} where it failed. A bounded number is under way at a time."""
    waiting: list[Future[Frame]] = []
    for file in files:
        waiting.append(
            workers.submit("inspect", {"path": str(folder / file.path), "name": file.path}, deadline=_SECONDS)
        )
        if len(waiting) > 16 * workers.slots:
            yield _answer(waiting.pop(0))
    while waiting:
        yield _answer(waiting.pop(0))


def _answer(future: Future[Frame]) -> dict[str, object]:
    try:
        return future.result().header
    except WorkerFailure:
        return {}
