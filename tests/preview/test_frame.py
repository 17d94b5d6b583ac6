"""An image of a series: which file and frame it is, and its samples."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from recordkeeper.library.folder import Library
from recordkeeper.preview.frame import locate, samples, save
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.provenance import Fingerprint
from recordkeeper.work.frames import Frame
from recordkeeper.work.pool import WorkerFailure
from tests.making.entries import fingerprint
from tests.preview.conftest import answering

A, B, C = (fingerprint(name) for name in "abc")


def test_images_run_through_the_files_frame_by_frame() -> None:
    series = [(A, 1), (B, 3), (C, 0), (A, 2)]
    places = [locate(series, "1.2", index) for index in range(6)]
    assert places == [(A, 0), (B, 0), (B, 1), (B, 2), (A, 0), (A, 1)]


@pytest.mark.parametrize("index", [-1, -4, 4, 1000])
def test_an_image_before_the_first_or_beyond_the_last_is_refused(index: int) -> None:
    with pytest.raises(InputProblem, match="no_such_image"):
        locate([(A, 1), (B, 3)], "1.2", index)


def test_a_series_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputProblem, match="no_such_series"):
        locate([], "1.2", 0)


@pytest.mark.parametrize(
    ("dtype", "count", "shape"), [("<i2", 1, (2, 3)), ("|u1", 3, (2, 3, 3)), ("<f8", 1, (2, 3))]
)
def test_samples_keep_their_type_and_shape(
    dtype: str, count: int, shape: tuple[int, ...], library: Library, kept: Fingerprint
) -> None:
    wanted = np.arange(np.prod(shape)).astype(dtype).reshape(shape)
    header = {"rows": 2, "columns": 3, "samples": count, "dtype": dtype, "photometric": "MONOCHROME2"}
    workers, asked = answering("frame", Frame(header, wanted.tobytes()))
    array = samples(library, workers, kept, 5, stage="voi", window=(40.0, 400.0))
    assert array.dtype == np.dtype(dtype)
    assert np.array_equal(array, wanted)
    assert (asked[0]["index"], asked[0]["stage"], asked[0]["window"]) == (5, "voi", [40.0, 400.0])


@pytest.mark.parametrize(
    "changed", [{"rows": 3}, {"rows": -1, "columns": -6}, {"dtype": "O"}, {"dtype": "nonsense"}, {"samples": 4}]
)
def test_samples_that_are_not_as_many_as_said_are_refused(
    changed: dict[str, object], library: Library, kept: Fingerprint
) -> None:
    header = {"rows": 2, "columns": 3, "samples": 1, "dtype": "<i2", **changed}
    workers, _ = answering("frame", Frame(header, bytes(12)))
    with pytest.raises(WorkerFailure):
        samples(library, workers, kept, 0, stage="stored", window=None)


def test_an_array_is_saved_for_others_to_compare(tmp_path: Path) -> None:
    array = np.arange(6, dtype="<i2").reshape(2, 3)
    save(array, tmp_path / "frame.npy")
    assert np.array_equal(np.load(tmp_path / "frame.npy", allow_pickle=False), array)
