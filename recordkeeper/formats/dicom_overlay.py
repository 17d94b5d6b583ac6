"""Overlay planes: marks over an image, a bit for each of its pixels (PS3.3 C.9.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from recordkeeper.formats.dicom_pixels import Frame

OVERLAYS: Final = range(0x6000, 0x6020, 2)  # the groups there may be


def overlay(frame: Frame) -> np.ndarray | None:
    """Where the file's overlay planes have a mark: rows × columns of bool; None without any (PS3.3 C.9.2)."""
    rows, columns = frame.array.shape[:2]
    found: np.ndarray | None = None
    here_are = {int(tag) >> 16 for tag in frame.about.keys()}  # noqa: SIM118 - iterating converts its values
    for group in here_are.intersection(OVERLAYS):
        plane = overlay_plane(frame.about, group, frame.index)
        if plane is None:
            continue
        marks, top, left = plane
        here = np.zeros((rows, columns), bool)
        inside = marks[max(0, -top) : max(0, rows - top), max(0, -left) : max(0, columns - left)]
        here[max(0, top) : max(0, top) + inside.shape[0], max(0, left) : max(0, left) + inside.shape[1]] = inside
        found = here if found is None else found | here
    return found if found is not None and found.any() else None


def overlay_plane(about: Dataset, group: int, index: int) -> tuple[np.ndarray, int, int] | None:
    """One overlay's marks for a frame, and the row and column of its first, from 0."""
    rows, columns, data = (_value(about, group, element) for element in (0x0010, 0x0011, 0x3000))
    if not rows or not columns or not isinstance(data, bytes):
        return None
    origin = _value(about, group, 0x0050) or (1, 1)
    frames, at = int(_value(about, group, 0x0015) or 1), int(_value(about, group, 0x0051) or 1)
    number = 0 if frames == 1 else index - (at - 1)
    size = int(rows) * int(columns)
    first = number * size
    if not 0 <= number < frames or len(data) * 8 < first + size:
        return None
    start = first // 8
    bits = np.unpackbits(
        np.frombuffer(data[start : (first + size + 7) // 8], np.uint8), bitorder="little"
    )  # the first pixel is the lowest bit (PS3.5 section 8.1.2)
    marks = bits[first - start * 8 :][:size].reshape(int(rows), int(columns)).astype(bool)
    return marks, int(origin[0]) - 1, int(origin[1]) - 1


def _value(about: Dataset, group: int, element: int) -> Any:
    return about[group, element].value if (group, element) in about else None
