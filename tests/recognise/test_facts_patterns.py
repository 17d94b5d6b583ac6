"""A pattern that is tried on some texts only finds what it would find on all."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from recordkeeper.recognise.facts_patterns import PatternRules, Shape

TABLE = tomllib.loads(
    (Path(__file__).resolve().parents[2] / "resources" / "rules" / "facts_patterns.toml").read_text("utf-8")
)
RULES = PatternRules.of(TABLE)
TEXTS = {
    "tnm": ["pT2 N0 M0", "T1a N0", "ypT3 N1", "Tis N0"],
    "tnm_solid": ["pT2N0M0", "cTisN0"],
    "lone": ["pN1a", "cM0", "ypN0", "pM1"],
    "stage": ["stage iv", "estadio iii", "etapa ii", "stadium i", "stage: extensive"],
    "edition": ["ajcc 8th edition", "uicc 2017", "8th edition of the tnm", "tnm version 8"],
    "grade": ["grade 2", "nottingham grade: 3", "grado histologico 2"],
    "differentiated": ["poorly differentiated", "moderately to poorly differentiated", "pobremente diferenciado"],
    "g": ["G2", "G2-G3"],
    "performance_word": ["ecog 1", "karnofsky 80", "kps 90", "zubrod", "lansky", "performance status", "ps 1"],
    "node": ["lymph nodes", "node", "ganglios"],
    "of_nodes": ["one of twelve lymph nodes", "2 de 14 ganglios"],
}


@pytest.mark.parametrize("name", TABLE["needs"])
def test_what_the_pattern_finds_is_found(name: str) -> None:
    shape = getattr(RULES, name)
    assert isinstance(shape, Shape)
    for text in TEXTS[name]:
        assert shape.pattern.search(text), text
        assert shape.stands(text), text
        assert [match.span() for match in shape.finditer(text)] == [
            match.span() for match in shape.pattern.finditer(text)
        ]
    assert not shape.stands("words about nothing of the kind")
