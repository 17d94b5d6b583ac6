"""Which places are asked how they print dates, and which of their records wait for nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from recordkeeper.app import App
from recordkeeper.catalogue import dating, issuers
from recordkeeper.catalogue.dating import ToLookAt
from recordkeeper.library import acts
from recordkeeper.records.kinds import DateOrder
from tests.making.libraries import a_library
from tests.making.unclear import APRIL, MARCH, put


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with a_library(tmp_path / "library") as opened:
        yield opened


def test_one_question_a_place_with_both_readings(app: App) -> None:
    for record in ("one", "two"):
        put(app.library, record)
    put(app.library, "three", "Elsewhere Clinic", facility_key="elsewhere clinic")
    first, second = dating.questions(app.library.catalogue.writer)
    assert (first.name, first.records, first.only) == ("St. Mary's Hospital", ("one", "two"), ("one", "two"))
    assert (first.month_first, first.day_first) == (MARCH, APRIL)
    assert second.name == "Elsewhere Clinic"
    assert dating.to_look_at(app.library.catalogue.writer) == ToLookAt(records=0, places=2)


def test_a_record_with_another_doubt_waits_for_more_than_the_answer(app: App) -> None:
    put(app.library, "one", kind_confidence=0.2)
    (question,) = dating.questions(app.library.catalogue.writer)
    assert (question.records, question.only) == (("one",), ())
    assert dating.to_look_at(app.library.catalogue.writer) == ToLookAt(records=1, places=1)


def test_what_is_answered_is_not_asked(app: App) -> None:
    put(app.library, "one")
    acts.say_date_order(app.library, "St. Mary's Hospital", DateOrder.DAY_FIRST)
    assert dating.questions(app.library.catalogue.writer) == ()
    acts.undo(app.library)
    assert len(dating.questions(app.library.catalogue.writer)) == 1


def test_records_dated_one_by_one_are_asked_about_no_more(app: App) -> None:
    """Put right both ways they answer nothing for the place; nobody is asked again about these two."""
    for record, day in (("one", MARCH), ("two", APRIL)):
        put(app.library, record)
        acts.correct(app.library, record, "service_date", str(day))
    assert dating.questions(app.library.catalogue.writer) == ()
    assert not issuers.facilities(app.library.catalogue.writer)[0].asks


def test_a_paper_without_a_place_is_looked_at_by_itself(app: App) -> None:
    put(app.library, "one", "", facility_key="")
    assert dating.questions(app.library.catalogue.writer) == ()
    assert dating.to_look_at(app.library.catalogue.writer) == ToLookAt(records=1, places=0)
