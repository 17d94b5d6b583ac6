"""How rightly the recogniser reads papers it has not seen, and how long it takes.

Kinds are judged out of fold: by weights learnt without the text, its near-copies and templates, and once more
without anything of its source. What the cues alone say of the shared texts flatters: they were mended with
these at hand; of the papers in tests/recognise/held_out nothing was fitted. Worse copies (scanner's slips, lost
capitals and headings, faxes, letterheads) are judged out of fold too. Dates, people, places and numbers have no
weights to learn; their rules were mended with the shared data and the made-up heads at hand, not with the held-out
papers. Tables are printed and kept as JSON (build/bench/recognise_quality.json).
"""

from __future__ import annotations

import csv
import itertools
import json
import statistics
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from recordkeeper.formats.registry import Registry
from recordkeeper.recognise.document import recognise
from recordkeeper.recognise.folding import fold
from recordkeeper.recognise.rules import Rules
from recordkeeper.records.kinds import Kind
from recordkeeper.records.reading import Format, PageText
from tests.bench import belonging, recognise_files, recognise_spanish
from tests.bench.harness import Figure, Options
from tests.conftest import ROOT, SHARED_DATA
from tests.making.heads import made_papers
from tests.making.labels import KINDS
from tests.training.facts import Exact, held_out, of_label, of_made
from tests.training.scores import HEADLINE, Answer, confusions, headline, kind_table
from tests.training.texts import OWN, held_out_texts, own_texts, shared_texts
from tests.training.validation import (
    answers,
    answers_of,
    by_cues,
    examples_of,
    fitted_temperature,
    judged,
    under_noise,
    with_weights,
    worsened,
)

FOLDERS = ("text", "reports", "office")
RESOURCES = ROOT / "resources"
RESULT = ROOT / "build" / "bench" / "recognise_quality.json"
BANDS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)
HEADS_EACH = 12  # made-up papers of each layout
HEADS_WORSE = ("as it is", "1 % of letters misread", "3 % of letters misread", "capitals", "small letters")


@dataclass(frozen=True, slots=True)
class Paper:
    """One labelled document as its reader gives it."""

    folder: str
    name: str
    accepted: frozenset[Kind]
    label: dict[str, str]
    pages: tuple[PageText, ...]


def main(options: Options) -> Iterator[Figure]:
    """Score the recogniser; one figure, whose facts are the headline numbers."""
    if not SHARED_DATA.is_dir():
        raise FileNotFoundError(f"the labelled real files are not here: {SHARED_DATA}")
    rules = Rules.load(RESOURCES / "rules")
    papers = tuple(read_papers(SHARED_DATA))
    said, exact, wrong = end_to_end(papers, rules)
    files = recognise_files.measure(options.work / "libraries", SHARED_DATA, rules)
    result = {
        "kinds": kinds(rules),
        "facts": facts(exact, rules),
        "files": files,
        "hard": hard(rules),
        "spanish": recognise_spanish.measure(rules),
        "seen": seen(said),
        "wrong": wrong,
    }
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", "utf-8")
    for title, table in (
        one for part in ("kinds", "facts", "files", "hard", "spanish", "seen") for one in result[part].items()
    ):  # type: ignore[attr-defined]
        print(f"\n{title}\n\n{table}")
    ours = tuple(
        _seconds(papers, lambda pages: recognise(pages, rules=rules, format=Format.TEXT)) for _ in _rounds(options)
    )
    floor = tuple(_seconds(papers, lambda pages: [fold(page.text) for page in pages]) for _ in _rounds(options))
    yield Figure("recognise a document", ours, "fold its text", floor, {"documents": len(papers), **exact.shares()})
    yield from belonging.main(options)  # parts of one file, the same text twice, reports and their images


def _rounds(options: Options) -> range:
    return range(options.runs)


def kinds(rules: Rules) -> dict[str, str]:
    """How well kinds are told, as tables: out of fold, by cues alone, of papers held out, of worse copies."""
    shared, own, new = list(shared_texts(SHARED_DATA)), list(own_texts()), list(held_out_texts())
    texts = [*shared, *own]
    examples = examples_of(texts, rules)
    unseen = judged(texts, examples)
    temperature = fitted_temperature(unseen)
    real = [one for one in unseen["without near-copies"] if one.source != OWN]
    strange = [one for one in unseen["without its source"] if one.source != OWN]
    noisy = under_noise(texts, examples, rules)
    rows = [
        headline(way, answers([one for one in of if one.source != OWN], temperature)) for way, of in noisy.items()
    ]
    ways = [headline(way, with_weights([worsened(text, way) for text in new], rules)) for way in noisy]
    return {
        f"Kinds, out of fold (temperature {temperature:.2f})": answers_of(unseen, temperature),
        "Kinds of the shared texts, without near-copies": kind_table(answers(real, temperature)),
        "Taken for another, without near-copies": _pairs(answers(real, temperature)),
        "Kinds of the shared texts, without their source": kind_table(answers(strange, temperature)),
        "Taken for another, without their source": _pairs(answers(strange, temperature)),
        "Cues alone": "\n".join(
            [
                HEADLINE,
                headline("shared texts (cues were mended on them)", by_cues(shared, rules)),
                headline("made-up texts learnt from", by_cues(own, rules)),
                headline("held out", by_cues(new, rules)),
            ]
        ),
        "Held out, with the weights": "\n".join([HEADLINE, headline("held out", with_weights(new, rules))]),
        "Kinds held out": kind_table(with_weights(new, rules)),
        "Worse copies of the shared texts, out of fold": "\n".join([HEADLINE, *rows]),
        "Worse copies of the held-out papers": "\n".join([HEADLINE, *ways]),
    }


def _pairs(said: Sequence[Answer]) -> str:
    return "\n".join(f"- {count} × {pair}" for pair, count in confusions(said)) or "none"


def facts(shared: Exact, rules: Rules) -> dict[str, str]:
    """How many dates, people, places and numbers are exact, as tables."""
    rows = [_facts_row("shared data (labels and pages at hand)", shared)]
    for way in HEADS_WORSE:
        made = Exact()
        for paper in made_papers(HEADS_EACH):
            text = worsened_text(paper.text, way)
            found = recognise([PageText(1, text)], rules=rules, format=Format.TEXT, country=paper.country)
            made.judge(of_made(paper), found)
        rows.append(_facts_row(f"made-up heads, {way}", made))
    new = Exact()
    for text, country, wanted in held_out():
        new.judge(wanted, recognise([PageText(1, text)], rules=rules, format=Format.TEXT, country=country))
    rows.append(_facts_row("held out", new))
    names = list(shared.asked)
    head = [f"| | {' | '.join(names)} | traps taken |", "|---" * (len(names) + 2) + "|"]
    bands = {"shared data": _bands(shared.dates), "held out": _bands(new.dates)}
    return {
        "Facts read exactly": "\n".join([*head, *rows]),
        "Dates right, by confidence": "\n".join(f"- {name}: {band}" for name, band in bands.items()),
    }


def hard(rules: Rules) -> dict[str, str]:
    """The hard papers the rules were mended on: how many kinds and dates are right, and how many without asking."""
    papers = [
        paper
        for path in sorted((ROOT / "tests" / "recognise" / "hard").glob("*.toml"))
        for paper in tomllib.loads(path.read_text("utf-8"))["papers"]
    ]
    asked = kinds = dates = traps = 0
    for paper in papers:
        pages = [PageText(1, paper["text"].strip("\n"))]
        found = recognise(pages, rules=rules, format=Format.TEXT, country=paper.get("country", ""))
        day = str(found.service_date) if found.service_date else ""
        if "kind" in paper:
            asked += 1
            kinds += found.kind in {paper["kind"], *paper.get("accept", ())}
        dates += day in {paper["date"], *paper.get("accept_dates", ())}
        traps += day in paper.get("traps", ())
    told = f"{len(papers)} papers: kind {kinds} of {asked}, date {dates}, traps taken {traps}"
    return {"Hard papers (the rules were mended on them)": told}


def worsened_text(text: str, way: str) -> str:
    """A worse copy of a text that is no labelled one."""
    from tests.training.texts import Labelled

    return worsened(Labelled(text[:60], text, frozenset(), ""), way).text


def _facts_row(name: str, exact: Exact) -> str:
    shares = [f"{exact.exact[fact]}/{asked}" if asked else "–" for fact, asked in exact.asked.items()]
    return f"| {name} | {' | '.join(shares)} | {exact.traps} |"


def seen(said: Sequence[Answer]) -> dict[str, str]:
    """The program on the shared files themselves, PDF and office too. Its weights were learnt on these texts."""
    return {
        "Shared files with the weights learnt on their texts (flatters)": "\n".join(
            [HEADLINE, headline("all", said)]
        ),
        "Kinds of the shared files (flatters)": kind_table(said),
    }


def end_to_end(papers: Sequence[Paper], rules: Rules) -> tuple[list[Answer], Exact, list[str]]:
    """Recognise every labelled file; return what was said, the exact facts, and a line for each wrong thing."""
    said, exact, wrong = list[Answer](), Exact(), list[str]()
    for paper in papers:
        found = recognise(paper.pages, rules=rules, format=Format.TEXT)
        said.append(Answer(found.kind, found.kind_confidence, paper.accepted))
        missed = exact.judge(of_label(paper.label, "\n".join(page.text for page in paper.pages)), found)
        name = f"{paper.folder}/{paper.name}"
        if not said[-1].right:
            wrong.append(f"{name}: {paper.label['type']} taken for {found.kind} ({found.kind_confidence})")
        wrong.extend(f"{name}: {fact}" for fact in missed)
    return said, exact, wrong


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


def accepted_kinds(row: Mapping[str, str]) -> frozenset[Kind]:
    """The kinds that count as right for a label, in this program's words."""
    said = [name for name in (row["type"], *row.get("accept", "").split("|")) if name]
    return frozenset(Kind(kind) for name in said for kind in KINDS.get(name, {name}))


def _seconds(papers: Sequence[Paper], work: Callable[[tuple[PageText, ...]], object]) -> float:
    times = []
    for paper in papers:
        began = time.perf_counter()
        work(paper.pages)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def _bands(judged_dates: Sequence[tuple[float, bool]]) -> str:
    bands = []
    for low, high in itertools.pairwise(BANDS):
        here = [right for confidence, right in judged_dates if low <= confidence < high]
        if here:
            bands.append(f"{low:g} to {min(high, 1):g} {sum(here)}/{len(here)}")
    return ", ".join(bands)


if __name__ == "__main__":
    list(main(Options(work=ROOT / "build", runs=1)))
