"""A whole slide is seen at once, its tiles one by one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from pydicom.sequence import Sequence

from recordkeeper.formats.dicom import DicomHandler
from recordkeeper.formats.dicom_pixels import frame
from recordkeeper.records.reading import Format, Picture
from tests.making.dicom_objects import item, saved, slide

HANDLER = DicomHandler()


def pixels(picture: Picture) -> np.ndarray:
    return np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.width, 3)


def test_the_first_page_is_the_whole_slide_and_the_others_its_tiles(tmp_path: Path) -> None:
    path = saved(slide(across=3, down=2), tmp_path / "a")
    assert HANDLER.read(path, Format.DICOM).page_count == 6
    whole = pixels(HANDLER.render(path, Format.DICOM, 1, 72, ()))
    assert whole.shape == (32, 48, 3)
    assert [tuple(whole[y, x]) for y, x in ((0, 0), (0, 47), (31, 0), (31, 47))] == [
        (0, 0, 0),
        (160, 0, 0),
        (0, 100, 0),
        (160, 100, 0),
    ]
    assert pixels(HANDLER.render(path, Format.DICOM, 6, 72, ())).shape == (16, 16, 3)


def test_a_frame_is_always_the_tile_itself(tmp_path: Path) -> None:
    path = saved(slide(), tmp_path / "a")
    header, _ = frame(path, 0, stage="stored")
    assert (header["rows"], header["columns"]) == (16, 16)


def test_tiles_that_say_where_they_stand_are_put_there(tmp_path: Path) -> None:
    built = slide(across=2, down=1)
    built.DimensionOrganizationType = "TILED_SPARSE"
    built.PerFrameFunctionalGroupsSequence = Sequence(
        [
            item(
                PlanePositionSlideSequence=[
                    item(ColumnPositionInTotalImagePixelMatrix=column, RowPositionInTotalImagePixelMatrix=1)
                ]
            )
            for column in (17, 1)
        ]
    )
    whole = pixels(HANDLER.render(saved(built, tmp_path / "a"), Format.DICOM, 1, 72, ()))
    assert (tuple(whole[0, 0]), tuple(whole[0, 31])) == ((80, 0, 0), (0, 0, 0))


def test_a_large_slide_is_made_small_and_one_without_sizes_shows_a_tile(tmp_path: Path) -> None:
    path = saved(slide(across=10, down=10, tile=64), tmp_path / "a")
    small = HANDLER.render(path, Format.DICOM, 1, 20, ())
    assert (small.width, small.height) == (220, 220)
    built = slide()
    del built.TotalPixelMatrixColumns
    assert HANDLER.render(saved(built, tmp_path / "b"), Format.DICOM, 1, 72, ()).width == 16


def test_the_real_slide_is_whole(shared_data: Path) -> None:
    picture = HANDLER.render(shared_data / "dicom" / "highdicom" / "sm_image.dcm", Format.DICOM, 1, 72, ())
    assert (picture.width, picture.height) == (50, 50)
