"""How long `recordkeeper export` takes, verifying included, beside copying, packing or merging the same files."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from recordkeeper.paper import packet
from recordkeeper.paper.copier import Copier
from recordkeeper.paper.pages import Paper
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
NOISY = 2000


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
    copies = options.work / "copies"
    copying = partial(floors.copy_hash_fsync, files, copies)
    yield exporting("export scans and PDFs, folder", options, library, files, copying, "copy + hash + fsync")
    if shutil.which("zip"):
        packing = partial(floors.zip_by_others, heaped, copies / "all.zip", 6)
        once = replace(options, runs=1)
        yield exporting("export scans and PDFs, zip", once, library, files, packing, "zip -6, fsync", "zip")
        yield from _storing(options)
    shutil.rmtree(library)
    shutil.rmtree(heaped)
    if shutil.which("pdfunite"):
        count = options.sized(MERGED)
        merged = heap.write_reports(options.work / "merged", count * PAGES_A_MERGED, files=count)
        yield merging(options, merged)
        yield stamping(options, merged)


def _storing(options: Options) -> Iterator[Figure]:
    """A ZIP of what does not shrink, beside one that packs nothing."""
    heaped, library = options.work / "noise", program.new_library(options.work / "noisy")
    files = heap.write_scans(heaped, options.sized(NOISY), noise=True)
    program.call(library, "add", heaped)
    packing = partial(floors.zip_by_others, heaped, options.work / "copies" / "all.zip", 0)
    yield exporting("export packed scans, zip", options, library, files, packing, "zip -0, fsync", "zip")
    shutil.rmtree(library)
    shutil.rmtree(heaped)


def exporting(
    name: str,
    options: Options,
    library: Path,
    files: Sequence[Path],
    floor: Callable[[], object],
    floor_name: str,
    shape: str = "folder",
) -> Figure:
    """Measure exporting the library; the bundle must hold every file."""
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

    return measure(
        name,
        run,
        floor,
        options.runs,
        floor_name=floor_name,
        before=clear,
        warm=options.runs > 1,
        facts=facts,
    )


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
