"""pydicom is kept quiet, and what it raises has names."""

from __future__ import annotations

import logging
import random
import warnings
from pathlib import Path

import pytest

from recordkeeper.formats.dicom import DicomHandler
from recordkeeper.formats.dicom_inside import encapsulated_document
from recordkeeper.formats.dicom_media import referenced_files
from recordkeeper.formats.dicom_pixels import PixelProblem, frame
from recordkeeper.formats.dicom_slow import hushed, trouble
from recordkeeper.records.reading import Format
from tests.making.dicom import SYNTAXES, SeriesRecipe, make_report, make_slice, save


def test_nothing_of_a_record_reaches_the_log_or_the_warnings(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    report = make_report(SeriesRecipe(), [("Findings", "secret words")])
    path = save(report, tmp_path / "sr")
    path.write_bytes(path.read_bytes().replace(b"20240312", b"secret!!"))
    with warnings.catch_warnings(), caplog.at_level(logging.DEBUG):
        warnings.simplefilter("error")
        DicomHandler().read(path, Format.DICOM)
        encapsulated_document(path)
    assert "secret" not in caplog.text


def test_the_quiet_ends_with_the_block() -> None:
    log = logging.getLogger("pydicom")
    before = log.level
    with hushed():
        assert not logging.getLogger("pydicom.pixels.decoders.base").isEnabledFor(logging.CRITICAL)
    assert log.level == before


def test_pydicoms_own_errors_are_among_the_named() -> None:
    from pydicom.errors import BytesLengthException, InvalidDicomError

    assert {BytesLengthException, InvalidDicomError, RecursionError, ValueError} <= set(trouble())
    assert Exception not in trouble()


def test_damaged_images_fail_by_name_and_never_end_the_process(tmp_path: Path) -> None:
    """Seeded damage in every transfer syntax, through every door that a file comes in by."""
    dice = random.Random(11)
    path = tmp_path / "damaged"
    outcomes = {"shown": 0, "refused": 0}
    for syntax in SYNTAXES:
        whole = save(make_slice(SeriesRecipe(), 1), tmp_path / syntax, syntax).read_bytes()  # type: ignore[arg-type]
        for _ in range(40):
            raw = bytearray(whole)
            for _spot in range(3):
                at = dice.randrange(130, len(raw))
                raw[at : at + 4] = dice.randbytes(4)
            path.write_bytes(raw)
            DicomHandler().read(path, Format.DICOM)
            referenced_files(path)
            try:
                frame(path, 0, stage="voi")
                outcomes["shown"] += 1
            except (PixelProblem, IndexError):
                outcomes["refused"] += 1
    assert min(outcomes.values()) > 20
