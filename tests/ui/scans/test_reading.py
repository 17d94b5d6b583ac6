"""What the cards say of studies whose files are not all whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydicom.dataset import FileDataset

from recordkeeper.ui.scans import reading
from tests.making import dicom, dicom_objects
from tests.making.dicom import SeriesRecipe
from tests.making.libraries import a_library, bring_in


def test_an_instance_that_came_twice_once_cut_short_still_has_its_picture(tmp_path: Path) -> None:
    recipe = SeriesRecipe(slices=1)
    (whole,) = dicom.write_series(tmp_path / "heap" / "b", recipe)
    cut = tmp_path / "heap" / "a" / "cut"
    cut.parent.mkdir()
    content = dicom.make_slice(recipe, 1)
    del content.PixelData, content.Rows, content.Columns
    dicom.save(content, cut)
    with a_library(tmp_path / "library") as app:
        bring_in(app, tmp_path / "heap")
        db = app.library.catalogue.reader()
        (card,) = reading.studies(db)
        shown = reading.study(db, card.record)
    assert (card.images, card.series) == (1, 1)
    assert [place.file.size for place in shown.series[0].places] == [whole.stat().st_size]
    assert len(card.thumbnails) <= 1


def series_of(tmp_path: Path, *files: FileDataset) -> tuple[reading.SeriesShown, ...]:
    for number, built in enumerate(files):
        dicom_objects.saved(built, tmp_path / "heap" / str(number))
    with a_library(tmp_path / "library") as app:
        bring_in(app, tmp_path / "heap")
        db = app.library.catalogue.reader()
        (card,) = reading.studies(db)
        return reading.study(db, card.record).series


def test_frames_of_an_enhanced_file_are_in_the_order_of_the_body(tmp_path: Path) -> None:
    (shown,) = series_of(tmp_path, dicom_objects.enhanced([(9, 1), (3, 1), (12, 1), (0, 1), (6, 1)]))
    assert [place.frame for place in shown.places] == [3, 1, 4, 0, 2]
    assert [instance.placed.position[2] for instance in shown.instances] == [0, 3, 6, 9, 12]
    assert (shown.spacing, shown.absent, shown.uneven) == (pytest.approx(3), 0, False)


def test_a_heart_at_three_times_in_one_file_is_three_stacks(tmp_path: Path) -> None:
    slice_by_slice = [(far, time) for far in (6.0, 0.0, 3.0) for time in (1, 2, 3)]
    shown = series_of(tmp_path, dicom_objects.enhanced(slice_by_slice))
    assert [(series.part, series.parts) for series in shown] == [(1, 3), (2, 3), (3, 3)]
    assert [[place.frame for place in series.places] for series in shown] == [[3, 6, 0], [4, 7, 1], [5, 8, 2]]


def test_a_gap_between_frames_is_told_as_between_files(tmp_path: Path) -> None:
    (shown,) = series_of(tmp_path, dicom_objects.enhanced([(far, 1) for far in (0, 3, 6, 12, 15)]))
    assert shown.absent == 1
