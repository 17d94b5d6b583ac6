"""Forms of one word meet in one stem, and slips of the finger are counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordkeeper.catalogue.word_forms import one_slip_away, slips, stem


@pytest.mark.parametrize(
    "forms",
    [
        "biopsy biopsies biopsia biopsias", "metastasis metastases", "diagnosis diagnoses", "mass masses",
        "scan scans scanned scanning", "node nodes", "margin margins", "stage staged staging stages",
        "carcinoma carcinomas", "lesion lesions lesiones", "surgery surgeries", "test tests tested testing",
    ],
)  # fmt: skip
def test_forms_of_one_word_meet(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(("one", "other"), [("liver", "live"), ("node", "nodule"), ("virus", "vital")])
def test_other_words_do_not(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@given(st.text("abcdeginosxy", min_size=1, max_size=12))
def test_a_stem_begins_its_word(word: str) -> None:
    assert word.startswith(stem(word))


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [("carcinoma", "carcinoma", 0), ("carcenoma", "carcinoma", 1), ("carcionma", "carcinoma", 1),
     ("carcnma", "carcinoma", 2), ("lobe", "carcinoma", 3), ("adenocarsinomma", "adenocarcinoma", 2)],
)  # fmt: skip
def test_slips_are_counted(one: str, other: str, count: int) -> None:
    assert slips(one, other, 2) == count == slips(other, one, 2)


@given(st.text("abc", min_size=4, max_size=6))
def test_all_that_is_one_slip_away_is(word: str) -> None:
    assert {slips(word, other, 2) for other in one_slip_away(word)} <= {0, 1}
