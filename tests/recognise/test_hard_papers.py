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


FRAMES = {
    "under a fax header": "09/30/2025 14:05  FROM: FAX 5125550100   P. 2/3\n{}",
    "above a print footer": "{}\n10/12/2025, 8:14 AM     https://portal.example.org/doc     1/1",
}


@pytest.mark.parametrize("frame", FRAMES)
def test_what_a_machine_adds_changes_no_date(frame: str, rules: Rules) -> None:
    """Neither the machine's day is taken, nor how it prints days, nor is its line a label of what stands below."""
    wrong = []
    for name, paper in PAPERS.items():
        pages = [PageText(1, FRAMES[frame].format(paper["text"].strip("\n")))]
        found = recognise(pages, rules=rules, format=Format.TEXT, country=paper.get("country", ""))
        date = str(found.service_date) if found.service_date else ""
        if date not in {paper["date"], *paper.get("accept_dates", ())}:
            wrong.append((name, date))
    assert not wrong


def _words(name: str) -> list[str]:
    return sorted(name.replace(",", " ").lower().removeprefix("mrs ").split())
