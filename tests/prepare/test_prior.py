"""The scan before: earlier, of the same sort and part of the body, and the patient's own."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from recordkeeper.catalogue import study_lines
from recordkeeper.prepare.prior import previous
from recordkeeper.records.errors import InputProblem
from tests.making import dicom
from tests.making.dicom import SeriesRecipe
from tests.making.libraries import a_library, bring_in

NOW = SeriesRecipe(study="now", study_date="20240312", slices=1, rows=8, columns=8)
Found = Callable[[SeriesRecipe], str | None]


def before(tmp_path: Path, *others: SeriesRecipe) -> str | None:
    """The date of the study found for NOW among the others."""
    for number, recipe in enumerate((NOW, *others)):
        dicom.write_series(tmp_path / "heap" / str(number), recipe)
    with a_library(tmp_path / "library") as app:
        bring_in(app, tmp_path / "heap")
        db = app.library.catalogue.reader()
        dates = {line.record: str(line.service_date) for line in study_lines.find(db)}
        (now,) = [record for record, date in dates.items() if date == "2024-03-12"]
        found = previous(db, now)
        return dates[found] if found else None


def a(date: str, **changed: object) -> SeriesRecipe:
    return dataclasses.replace(NOW, study=date, study_date=date, **changed)  # type: ignore[arg-type]


def test_the_newest_earlier_one_is_chosen(tmp_path: Path) -> None:
    assert before(tmp_path, a("20230101"), a("20220101"), a("20240801")) == "2023-01-01"


@pytest.mark.parametrize(
    "unlike",
    [
        {"modality": "MR", "study_description": "MR CHEST"},
        {"body_part": "HEAD", "study_description": "CT HEAD"},
        {"patient_name": "Other^Bob", "patient_id": "X-9", "birth_date": "19500101"},
        {"study_date": ""},
    ],
)
def test_what_is_unlike_is_passed_over(tmp_path: Path, unlike: dict[str, object]) -> None:
    passed_over = dataclasses.replace(a("20231201"), **unlike)  # type: ignore[arg-type]
    assert before(tmp_path, passed_over, a("20220101")) == "2022-01-01"


def test_without_codes_the_names_decide(tmp_path: Path) -> None:
    named = a("20230101", body_part="", study_description="CT Thorax/Chest follow up")
    other = a("20230601", body_part="", study_description="CT knee")
    assert before(tmp_path, named, other) == "2023-01-01"


def test_two_codes_for_one_part_are_one(tmp_path: Path) -> None:
    assert before(tmp_path, a("20230101", body_part="THORAX", study_description="CT THX")) == "2023-01-01"


def test_none_is_none(tmp_path: Path) -> None:
    assert before(tmp_path) is None


def test_a_record_that_is_not_here_is_refused(tmp_path: Path) -> None:
    with a_library(tmp_path / "library") as app, pytest.raises(InputProblem):
        previous(app.library.catalogue.reader(), "nothing")
