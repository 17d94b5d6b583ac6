"""How rightly Spanish papers are read: kind, day and name, beside the English ones of the same sort."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from recordkeeper.recognise.document import recognise
from recordkeeper.recognise.folding import plain_letters
from recordkeeper.recognise.rules import Rules
from recordkeeper.records.document import Recognition
from recordkeeper.records.reading import Format, PageText
from tests.conftest import ROOT
from tests.making.families import family
from tests.training.facts import words

FOLDER = ROOT / "tests" / "recognise"
HEAD = "| papers | | kind | day | traps taken | name | birth date |\n|---|---|---|---|---|---|---|"
FAMILIES = 40
# Families are made for what belongs to what: endoscopies under an operation's title, markers in their own paper.
_TITLED = {"procedure_report": ("operative_note",), "pathology_report": ("molecular_report",)}
_SPANISH = re.compile(r"\b(?:de|del|la|el|en|con|los|las|y|se|que|fecha|paciente)\b", re.IGNORECASE)
_ENGLISH = re.compile(r"\b(?:the|of|and|with|is|was|for|to|date|patient)\b", re.IGNORECASE)


@dataclass(slots=True)
class Score:
    """Right answers and those asked for."""

    papers: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    traps: int = 0
    wrong: list[str] = field(default_factory=list)

    def judge(self, paper: dict[str, Any], found: Recognition) -> None:
        """Count one paper, with what is wrong of it in a line."""
        self.papers += 1
        day, person = str(found.service_date or ""), found.person
        kinds = {paper.get("kind"), *paper.get("accept", ())}
        days = {paper.get("date"), *paper.get("accept_dates", ())}
        self.traps += day in set(paper.get("traps", ())) - days
        answers = {
            "kind": (paper.get("kind"), str(found.kind) in kinds, found.kind),
            "day": (paper.get("date"), day in days, day),
            "name": (paper.get("person"), _name(person.name) == _name(paper.get("person", "")), person.name),
            "birth date": (paper.get("born"), str(person.birth_date) == paper.get("born"), person.birth_date),
        }
        for fact, (wanted, is_right, said) in answers.items():
            self.asked[fact] += bool(wanted)
            self.right[fact] += bool(wanted) and is_right
            if wanted and not is_right:
                title = " / ".join(paper["text"].strip().splitlines()[:2])
                self.wrong.append(f"{title}: {fact} {wanted}, read {said}")

    def row(self, name: str) -> str:
        """One line of the table."""
        kind, day, who, born = (
            f"{self.right[fact]}/{self.asked[fact]}" for fact in ("kind", "day", "name", "birth date")
        )
        return f"| {name} | {self.papers} | {kind} | {day} | {self.traps} | {who} | {born} |"


def _name(printed: str) -> list[str]:
    """The words of a name, with or without accents."""
    return words(plain_letters(printed))


def measure(rules: Rules) -> dict[str, str]:
    """The table, and what is wrong."""
    scores = {
        "Spanish, made for this": _judged(spanish(), rules),
        "Spanish among the hard and held-out": _judged(
            (one for one in _others() if is_spanish(one["text"])), rules
        ),
        "English among the hard and held-out": _judged(
            (one for one in _others() if not is_spanish(one["text"])), rules
        ),
        "Spanish of made-up families": _of_families("es", rules),
        "English of made-up families": _of_families("en", rules),
    }
    wrong = [line for name, score in scores.items() if name.startswith("Spanish") for line in score.wrong]
    return {
        "Spanish beside English": "\n".join([HEAD, *(score.row(name) for name, score in scores.items())]),
        "Wrong of the Spanish ones": "\n".join(f"- {line}" for line in wrong) or "none",
    }


def spanish() -> Iterator[dict[str, Any]]:
    """The papers of tests/recognise/spanish."""
    for path in sorted((FOLDER / "spanish").glob("*.toml")):
        yield from tomllib.loads(path.read_text("utf-8"))["papers"]


def is_spanish(text: str) -> bool:
    """Whether a text has more of the commonest words of Spanish than of English."""
    return len(_SPANISH.findall(text)) > len(_ENGLISH.findall(text))


def read(paper: dict[str, Any], rules: Rules) -> Recognition:
    """The paper as the recogniser reads it."""
    pages = [PageText(1, paper["text"].strip("\n"))]
    return recognise(pages, rules=rules, format=Format.TEXT, country=paper.get("country", ""))


def _judged(papers: Iterator[dict[str, Any]], rules: Rules) -> Score:
    score = Score()
    for paper in papers:
        score.judge(paper, read(paper, rules))
    return score


def _others() -> Iterator[dict[str, Any]]:
    """Hard and held-out papers; the kind of a held-out one is its file's unless it says another."""
    for folder in ("hard", "held_out"):
        for path in sorted((FOLDER / folder).glob("*.toml")):
            for paper in tomllib.loads(path.read_text("utf-8"))["papers"]:
                yield paper if folder == "hard" else {"kind": path.stem, **paper}


def _of_families(language: str, rules: Rules) -> Score:
    score = Score()
    for seed in range(FAMILIES):
        made = family(f"spanish {seed}")
        text = "\n".join(page.text for document in made.documents for page in document.pages)
        if is_spanish(text) is not (language == "es"):
            continue
        for document in made.documents:
            found = recognise(
                document.pages, rules=rules, format=Format.TEXT, country="ES" if language == "es" else "US"
            )
            kind = str(document.kind)
            paper: dict[str, Any] = {
                "kind": kind,
                "accept": _TITLED.get(kind, ()),
                "date": str(document.date),
                "text": f"{document.kind} of family {seed}",
            }
            score.judge(paper, found)
    return score
