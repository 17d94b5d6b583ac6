"""How a hospital wanted images shown: window, turn, part, cover and what is drawn on them (presentation states)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from recordkeeper.formats.dicom_display import first_number, numbers
from recordkeeper.formats.dicom_report import load
from recordkeeper.formats.dicom_shutter import bitmap, shade, shutter
from recordkeeper.formats.dicom_slow import hushed, trouble

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_MOST_DRAWN: Final = 500
_MOST_IMAGES: Final = 5_000
_DRAWN: Final = frozenset({"POINT", "POLYLINE", "INTERPOLATED", "CIRCLE", "ELLIPSE"})


def presentation(path: Path) -> tuple[dict[str, Any], bytes]:
    """The state at `path` as plain values (PS3.3 C.11.1, C.10.4 to C.10.6, C.11.8, C.7.6.11), its cover's bits.

    {"label", "made", "images": [instance UID…], "turn": degrees clockwise, "flip": 0 or 1 (left and right, after
    the turn), "inverse", "windows": [{"images", "window", "function"}], "areas": [{"images", "box": [left, top,
    right, bottom], "aspect": a pixel's height by its width or 0, "times": pixels of the screen a column, or 0 to
    fit}], "shutter": dicom_shutter.shutter with the "bitmap" of dicom_shutter.bitmap or {}, "drawn": [{"images",
    "kind", "points", "shown"}], "texts": [{"images", "text", "at", "shown"}]}.

    `images` [] is all of them. Points are columns and rows where `shown` is "PIXEL", else shares of the part shown.
    Unloadable when it cannot be read.
    """
    with hushed():
        state = load(path)
        try:
            return _read(state)
        except trouble():
            return {}, b""


def _read(state: Dataset) -> tuple[dict[str, Any], bytes]:
    annotations = _items(state, "GraphicAnnotationSequence")
    shape = str(state.get("PresentationLUTShape") or "")
    areas = [found for each in _items(state, "DisplayedAreaSelectionSequence") if (found := _area(each))]
    place, bits = bitmap(state)
    covered = shutter(state, aspect=next((area["aspect"] for area in areas if area["aspect"]), 1.0))
    told = {
        "label": str(state.get("ContentDescription") or state.get("ContentLabel") or "").strip(),
        "made": f"{state.get('PresentationCreationDate') or ''}{state.get('PresentationCreationTime') or ''}",
        "images": [uid for series in _items(state, "ReferencedSeriesSequence") for uid in _images(series)],
        "turn": int(first_number(state, "ImageRotation") or 0) % 360,
        "flip": int(str(state.get("ImageHorizontalFlip") or "N") == "Y"),
        "inverse": int(shape == "INVERSE"),
        "windows": [found for item in _items(state, "SoftcopyVOILUTSequence") if (found := _window(item))],
        "areas": areas,
        "shutter": {"shade": shade(state), **covered, "bitmap": place} if covered or place else {},
        "drawn": [found for each in annotations for found in _drawn(each)][:_MOST_DRAWN],
        "texts": [found for each in annotations for found in _texts(each)][:_MOST_DRAWN],
    }
    return told, bits


def _area(item: Dataset) -> dict[str, Any] | None:
    """The part of the image to be shown; TRUE SIZE is fitted, as no screen says surely how large it is."""
    corners = [numbers(item, f"DisplayedArea{corner}HandCorner") for corner in ("TopLeft", "BottomRight")]
    if any(len(corner) != 2 for corner in corners):
        return None
    # On a turned image, the corner that is at the top left is another one of the box.
    (left, right), (top, bottom) = (sorted(pair) for pair in zip(*corners, strict=True))
    times = first_number(item, "PresentationPixelMagnificationRatio") or 0.0
    magnified = str(item.get("PresentationSizeMode") or "").strip().upper() == "MAGNIFY"
    shares = (numbers(item, f"PresentationPixel{how}") for how in ("Spacing", "AspectRatio"))
    pair = next((pair for pair in shares if len(pair) == 2 and min(pair) > 0), None)
    return {
        "images": _images(item),
        "box": [left - 1, top - 1, right, bottom],
        "aspect": pair[0] / pair[1] if pair else 0.0,
        "times": times if magnified and times > 0 else 0.0,
    }


def _items(holder: Dataset, keyword: str) -> list[Dataset]:
    return list(holder.get(keyword) or ())


def _images(holder: Dataset) -> list[str]:
    found = (
        str(image.get("ReferencedSOPInstanceUID") or "") for image in _items(holder, "ReferencedImageSequence")
    )
    return [uid for uid in found if uid][:_MOST_IMAGES]


def _window(item: Dataset) -> dict[str, Any] | None:
    centre, width = first_number(item, "WindowCenter"), first_number(item, "WindowWidth")
    if centre is None or width is None or width <= 0:
        return None
    function = str(item.get("VOILUTFunction") or "LINEAR").strip().upper()
    return {"images": _images(item), "window": [centre, width], "function": function}


def _drawn(annotation: Dataset) -> list[dict[str, Any]]:
    images = _images(annotation)
    found = []
    for item in _items(annotation, "GraphicObjectSequence"):
        kind, points = str(item.get("GraphicType") or "").strip().upper(), numbers(item, "GraphicData")
        if kind in _DRAWN and len(points) >= 2:
            units = str(item.get("GraphicAnnotationUnits") or "PIXEL").strip().upper()
            found.append({"images": images, "kind": kind, "points": points[:2000], "shown": units})
    return found


def _texts(annotation: Dataset) -> list[dict[str, Any]]:
    images = _images(annotation)
    found = []
    for item in _items(annotation, "TextObjectSequence"):
        at, units = numbers(item, "AnchorPoint"), "AnchorPointAnnotationUnits"
        if len(at) != 2:
            at, units = numbers(item, "BoundingBoxTopLeftHandCorner"), "BoundingBoxAnnotationUnits"
        text = " ".join(str(item.get("UnformattedTextValue") or "").split())[:200]
        if text and len(at) == 2:
            shown = str(item.get(units) or "PIXEL").strip().upper()
            found.append({"images": images, "text": text, "at": at, "shown": shown})
    return found
