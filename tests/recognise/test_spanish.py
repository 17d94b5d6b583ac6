"""Spanish papers: what they are, their day and whose they are, each by name so that none is lost again."""

from __future__ import annotations

from typing import Any

import pytest

from recordkeeper.intake.judge import SURE
from recordkeeper.recognise.document import recognise
from recordkeeper.recognise.folding import plain_letters
from recordkeeper.recognise.rules import Rules
from recordkeeper.records.reading import Format, PageText
from tests.bench.recognise_spanish import is_spanish, measure, read, spanish
from tests.conftest import ROOT
from tests.training.facts import words

RULES = Rules.load(ROOT / "resources" / "rules")
PAPERS = list(spanish())


def name_of(paper: dict[str, Any]) -> str:
    return " ".join(paper["text"].split())[:50]


@pytest.mark.parametrize("paper", PAPERS, ids=name_of)
def test_a_spanish_paper_is_known_for_what_it_is_and_whose(paper: dict[str, Any]) -> None:
    found = read(paper, RULES)
    assert is_spanish(paper["text"])
    assert str(found.kind) in {paper["kind"], *paper.get("accept", ())}
    assert words(plain_letters(found.person.name)) == words(plain_letters(paper["person"]))
    assert str(found.service_date) not in set(paper["traps"]) - {paper["date"]}
    right = str(found.service_date) in {paper["date"], *paper.get("accept_dates", ())}
    assert right or found.date_confidence < SURE


def test_a_spanish_paper_of_the_states_with_unclear_digits_is_asked_about() -> None:
    text = "PLAN DE TRATAMIENTO\nPaciente: Ana Ruiz\nFecha del plan: 01/10/2024\nDiagnóstico: cáncer de mama"
    pages = [PageText(1, text)]
    assert recognise(pages, rules=RULES, format=Format.TEXT, country="US").date_confidence < SURE
    assert recognise(pages, rules=RULES, format=Format.TEXT, country="MX").date_confidence >= SURE
    told = recognise([PageText(1, text.replace("01/10", "01/25"))], rules=RULES, format=Format.TEXT, country="US")
    assert str(told.service_date) == "2024-01-25"


@pytest.mark.parametrize(
    "text",
    [
        "Nota de evolución\nRamón Estévez Cano, F. Nac. 06/01/1951\nSubjetivo: bien.",
        "Nota de evolución\nRamón Estévez Cano, F.N. 06/01/1951\nSubjetivo: bien.",
        "Estimado Dr. Cordero:\nVimos a su paciente Ramón Estévez Cano, nacido el 06/01/1951.\nDra. Carmen Villar",
    ],
)
def test_a_birth_date_ends_a_name(text: str) -> None:
    assert recognise([PageText(1, text)], rules=RULES, format=Format.TEXT).person.name == "Ramón Estévez Cano"


def test_the_bench_counts_what_is_wrong() -> None:
    tables = measure(RULES)
    first = tables["Spanish beside English"].splitlines()[2]
    assert first.startswith(f"| Spanish, made for this | {len(PAPERS)} | {len(PAPERS)}/{len(PAPERS)} |")
