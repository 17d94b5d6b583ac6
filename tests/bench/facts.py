"""How much of what made-up oncology papers say is read, how much that is read is so, and how long a page takes."""

from __future__ import annotations

import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from recordkeeper.recognise.facts import read_facts
from recordkeeper.recognise.facts_rules import FactRules
from recordkeeper.recognise.folding import fold
from recordkeeper.recognise.rules import Rules
from recordkeeper.records.clinical import Fact, FactStatus
from recordkeeper.records.kinds import Kind
from recordkeeper.records.reading import PageText
from tests.bench.harness import Figure, Options
from tests.conftest import ROOT

FOLDER = ROOT / "tests" / "recognise" / "facts"
SETS = ("papers", "held_out")
LETTERS_A_PAGE = 3000
_NAMED = ("marker", "tumor_gene", "germline_gene")


@dataclass(slots=True)
class Score:
    """What was wanted and found of one or many papers."""

    wanted: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def row(self, name: str, kinds: Sequence[str]) -> str:
        """One line of a table: precision and recall."""
        read, right, wanted = (sum(count[kind] for kind in kinds) for count in (self.read, self.right, self.wanted))
        precision = f"{right}/{read} = {right / read:.3f}" if read else "–"
        recall = f"{right}/{wanted} = {right / wanted:.3f}" if wanted else "–"
        return f"| {name} | {precision} | {recall} |"


def main(options: Options) -> Iterator[Figure]:
    """Print precision and recall by kind; one figure: a page beside folding its text."""
    rules = load_rules()
    for name in SETS:
        score = judge(load_papers(name), rules)
        kinds = sorted(score.wanted | score.read)
        print(f"\n{name}: what is read, and how much of it is so\n\n| kind | precision | recall |\n|---|---|---|")
        for kind in kinds:
            print(score.row(kind, [kind]))
        print(score.row("all", kinds))
        for line in (*score.missed, *score.wrong):
            print(f"- {line}")
    text = "\n\n".join(paper["text"] for name in SETS for paper in load_papers(name))
    pages = [PageText(1, text[at : at + LETTERS_A_PAGE]) for at in range(0, len(text), LETTERS_A_PAGE)]
    ours = tuple(_a_page(pages, lambda page: read_facts([page], rules=rules)) for _ in range(options.runs))
    floor = tuple(_a_page(pages, lambda page: fold(page.text)) for _ in range(options.runs))
    yield Figure(
        f"facts of a page of {LETTERS_A_PAGE} letters", ours, "fold its text", floor, {"pages": len(pages)}
    )


def load_rules() -> FactRules:
    """The rules as the program has them."""
    return Rules.load(ROOT / "resources" / "rules").facts


def load_papers(name: str) -> list[dict[str, Any]]:
    """The made-up papers of one file."""
    papers: list[dict[str, Any]] = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))["paper"]
    return papers


def read_paper(paper: dict[str, Any], rules: FactRules) -> tuple[Fact, ...]:
    """What is read of one paper."""
    return read_facts([PageText(1, paper["text"])], rules=rules, kind=Kind(paper.get("kind", "other")))


def judge(papers: Sequence[dict[str, Any]], rules: FactRules) -> Score:
    """Compare what is read of the papers with what they say."""
    score = Score()
    for paper in papers:
        left = list(paper["facts"])
        score.wanted.update(wanted[0] for wanted in left)
        for fact in read_paper(paper, rules):
            score.read[fact.kind] += 1
            wanted = next((one for one in left if agrees(fact, one)), None)
            shaky = (
                wanted is not None
                and wanted[1] in paper.get("unsure", ())
                and fact.status is not FactStatus.TO_REVIEW
            )
            if wanted is None or shaky:
                score.wrong.append(f"{paper['name']}: {fact.kind} “{fact.printed}” ({fact.confidence}) is not so")
            else:
                score.right[fact.kind] += 1
            if wanted is not None:
                left.remove(wanted)
        score.missed += [f"{paper['name']}: {kind} “{printed}” was not read" for kind, printed, *_ in left]
    return score


def agrees(fact: Fact, wanted: Sequence[str]) -> bool:
    """Whether a fact is the one wanted: its kind and name, and much the same words."""
    if fact.kind != wanted[0] or (fact.kind in _NAMED and fact.name != wanted[2]):
        return False
    one, other = fold(fact.printed).split(), fold(wanted[1]).split()
    shared = len(set(one) & set(other))
    return shared >= 0.6 * max(len(set(one)), len(set(other)))


def _a_page(pages: Sequence[PageText], work: Any) -> float:
    began = time.perf_counter()
    for page in pages:
        work(page)
    return (time.perf_counter() - began) / len(pages)
