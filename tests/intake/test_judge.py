"""When a person is asked: a record without a day of care is one to look at, and its other dates are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.intake.judge import doubts_of
from recordkeeper.recognise.document import recognise
from recordkeeper.recognise.rules import Rules
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import DateRead, Recognition
from recordkeeper.records.kinds import DateRole, Doubt, Kind
from recordkeeper.records.reading import Condition, Format, PageText

RULES = Rules.load(Path(__file__).parents[2] / "resources" / "rules")
UNDATED = """PROGRESS NOTE
Patient: Bartholomew Kint, DOB 01/13/1950
Subjective: feels tired since the surgery of 11/20/2023, seen by the dietitian elsewhere 12/14/2023.
Objective: wound healed.
Printed on 03/02/2024"""


def read(text: str) -> Recognition:
    return recognise([PageText(1, text)], rules=RULES, format=Format.TEXT)


def test_a_paper_without_a_day_of_care_is_asked_about_and_its_dates_are_listed() -> None:
    found = read(UNDATED)
    assert found.service_date is None
    assert Doubt.DATE in doubts_of(found, Condition.READ, asked=False)
    listed = {(str(other.date), other.role) for other in found.other_dates}
    assert {("1950-01-13", DateRole.BIRTH), ("2024-03-02", DateRole.PRINTED)} <= listed
    assert "2023-11-20" in {date for date, _ in listed}


def test_a_plain_day_is_not_asked_about() -> None:
    found = read(UNDATED.replace("Subjective", "Date of visit: 02/27/2024\nSubjective"))
    assert str(found.service_date) == "2024-02-27"
    assert Doubt.DATE not in doubts_of(found, Condition.READ, asked=False)


@pytest.mark.parametrize("more", ["", "\nCOMPARISON: 03/02/2023", "\nSurgery in May 2021"])
def test_a_paper_that_prints_no_day_it_may_be_is_not_asked_about(more: str) -> None:
    found = read(
        f"PROGRESS NOTE\nPatient: Bartholomew Kint, DOB 01/13/1950\nSubjective: well\nObjective: fine{more}"
    )
    assert found.service_date is None
    assert Doubt.DATE not in doubts_of(found, Condition.READ, asked=False)


@pytest.mark.parametrize(("kind", "condition"), [(Kind.PHOTO, Condition.READ), (Kind.LETTER, Condition.UNREADABLE)])
def test_pictures_and_what_nobody_could_read_are_not_asked_for_a_day(kind: Kind, condition: Condition) -> None:
    found = Recognition(kind, 0.9, other_dates=(DateRead(PartialDate(2024, 2, 5), DateRole.SIGNED),))
    assert Doubt.DATE not in doubts_of(found, condition, asked=False)
