"""`render` and `frame`: what the preview shows, as files others can compare."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.cli.calling import call, one_calm_sentence
from tests.making import dicom


@pytest.fixture
def study(library: Path) -> tuple[str, str]:
    (record,) = call(library, "list", "--kind", "imaging_study").data["records"]
    return record["id"], record["imaging"]["series"][0]["uid"]


def test_a_page_is_a_picture_of_the_size_told(library: Path, ids: dict[str, str], tmp_path: Path) -> None:
    for dpi in (50, 100):
        told = call(library, "render", ids["biopsy.pdf"], "--dpi", dpi, "--out", tmp_path / "p.png").data
        with Image.open(tmp_path / "p.png") as picture:
            assert picture.size == (told["width"], told["height"])
        assert told["width"] == pytest.approx(8.5 * dpi, abs=1)


def test_marked_words_are_tinted(library: Path, ids: dict[str, str], tmp_path: Path) -> None:
    for name, mark in (("plain", ()), ("marked", ("--mark", "quokka"))):
        call(library, "render", ids["biopsy.pdf"], *mark, "--out", tmp_path / f"{name}.png")
    with Image.open(tmp_path / "plain.png") as plain, Image.open(tmp_path / "marked.png") as marked:
        assert np.any(np.asarray(plain) != np.asarray(marked))


@pytest.mark.parametrize("page", [3, 99])
def test_a_page_that_is_not_there(library: Path, ids: dict[str, str], tmp_path: Path, page: int) -> None:
    answer = call(library, "render", ids["biopsy.pdf"], "--page", page, "--out", tmp_path / "p.png")
    assert answer.code == 2
    assert one_calm_sentence(answer)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_is_not_there(library: Path, ids: dict[str, str], tmp_path: Path) -> None:
    answer = call(library, "render", ids["biopsy.pdf"], "--out", tmp_path / "gone" / "p.png")
    assert answer.code == 3
    assert one_calm_sentence(answer)


def test_a_frame_holds_the_stored_samples(library: Path, study: tuple[str, str], tmp_path: Path) -> None:
    for index in range(3):
        call(library, "frame", study[0], "--series", study[1], "--index", index, "--out", tmp_path / "f.npy")
        wanted = dicom.make_slice(dicom.SeriesRecipe(slices=3, rows=24, columns=40), index + 1).PixelData
        assert np.array_equal(np.load(tmp_path / "f.npy"), np.frombuffer(wanted, "<u2").reshape(24, 40))


def test_stages(library: Path, study: tuple[str, str], tmp_path: Path) -> None:
    place = (study[0], "--series", study[1], "--out", tmp_path / "f.npy", "--stage")
    call(library, "frame", *place, "stored")
    stored = np.load(tmp_path / "f.npy").astype(float)
    call(library, "frame", *place, "modality")
    assert np.allclose(np.load(tmp_path / "f.npy"), stored - 1024)  # the recipe's rescale
    call(library, "frame", *place, "voi", "--window", "40,400")
    shown = np.load(tmp_path / "f.npy")
    assert shown.min() >= 0
    assert shown.max() <= 255


@pytest.mark.parametrize(
    "asked",
    [("--series", "1.2.3"), ("--index", "3"), ("--window", "wide"), ("--window", "1,2,3")],
    ids=" ".join,
)
def test_what_is_not_there_is_two(
    library: Path, study: tuple[str, str], tmp_path: Path, asked: tuple[str, str]
) -> None:
    place = ("--series", study[1], "--stage", "voi", "--out", tmp_path / "f.npy")
    answer = call(library, "frame", study[0], *place, *asked)
    assert answer.code == 2
    assert one_calm_sentence(answer)
    assert list(tmp_path.iterdir()) == []


def test_a_paper_has_no_frames(library: Path, ids: dict[str, str], tmp_path: Path) -> None:
    answer = call(library, "frame", ids["biopsy.pdf"], "--series", "1.2", "--out", tmp_path / "f.npy")
    assert answer.code == 2
    assert one_calm_sentence(answer)
