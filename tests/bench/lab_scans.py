"""Whether any number of a scan is wrong though nobody would be asked: papers at random, each laid out another way.

`--scale 1` reads some 10,000 cells. That takes long, so it can be run in pieces: with a smaller scale it reads as
many cells as that share holds, and goes on where the last run stopped. The tally is kept in build/bench, and begins
anew where a reader has changed.
"""

from __future__ import annotations

import hashlib
import json
import random
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from recordkeeper.formats.ocr import OcrReader
from tests.bench.harness import Figure, Options
from tests.bench.labs import scanned_pages
from tests.conftest import ROOT
from tests.making.lab_random import at_random
from tests.making.scans import scanned
from tests.recognise.lab_papers import Score, drawn, read_as, recognised

CELLS = 10_000
TALLY = ROOT / "build" / "bench" / "lab_scans.tally.json"
_READERS = ("recordkeeper/formats/ocr*.py", "recordkeeper/recognise/*.py", "recordkeeper/records/lab_*.py")
_RULES = ("resources/rules/*.toml", "tests/making/lab_random.py", "tests/making/labs.*", "tests/making/scans.py")


@dataclass(slots=True)
class Tally:
    """What all runs so far made of the papers; `wrong` names each number that was wrong though sure."""

    readers: str
    papers: int = 0
    printed: int = 0
    read: int = 0
    right: int = 0
    sure: int = 0
    wrong: list[str] = field(default_factory=list)

    @classmethod
    def kept(cls, place: Path, readers: str) -> Tally:
        """The tally of earlier runs of the same readers; an empty one where there is none."""
        if place.is_file():
            found = cls(**json.loads(place.read_text("utf-8")))
            if found.readers == readers:
                return found
        return cls(readers)

    def add(self, score: Score) -> None:
        """Count one more paper."""
        self.papers += 1
        for name in ("printed", "read", "right", "sure"):
            setattr(self, name, getattr(self, name) + getattr(score, name))
        self.wrong += [f"paper {self.papers - 1}: {each}" for each in score.wrong]

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.printed + self.read) if self.printed + self.read else 1.0

    def told(self) -> str:
        """One line of the table."""
        share = self.sure / self.read if self.read else 0.0
        return (
            f"| {self.papers} | {self.printed} | {self.f1:.3f} | {share:.2f} | {len(self.wrong)} of {self.sure} |"
        )


def main(options: Options) -> Iterator[Figure]:
    """Read the next papers and print the tally; one figure: results of a page beside the OCR before it."""
    tally = Tally.kept(TALLY, readers())
    wanted = tally.printed + options.sized(CELLS)
    ours: list[float] = []
    floor: list[float] = []
    ocr = OcrReader()
    while tally.printed < wanted:
        score, seen, told = read_paper(tally.papers, options.work, ocr)
        tally.add(score)
        ours.append(told)
        floor.append(seen)
        TALLY.parent.mkdir(parents=True, exist_ok=True)
        TALLY.write_text(json.dumps(asdict(tally), indent=1), encoding="utf-8")
    print("\n| papers | cells | F1 | read as sure | wrong and sure |\n|---|---|---|---|---|")
    print(tally.told())
    for wrong in tally.wrong:
        print(f"wrong and sure: {wrong}")
    yield Figure("results of a scanned lab paper", tuple(ours), "OCR of its pages", tuple(floor))


def readers() -> str:
    """A fingerprint of all that decides what is read: the readers, their rules, and what draws the papers."""
    seen = hashlib.sha256()
    for pattern in (*_READERS, *_RULES):
        for path in sorted(ROOT.glob(pattern)):
            seen.update(path.read_bytes())
    return seen.hexdigest()


def read_paper(number: int, folder: Path, ocr: OcrReader) -> tuple[Score, float, float]:
    """What is made of one paper, the seconds of OCR and those of everything after it."""
    path, cells = drawn(at_random, f"scan {number}", folder)
    scan = scanned(path, random.Random(f"scan {number}"))
    started = time.perf_counter()
    pages = scanned_pages(scan, ocr)
    seen = time.perf_counter()
    score = Score()
    score.add(cells, read_as(pages, recognised(pages)))
    for each in (path, scan):
        each.unlink()
    return score, seen - started, time.perf_counter() - seen
