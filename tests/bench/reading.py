"""How long our workers take to read PDFs, text and boxes of its words, beside pdftotext with a process a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from recordkeeper.app import workers
from tests.bench import floors, heap
from tests.bench.harness import Figure, Options, measure

PAGES = 1500  # are 500 PDFs
_SECONDS = 60.0


def main(options: Options) -> Iterator[Figure]:
    papers = heap.write_reports(options.work / "papers", options.sized(PAGES))
    facts = {"files": len(papers), "pages": options.sized(PAGES)}
    for name, slots in (("one worker", 1), ("all workers", None)):
        yield measure(
            f"text of PDFs, {name}",
            partial(read, papers, slots),
            partial(floors.pdftotext_each, papers),
            options.runs,
            floor_name="pdftotext a file",
            facts=facts,
        )


def read(papers: Sequence[Path], slots: int | None) -> int:
    """Read every file in worker processes, their start included; return the characters of text."""
    pool = workers(may_write=False, slots=slots)
    try:
        asked = [
            pool.submit("inspect", {"path": str(path), "name": path.name, "texts": True}, deadline=_SECONDS)
            for path in papers
        ]
        return sum(len(text) for answer in asked for text in answer.result().header["texts"])
    finally:
        pool.close()
