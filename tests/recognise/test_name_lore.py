"""What is known of names: the table that is shipped, and what is made of a table."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from recordkeeper.recognise.folding import plain_letters
from recordkeeper.recognise.latin import in_latin, sounds_alike, spelled_out
from recordkeeper.recognise.name_lore import NameLore, name_lore
from tests.conftest import ROOT

RULES = ROOT / "resources" / "rules"


def test_every_word_is_written_as_names_are_compared() -> None:
    lore = name_lore()
    words = [*lore.common, *lore.particles, *lore.titles, *lore.dotted_degrees, *lore.generations]
    assert [word for word in words if word != plain_letters(word).lower() or not word.isalnum()] == []
    assert len(lore.common) > 1000


def test_no_name_is_a_way_to_write_two_names() -> None:
    rows = Counter(min(names) for names in name_lore().same.values())
    spelled = {name for names in name_lore().same.values() for name in names}
    assert sum(rows.values()) == len(spelled)


def test_what_is_sure_is_possible_too_and_holds_both_ways() -> None:
    lore = name_lore()
    for name, others in lore.same.items():
        assert others <= lore.perhaps[name]
    for table in (lore.same, lore.perhaps):
        assert [(one, other) for one, names in table.items() for other in names if one not in table[other]] == []


@pytest.mark.parametrize(
    ("one", "other", "same", "perhaps"),
    [("robert", "bob", True, True), ("robert", "bert", False, True), ("peter", "pedro", False, False)],
)
def test_a_row_says_what_is_one_name(one: str, other: str, *, same: bool, perhaps: bool) -> None:
    lore = name_lore()
    assert (other in lore.same.get(one, ()), other in lore.perhaps.get(one, ())) == (same, perhaps)


def test_other_alphabets_and_sounds_are_rows_too() -> None:
    assert in_latin("Сергей Чайковский") == "sergey chaykovskiy"
    assert in_latin("Γεώργιος") == "georgios"
    assert spelled_out("Müller") == "mueller"
    assert sounds_alike("tschaikowski", "chaykovskiy")


def test_another_table_says_something_else(tmp_path: Path) -> None:
    shutil.copy(RULES / "names.toml", tmp_path)
    table = tmp_path / "names.toml"
    row = '{ spelled = ["robert"]'
    assert row in table.read_text("utf-8")
    table.write_text(table.read_text("utf-8").replace(row, '{ spelled = ["robert", "rupert"]'), "utf-8")
    assert "rupert" in NameLore.load(tmp_path).same["robert"]
    assert "rupert" not in NameLore.load(RULES).same["robert"]


def test_a_table_that_is_missing_or_broken_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"names\.toml"):
        NameLore.load(tmp_path)
    (tmp_path / "names.toml").write_text("names = [", "utf-8")
    with pytest.raises(ValueError, match=r"[Ii]nvalid|array"):
        NameLore.load(tmp_path)
