"""How a hospital wanted images shown: window, turn, and what was drawn on them (grayscale presentation states)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from recordkeeper.formats.dicom_display import first_number, numbers
from recordkeeper.formats.dicom_report import load
from recordkeeper.formats.dicom_slow import hushed, trouble

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_MOST_DRAWN: Final = 500
_MOST_IMAGES: Final = 5_000
_DRAWN: Final = frozenset({"POINT", "POLYLINE", "INTERPOLATED", "CIRCLE", "ELLIPSE"})


def presentation(path: Path) -> dict[str, Any]:
    """The state at `path` as plain values (PS3.3 C.11.1, C.10.5, C.10.6, C.11.8).

    {"label", "made", "images": [instance UID…], "turn": degrees clockwise, "flip": 0 or 1 (left and right, after
    the turn), "inverse", "windows": [{"images", "window", "function"}], "drawn": [{"images", "kind", "points",
    "shown"}], "texts": [{"images", "text", "at", "shown"}]}.

    `images` [] is all of them. Points are columns and rows where `shown` is "PIXEL", else shares of the view.
    Unloadable when it cannot be read.
    """
    with hushed():
        state = load(path)
        try:
            return _read(state)
        except trouble():
            return {}


def _read(state: Dataset) -> dict[str, Any]:
    annotations = _items(state, "GraphicAnnotationSequence")
    shape = str(state.get("PresentationLUTShape") or "")
    return {
        "label": str(state.get("ContentDescription") or state.get("ContentLabel") or "").strip(),
        "made": f"{state.get('PresentationCreationDate') or ''}{state.get('PresentationCreationTime') or ''}",
        "images": [uid for series in _items(state, "ReferencedSeriesSequence") for uid in _images(series)],
        "turn": int(first_number(state, "ImageRotation") or 0) % 360,
        "flip": int(str(state.get("ImageHorizontalFlip") or "N") == "Y"),
        "inverse": int(shape == "INVERSE"),
        "windows": [found for item in _items(state, "SoftcopyVOILUTSequence") if (found := _window(item))],
        "drawn": [found for each in annotations for found in _drawn(each)][:_MOST_DRAWN],
        "texts": [found for each in annotations for found in _texts(each)][:_MOST_DRAWN],
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
