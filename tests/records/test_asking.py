"""What a person types into the search box: words, and the filters among them, in two languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordkeeper.records.asking import Vocabulary, read
from recordkeeper.records.kinds import Kind, Status
from recordkeeper.records.query import NO_FILTERS, Asked, Filters
from recordkeeper.wording.asking import vocabulary
from recordkeeper.wording.words import Words

WORDING = Path(__file__).resolve().parents[2] / "resources" / "wording"
ENGLISH = vocabulary(Words.load(WORDING, "en"))
SPANISH = vocabulary(Words.load(WORDING, "es"))


def test_words_alone_stay_as_they_are_typed() -> None:
    assert read('left  "clear margins" T2:N0 12:30', ENGLISH) == Asked('left "clear margins" T2:N0 12:30')


def test_filters_are_taken_from_among_the_words() -> None:
    asked = read('margins kind:letter from:"St. Mary" tag:ask is:starred 2023-5..2024', ENGLISH)
    assert asked.words == "margins"
    assert asked.filters == Filters(
        kinds=frozenset({Kind.LETTER}),
        places=("St. Mary",),
        since="2023-05",
        until="2024",
        tags=("ask",),
        starred=True,
    )


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ("kind:imaging_report", {Kind.IMAGING_REPORT}),
        ("kind:scan", {Kind.IMAGING_REPORT, Kind.IMAGING_STUDY}),
        ('kind:"scan report"', {Kind.IMAGING_REPORT}),
        ("KIND:Letter", {Kind.LETTER}),
        ("kind:letter kind:photo", {Kind.LETTER, Kind.PHOTO}),
    ],
)
def test_a_kind_is_called_as_it_is_shown_or_as_it_is_stored(typed: str, kinds: set[Kind]) -> None:
    assert read(typed, ENGLISH) == Asked("", Filters(kinds=frozenset(kinds)))


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [("2023..", "2023", ""), ("..2024-02-03", "", "2024-02-03"), ("date:2024-03", "2024-03", "2024-03")],
)
def test_spans_of_dates_may_be_open(typed: str, since: str, until: str) -> None:
    assert read(typed, ENGLISH).filters == Filters(since=since, until=until)


@pytest.mark.parametrize(
    "typed", ["kind:zyzzyva", "from:", "..", "2024-13..", "is:nothing", "2024", '"2023..2024"', "http://x"]
)
def test_what_is_no_filter_is_a_word(typed: str) -> None:
    assert read(typed, ENGLISH) == Asked(typed)


def test_states_and_both_languages() -> None:
    assert read("is:to_review", ENGLISH).filters == Filters(statuses=frozenset({Status.TO_REVIEW}))
    assert read('está:"con nota" tipo:carta de:clínica', SPANISH).filters == Filters(
        kinds=frozenset({Kind.LETTER}), places=("clínica",), noted=True
    )
    assert read("kind:letter", SPANISH).filters.kinds == {Kind.LETTER}


@given(st.text(max_size=40))
def test_nothing_that_is_typed_is_refused(typed: str) -> None:
    assert read(typed, ENGLISH).filters is not None
    assert read(typed, Vocabulary({}, {})).filters == NO_FILTERS or ".." in typed
