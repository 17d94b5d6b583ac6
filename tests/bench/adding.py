"""How long `recordkeeper add` takes for a hospital CD and for a heap of PDFs, beside copy + hash + fsync a file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from tests.bench import floors, heap, program
from tests.bench.harness import Figure, Options, measure

SCANS, PAGES = 2000, 1500  # 1,500 pages are 500 PDFs


def main(options: Options) -> Iterator[Figure]:
    scans = heap.write_scans(options.work / "disc", options.sized(SCANS))
    yield adding("add DICOM instances", options, options.work / "disc", scans)
    shutil.rmtree(options.work / "disc")
    papers = heap.write_reports(options.work / "papers", options.sized(PAGES))
    yield adding("add PDFs", options, options.work / "papers", papers)


def adding(name: str, options: Options, source: Path, files: Sequence[Path]) -> Figure:
    """Measure adding `source` to a new library; every file must come out as added."""
    library, copies = options.work / "library", options.work / "copies"
    peaks: list[float] = []
    facts: dict[str, object] = {"files": len(files), "MB": sum(file.stat().st_size for file in files) // 10**6}

    def prepare() -> None:
        shutil.rmtree(library, ignore_errors=True)
        shutil.rmtree(copies, ignore_errors=True)
        program.new_library(library)

    def run() -> None:
        ran = program.call(library, "add", source)
        peaks.append(ran.peak_mb)
        facts["peak of the main process"] = program.told(peaks)
        _all_added(ran.answer, len(files))

    floor = partial(floors.copy_hash_fsync, files, copies)
    return measure(name, run, floor, options.runs, floor_name="copy + hash + fsync", before=prepare, facts=facts)


def _all_added(receipt: dict[str, dict[str, int]], count: int) -> None:
    if receipt["totals"]["added"] != count:
        raise RuntimeError(f"{count} files, but the receipt says {receipt['totals']}")
