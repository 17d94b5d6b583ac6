"""An error is a sentence for who looks at a window: none of them speaks of commands alone."""

from __future__ import annotations

import pytest

from recordkeeper import paths
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.ui.sentences import sentence_of
from recordkeeper.wording.words import Words


@pytest.fixture(params=["en", "es"])
def words(request: pytest.FixtureRequest) -> Words:
    return Words.load(paths.resources() / "wording", request.param)


def test_the_windows_own_words_come_first(words: Words) -> None:
    told = sentence_of(words, PlaceProblem("library_not_found", place="/x"))
    assert told == words.say("ui.problem.library_not_found")
    assert "recordkeeper init" not in told


def test_a_page_may_have_words_of_its_own(words: Words) -> None:
    told = sentence_of(words, PlaceProblem("disk_full", place="/x"), "bundles.error")
    assert told == words.say("bundles.error.disk_full")
    assert sentence_of(words, PlaceProblem("disk_full", place="/x")) == words.say("errors.disk_full")


def test_what_nobody_foresaw_is_said_calmly_too(words: Words) -> None:
    assert sentence_of(words, ZeroDivisionError()) == words.say("errors.a_bug", error="ZeroDivisionError")
