"""Places records come from: one for many spellings, merged and named, asked once how they print dates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from recordkeeper.app import App
from recordkeeper.catalogue import documents, issuers
from recordkeeper.library import acts
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.kinds import DateOrder, Doubt, Kind, Status
from tests.making import unclear
from tests.making.libraries import a_library
from tests.making.unclear import APRIL, MARCH


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with a_library(tmp_path / "library") as opened:
        yield opened


def put(app: App, record: str, facility: str = "St. Mary's Hospital", **more: object) -> None:
    unclear.put(app.library, record, facility, **more)


def test_spellings_of_one_place_stand_under_one_name(app: App) -> None:
    put(app, "one")
    put(app, "two", "ST MARYS HOSP")
    (place,) = issuers.facilities(app.library.catalogue.writer)
    assert (place.name, place.records) == ("St. Mary's Hospital", 2)
    assert place.spellings == ("St. Mary's Hospital", "ST MARYS HOSP")
    found = documents.get(app.library.catalogue.writer, "two")
    assert (found.facility, found.facility_printed) == ("St. Mary's Hospital", "ST MARYS HOSP")


def test_two_places_are_made_one_and_taken_apart_again(app: App) -> None:
    put(app, "one")
    put(app, "two", "SMH Radiology", facility_key="smh")
    assert set(acts.merge_facilities(app.library, "SMH Radiology", "St. Mary's Hospital")) == {"one", "two"}
    assert documents.get(app.library.catalogue.writer, "two").facility == "St. Mary's Hospital"
    put(app, "three", "SMH Radiology", facility_key="smh")
    assert documents.get(app.library.catalogue.writer, "three").facility == "St. Mary's Hospital"
    acts.undo(app.library)
    assert documents.get(app.library.catalogue.writer, "two").facility == "SMH Radiology"
    assert len(issuers.facilities(app.library.catalogue.writer)) == 2


def test_a_place_is_not_merged_with_itself_nor_with_nobody(app: App) -> None:
    put(app, "one")
    with pytest.raises(InputProblem):
        acts.merge_facilities(app.library, "St. Mary's Hospital", "st. mary's hospital")
    with pytest.raises(InputProblem):
        acts.merge_facilities(app.library, "St. Mary's Hospital", "Nowhere")


def test_places_made_one_are_parted_though_other_acts_came_after(app: App) -> None:
    put(app, "one")
    put(app, "two", "SMH Radiology", facility_key="smh")
    acts.merge_facilities(app.library, "SMH Radiology", "St. Mary's Hospital")
    acts.accept(app.library, ["one"])
    (place,) = issuers.facilities(app.library.catalogue.writer)
    assert place.merged == (("smh", "SMH Radiology"),)
    acts.part_facility(app.library, "SMH Radiology")
    assert documents.get(app.library.catalogue.writer, "two").facility == "SMH Radiology"
    with pytest.raises(InputProblem):
        acts.part_facility(app.library, "SMH Radiology")


def test_a_place_is_called_what_a_person_calls_it(app: App) -> None:
    put(app, "one")
    acts.name_facility(app.library, "st. mary's hospital", "Saint Mary's")
    assert documents.get(app.library.catalogue.writer, "one").facility == "Saint Mary's"
    with pytest.raises(InputProblem):
        acts.name_facility(app.library, "saint mary's", "  ")


def test_a_place_is_asked_once_how_it_prints_dates(app: App) -> None:
    put(app, "one")
    put(app, "two")
    before = documents.get(app.library.catalogue.writer, "one")
    assert (before.status, before.doubts) == (Status.TO_REVIEW, (Doubt.DATE,))
    assert issuers.facilities(app.library.catalogue.writer)[0].asks
    acts.say_date_order(app.library, "St. Mary's Hospital", DateOrder.DAY_FIRST)
    put(app, "later")
    for record in ("one", "two", "later"):
        found = documents.get(app.library.catalogue.writer, record)
        assert (found.service_date, found.status, found.doubts) == (APRIL, Status.RECOGNISED, ())
        assert found.other_dates[0].date == MARCH
    assert not issuers.facilities(app.library.catalogue.writer)[0].asks
    acts.undo(app.library)
    assert documents.get(app.library.catalogue.writer, "two").service_date == MARCH


def test_a_date_put_right_answers_for_the_place(app: App) -> None:
    put(app, "one")
    put(app, "two")
    acts.correct(app.library, "one", "service_date", str(APRIL))
    assert documents.get(app.library.catalogue.writer, "two").service_date == APRIL
    acts.undo(app.library)
    assert documents.get(app.library.catalogue.writer, "two").service_date == MARCH


def test_dates_put_right_both_ways_answer_nothing(app: App) -> None:
    for record in ("one", "two", "three"):
        put(app, record)
    acts.correct(app.library, "one", "service_date", str(APRIL))
    acts.accept(app.library, ["two"])
    acts.correct(app.library, "two", "service_date", str(MARCH))
    assert documents.get(app.library.catalogue.writer, "three").status == Status.TO_REVIEW


def test_a_kind_put_right_is_remembered_for_this_form_of_this_place(app: App) -> None:
    put(app, "one")
    put(app, "same form")
    put(app, "other form", title="Clinic letter")
    put(app, "other place", "Elsewhere Clinic", facility_key="elsewhere clinic")
    acts.correct(app.library, "one", "kind", "imaging_report")
    put(app, "later")
    kinds = {
        record: documents.get(app.library.catalogue.writer, record).kind
        for record in ("same form", "later", "other form", "other place")
    }
    assert kinds == {
        "same form": Kind.IMAGING_REPORT,
        "later": Kind.IMAGING_REPORT,
        "other form": Kind.LETTER,
        "other place": Kind.LETTER,
    }
    acts.undo(app.library)
    assert documents.get(app.library.catalogue.writer, "later").kind is Kind.LETTER


def test_what_nobody_looked_at_teaches_nothing(app: App) -> None:
    put(app, "one", kind=Kind.IMAGING_REPORT)
    put(app, "two")
    assert documents.get(app.library.catalogue.writer, "two").kind is Kind.LETTER
