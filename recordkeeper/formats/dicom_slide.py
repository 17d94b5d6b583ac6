"""A whole slide at one magnification, put together of its tiles and made small enough to be seen at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from recordkeeper.formats.dicom_pixels import frame
from recordkeeper.formats.dicom_report import load
from recordkeeper.formats.dicom_slow import hushed, trouble
from recordkeeper.records.imaging import InstanceRead
from recordkeeper.records.reading import Picture

if TYPE_CHECKING:
    from PIL import Image
    from pydicom.dataset import Dataset

SLIDE_CLASS: Final = "1.2.840.10008.5.1.4.1.1.77.1.6"  # VL Whole Slide Microscopy Image Storage
_MOST_TILES: Final = 400  # some seconds of decoding; finer levels of the same slide have coarser brothers
_LONGEST: Final = 4_000


def overview(path: Path, instance: InstanceRead, *, longest: int) -> Picture | None:
    """The slide as one picture at most `longest` pixels a side; None for what is none, or is in too many tiles.

    PixelProblem when its tiles cannot be decoded.
    """
    from PIL import Image

    count = instance.number_of_frames or 1
    if instance.sop_class_uid != SLIDE_CLASS or not 1 < count <= _MOST_TILES:
        return None
    with hushed():
        try:
            about = load(path)
            width, height = (int(about.get(f"TotalPixelMatrix{side}") or 0) for side in ("Columns", "Rows"))
            tile = int(about.get("Columns") or 0), int(about.get("Rows") or 0)
            places = _places(about, count, width, tile) if min(width, height, *tile) > 0 else []
        except trouble():
            return None
    if len(places) != count:
        return None
    scale = min(1.0, min(longest, _LONGEST) / max(width, height))
    paper = Image.new("RGB", (max(1, round(width * scale)), max(1, round(height * scale))), "white")
    for index, (x, y) in enumerate(places):
        paper.paste(_tile(path, index, scale), (round(x * scale), round(y * scale)))
    return Picture(paper.width, paper.height, "RGB", paper.tobytes())


def _places(about: Dataset, count: int, width: int, tile: tuple[int, int]) -> list[tuple[int, int]]:
    """Where each tile stands in the whole: row by row (TILED_FULL), or as it says itself (PS3.3 C.8.12.14)."""
    groups: Any = about.get("PerFrameFunctionalGroupsSequence")
    if not groups:
        across = -(-width // max(1, tile[0]))
        return [(index % across * tile[0], index // across * tile[1]) for index in range(count)]
    found = []
    for group in groups:
        position: Any = group.get("PlanePositionSlideSequence")
        place = position[0] if position else {}
        column = place.get("ColumnPositionInTotalImagePixelMatrix", 1)
        row = place.get("RowPositionInTotalImagePixelMatrix", 1)
        found.append((int(column) - 1, int(row) - 1))
    return found


def _tile(path: Path, index: int, scale: float) -> Image.Image:
    from PIL import Image

    header, values = frame(path, index, stage="voi")
    mode = "L" if header["samples"] == 1 else "RGB"
    size = header["columns"], header["rows"]
    image = Image.frombuffer(mode, size, values, "raw", mode, 0, 1).convert("RGB")
    if scale == 1.0:
        return image
    smaller = (max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))
    return image.resize(smaller, Image.Resampling.BOX)
