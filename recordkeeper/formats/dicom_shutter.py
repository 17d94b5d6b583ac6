"""What of an image is to be covered: display shutters of images and of states (PS3.3 C.7.6.11 and C.7.6.15).

Places are columns and rows, the first pixel reaching from 0 to 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from recordkeeper.formats.dicom_display import first_number, functional_group, numbers
from recordkeeper.formats.dicom_overlay import OVERLAYS, overlay_plane

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_MOST_CORNERS: Final = 2_000
_EDGES: Final = (
    "ShutterLeftVerticalEdge",
    "ShutterUpperHorizontalEdge",
    "ShutterRightVerticalEdge",
    "ShutterLowerHorizontalEdge",
)


def shutter(about: Dataset, index: int = 0, *, aspect: float = 1.0) -> dict[str, Any]:
    """What stays in view of a frame, as plain values; {} where nothing is covered.

    {"shade": 0 … 255 of what is covered, "rectangle": [left, top, right, bottom], "circle": [x, y, radius across,
    radius down], "polygon": [x, y, …]}: [] for those there are none of; of several only what lies in all of them
    stays. `aspect` is a pixel's height by its width: a circle is round for the eye.
    """
    group = functional_group(about, index, "FrameDisplayShutterSequence", "ShutterShape")
    shapes = _shapes(group)
    found: dict[str, Any] = {
        "rectangle": _rectangle(group) if "RECTANGULAR" in shapes else [],
        "circle": _circle(group, aspect) if "CIRCULAR" in shapes else [],
        "polygon": _polygon(group) if "POLYGONAL" in shapes else [],
    }
    return {"shade": shade(group), **found} if any(found.values()) else {}


def shade(group: Dataset) -> int:
    """How bright what is covered is shown: black where the file does not say. A P-value of 16 bits there."""
    value = first_number(group, "ShutterPresentationValue")
    return max(0, min(255, int(value or 0) * 255 // 65535))


def bitmap(state: Dataset) -> tuple[list[int], bytes]:
    """The cover a presentation state has pixel by pixel, as [rows, columns, left, top] and its bits, highest first;
    [] and no bits where it has none. A bit is 1 where a pixel is covered.
    """
    group = int(first_number(state, "ShutterOverlayGroup") or 0)
    plane = overlay_plane(state, group, 0) if "BITMAP" in _shapes(state) and group in OVERLAYS else None
    if plane is None:
        return [], b""
    covered, top, left = plane
    return [*covered.shape, left, top], np.packbits(covered).tobytes()


def cover(shown: np.ndarray, found: dict[str, Any]) -> np.ndarray:
    """An image of uint8 as `shutter` wants it: rows × columns (× samples), those out of view in one shade."""
    if not found:
        return shown
    away = ~_in_view(found, shown.shape[0], shown.shape[1])
    covered = shown.copy()
    covered[away] = found["shade"]
    return covered


def _in_view(found: dict[str, Any], rows: int, columns: int) -> np.ndarray:
    """Which pixels have their middle in view."""
    from PIL import Image, ImageDraw

    x, y = np.arange(columns)[None, :] + 0.5, np.arange(rows)[:, None] + 0.5
    seen = np.ones((rows, columns), bool)
    if found["rectangle"]:
        left, top, right, bottom = found["rectangle"]
        seen &= (x >= left) & (x <= right) & (y >= top) & (y <= bottom)
    if found["circle"]:
        across, down, wide, high = found["circle"]
        seen &= ((x - across) / wide) ** 2 + ((y - down) / high) ** 2 <= 1.0
    if found["polygon"]:
        mask = Image.new("1", (columns, rows))
        corners = [part - 0.5 for part in found["polygon"]]  # Pillow counts from the pixels' middles
        ImageDraw.Draw(mask).polygon(corners, fill=1)
        seen &= np.asarray(mask)
    return seen


def _rectangle(group: Dataset) -> list[float]:
    """The pixels on the edges are in view."""
    edges = [first_number(group, keyword) for keyword in _EDGES]
    if None in edges:
        return []
    left, top, right, bottom = (float(edge or 0) for edge in edges)
    return [left - 1, top - 1, right, bottom] if left <= right and top <= bottom else []


def _circle(group: Dataset, aspect: float) -> list[float]:
    """Its radius is told in pixels of a row."""
    middle, radius = numbers(group, "CenterOfCircularShutter"), first_number(group, "RadiusOfCircularShutter")
    if len(middle) != 2 or not radius or radius <= 0 or aspect <= 0:
        return []
    return [middle[1] - 0.5, middle[0] - 0.5, radius, radius / aspect]


def _polygon(group: Dataset) -> list[float]:
    """Its corners are told by row and column."""
    told = numbers(group, "VerticesOfThePolygonalShutter")
    corners = list(zip(told[1::2], told[::2], strict=False))[:_MOST_CORNERS]
    return [part - 0.5 for corner in corners for part in corner] if len(corners) >= 3 else []


def _shapes(group: Dataset) -> set[str]:
    told: Any = group.get("ShutterShape") or ()
    return {str(shape).strip().upper() for shape in ([told] if isinstance(told, str) else told)}
