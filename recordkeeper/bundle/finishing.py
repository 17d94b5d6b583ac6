"""A filled staging folder as the bundle it becomes: packed where it is one file, checked, flushed to the disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import wait
from contextlib import contextmanager
from pathlib import Path

from recordkeeper.bundle.checks import Check
from recordkeeper.bundle.packed_check import by_worker, plain_zip
from recordkeeper.bundle.place import imaged, make_durable, zipped
from recordkeeper.bundle.shapes import ENDINGS
from recordkeeper.bundle.verify import verify
from recordkeeper.records.reading import Format
from recordkeeper.work.lanes import InlineLanes, Lanes
from recordkeeper.work.progress import CancelToken, Progress


def finish(
    staged: Path,
    shape: str,
    sums: Mapping[str, str],
    passphrase: str,
    lanes: Lanes | InlineLanes,
    progress: Progress,
    cancel: CancelToken,
) -> tuple[Path, tuple[Check, ...]]:
    """The bundle as it will lie there, and its checks: one file is held against the checked folder.

    `sums` are path → SHA-256 of all that lies in it. It is flushed to the disk while it is read; both are done when
    this returns, whatever happened. PlaceProblem when the disk refuses.
    """
    workers = lanes.workers
    if shape not in ENDINGS:
        with _flushing(staged, lanes):
            return staged, verify(staged, workers, progress, tuple(filter(None, [passphrase])))
    finished = imaged(staged, cancel) if shape == "iso" else zipped(staged, cancel, passphrase)
    with _flushing(finished, lanes):
        checks = verify(staged, workers, progress, hashes=False)
        if shape == "zip":
            packed = plain_zip(finished, sums)
        else:
            form = Format.ISO if shape == "iso" else Format.ZIP
            packed = by_worker(finished, form, sums, workers, *filter(None, [passphrase]))
    return finished, (*checks, packed)


@contextmanager
def _flushing(finished: Path, lanes: Lanes | InlineLanes) -> Iterator[None]:
    """Make it durable beside what is done in the context. PlaceProblem at its end when the disk refuses."""
    flushed = lanes.copiers.submit(make_durable, finished)
    try:
        yield
    finally:
        wait([flushed])
    flushed.result()
