"""Series in plain words and "118 of 120", as the command line and the window tell them."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.intake.judge import missing_numbers
from recordkeeper.records.imaging import InstanceRead
from recordkeeper.records.patient import PersonRead
from tests.cli.calling import call, init, said
from tests.making import dicom

LUNGS = dicom.SeriesRecipe(slices=120, rows=8, columns=8, series_description="Lung 1.0 Bl57 W CONTRAST")


@pytest.fixture
def short(tmp_path: Path) -> Path:
    """A library with a series of 120 slices, the 40th and 41st of which are not there."""
    heap = tmp_path / "heap"
    for number, path in enumerate(sorted(dicom.write_series(heap, LUNGS)), start=1):
        if number in (40, 41):
            path.unlink()
    library = init(tmp_path / "library")
    assert call(library, "add", heap).code == 0
    return library


def test_118_of_120_is_told_by_list_show_and_the_receipt(short: Path) -> None:
    (record,) = call(short, "list").data["records"]
    (series,) = record["imaging"]["series"]
    assert series["plain_name"] == "Chest CT, lung, 5 mm, with contrast"
    assert (len(series["instances"]), series["missing"]) == (118, [40, 41])
    assert call(short, "show", record["id"]).data["imaging"]["series"][0]["missing"] == [40, 41]
    told = said(short, "show", record["id"]).out
    assert "Chest CT, lung, 5 mm, with contrast" in told
    assert "118 of 120 images are here; 2 are not" in told
    (gap,) = call(short, "receipt").data["gaps"]
    assert gap["gap"] == "series_incomplete"
    assert "118" in gap["why"]
    assert "120" in gap["why"]


def instance(number: int, modality: str) -> InstanceRead:
    return InstanceRead(PersonRead(), "", f"1.{number}", "2", "3", "", modality=modality, instance_number=number)


@pytest.mark.parametrize(
    ("modality", "numbers", "missing"),
    [
        ("CT", (1, 2, 5), (3, 4)),
        ("CT", (1, 2, 3), ()),
        ("CT", (1,), ()),
        ("CT", (7,), None),  # one picture chosen from many
        ("MG", (2, 4), None),  # views, each numbered as it was taken
        ("US", (1, 9), None),
        ("NM", (3, 4), None),
    ],
)
def test_only_slices_are_counted_by_their_numbers(
    modality: str, numbers: tuple[int, ...], missing: tuple[int, ...] | None
) -> None:
    assert missing_numbers([instance(number, modality) for number in numbers]) == missing
