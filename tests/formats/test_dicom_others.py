"""Every labelled file comes out as DCMTK and GDCM have it; where they differ, the difference has a reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from recordkeeper.formats.dicom_pixels import PixelProblem, frame
from recordkeeper.formats.dicom_slow import hushed
from tests.formats.test_dicom_pixels import frames_of, labelled, values
from tests.making.other_readers import dcmtk_shades, gdcm_raw, needed

# How far samples may be from another program's, and why. Files that are not named agree: stored values with GDCM to
# the last bit, shades with DCMTK to the rounding of one shade (DCMTK cuts off the shades of its table, we round).
_ROUNDED = 0.78
_YBR = "YBR to RGB: DCMTK cuts off where pydicom rounds"
_BOTH = "stored values are the same; our rounding and what DCMTK cuts off fall together in some pixels"
_RETIRED = "CTImage.dcm_JPEGProcess10_12TransferSyntax_1.2.840.10008.1.2.4.55.dcm"
_FROM_DCMTK: dict[str, tuple[float, str]] = {
    "pydicom/SC_ybr_full_422_uncompressed.dcm": (1, _YBR),
    "cornerstoneWADOImageLoader/US-YBR_FULL_422-EVRLE.dcm": (1, _YBR),
    f"cornerstoneWADOImageLoader/{_RETIRED}": (0.84, _BOTH),
}
# What others open and we refuse in words.
_REFUSED = {
    "pydicom/MR_truncated.dcm": ("pixels_damaged", "the file ends inside the image; GDCM fills the rest up"),
    "made_here/fuzz/02_zeros": ("pixels_damaged", "the JPEG stream is overwritten; GDCM shows grey"),
}  # fmt: skip


def _options(header: dict[str, Any]) -> list[str]:
    """What DCMTK has to be asked for to show a file as it wants to be shown; shades of grey finer than ours."""
    if header["samples"] > 1:
        return ["--write-8-bit-pnm"]
    shown = header["shown"]
    window = ["+Wl", "1"] if shown["table"] else ["+Wi", "1"] if shown["window"] else ["+Wm"]
    return ["--no-overlays", "--write-16-bit-pnm", *window]


@pytest.fixture
def quiet_pydicom() -> Iterator[None]:
    with hushed():
        yield


def test_shades_are_those_of_dcmtk(shared_data: Path, quiet_pydicom: None) -> None:
    needed("dcmj2pnm")
    apart: dict[str, float] = {}
    compared = 0
    for row in labelled(shared_data):
        path = shared_data / "dicom" / row["file"]
        for index in frames_of(row):
            ours = _opened(path, index, "voi")
            if isinstance(ours, str):
                refused = dcmtk_shades(path, index, "--write-8-bit-pnm") is None
                assert refused or _REFUSED[row["file"]][0] == ours, row["file"]
                continue
            header, _raw = frame(path, index, stage="voi")
            other = dcmtk_shades(path, index, *_options(header))
            if other is not None:
                _note(apart, row["file"], other - ours)
                compared += 1
    assert compared >= 100
    _check(apart, _FROM_DCMTK, _ROUNDED)


def test_stored_values_are_those_of_gdcm(shared_data: Path, tmp_path: Path, quiet_pydicom: None) -> None:
    needed("gdcmconv")
    apart: dict[str, float] = {}
    for row in labelled(shared_data):
        path = shared_data / "dicom" / row["file"]
        unpacked = gdcm_raw(path, tmp_path / "raw.dcm")
        if unpacked is None:
            continue
        for index in frames_of(row):
            ours = _opened(path, index, "stored")
            if isinstance(ours, str):
                assert ours == (_REFUSED[row["file"]][0] if row["file"] in _REFUSED else "pixels_none"), row["file"]
                continue
            _note(apart, row["file"], ours.astype(np.float64) - values(unpacked, index))
    assert len(apart) >= 90
    _check(apart, {}, 0)


def _opened(path: Path, index: int, stage: str) -> np.ndarray | str:
    """The frame, or why not."""
    try:
        return values(path, index, stage)
    except PixelProblem as problem:
        return problem.reason_code


def _note(apart: dict[str, float], name: str, difference: np.ndarray) -> None:
    apart[name] = max(apart.get(name, 0.0), float(np.abs(difference).max()))


def _check(apart: dict[str, float], known: dict[str, tuple[float, str]], most: float) -> None:
    """Nothing differs but what is listed, and all that is listed still does: a stale list hides the next fault."""
    assert {name for name, far in apart.items() if far > most} == set(known)
    assert all(apart[name] <= far for name, (far, _why) in known.items())
