"""Pages of a TIFF are counted without end or circle."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from recordkeeper.formats.tiff_pages import count_pages
from tests.fakes.page_bombs import tiff_of_countless_pages
from tests.fakes.trouble_files import tiff_whose_pages_go_in_a_circle
from tests.formats.good_files import fax


def saved(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "a.tif"
    path.write_bytes(data)
    return path


def test_the_pages_are_those_pillow_finds(tmp_path: Path) -> None:
    assert count_pages(saved(tmp_path, fax(5)), 100) == 5
    out = io.BytesIO()
    frame = Image.new("L", (4, 4))
    frame.save(out, "TIFF", save_all=True, append_images=[frame] * 2, big_tiff=True)
    assert count_pages(saved(tmp_path, out.getvalue()), 100) == 3


def test_no_more_are_counted_than_wanted_and_a_circle_once(tmp_path: Path) -> None:
    assert count_pages(saved(tmp_path, tiff_of_countless_pages(5_000)), 300) == 300
    assert count_pages(saved(tmp_path, tiff_whose_pages_go_in_a_circle()), 300) == 1


@pytest.mark.parametrize("data", [b"II*\0", b"II*\0\xff\xff\xff\xff", b"MM\0+" + b"\xff" * 12, fax(3)[:9]])
def test_what_cannot_be_followed_has_one_page(tmp_path: Path, data: bytes) -> None:
    assert count_pages(saved(tmp_path, data), 100) == 1
