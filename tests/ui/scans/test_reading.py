"""What the cards say of studies whose files are not all whole."""

from __future__ import annotations

from pathlib import Path

from recordkeeper.ui.scans import reading
from tests.making import dicom
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
