"""Tests of recordkeeper.paper.lettering."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordkeeper.paper.lettering import FaceName, Lettering, clean

REGULAR = FaceName.REGULAR


def test_a_line_is_broken_between_words() -> None:
    assert Lettering().wrap("alpha beta gamma", 40, 10, REGULAR) == ["alpha", "beta", "gamma"]


def test_a_number_with_a_hyphen_stays_together_and_a_double_name_may_part() -> None:
    lettering = Lettering()
    assert lettering.wrap("see SHA-256 here", 45, 10, REGULAR)[1].startswith("SHA-256")
    assert lettering.wrap("Montgomery-Featherstone", 80, 10, REGULAR)[0] == "Montgomery-"


def test_a_word_wider_than_the_line_is_cut_and_nothing_of_it_is_lost() -> None:
    assert "".join(Lettering().wrap("Wolfeschlegelsteinhausen", 50, 10, REGULAR)) == "Wolfeschlegelsteinhausen"


def test_ideographs_may_part_anywhere() -> None:
    assert len(Lettering().wrap("山田太郎山田太郎", 42, 10, REGULAR)) == 2


def test_what_is_cut_ends_in_an_ellipsis() -> None:
    lettering = Lettering()
    assert lettering.wrap("one two three four five six", 50, 10, REGULAR, 2)[-1].endswith("…")
    assert lettering.fit("short", 100, 10, REGULAR) == "short"


@pytest.mark.parametrize("name", ["José Ñandú", "Διονύσιος", "Łukasz Żółć", "Иван Петров"])
def test_latin_greek_and_cyrillic_need_no_shaper(name: str) -> None:
    assert Lettering().is_plain(name, REGULAR)


@pytest.mark.parametrize("name", ["山田 太郎", "محمد علي", "שלום", "कमला देवी", "김철수", "Nguyễn"])
def test_other_scripts_do(name: str) -> None:
    assert not Lettering().is_plain(name, REGULAR)


def test_controls_and_direction_overrides_are_taken_out() -> None:
    assert clean("a\u202eb\x00c\n d\u200bé") == "abc dé"


@given(st.text(max_size=60), st.floats(min_value=5, max_value=300))
def test_breaking_loses_no_letter_and_always_ends(text: str, width: float) -> None:
    shown = clean(text)
    lines = Lettering().wrap(shown, width, 10, REGULAR)
    assert "".join(lines).replace(" ", "") == shown.replace(" ", "")
