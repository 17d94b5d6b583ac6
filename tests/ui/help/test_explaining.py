"""Words of pages explained: alone or with their neighbours, in the words of the glossary and no others."""

from __future__ import annotations

import tomllib

import pytest

from recordkeeper.paths import resources
from recordkeeper.ui.help.explaining import Explains
from recordkeeper.wording.words import Words

TEXT = (
    "BIOPSY of a Lymph  Node. The CT shows no ct of note; his pet and the PET/CT. Metástasis, biopsies. Upgraded."
)


@pytest.fixture(scope="module")
def explains() -> Explains:
    return Explains.load(resources(), Words.load(resources() / "wording", "en"))


def term(explains: Explains, word: str, nth: int = 0) -> str:
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(word, at + 1)
    found = explains.at(TEXT, at, at + len(word))
    return found[0] if found else ""


@pytest.mark.parametrize(
    ("word", "nth", "told"),
    [
        ("BIOPSY", 0, "Biopsy"),
        ("Lymph", 0, "Lymph node"),
        ("Node.", 0, "Lymph node"),
        ("CT", 0, "CT scan"),
        ("ct", 0, ""),
        ("pet", 0, ""),
        ("PET/CT.", 0, "PET scan"),
        ("Metástasis,", 0, "Metastasis"),
        ("biopsies.", 0, "Biopsy"),
        ("shows", 0, ""),
        ("Upgraded.", 0, ""),
    ],
)
def test_a_word_is_explained_only_where_it_stands_for_the_term(
    explains: Explains, word: str, nth: int, told: str
) -> None:
    assert term(explains, word, nth) == told


def test_every_term_of_the_list_is_in_the_glossary_and_no_form_stands_for_two() -> None:
    table = tomllib.loads((resources() / "help" / "terms.toml").read_text("utf-8"))
    glossary = tomllib.loads((resources() / "wording" / "en" / "glossary.toml").read_text("utf-8"))
    assert table.keys() <= glossary.keys()
    forms = [form.casefold() for listed in table.values() for form in listed]
    assert len(forms) == len(set(forms))


def test_it_speaks_the_language_of_the_window() -> None:
    spanish = Explains.load(resources(), Words.load(resources() / "wording", "es"))
    found = spanish.at("the margins are clear", 4, 11)
    assert found is not None
    assert found[0] == "Margen"
