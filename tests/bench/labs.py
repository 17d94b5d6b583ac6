"""How much of made-up lab papers is read just as printed, from PDFs and from scans; how long a page takes.

`--scale 1` reads 30 papers of each layout as PDF and 4 as scans.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from recordkeeper.formats.ocr import OcrReader
from recordkeeper.formats.ocr_page import read_page
from recordkeeper.records.reading import Format, PageText
from tests.bench.harness import Figure, Options
from tests.making.lab_layouts import LAYOUTS, Layout
from tests.making.lab_layouts_held_out import HELD_OUT
from tests.making.lab_layouts_later import LATER
from tests.making.lab_layouts_strange import STRANGE
from tests.making.lab_layouts_unseen import UNSEEN
from tests.making.lab_layouts_unseen_more import UNSEEN_MORE
from tests.making.lab_random import at_random
from tests.making.scans import scanned
from tests.recognise.lab_papers import Score, drawn, pages_of, read_as, recognised, registry

PAPERS, SCANS = 30, 4  # of each layout
_RANDOM = 4  # rows of papers at random


def main(options: Options) -> Iterator[Figure]:
    """Print F1 by layout; one figure: a page of results beside opening it as a PDF."""
    papers, scans = max(1, round(PAPERS * options.scale)), max(1, round(SCANS * options.scale))
    ours: list[float] = []
    floor: list[float] = []
    drawn_at_random = {f"at random {number}": at_random for number in range(1, _RANDOM + 1)}
    for name, layouts in (
        ("", LAYOUTS),
        ("layouts drawn at random, each paper another", drawn_at_random),
        ("two layouts held out, and what scans of them showed mended since", HELD_OUT),
        ("four layouts written later, mended after a first sight", LATER),
        ("layouts full of traps, made safe after a first sight", {**UNSEEN, **UNSEEN_MORE, **STRANGE}),
    ):
        for kind, count in (("PDF with text", papers), ("scan, 200 dots an inch", scans)):
            print(f"\n{kind}{', ' if name else ''}{name}\n\n{_HEAD}")
            total = Score()
            for layout, score in _scores(
                layouts, options.work, count, scan=kind.startswith("scan"), times=(ours, floor)
            ):
                print(_row(layout, score))
                _add(total, score)
            print(_row("all", total))
    yield Figure("results of a page of a lab report", tuple(ours), "opening the page as a PDF", tuple(floor))


_HEAD = "| layout | cells | F1 | read as sure | wrong and sure |\n|---|---|---|---|---|"


def _row(name: str, score: Score) -> str:
    sure = score.sure / score.read if score.read else 0.0
    return f"| {name} | {score.printed} | {score.f1:.3f} | {sure:.2f} | {score.wrong_and_sure} |"


def _add(total: Score, score: Score) -> None:
    for name in ("printed", "read", "right", "sure"):
        setattr(total, name, getattr(total, name) + getattr(score, name))
    total.wrong += score.wrong


def _scores(
    layouts: Mapping[str, Layout],
    folder: Path,
    count: int,
    *,
    scan: bool,
    times: tuple[list[float], list[float]],
) -> Iterator[tuple[str, Score]]:
    """Each layout with what was made of `count` papers of it; `times` take seconds a page, of PDFs only."""
    ours, floor = times
    ocr = OcrReader()
    for name, layout in layouts.items():
        score = Score()
        for seed in range(count):
            path, cells = drawn(layout, f"{name} {seed}", folder)
            started = time.perf_counter()
            pages = scanned_pages(scanned(path, random.Random(f"{name}{seed}")), ocr) if scan else pages_of(path)
            opened = time.perf_counter()
            document = recognised(pages)
            known = time.perf_counter()
            found = read_as(pages, document)
            if not scan:
                ours.append((time.perf_counter() - known) / len(pages))
                floor.append((opened - started) / len(pages))
            score.add(cells, found)
        yield name, score


def scanned_pages(path: Path, ocr: OcrReader) -> list[PageText]:
    """The pages of a scan as `ocr` reads them."""
    count = registry().read(path, path.name).page_count or 0
    return [read_page(registry(), path, Format.PDF, page, ocr) for page in range(1, count + 1)]
