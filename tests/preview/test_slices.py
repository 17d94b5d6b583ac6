"""Images made ready for a window: every value keeps its place, every window gives the standard's shades."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from recordkeeper.library.folder import Library
from recordkeeper.preview.slices import (
    MODALITY,
    VOI,
    direction,
    lookup,
    opposite,
    read_slice,
    read_thumbnail,
)
from recordkeeper.records.provenance import Fingerprint
from recordkeeper.work.frames import Frame
from recordkeeper.work.pool import InlineWorkers
from tests.preview.conftest import answering


def workers_with(values: np.ndarray, shown: dict[str, Any], photometric: str = "MONOCHROME2") -> InlineWorkers:
    header = {
        "rows": values.shape[0],
        "columns": values.shape[1],
        "samples": values.shape[2] if values.ndim == 3 else 1,
        "dtype": values.dtype.name,
        "photometric": photometric,
        "shown": shown,
    }
    return answering("frame", Frame(header, values.tobytes()))[0]


def shades(values: np.ndarray, center: float, width: float) -> np.ndarray:
    """PS3.3 C.11.2.1.2, as its pseudo code has it, rounded to nearest."""
    found = ((values - (center - 0.5)) / (width - 1) + 0.5) * 255
    found[values <= center - 0.5 - (width - 1) / 2] = 0
    found[values > center - 0.5 + (width - 1) / 2] = 255
    return np.rint(found).astype(np.uint8)


@pytest.mark.parametrize("values", [np.linspace(-1024, 3071, 600), np.linspace(0, 65535, 600), [-40000.0, 20000.0]])
def test_whole_values_come_back_exactly_through_the_table(values: Any, library: Library, kept: Fingerprint) -> None:
    wanted = np.rint(np.asarray(values, np.float32)).reshape(2, -1)
    image = read_slice(library, workers_with(wanted, {"window": [40, 400]}), kept, 0)
    assert np.array_equal(image.levels[0] * image.step + image.low, wanted)
    for center, width in ((40, 400), (-600, 1500), (400, 1800)):
        table = lookup(image, (center, width))
        assert np.array_equal(table[image.levels[0]], shades(wanted.astype(np.float64), center, width))


def test_broken_values_are_kept_as_finely_as_sixteen_bits_allow(library: Library, kept: Fingerprint) -> None:
    wanted = np.array([[0.0, 0.37, np.nan], [2.5, 11.1, 40.0]])
    image = read_slice(library, workers_with(wanted, {}), kept, 0)
    back = image.levels[0] * image.step + image.low
    assert np.abs(back - np.nan_to_num(wanted)).max() <= 40 / 65535
    assert image.stored is None
    assert image.auto[0] - image.auto[1] / 2 >= 0


def test_small_values_are_bright_where_the_file_says_so(library: Library, kept: Fingerprint) -> None:
    values = np.array([[0, 1000]], np.float32)
    image = read_slice(library, workers_with(values, {"window": [500, 1001]}, "MONOCHROME1"), kept, 0)
    table = lookup(image, (500, 1001))
    assert table[image.levels[0]].tolist() == [[255, 0]]
    assert lookup(image, (500, 1001), invert=True)[image.levels[0]].tolist() == [[0, 255]]


def test_colour_is_shown_as_it_is(library: Library, kept: Fingerprint) -> None:
    colour = np.arange(24, dtype=np.uint8).reshape(2, 4, 3) * 10
    image = read_slice(library, workers_with(colour, {}, "RGB"), kept, 0)
    assert image.stored is not None
    assert np.array_equal(lookup(image, image.stored, image.function)[image.levels[0]], colour)
    assert image.size == (4, 2)


def test_what_needs_the_whole_header_is_shown_by_the_worker(library: Library, kept: Fingerprint) -> None:
    asked: list[str] = []

    def answer(args: dict[str, Any]) -> Any:
        asked.append(args["stage"])
        colour = args["stage"] == VOI
        values = np.full((2, 2, 3) if colour else (2, 2), 7, np.uint8)
        header = {"rows": 2, "columns": 2, "samples": 3 if colour else 1, "dtype": "uint8", "shown": {}}
        yield Frame({**header, "photometric": "RGB" if colour else "PALETTE COLOR"}, values.tobytes())

    image = read_slice(library, InlineWorkers({"frame": lambda: answer}), kept, 0)
    assert asked == [MODALITY, VOI]
    assert (image.stage, image.levels[0].shape) == (VOI, (2, 2, 3))


def test_large_images_come_with_smaller_ones_of_the_same_brightness(library: Library, kept: Fingerprint) -> None:
    values = np.arange(1101 * 2050, dtype=np.float32).reshape(1101, 2050) % 1000
    image = read_slice(library, workers_with(values, {"window": [500, 1000]}), kept, 0)
    assert [level.shape for level in image.levels] == [(1101, 2050), (550, 1025), (275, 512)]
    assert image.levels[2].mean() == pytest.approx(image.levels[0].mean(), rel=0.01)
    assert image.bytes == sum(level.nbytes for level in image.levels)


def test_thumbnails_are_small_and_know_their_shape(library: Library, kept: Fingerprint) -> None:
    values = np.full((1200, 1600), 90, np.uint8)
    small = read_thumbnail(library, workers_with(values, {"spacing": [2.0, 1.0]}), kept, 0, side=96)
    assert max(small.pixels.shape) < 4 * 96
    assert set(small.pixels.ravel().tolist()) == {90}
    assert small.aspect == 2.0


@pytest.mark.parametrize(
    ("cosines", "right", "down"),
    [
        ([1, 0, 0, 0, 1, 0], "L", "P"),
        ([0, 1, 0, 0, 0, -1], "P", "F"),
        ([-1, 0, 0, 0, 0, 1], "R", "H"),
        ([0.8, 0.6, 0, 0, 0.1, -0.99], "LP", "F"),
    ],
)
def test_letters_follow_the_direction_cosines(
    cosines: list[float], right: str, down: str, library: Library, kept: Fingerprint
) -> None:
    image = read_slice(library, workers_with(np.ones((2, 2), np.float32) * 300, {"orientation": cosines}), kept, 0)
    assert (image.right, image.down) == (right, down)
    assert direction([-part for part in cosines[:3]]) == opposite(right)


def test_a_mammogram_names_its_directions_itself(library: Library, kept: Fingerprint) -> None:
    shown = {"towards": ["A", "FR"], "laterality": "L", "view": "MLO", "spacing": [0.1, 0.1]}
    image = read_slice(library, workers_with(np.ones((2, 2), np.float32) * 300, shown), kept, 0)
    assert (image.right, image.down, image.laterality, image.aspect) == ("A", "FR", "L", 1.0)
    assert image.view == "MLO"
