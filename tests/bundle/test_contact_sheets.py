"""Contact sheets: only where ticked, outside the folders of the scans, marked, and on the page for browsers."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from recordkeeper.app import App
from tests.bundle.shelf import export, files_of


@pytest.mark.parametrize(("shape", "folder"), [("folder", "CONTACT-SHEETS"), ("disc", "DOCS")])
def test_one_a_series_lies_outside_the_scans_and_is_shown_by_the_page(
    shelf: App, tmp_path: Path, shape: str, folder: str
) -> None:
    made = export(shelf, tmp_path / "made", shape=shape, contact_sheets=True)
    pictures = sorted(path for path in (tmp_path / "made").rglob("*") if path.suffix.lower() == ".jpg")
    sheets = [path for path in pictures if path.parent.name == folder and path.name[:1] in "0C"]
    assert len(sheets) == made.entry.counts["series"] == 2
    page = (tmp_path / "made" / ("INDEX.HTM" if shape == "disc" else "index.html")).read_text("utf-8")
    for sheet in sheets:
        assert f'src="{folder}/{sheet.name}"' in page
        picture = pymupdf.Pixmap(str(sheet))
        assert picture.width > 500
        assert len(picture.color_topusage()) == 2
    assert page.count("Not for diagnosis") == len(sheets)
    assert 'alt="Small pictures of some images of' in page
    assert all(check.ok for check in made.checks)
    assert not any(path.suffix.lower() == ".jpg" for path in (tmp_path / "made").glob("*/DICOM/**/*"))


def test_without_a_tick_there_are_none(bundle: Path) -> None:
    assert not any(path.startswith("CONTACT-SHEETS/") for path in files_of(bundle))
    assert "<img" not in (bundle / "index.html").read_text("utf-8")
