"""Fields of the lists a person keeps: what fits, what does not, and what may enter a bundle."""

from __future__ import annotations

import pytest

from recordkeeper.prepare.lists import SHARE, ListRules, shared
from recordkeeper.prepare.questions import question_of
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.own import Entry, OwnList
from recordkeeper.wording.words import Words
from tests.conftest import ROOT
from tests.prepare.holdings import rules


def of(name: OwnList) -> ListRules:
    return rules().lists[name]


def test_values_are_kept_trimmed_and_dates_as_iso() -> None:
    assert of(OwnList.TREATMENTS).checked({"name": " FOLFOX ", "start": "2024-03"}) == {
        "name": "FOLFOX",
        "start": "2024-03",
    }


@pytest.mark.parametrize(
    ("name", "given", "code"),
    [
        (OwnList.TREATMENTS, {"start": "March"}, "not_a_date_or_number"),
        (OwnList.VISIT, {"labs_within_days": "a month"}, "not_a_date_or_number"),
        (OwnList.QUESTIONS, {"for": "nobody"}, "not_a_choice"),
        (OwnList.QUESTIONS, {"colour": "blue"}, "no_such_field"),
    ],
)
def test_what_does_not_fit_is_refused(name: OwnList, given: dict[str, str], code: str) -> None:
    with pytest.raises(InputProblem) as refused:
        of(name).checked(given)
    assert refused.value.code == code


def test_an_empty_value_takes_it_away_whatever_the_field() -> None:
    assert of(OwnList.TREATMENTS).checked({"start": " "}) == {"start": ""}


@pytest.mark.parametrize(
    ("name", "fields", "goes"),
    [
        (OwnList.QUESTIONS, {"text": "Why?"}, True),
        (OwnList.QUESTIONS, {"text": "Am I afraid?", "for": "me"}, False),
        (OwnList.QUESTIONS, {"text": "Why?", SHARE: "no"}, False),
        (OwnList.QUESTIONS, {"text": "For me", "for": "me", SHARE: "yes"}, True),
        (OwnList.GOALS, {"text": "A trial"}, False),
        (OwnList.VISIT, {"companion": "Ben"}, False),
        (OwnList.INSURANCE, {"insurer": "X"}, False),
        (OwnList.REQUESTS, {"what": "images"}, False),
        (OwnList.MEDICINES, {"name": "Tamoxifen"}, True),
    ],
)
def test_private_stays_private_unless_ticked(name: OwnList, fields: dict[str, str], goes: bool) -> None:
    entry = Entry(name, "e1", fields)
    assert of(name).is_shared(entry) is goes
    assert shared(of(name), [entry]) == ((entry,) if goes else ())


def test_a_bundle_asks_the_doctors_questions_and_no_private_one() -> None:
    questions = of(OwnList.QUESTIONS)
    why = Entry(OwnList.QUESTIONS, "q1", {"text": "Why this drug?"})
    mine = Entry(OwnList.QUESTIONS, "q2", {"text": "Am I afraid?", "for": "me"})
    then = Entry(OwnList.QUESTIONS, "q3", {"text": "And then?"})
    done = Entry(OwnList.QUESTIONS, "q4", {"text": "When?", "answer": "In May."})
    assert question_of(questions, [mine]) == ""
    assert question_of(questions, [why, mine, done]) == "Why this drug?"
    assert question_of(questions, [why, mine, then]) == "1. Why this drug?\n2. And then?"


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_list_field_and_choice_has_its_words(language: str) -> None:
    words = Words.load(ROOT / "resources" / "wording", language)
    for name, list_rules in rules().lists.items():
        assert words.say(f"lists.title.{name}")
        assert list_rules.main in list_rules.fields
        for field in list_rules.fields.values():
            assert words.say(f"lists.field.{field.name}")
            assert all(words.say(f"lists.choice.{field.name}.{choice}") for choice in field.choices)
            assert not field.default or field.default in field.choices
