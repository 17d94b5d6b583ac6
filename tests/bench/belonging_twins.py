"""How rightly the same text is found twice, and how few different texts are taken for it."""

from __future__ import annotations

import csv
import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from recordkeeper.formats.registry import Registry
from recordkeeper.recognise.date_order import read_dates
from recordkeeper.recognise.document import recognise
from recordkeeper.recognise.rules import Rules
from recordkeeper.recognise.sketch import fingerprint_of
from recordkeeper.recognise.trace import BelongingRules, trace_of
from recordkeeper.recognise.twin_index import TwinIndex, postings
from recordkeeper.recognise.twin_rules import TwinRules
from recordkeeper.recognise.twins import judge
from recordkeeper.records.belonging import Likeness, TwinCandidate
from recordkeeper.records.reading import Format, PageText
from tests.making.families import family as whole_family
from tests.making.noise import misread
from tests.making.paper import somebody
from tests.making.versions import family

TWINS = frozenset({Likeness.SAME, Likeness.REVISED, Likeness.PART})
HEAD = (
    "| records | pairs | precision | recall | found by the index | versions in the right order |\n"
    "| --- | --- | --- | --- | --- | --- |"
)


@dataclass(slots=True)
class TwinScore:
    """Pairs of one text found, missed and made up; versions put in the right order."""

    right: int = 0
    missed: int = 0
    extra: int = 0
    indexed: int = 0
    ordered: int = 0
    versions: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, other: TwinScore) -> None:
        for name in ("right", "missed", "extra", "indexed", "ordered", "versions"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.errors += other.errors

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.extra)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)

    def row(self, name: str) -> str:
        true = self.right + self.missed
        order = f"{self.ordered}/{self.versions}" if self.versions else "–"
        shares = f"{self.precision:.3f} | {self.recall:.3f} | {self.indexed / max(1, true):.3f}"
        return f"| {name} | {true} | {shares} | {order} |"


@dataclass(frozen=True, slots=True)
class Held:
    """One record as the catalogue would hold it, and which text it truly is."""

    candidate: TwinCandidate
    text: str
    standing: str = ""
    redated: bool = False  # made from a text whose own dates were replaced: another day, so no twin of it


def by_text(name: str, pages: Sequence[PageText], twin_rules: TwinRules) -> TwinCandidate:
    """Nothing but the text: the labelled reports bear made-up dates and numbers that their source texts lack."""
    return TwinCandidate(name, fingerprint_of(pages, rules=twin_rules))


def candidate(name: str, pages: Sequence[PageText], rules: Rules, belonging: BelongingRules) -> TwinCandidate:
    """What intake would know of a record with these pages."""
    found = recognise(pages, rules=rules, format=Format.PDF)
    trace = trace_of(pages, found.kind, found.title, found.other_dates, rules=rules, belonging=belonging)
    return TwinCandidate(
        name,
        trace.sketch,
        found.service_date,
        found.date_confidence,
        found.accession,
        trace.revision,
        trace.reported,
        found.kind,
        found.kind_confidence,
        trace.cues,
    )


def score(held: Sequence[Held], twin_rules: TwinRules) -> TwinScore:
    """Judge every pair, and see whether the index would have brought it up."""
    result = TwinScore()
    filed = [(one.candidate.id, postings(one.candidate.sketch)) for one in held]
    near = set(TwinIndex(filed).pairs(filed))
    for one, other in itertools.combinations(held, 2):
        true = one.text == other.text
        pair = (min(one.candidate.id, other.candidate.id), max(one.candidate.id, other.candidate.id))
        if (not true and pair not in near) or (true and one.redated != other.redated):
            continue
        found = judge(one.candidate, other.candidate, rules=twin_rules)
        twin = found.likeness in TWINS
        result.right += true and twin
        result.missed += true and not twin
        result.extra += twin and not true
        result.indexed += true and pair in near
        if true != twin:
            words = f"{found.likeness} {found.confidence}: {[(why.rule, why.words) for why in found.reasons]}"
            result.errors.append(f"{one.candidate.id} / {other.candidate.id} ({'one' if true else 'two'}) {words}")
        _order(result, one, other, found.likeness, found.shown)
    return result


_RANKS = {"preliminary": 0, "final": 1, "addendum": 2, "corrected": 3}


def _order(result: TwinScore, one: Held, other: Held, found: Likeness, shown: str) -> None:
    ranks = [_RANKS.get(held.standing, -1) for held in (one, other)]
    if one.text == other.text and min(ranks) >= 0 and 1 in ranks and ranks[0] != ranks[1] and found in TWINS:
        newer = one if ranks[0] > ranks[1] else other
        result.versions += 1
        result.ordered += shown == newer.candidate.id
        if shown != newer.candidate.id:
            result.errors.append(f"{one.candidate.id} / {other.candidate.id}: {found}, shown {shown!r}")


def real(
    data: Path, registry: Registry, rules: Rules, twin_rules: TwinRules, noises: Sequence[float]
) -> list[Held]:
    """The labelled texts, the reports and office files made of them, and misread copies of the reports."""
    held = []
    dates: dict[str, set[object]] = {}
    for row in _rows(data, "text"):
        pages = registry.read(data / "text" / row["file"], row["file"]).pages
        dates[row["file"]] = {one.date for one in read_dates([page.text for page in pages], rules.dates)}
        held.append(Held(by_text(row["file"], pages, twin_rules), row["file"]))
    for row in _rows(data, "office"):
        if row["type"] and not row["file"].endswith((".eml", ".msg")):  # the report is what is attached there
            pages = registry.read(data / "office" / row["file"], row["file"]).pages
            held.append(Held(by_text(row["file"], pages, twin_rules), row["source_path"]))
    for row in _rows(data, "reports"):
        pages = registry.read(data / "reports" / row["file"], row["file"]).pages
        source = row["source_text"]
        redated = not dates[source] <= {one.date for one in read_dates([page.text for page in pages], rules.dates)}
        held.append(Held(by_text(row["file"], pages, twin_rules), source, redated=redated))
        for noise in noises:
            copy = [misread(page, random.Random(row["file"]), noise) for page in pages]
            name = f"{row['file']} {noise:.1%} misread"
            held.append(Held(by_text(name, copy, twin_rules), source, redated=redated))
    return held


def _rows(data: Path, folder: str) -> list[dict[str, str]]:
    with (data / folder / "labels.csv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def relatives(rules: Rules, belonging: BelongingRules, seed: object) -> list[Held]:
    """A patient's reports about the same days, specimens and organs: none is there twice."""
    return [
        Held(candidate(document.id, document.pages, rules, belonging), document.id)
        for document in whole_family(seed).documents
    ]


def made(rules: Rules, belonging: BelongingRules, count: int, seed: object) -> list[Held]:
    """One patient's library: families of copies, versions and siblings."""
    draw = random.Random(f"{seed}")
    person = somebody(draw)
    held = []
    for number in range(count):
        for version in family(draw, f"{seed} family {number}", person):
            known = candidate(version.name, version.pages, rules, belonging)
            held.append(Held(known, version.report, version.standing))
    return held


def measure(
    rules: Rules, belonging: BelongingRules, data: Path, registry: Registry, *, libraries: Sequence[int] = range(4)
) -> Iterator[tuple[str, TwinScore]]:
    twins = belonging.twins
    yield "labelled texts, PDFs, office files", score(real(data, registry, rules, twins, ()), twins)
    misread = real(data, registry, rules, twins, (0.005, 0.02))
    yield "… and copies misread by 0.5 % and 2 %", score(misread, twins)
    total, alone = TwinScore(), TwinScore()
    for number in libraries:
        total.add(score(made(rules, belonging, 12, number), twins))
        alone.add(score(relatives(rules, belonging, number), twins))
    yield "made-up copies, versions and siblings", total
    yield "made-up families without copies", alone
