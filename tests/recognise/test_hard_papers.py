"""Hard papers by name: faxes, triples of days, earlier studies, letters, spans. None may be taken in by a trap."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from recordkeeper.recognise.document import recognise
from recordkeeper.recognise.rules import Rules
from recordkeeper.records.reading import Format, PageText

HERE = Path(__file__).parent
PAPERS = {
    paper["name"]: paper
    for path in sorted((HERE / "hard").glob("*.toml"))
    for paper in tomllib.loads(path.read_text("utf-8"))["papers"]
}


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules.load(HERE.parents[1] / "resources" / "rules")


@pytest.mark.parametrize("name", PAPERS)
def test_a_hard_paper(name: str, rules: Rules) -> None:
    paper: dict[str, Any] = PAPERS[name]
    text = paper["text"].strip("\n")
    found = recognise([PageText(1, text)], rules=rules, format=Format.TEXT, country=paper.get("country", ""))
    date = str(found.service_date) if found.service_date else ""
    assert date not in paper.get("traps", ()), "a date of something else"
    assert date in {paper["date"], *paper.get("accept_dates", ())}
    if "kind" in paper:
        assert found.kind in {paper["kind"], *paper.get("accept", ())}
    if "born" in paper:
        assert str(found.person.birth_date) == paper["born"]
    if "person" in paper:
        assert _words(found.person.name) == _words(paper["person"])
    if "facility" in paper:
        assert found.facility == paper["facility"]


def _words(name: str) -> list[str]:
    return sorted(name.replace(",", " ").lower().removeprefix("mrs ").split())
