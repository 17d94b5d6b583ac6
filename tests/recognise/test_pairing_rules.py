"""Looking for words by their first letters finds just what a word border before them finds."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordkeeper.recognise.pairing_rules import Vocabulary, WordSearch

RULES = Path(__file__).resolve().parents[2] / "resources" / "rules"
MARKERS: list[str] = tomllib.loads((RULES / "pairing.toml").read_text("utf-8"))["pathology"]["markers"]
PIECES = [
    " ",
    "-",
    "_",
    "é",
    "e",
    "r",
    "er",
    "pr",
    "her",
    "2",
    "ki-67",
    "pd",
    "l1",
    "cd",
    "cd20",
    "p16",
    "alk",
    ".\n",
]


@pytest.mark.parametrize("pattern", MARKERS)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_it_finds_what_re_finds(pattern: str, text: str) -> None:
    assert WordSearch.of(pattern).finds(text) is (re.search(pattern, text) is not None)


@pytest.mark.parametrize(
    ("text", "found"), [("er", True), ("her er", True), ("herer", False), ("_er", False), ("receptors", True)]
)
def test_words_begin_where_told(text: str, found: bool) -> None:
    assert WordSearch.of(r"\ber\b|receptor").finds(text) is found


@pytest.mark.parametrize("pattern", [r"\b(?:er|pr)\b", r"\b\w+"])
def test_what_cannot_be_looked_for_so_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="b"):
        WordSearch.of(pattern)


def test_words_are_counted_by_name_and_a_line_without_any_has_none() -> None:
    words = Vocabulary.of({"lung": ["lungs?", "pulmonary"], "chest wall": ["chest wall"]})
    assert words.counts("the lungs and the lung of the chest wall") == {"lung": 2, "chest wall": 1}
    assert words.counts("lungfish") == {}
    assert Vocabulary.of({}).counts("lung") == {}
