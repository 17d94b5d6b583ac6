"""How rightly and how fast OCR reads the real scans: two processes of ours beside two of single-threaded Tesseract.

Word accuracy is the share of the true words that were read, in the same order (the longest common subsequence).
The truth of a scan is the text its page was made from; since pages set headings in other letters, words are
compared there in lower case and without punctuation at their ends, and lab results and medication lists, whose
pages hold other words than their texts, are left out. Reports that have text of their own are scanned here, tables
and all, and compared letter for letter, punctuation too. Ours starts at the file; Tesseract gets the page painted.
On a machine that does other work too, trust the seconds of processor time a page, which are told beside the others.
"""

from __future__ import annotations

import csv
import json
import os
import re
import resource
import subprocess
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image
from rapidfuzz.distance import LCSseq

from recordkeeper.formats.ocr import OcrReader
from recordkeeper.formats.ocr_page import read_page
from recordkeeper.formats.registry import Registry
from recordkeeper.records.reading import Format, Picture
from tests.bench.harness import Figure, Options, measure
from tests.conftest import ROOT, SHARED_DATA

RESULT = ROOT / "build" / "bench" / "ocr_quality.json"
DPI = 200.0
PROCESSES = 2
MADE_HERE = "reports scanned here"
_MADE = 28  # pages of reports
_REARRANGED = {"lab_result", "medication_list"}
_GROUPS = {"pdf_scan": "PDF scans", "tiff_fax": "fax TIFF", "jpg_photo": "phone photos"}
_LIKE_EACH_OTHER = str.maketrans("‘’“”–—−", "''\"\"---")


@dataclass(frozen=True)
class Paper:
    """One file to read, page by page; `truth` is empty where nobody knows it."""

    path: str
    pages: int
    group: str
    truth: str


def main(options: Options) -> Iterator[Figure]:
    """Read everything with both; the accuracy of each is in the figure's facts and beside them in a file."""
    if not SHARED_DATA.is_dir():
        raise FileNotFoundError(f"the labelled real files are not here: {SHARED_DATA}")
    registry = Registry(ROOT / "resources")
    papers = [*real_papers(), *made_papers(registry, options.work)][:: max(1, round(1 / options.scale))]
    pictures = painted(registry, papers, options.work)
    texts: dict[str, list[str]] = {}
    spent: dict[str, float] = {}

    def ours() -> None:
        with processor_time(spent, "ours"):
            texts["ours"] = read_by_ours(papers, options.work)

    def peer() -> None:
        with processor_time(spent, "tesseract"):
            texts["tesseract"] = read_by_tesseract(pictures)

    figure = measure(
        "OCR of scans, faxes and photos, two processes",
        ours,
        peer,
        options.runs,
        floor_name="two single-threaded tesseracts",
        warm=False,
        facts={"pages": sum(map(len, pictures))},
    )
    accuracy = {who: accuracies(papers, read) for who, read in texts.items()}
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(accuracy, indent=1) + "\n", "utf-8")
    pages = sum(map(len, pictures))
    print(f"{figure.median / pages:.2f} s a page, tesseract {figure.floor_median / pages:.2f}")
    print(f"of processor time {spent['ours'] / pages:.2f} s, {spent['tesseract'] / pages:.2f} s; words right:")
    for group, share in accuracy["ours"].items():
        print(f"  {group}: {share:.4f}, tesseract {accuracy['tesseract'][group]:.4f}")
    yield replace(figure, facts={**figure.facts, "accuracy": accuracy, "processor_seconds": spent})


@contextmanager
def processor_time(spent: dict[str, float], who: str) -> Iterator[None]:
    """Note the seconds that processes started and ended inside have run on a processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    yield
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent[who] = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def real_papers() -> Iterator[Paper]:
    """The labelled scans, and those pages of OCRmyPDF's whose text is known."""
    folder = SHARED_DATA / "scans"
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["container"] in _GROUPS:
                truth = (SHARED_DATA / "text" / row["source_text"]).read_text("utf-8")
                known = "" if row["type"] in _REARRANGED else truth
                yield Paper(str(folder / row["file"]), int(row["pages"]), _GROUPS[row["container"]], known)
    truth = (folder / "ocr_samples" / "linn.txt").read_text("utf-8")
    for name, pages in (("linn.png", 1), ("skew.pdf", 1), ("ccitt.pdf", 1), ("cardinal.pdf", 4)):
        yield Paper(str(folder / "ocr_samples" / name), pages, "a printed leaflet, turned and askew", truth * pages)


def made_papers(registry: Registry, work: Path) -> Iterator[Paper]:
    """First pages of reports that have text, painted and scanned: a little askew, soft and noisy."""
    chance = np.random.default_rng(5)
    with (SHARED_DATA / "reports" / "labels.csv").open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["file"])
    for row in rows[:: len(rows) // _MADE]:
        path = SHARED_DATA / "reports" / row["file"]
        page = registry.read(path, path.name).pages[0]
        dots = grey(registry.render(path, Format.PDF, 1, DPI))
        dots = dots.rotate(float(chance.uniform(-2.5, 2.5)), Image.Resampling.BICUBIC, fillcolor=255)
        noisy = np.asarray(dots) * 0.8 + 35 + chance.normal(0, 10, (dots.height, dots.width))
        scan = work / f"{path.stem}.tif"
        Image.fromarray(noisy.clip(0, 255).astype(np.uint8)).save(scan, dpi=(DPI, DPI))
        yield Paper(str(scan), 1, MADE_HERE, page.text)


def painted(registry: Registry, papers: Sequence[Paper], work: Path) -> list[list[Path]]:
    """Every page as a PNG, for the reader that takes nothing else."""
    pictures: list[list[Path]] = []
    for number, paper in enumerate(papers):
        pictures.append([])
        for page in range(1, paper.pages + 1):
            path = Path(paper.path)
            image = grey(registry.render(path, registry.sniff(path, path.name), page, DPI))
            pictures[-1].append(work / f"{number}-{page}.png")
            image.save(pictures[-1][-1], dpi=(DPI, DPI))
    return pictures


def grey(picture: Picture) -> Image.Image:
    return Image.frombytes(picture.mode, (picture.width, picture.height), picture.pixels).convert("L")


def read_by_ours(papers: Sequence[Paper], work: Path) -> list[str]:
    """The text of each paper, read in processes that each take the next share of them."""
    lists = [work / f"papers-{number}.json" for number in range(PROCESSES)]
    for number, listed in enumerate(lists):
        listed.write_text(json.dumps([asdict(paper) for paper in papers[number::PROCESSES]]), "utf-8")
    command = [sys.executable, "-m", "tests.bench.ocr"]
    running = [subprocess.Popen([*command, str(listed)], stdout=subprocess.PIPE, cwd=ROOT) for listed in lists]
    answers = [json.loads(process.communicate()[0]) for process in running]
    return [answers[number % PROCESSES][number // PROCESSES] for number in range(len(papers))]


def read_by_tesseract(pictures: Sequence[Sequence[Path]]) -> list[str]:
    """The text of each paper by Debian's program, a process a page, two at a time."""
    with ThreadPoolExecutor(PROCESSES) as pool:
        texts = pool.map(lambda pages: [tesseract(page) for page in pages], pictures)
        return ["\n".join(pages) for pages in texts]


def tesseract(picture: Path) -> str:
    command = ["tesseract", str(picture), "-", "--dpi", str(round(DPI))]
    done = subprocess.run(command, env={**os.environ, "OMP_THREAD_LIMIT": "1"}, capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def accuracies(papers: Sequence[Paper], texts: Sequence[str]) -> dict[str, float]:
    """The share of words right, by group."""
    right: defaultdict[str, int] = defaultdict(int)
    asked: defaultdict[str, int] = defaultdict(int)
    for paper, text in zip(papers, texts, strict=True):
        truth, read = words(paper.truth, paper.group), words(text, paper.group)
        right[paper.group] += LCSseq.similarity(truth, read)
        asked[paper.group] += len(truth)
    return {group: right[group] / count for group, count in asked.items() if count}


def words(text: str, group: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).translate(_LIKE_EACH_OTHER).split()
    if group == MADE_HERE:
        return plain
    bare = (re.sub(r"^\W+|\W+$", "", word).casefold() for word in plain)
    return [word for word in bare if word]


def read_share(listed: Path) -> list[str]:
    """What one process does: the text of each paper of a list."""
    registry, ocr = Registry(ROOT / "resources"), OcrReader()
    texts: list[str] = []
    for plain in json.loads(listed.read_text("utf-8")):
        paper = Paper(**plain)
        path = Path(paper.path)
        form = registry.sniff(path, path.name)
        pages = [read_page(registry, path, form, page, ocr).text for page in range(1, paper.pages + 1)]
        texts.append("\n".join(pages))
    return texts


if __name__ == "__main__":
    print(json.dumps(read_share(Path(sys.argv[1]))))
