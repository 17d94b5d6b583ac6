"""How long `recordkeeper add` takes for a hospital CD and for a heap of PDFs, cold and warm.

Beside it in the same rounds: copy + hash + fsync a file, and what other programs need to take the same files in:
Orthanc over loopback for instances, recollindex for the words of PDFs. A program that is not there has no figure.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.bench import floors, heap, program
from tests.bench.harness import Figure, Options
from tests.making import orthanc

SCANS, PAGES = 5000, 6000  # 6,000 pages are 2,000 PDFs
MANY, SMALL_SIDE = 20_000, 16  # instances for the memory of the main process; pixels of each

OURS = "ours"
Work = Callable[[], object]


def main(options: Options) -> Iterator[Figure]:
    disc = options.work / "disc"
    scans = heap.write_scans(disc, options.sized(SCANS))
    peers = {"Orthanc's import": partial(_orthanc, disc, options.work / "orthanc")} if orthanc.program() else {}
    yield from adding("add DICOM instances", options, Source(disc, tuple(scans)), peers)
    shutil.rmtree(disc)
    papers = heap.write_reports(options.work / "papers", options.sized(PAGES))
    index = partial(floors.recollindex, options.work / "papers", options.work / "recoll")
    peers = {"recollindex": index} if shutil.which("recollindex") else {}
    yield from adding("add PDFs", options, Source(options.work / "papers", tuple(papers)), peers)
    shutil.rmtree(options.work / "papers")
    small = heap.write_scans(disc, options.sized(MANY), side=SMALL_SIDE)
    yield from adding("add many small instances", options, Source(disc, tuple(small)), {}, ways=(True,), rounds=1)


@dataclass(frozen=True, slots=True)
class Source:
    """A folder to bring in, and its files."""

    folder: Path
    files: tuple[Path, ...]


def adding(
    name: str,
    options: Options,
    source: Source,
    peers: Mapping[str, Work],
    *,
    ways: Sequence[bool] = (True, False),
    rounds: int | None = None,
) -> Iterator[Figure]:
    """Measure adding `source` to a new library; every file must come out as added. `ways`: warm or not."""
    library, copies = options.work / "library", options.work / "copies"
    peaks: list[float] = []
    facts: dict[str, object] = {
        "files": len(source.files),
        "MB": sum(file.stat().st_size for file in source.files) // 10**6,
    }

    def prepare(warm: bool) -> None:
        for place in (library, copies):
            shutil.rmtree(place, ignore_errors=True)
        program.new_library(library)
        if not warm:
            floors.forget(source.files)

    def run() -> None:
        ran = program.call(library, "add", source.folder)
        peaks.append(ran.peak_mb)
        facts["peak of the main process"] = program.told(peaks)
        _all_added(ran.answer, len(source.files))

    floor = partial(floors.copy_hash_fsync, source.files, copies)
    work: dict[str, Work] = {"copy + hash + fsync": floor, **peers, OURS: run}
    for warm in ways:
        seconds = in_turn(work, rounds or options.runs, partial(prepare, warm))
        for floor_name in (each for each in work if each != OURS):
            told = f"{name}, {'warm' if warm else 'cold'}"
            yield Figure(told, tuple(seconds[OURS]), floor_name, tuple(seconds[floor_name]), dict(facts))


def in_turn(work: Mapping[str, Work], rounds: int, before: Work) -> dict[str, list[float]]:
    """The seconds of each work in each round, one after the other, so that a busy spell hits all of them."""
    seconds: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(rounds):
        for name, run in work.items():
            before()
            began = time.perf_counter()
            run()
            seconds[name].append(time.perf_counter() - began)
    return seconds


def _orthanc(disc: Path, place: Path) -> None:
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    with orthanc.running(place) as server:
        server.upload_all(disc)
    shutil.rmtree(place)


def _all_added(receipt: dict[str, dict[str, int]], count: int) -> None:
    if receipt["totals"]["added"] != count:
        raise RuntimeError(f"{count} files, but the receipt says {receipt['totals']}")
