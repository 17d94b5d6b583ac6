"""How long `recordkeeper export` takes, verifying included, beside copying, packing or merging the same files."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from recordkeeper.paper import packet
from recordkeeper.paths import resources
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.papers import PacketItem, PacketPlan, PagePart, Section
from recordkeeper.records.patient import Patient
from recordkeeper.records.reading import Format, Picture
from recordkeeper.wording.words import Words
from tests.bench import floors, heap, program
from tests.bench.harness import Figure, Options, measure

SCANS, PAGES, PAGES_A_PAPER = 2000, 900, 3  # 900 pages are 300 PDFs


def main(options: Options) -> Iterator[Figure]:
    scans = heap.write_scans(options.work / "disc", options.sized(SCANS))
    library = program.new_library(options.work / "scans")
    program.call(library, "add", options.work / "disc")
    yield exporting("export DICOM instances", options, library, scans, "folder")
    if shutil.which("zip"):
        yield exporting("export DICOM instances", options, library, scans, "zip")
    shutil.rmtree(library)
    shutil.rmtree(options.work / "disc")
    count = options.sized(PAGES // PAGES_A_PAPER)
    papers = heap.write_reports(options.work / "papers", count * PAGES_A_PAPER, files=count)
    library = program.new_library(options.work / "library")
    program.call(library, "add", options.work / "papers")
    yield exporting("export PDFs", options, library, papers, "folder")
    if shutil.which("pdfunite"):
        yield merging(options, papers)


def exporting(name: str, options: Options, library: Path, files: Sequence[Path], shape: str) -> Figure:
    """Measure exporting the library; the bundle must hold every file. A ZIP's floor is one that packs nothing."""
    dest, copies = options.work / "bundle", options.work / "copies"
    peaks: list[float] = []
    facts: dict[str, object] = {"files": len(files), "MB": sum(file.stat().st_size for file in files) // 10**6}

    def clear() -> None:
        for place in (dest, copies):
            shutil.rmtree(place, ignore_errors=True)
        dest.with_suffix(".zip").unlink(missing_ok=True)

    def run() -> None:
        ran = program.call(library, "export", dest, "--shape", shape)
        counts = ran.answer["counts"]
        if counts["instances"] + counts["documents"] != len(files):
            raise RuntimeError(f"{len(files)} files, but the bundle holds {counts}")
        peaks.append(ran.peak_mb)
        facts["peak of the main process"] = program.told(peaks)

    floor: Callable[[], object] = partial(floors.copy_hash_fsync, files, copies)
    floor_name = "copy + hash + fsync"
    if shape == "zip":
        floor, floor_name = partial(floors.zip_stored, files[0].parents[1], copies / "all.zip"), "zip -0, fsync"
    what = f"{name}, {shape}"
    return measure(what, run, floor, options.runs, floor_name=floor_name, before=clear, facts=facts)


def merging(options: Options, papers: Sequence[Path]) -> Figure:
    """Measure making Packet.pdf alone: contents, page numbers and marks on every page, bookmarks."""
    out, united = options.work / "Packet.pdf", options.work / "united.pdf"
    words = Words.load(resources() / "wording", "en")
    parts = ((PagePart(paper, Format.PDF, page_count=PAGES_A_PAPER),) for paper in papers)
    items = tuple(PacketItem(Section.PATHOLOGY, f"Report {n}", part) for n, part in enumerate(parts))
    plan = PacketPlan(Patient("Anna Sample", None), items, PartialDate(2026, 1, 1), "bench", "Doctor")

    def clear() -> None:
        out.unlink(missing_ok=True)
        united.unlink(missing_ok=True)

    def run() -> None:
        packet.write(plan, out, words, render=_no_picture)

    def unite() -> None:
        subprocess.run(["pdfunite", *papers, united], check=True)

    facts = {"files": len(papers), "pages": len(papers) * PAGES_A_PAPER}
    return measure("Packet.pdf", run, unite, options.runs, floor_name="pdfunite", before=clear, facts=facts)


def _no_picture(*_: object) -> Picture:
    raise ValueError("no page of these is painted")
