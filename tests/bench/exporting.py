"""How long `recordkeeper export` takes, verifying included, beside copying, packing or merging the same files."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from recordkeeper.paper import packet
from recordkeeper.paper.copier import Copier
from recordkeeper.paper.sheet import Paper
from recordkeeper.paths import resources
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.papers import PacketItem, PacketPlan, PagePart, Section
from recordkeeper.records.patient import Patient
from recordkeeper.records.reading import Format, Picture
from recordkeeper.wording.words import Words
from tests.bench import floors, heap, program
from tests.bench.harness import Figure, Options, measure

SCANS, PAPERS, PAGES_A_PAPER = 5000, 300, 3
MERGED, PAGES_A_MERGED = 260, 5  # 1,300 pages
SHAPES = ("folder", "zip")


def main(options: Options) -> Iterator[Figure]:
    """Whole exports, each file of the library in it, beside copying or packing the same files; then the packet."""
    heaped = options.work / "heap"
    count = options.sized(PAPERS)
    files = [
        *heap.write_scans(heaped / "disc", options.sized(SCANS)),
        *heap.write_reports(heaped / "papers", count * PAGES_A_PAPER, files=count),
    ]
    library = program.new_library(options.work / "library")
    program.call(library, "add", heaped)
    for shape in SHAPES:
        if shape == "folder" or shutil.which("zip"):
            yield exporting("export scans and PDFs", options, library, files, shape)
    shutil.rmtree(library)
    shutil.rmtree(heaped)
    if shutil.which("pdfunite"):
        count = options.sized(MERGED)
        merged = heap.write_reports(options.work / "merged", count * PAGES_A_MERGED, files=count)
        yield merging(options, merged)
        yield stamping(options, merged)


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
        below = options.work / "heap"
        floor, floor_name = partial(floors.zip_by_others, below, copies / "all.zip", 0), "zip -0, fsync"
        facts["zip -6 and its MB"] = _packed_by_others(below, copies)
    what = f"{name}, {shape}"
    return measure(what, run, floor, options.runs, floor_name=floor_name, before=clear, facts=facts)


def _packed_by_others(below: Path, copies: Path) -> str:
    """How long `zip -6` takes, once: it is the slow way, and what it leaves is what ours is held against."""
    start = time.perf_counter()
    packed = floors.zip_by_others(below, copies / "all.zip", 6)
    return f"{time.perf_counter() - start:.1f} s, {packed.stat().st_size // 10**6}"


def merging(options: Options, papers: Sequence[Path]) -> Figure:
    """Measure putting all pages into one PDF with bookmarks, without anything printed on them."""
    out, united = options.work / "Merged.pdf", options.work / "united.pdf"
    words = _words()

    def run() -> None:
        paper = Paper()
        copier = Copier(paper, words, None, 150.0, paper.page)
        entries = []
        for number, part in enumerate(papers):
            entries.append((1, f"Report {number}", paper.page_count + 1))
            copier.add(PagePart(part, Format.PDF))
        copier.close()
        paper.finish(title="Merged", language="en")
        paper.bookmarks(entries)
        paper.save(out)

    facts = {"files": len(papers), "pages": len(papers) * PAGES_A_MERGED}
    unite = partial(_unite, papers, united)
    before = partial(_remove, out, united)
    return measure("merge PDFs", run, unite, options.runs, floor_name="pdfunite", before=before, facts=facts)


def stamping(options: Options, papers: Sequence[Path]) -> Figure:
    """Measure making Packet.pdf alone: contents, page numbers and marks on every page, bookmarks."""
    out, united = options.work / "Packet.pdf", options.work / "united.pdf"
    words = _words()
    parts = ((PagePart(paper, Format.PDF, page_count=PAGES_A_MERGED),) for paper in papers)
    items = tuple(PacketItem(Section.PATHOLOGY, f"Report {n}", part) for n, part in enumerate(parts))
    plan = PacketPlan(Patient("Anna Sample", None), items, PartialDate(2026, 1, 1), "bench", "Doctor")

    def run() -> None:
        packet.write(plan, out, words, render=_no_picture)

    facts = {"files": len(papers), "pages": len(papers) * PAGES_A_MERGED}
    unite = partial(_unite, papers, united)
    before = partial(_remove, out, united)
    return measure("Packet.pdf", run, unite, options.runs, floor_name="pdfunite", before=before, facts=facts)


def _words() -> Words:
    return Words.load(resources() / "wording", "en")


def _unite(papers: Sequence[Path], united: Path) -> None:
    subprocess.run(["pdfunite", *papers, united], check=True)


def _remove(*files: Path) -> None:
    for file in files:
        file.unlink(missing_ok=True)


def _no_picture(*_: object) -> Picture:
    raise ValueError("no page of these is painted")
