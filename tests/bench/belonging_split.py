"""How rightly files of many documents are split: F1 of borders, single documents that are split wrongly."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from recordkeeper.formats.registry import Registry
from recordkeeper.recognise.split import split
from recordkeeper.recognise.split_rules import SplitRules
from recordkeeper.records.reading import PageText
from tests.making.bundles import Bundle, Text, bundle, over_all, single
from tests.making.layouts import FAMILIES, LAYOUTS, Layout
from tests.making.noise import misread
from tests.making.paper import renumbered


@dataclass(slots=True)
class Score:
    """Borders found, missed and made up; single files and how many of them were split."""

    right: int = 0
    missed: int = 0
    extra: int = 0
    singles: int = 0
    broken: int = 0
    sure: list[tuple[float, bool]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.missed + self.extra)

    def add(self, made: Bundle, rules: SplitRules, name: str) -> None:
        spans = split(made.pages, rules=rules)
        found, true = {span.first_page for span in spans} - {1}, set(made.starts) - {1}
        if len(made.starts) == 1:
            self.singles += 1
            self.broken += bool(found)
        self.right += len(found & true)
        self.missed += len(true - found)
        self.extra += len(found - true)
        self.errors += [f"{name} page {page}: not parted" for page in sorted(true - found)]
        self.errors += [f"{name} page {page}: parted" for page in sorted(found - true)]
        starts = [*made.starts, len(made.pages) + 1]
        whole = {(one, other - 1) for one, other in pairwise(starts)}
        self.sure += [(span.confidence, (span.first_page, span.last_page) in whole) for span in spans]

    def include(self, other: Score) -> None:
        """Add another score to this one."""
        for name in ("right", "missed", "extra", "singles", "broken"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.sure += other.sure
        self.errors += other.errors

    def row(self, name: str) -> str:
        precision = self.right / max(1, self.right + self.extra)
        recall = self.right / max(1, self.right + self.missed)
        broken = f"{self.broken}/{self.singles}" if self.singles else "–"
        return (
            f"| {name} | {self.right + self.missed} | {precision:.3f} | {recall:.3f} | {self.f1:.3f} | {broken} |"
        )


HEAD = "| files | borders | precision | recall | F1 | singles split |\n| --- | --- | --- | --- | --- | --- |"


def real_bundles(data: Path, registry: Registry) -> Iterator[tuple[str, Bundle]]:
    """The bundles somebody else labelled."""
    with (data / "reports" / "bundles.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    for name in sorted({row["file"] for row in rows}):
        pages = registry.read(data / "reports" / name, name).pages
        starts = sorted(int(row["first_page"]) for row in rows if row["file"] == name)
        yield name, Bundle(pages, tuple(starts), ())


def real_singles(data: Path, registry: Registry) -> dict[str, list[tuple[str, tuple[PageText, ...]]]]:
    """Single reports as PDF, by the layout they are set in."""
    with (data / "reports" / "labels.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    found: dict[str, list[tuple[str, tuple[PageText, ...]]]] = {}
    for row in rows:
        pages = registry.read(data / "reports" / row["file"], row["file"]).pages
        found.setdefault(row["layout"], []).append((row["file"], pages))
    return found


def joined(papers: Sequence[tuple[PageText, ...]], draw: random.Random, noise: float) -> Bundle:
    """Real reports put into one file, now and then with a fax line or a print job's numbers over it."""
    pages: list[PageText] = []
    starts = []
    for paper in papers:
        starts.append(len(pages) + 1)
        pages += paper
    pages = renumbered(over_all(draw, pages))
    if noise:
        pages = [misread(page, draw, noise) for page in pages]
    return Bundle(tuple(pages), tuple(starts), ())


def texts_of(data: Path) -> list[Text]:
    """Kind and text of every labelled report."""
    with (data / "text" / "labels.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    return [(row["type"], (data / "text" / row["file"]).read_text("utf-8")) for row in rows]


def measure(
    rules: SplitRules, data: Path, registry: Registry, *, count: int = 60, seed: int = 7
) -> Iterator[tuple[str, Score]]:
    """Every table row: real bundles, real reports joined, made-up bundles of real texts, single papers."""
    score = Score()
    for name, made in real_bundles(data, registry):
        score.add(made, rules, name)
    yield "labelled bundles", score
    singles = real_singles(data, registry)
    several = Score()
    for papers in singles.values():
        for name, pages in papers:
            if len(pages) > 1:
                several.add(Bundle(pages, (1,), ()), rules, name)
    yield "labelled reports of several pages", several
    everything = [paper for papers in singles.values() for paper in papers]
    for noise in (0.0, 0.01, 0.03):
        mixed, same = Score(), Score()
        for number in range(count):
            draw = random.Random(f"{seed} {number}")
            drawn = draw.sample(everything, draw.randint(3, 9))
            mixed.add(
                joined([pages for _, pages in drawn], draw, noise), rules, "+".join(name for name, _ in drawn)
            )
            papers = singles[draw.choice(sorted(singles))]
            drawn = draw.sample(papers, draw.randint(3, min(9, len(papers))))
            same.add(joined([pages for _, pages in drawn], draw, noise), rules, "+".join(name for name, _ in drawn))
        yield f"labelled reports joined, any layouts, {noise:.0%} misread", mixed
        yield f"labelled reports joined, one layout, {noise:.0%} misread", same
    texts = texts_of(data)
    for noise in (0.0, 0.01, 0.03):
        yield (
            f"made-up layouts, real texts, {noise:.0%} misread",
            made_up(LAYOUTS, rules, texts, count, seed, noise),
        )
        yield (
            f"single papers, made-up layouts, {noise:.0%} misread",
            alone(LAYOUTS, rules, texts, 3 * count, seed, noise),
        )


def alone(
    layouts: Sequence[type[Layout]], rules: SplitRules, texts: Sequence[Text], count: int, seed: int, noise: float
) -> Score:
    """Single papers, half of them long: none of them is to be split."""
    score = Score()
    for number in range(count):
        draw = random.Random(f"{seed} single {number}")
        layout, words = draw.choice(layouts), draw.choice((0, 900, 2500, 6000))
        made = single(draw, layout, texts, words=words, noise=noise)
        score.add(made, rules, f"single {layout.__name__} {number}")
    return score


def made_up(
    layouts: Sequence[type[Layout]], rules: SplitRules, texts: Sequence[Text], count: int, seed: int, noise: float
) -> Score:
    score = Score()
    for number in range(count):
        draw = random.Random(f"{seed} {number} {noise}")
        made = bundle(draw, layouts, texts, noise=noise)
        score.add(made, rules, f"bundle {number} of {', '.join(dict.fromkeys(made.layouts))}")
    return score


def families() -> Iterable[tuple[str, list[type[Layout]], list[type[Layout]]]]:
    """Each family of layouts, its layouts, and all the others."""
    for family in FAMILIES:
        inside = [layout for layout in LAYOUTS if layout.family == family]
        yield family, inside, [layout for layout in LAYOUTS if layout.family != family]
