"""Documents inside DICOM objects come out byte for byte, named by their title."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.formats.dicom import DicomHandler
from recordkeeper.formats.handler import RefusedArchive, Unpacks
from recordkeeper.records.reading import Condition, Format
from tests.formats.unpacking import unpacked
from tests.making.dicom import SeriesRecipe, write_series
from tests.making.dicom_objects import encapsulated, saved

HANDLER = DicomHandler()
PDF = b"%PDF-1.4 not really\n%%EOF"


@pytest.mark.parametrize(
    ("mime", "short_class", "title", "name"),
    [
        ("application/pdf", "104.1", "Old letter", "Old letter.pdf"),
        ("application/pdf", "104.1", "letter.PDF", "letter.PDF"),
        ("text/XML", "104.2", "Befund März", "Befund März.xml"),
        ("model/stl", "104.3", "", "document.stl"),
        ("application/x-unheard", "104.1", "../../up\\x\x07", "..-..-up-x\\x07"),
    ],
)
def test_each_is_named_by_its_title_and_kind(
    tmp_path: Path, mime: str, short_class: str, title: str, name: str
) -> None:
    path = saved(encapsulated(PDF, mime, title, short_class), tmp_path / "a")
    reading = HANDLER.read(path, Format.DICOM)
    assert (reading.condition, reading.inside) == (Condition.READ, 1)
    assert isinstance(HANDLER, Unpacks)
    assert unpacked(HANDLER, path, Format.DICOM) == [(name, PDF)]


def test_a_slice_has_nothing_inside(tmp_path: Path) -> None:
    (path,) = write_series(tmp_path, SeriesRecipe(slices=1))
    assert HANDLER.read(path, Format.DICOM).inside == 0
    with pytest.raises(RefusedArchive, match="archive_damaged"):
        list(HANDLER.members(path, Format.DICOM))


def test_a_document_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    path = saved(encapsulated(PDF, "application/pdf", "a"), tmp_path / "a")
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(RefusedArchive, match="archive_damaged"):
        list(HANDLER.members(path, Format.DICOM))
