"""How rightly the recogniser reads the labelled real texts and reports, and how long it takes.

Prints precision, recall and F1 a kind, accuracy, calibration, and how many dates, people and places are exact, as a
table and as JSON (build/bench/recognise_quality.json). The rules are written by hand,
but with these files and their errors at hand, so the figures flatter: other papers will do worse. The halves are
shown apart to tell how far the figures swing by chance alone.
"""

from __future__ import annotations

import csv
import itertools
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from recordkeeper.formats.registry import Registry
from recordkeeper.recognise.document import recognise
from recordkeeper.recognise.folding import fold
from recordkeeper.recognise.rules import Rules
from recordkeeper.records.document import Recognition
from recordkeeper.records.kinds import Kind
from recordkeeper.records.reading import Format, PageText
from tests.bench.harness import Figure, Options
from tests.conftest import ROOT, SHARED_DATA
from tests.making.labels import KINDS

FOLDERS = ("text", "reports", "office")
RESOURCES = ROOT / "resources"
RESULT = ROOT / "build" / "bench" / "recognise_quality.json"
BANDS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)
_FIELDS = {
    "patient_shown": "patient",
    "patient_name": "patient",
    "mrn": "record number",
    "facility": "facility",
    "author": "author",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """One labelled document as its reader gives it."""

    folder: str
    name: str
    accepted: frozenset[Kind]
    label: dict[str, str]
    pages: tuple[PageText, ...]


@dataclass(slots=True)
class Tally:
    """Right and wrong answers, counted."""

    kinds: list[tuple[frozenset[Kind], Kind, float, bool]] = field(default_factory=list)
    dates: list[tuple[float, bool]] = field(default_factory=list)
    traps: int = 0
    exact: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def main(options: Options) -> Iterator[Figure]:
    """Score the recogniser on the data folder; one figure, whose facts are the headline numbers."""
    if not SHARED_DATA.is_dir():
        raise FileNotFoundError(f"the labelled real files are not here: {SHARED_DATA}")
    rules = Rules.load(RESOURCES / "rules")
    papers = tuple(read_papers(SHARED_DATA))
    tally = Tally()
    for paper in papers:
        judge(tally, paper, recognise(paper.pages, rules=rules, format=Format.TEXT))
    result = summary(tally)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    print(json.dumps(result, indent=1))
    print(as_table(result))
    ours = tuple(
        _seconds(papers, lambda pages: recognise(pages, rules=rules, format=Format.TEXT))
        for _ in range(options.runs)
    )
    floor = tuple(_seconds(papers, lambda pages: [fold(page.text) for page in pages]) for _ in range(options.runs))
    facts = {"documents": len(papers), **{key: result[key] for key in ("accuracy", "macro_f1", "dates_exact")}}
    yield Figure("recognise a document", ours, "fold its text", floor, facts)


def _seconds(papers: Sequence[Paper], work: Callable[[tuple[PageText, ...]], object]) -> float:
    times = []
    for paper in papers:
        began = time.perf_counter()
        work(paper.pages)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def read_papers(data: Path) -> Iterator[Paper]:
    """Read every labelled text and report with the reader of its format."""
    registry = Registry(RESOURCES)
    for folder in FOLDERS:
        with (data / folder / "labels.csv").open(encoding="utf-8", newline="") as table:
            rows = [row for row in csv.DictReader(table) if row.get("type")]
        for row in rows:
            path = data / folder / row["file"]
            pages = registry.read(path, path.name).pages
            yield Paper(folder, row["file"], accepted_kinds(row), row, pages)


def accepted_kinds(row: dict[str, str]) -> frozenset[Kind]:
    """The kinds that count as right for a label, in this program's words."""
    said = [name for name in (row["type"], *row.get("accept", "").split("|")) if name]
    return frozenset(Kind(kind) for name in said for kind in KINDS.get(name, {name}))


def judge(tally: Tally, paper: Paper, found: Recognition) -> None:
    """Compare one recognition with the label."""
    right = found.kind in paper.accepted
    tally.kinds.append((paper.accepted, found.kind, found.kind_confidence, right))
    if not right:
        tally.wrong.append(
            f"{paper.folder}/{paper.name}: {paper.label['type']} taken for {found.kind} ({found.kind_confidence})"
        )
    days = {
        day for day in (paper.label.get("service_date", ""), *paper.label.get("accept_dates", "").split("|")) if day
    }
    if days:
        exact = str(found.service_date) in days
        tally.dates.append((found.date_confidence, exact))
        tally.traps += str(found.service_date) in paper.label.get("trap_dates", "").split("|")
        if not exact:
            tally.wrong.append(f"{paper.folder}/{paper.name}: {found.service_date} for {'|'.join(sorted(days))}")
    for column, what in _FIELDS.items():
        if paper.label.get(column):
            tally.asked[what] += 1
            tally.exact[what] += _said(found, what) == _words(paper.label[column])
    if paper.label.get("patient_dob"):
        tally.asked["birth date"] += 1
        tally.exact["birth date"] += str(found.person.birth_date) == paper.label["patient_dob"]


def _said(found: Recognition, what: str) -> list[str]:
    said = {
        "patient": found.person.name,
        "record number": found.person.identifiers[0].value if found.person.identifiers else "",
        "facility": found.facility,
        "author": found.author,
    }
    return _words(said[what])


def _words(text: str) -> list[str]:
    return sorted(re.findall(r"\w+", text.lower()))


def summary(tally: Tally) -> dict[str, object]:
    """Return the scores as plain values."""
    kinds = {str(kind): _scores(tally, kind) for kind in Kind}
    kinds = {kind: scores for kind, scores in kinds.items() if scores["texts"]}
    halves = [tally.kinds[half::2] for half in (0, 1)]
    sure = [right for _, _, confidence, right in tally.kinds if confidence >= 0.9]
    return {
        "accuracy": _share([right for *_, right in tally.kinds]),
        "accuracy_of_halves": [_share([right for *_, right in half]) for half in halves],
        "macro_f1": round(statistics.mean(float(scores["f1"]) for scores in kinds.values()), 4),
        "precision_at_0.9": _share(sure),
        "share_at_0.9": round(len(sure) / len(tally.kinds), 3),
        "calibration_error": _calibration_error([(confidence, right) for _, _, confidence, right in tally.kinds]),
        "kind_bands": _bands([(confidence, right) for _, _, confidence, right in tally.kinds]),
        "dates_exact": _share([right for _, right in tally.dates]),
        "trap_dates_taken": tally.traps,
        "date_bands": _bands(tally.dates),
        "exact": {what: f"{tally.exact[what]}/{asked}" for what, asked in tally.asked.items()},
        "kinds": kinds,
        "wrong": tally.wrong,
    }


def _scores(tally: Tally, kind: Kind) -> dict[str, float]:
    """A text that may be two kinds counts for the one that was said."""
    wanted = [said if right else min(accepted) for accepted, said, _, right in tally.kinds]
    pairs = list(zip(wanted, (said for _, said, _, _ in tally.kinds), strict=True))
    true = sum(one == other == kind for one, other in pairs)
    precision = true / max(1, sum(said == kind for _, said in pairs))
    recall = true / max(1, sum(one == kind for one, _ in pairs))
    f1 = 2 * precision * recall / (precision + recall) if true else 0.0
    texts = sum(one == kind for one, _ in pairs)
    return {"texts": texts, "precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3)}


def _share(rights: Sequence[bool]) -> float:
    return round(sum(rights) / len(rights), 4) if rights else 0.0


def _bands(answers: Sequence[tuple[float, bool]]) -> dict[str, str]:
    bands = {}
    for low, high in itertools.pairwise(BANDS):
        here = [right for confidence, right in answers if low <= confidence < high]
        if here:
            bands[f"{low:g} to {min(high, 1):g}"] = f"{sum(here)}/{len(here)}"
    return bands


def _calibration_error(answers: Sequence[tuple[float, bool]]) -> float:
    error = 0.0
    for low in range(10):
        here = [
            (confidence, right)
            for confidence, right in answers
            if low / 10 <= confidence < (low + 1) / 10 + (low == 9)
        ]
        if here:
            error += abs(sum(confidence for confidence, _ in here) - sum(right for _, right in here))
    return round(error / len(answers), 4)


def as_table(result: dict[str, object]) -> str:
    """Return the scores a kind as a table for people."""
    lines = ["| kind | texts | precision | recall | F1 |", "|---|---|---|---|---|"]
    kinds = result["kinds"]
    assert isinstance(kinds, dict)
    for kind, scores in kinds.items():
        lines.append(
            f"| {kind} | {scores['texts']} | {scores['precision']} | {scores['recall']} | {scores['f1']} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    list(main(Options(work=ROOT / "build", runs=1)))
