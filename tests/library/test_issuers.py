"""Places records come from: one for many spellings, merged and named, asked once how they print dates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from recordkeeper.app import App
from recordkeeper.catalogue import documents, issuers
from recordkeeper.library import acts
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import DateRead
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.kinds import DateOrder, DateRole, Doubt, Kind, Status
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


def facility(app: App, record: str) -> str:
    return documents.get(app.library.catalogue.writer, record).facility


def author(app: App, record: str) -> str:
    return documents.get(app.library.catalogue.writer, record).author


def test_a_place_put_right_is_remembered_for_this_form_of_this_place(app: App) -> None:
    put(app, "st marys", title="Clinic letter")
    for record in ("one", "same form"):
        put(app, record, "Radiology Associates", facility_key="radiology associates")
    put(app, "other form", "Radiology Associates", facility_key="radiology associates", title="Bill")
    put(app, "other place", "Elsewhere Clinic", facility_key="elsewhere clinic")
    acts.correct(app.library, "one", "facility", "St. Mary's Hospital")
    put(app, "later", "Radiology Associates", facility_key="radiology associates")
    for record in ("one", "same form", "later"):
        assert facility(app, record) == "St. Mary's Hospital"
    assert facility(app, "other form") == "Radiology Associates"
    assert facility(app, "other place") == "Elsewhere Clinic"
    counted = {place.name: place.records for place in issuers.facilities(app.library.catalogue.writer)}
    assert counted == {"St. Mary's Hospital": 4, "Radiology Associates": 1, "Elsewhere Clinic": 1}
    acts.undo(app.library)
    for record in ("one", "same form", "later"):
        assert facility(app, record) == "Radiology Associates"


def test_a_place_put_right_by_another_spelling_is_the_same_place(app: App) -> None:
    put(app, "one")
    put(app, "two", "ST MARYS HOSP")
    put(app, "wrong", "Fax Cover", facility_key="fax cover")
    acts.correct(app.library, "wrong", "facility", "St Marys Hosp")
    (place,) = issuers.facilities(app.library.catalogue.writer)
    assert place.records == 3
    acts.name_facility(app.library, "St. Mary's Hospital", "Saint Mary's")
    assert {facility(app, record) for record in ("one", "two", "wrong")} == {"Saint Mary's"}


def test_a_place_nobody_knew_is_one_of_its_own_and_can_be_merged(app: App) -> None:
    put(app, "one")
    put(app, "wrong", "Fax Cover", facility_key="fax cover", title="Note")
    acts.correct(app.library, "wrong", "facility", "Lakeside Practice")
    assert {place.name for place in issuers.facilities(app.library.catalogue.writer)} == {
        "St. Mary's Hospital",
        "Lakeside Practice",
    }
    acts.merge_facilities(app.library, "Lakeside Practice", "St. Mary's Hospital")
    assert facility(app, "wrong") == "St. Mary's Hospital"


def test_places_put_right_in_two_ways_teach_nothing(app: App) -> None:
    for record in ("one", "two", "three"):
        put(app, record)
    acts.correct(app.library, "one", "facility", "North Clinic")
    acts.correct(app.library, "two", "facility", "South Clinic")
    assert facility(app, "three") == "St. Mary's Hospital"


def test_the_dates_of_a_place_put_right_are_printed_as_that_place_prints_them(app: App) -> None:
    put(app, "st marys", title="Clinic letter")
    acts.say_date_order(app.library, "St. Mary's Hospital", DateOrder.DAY_FIRST)
    put(app, "wrong", "Fax Cover", facility_key="fax cover")
    assert documents.get(app.library.catalogue.writer, "wrong").service_date == MARCH
    acts.correct(app.library, "wrong", "facility", "St. Mary's Hospital")
    assert documents.get(app.library.catalogue.writer, "wrong").service_date == APRIL
    acts.undo(app.library)
    assert documents.get(app.library.catalogue.writer, "wrong").service_date == MARCH


def test_an_author_put_right_is_remembered_where_the_same_was_read(app: App) -> None:
    put(app, "one", author="Dept. of Radiology")
    put(app, "same", author="DEPT. OF  RADIOLOGY")
    put(app, "another doctor", author="Dr. Jane Roe")
    put(app, "other form", author="Dept. of Radiology", title="Clinic letter")
    put(app, "other place", "Elsewhere", facility_key="elsewhere", author="Dept. of Radiology")
    acts.correct(app.library, "one", "author", "Dr. Ann Bell")
    put(app, "later", author="Dept. of Radiology")
    assert [author(app, record) for record in ("same", "later")] == ["Dr. Ann Bell"] * 2
    assert author(app, "another doctor") == "Dr. Jane Roe"
    assert {author(app, record) for record in ("other form", "other place")} == {"Dept. of Radiology"}
    acts.undo(app.library)
    assert {author(app, record) for record in ("same", "later")} <= {"Dept. of Radiology", "DEPT. OF  RADIOLOGY"}


def test_an_author_nobody_read_is_written_only_once_it_was_said_twice(app: App) -> None:
    for record in ("one", "two", "three"):
        put(app, record)
    acts.correct(app.library, "one", "author", "Dr. Ann Bell")
    assert author(app, "three") == ""
    acts.correct(app.library, "two", "author", "Dr. Ann Bell")
    assert author(app, "three") == "Dr. Ann Bell"
    acts.undo(app.library)
    assert author(app, "three") == ""


COLLECTED, REPORTED = PartialDate(2024, 3, 14), PartialDate(2024, 3, 20)


def lab(app: App, record: str, **more: object) -> None:
    """A laboratory report on which the day of the report was taken for the day of care."""
    dates = {
        "service_date": REPORTED,
        "date_role": DateRole.REPORTED,
        "other_dates": (DateRead(COLLECTED, DateRole.COLLECTED),),
        "date_confidence": 0.5,
        "date_order": None,
    }
    put(app, record, **{**dates, **more})


def test_which_date_counts_is_remembered_for_this_form(app: App) -> None:
    lab(app, "one")
    lab(app, "same")
    lab(app, "other form", title="Pathology report")
    lab(app, "without", other_dates=())
    acts.correct_fields(app.library, "one", {"service_date": str(COLLECTED)})
    lab(app, "later")
    for record in ("one", "same", "later"):
        found = documents.get(app.library.catalogue.writer, record)
        assert (found.service_date, found.date_role) == (COLLECTED, DateRole.COLLECTED)
        assert found.other_dates == (DateRead(REPORTED, DateRole.REPORTED),)
    assert documents.get(app.library.catalogue.writer, "later").status is Status.RECOGNISED
    for record in ("other form", "without"):
        found = documents.get(app.library.catalogue.writer, record)
        assert (found.service_date, found.date_role) == (REPORTED, DateRole.REPORTED)
    acts.undo(app.library)
    assert documents.get(app.library.catalogue.writer, "later").service_date == REPORTED


def test_what_happened_on_a_day_is_put_right_and_remembered(app: App) -> None:
    for record in ("one", "two"):
        lab(app, record, other_dates=())
    acts.correct(app.library, "one", "date_role", "exam")
    for record in ("one", "two"):
        found = documents.get(app.library.catalogue.writer, record)
        assert (found.service_date, found.date_role) == (REPORTED, DateRole.EXAM)
    acts.undo(app.library)
    assert documents.get(app.library.catalogue.writer, "two").date_role is DateRole.REPORTED


@pytest.mark.parametrize("role", ["birth", "printed", "never"])
def test_a_day_that_is_never_one_of_care_is_refused(app: App, role: str) -> None:
    lab(app, "one")
    with pytest.raises(InputProblem):
        acts.correct(app.library, "one", "date_role", role)


def test_a_paper_that_was_only_accepted_teaches_neither_place_nor_author_nor_date(app: App) -> None:
    lab(app, "one", author="Dr. Jane Roe")
    lab(app, "two", author="")
    acts.accept(app.library, ["one"])
    found = documents.get(app.library.catalogue.writer, "two")
    assert (found.author, found.service_date, found.date_role) == ("", REPORTED, DateRole.REPORTED)


def test_an_unclear_date_that_is_accepted_answers_for_the_place_until_undone(app: App) -> None:
    put(app, "one")
    put(app, "two")
    acts.accept(app.library, ["one"])
    assert documents.get(app.library.catalogue.writer, "two").status is Status.RECOGNISED
    acts.undo(app.library)
    assert documents.get(app.library.catalogue.writer, "two").status is Status.TO_REVIEW
