"""From stored values to what a person sees: modality, VOI and palette transformations (PS3.3 C.11, C.7.6.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from recordkeeper.formats.dicom_pixels import Frame

_EXACT_IN_FLOAT32 = 2**24


def modality(frame: Frame) -> np.ndarray:
    """Values in the modality's own unit (Hounsfield for CT). Colour is returned as it is."""
    array, about = frame.array, frame.about
    if array.ndim == 3 or array.dtype.kind == "f":
        return array
    if items := about.get("ModalityLUTSequence"):
        return _looked_up(array, items[0], about)[0].astype(np.float32)
    group = functional_group(about, frame.index, "PixelValueTransformationSequence", "RescaleSlope")
    slope, intercept = _number(group, "RescaleSlope", 1.0), _number(group, "RescaleIntercept", 0.0)
    ends = (float(array.min()), float(array.max())) if array.size else (0.0, 0.0)
    largest = max(abs(slope * end) + abs(intercept) for end in ends)
    exact = slope.is_integer() and intercept.is_integer() and largest < _EXACT_IN_FLOAT32
    values: Any = array.astype(np.float32 if exact else np.float64)
    if slope != 1.0:
        values *= slope
    if intercept != 0.0:
        values += intercept
    return cast("np.ndarray", values)


def described(frame: Frame) -> dict[str, Any]:
    """How the file wants the frame shown, as plain values; [] and "" where it does not say.

    `window` (centre, width) and `function` (PS3.3 C.11.2.1), `table` when a VOI LUT stands in its place, `spacing`
    (between rows, between columns: PS3.3 10.7.1.3), `orientation` (direction cosines, C.7.6.2.1.1), `towards` (the
    letters of PatientOrientation, C.7.6.1.1.1) and `laterality` (C.7.6.1.1.3 or of its functional group);
    `view`, how rays went through the body, as the file calls it (C.8.1.2, C.8.11.7).
    """
    about = frame.about
    voi = functional_group(about, frame.index, "FrameVOILUTSequence", "WindowCenter")
    plane = functional_group(about, frame.index, "PlaneOrientationSequence", "ImageOrientationPatient")
    anatomy = functional_group(about, frame.index, "FrameAnatomySequence", "FrameLaterality")
    window = _own_window(voi)
    sides = (anatomy.get("FrameLaterality"), about.get("ImageLaterality"), about.get("Laterality"))
    return {
        "window": list(window) if window else [],
        "function": str(voi.get("VOILUTFunction") or "LINEAR").strip().upper(),
        "table": bool(about.get("VOILUTSequence")),
        "spacing": spacing(about, frame.index),
        "orientation": numbers(plane, "ImageOrientationPatient"),
        "towards": [str(letters) for letters in about.get("PatientOrientation") or ()],
        "laterality": next((str(side) for side in sides if side), ""),
        "view": _view(about),
    }


def _view(about: Dataset) -> str:
    """ "CC", "MLO" or "PA", or in full where only a code is told."""
    if told := str(about.get("ViewPosition") or "").strip():
        return told
    codes: Any = about.get("ViewCodeSequence")
    return str(codes[0].get("CodeMeaning") or "").strip() if codes else ""


def spacing(about: Dataset, index: int) -> list[float]:
    """Between rows and between columns, or how these stand to each other; [] where the file does not say."""
    measures = functional_group(about, index, "PixelMeasuresSequence", "PixelSpacing")
    pairs = (numbers(measures, name) for name in ("PixelSpacing", "ImagerPixelSpacing", "PixelAspectRatio"))
    return next((pair for pair in pairs if len(pair) == 2 and min(pair) > 0), [])


def shown(frame: Frame, window: tuple[float, float] | None) -> tuple[np.ndarray, str]:
    """uint8 as a person sees it, and its photometric interpretation: MONOCHROME2 or RGB."""
    if frame.photometric == "PALETTE COLOR" and frame.array.ndim == 2:
        return _palette(frame.array, frame.about), "RGB"
    if frame.array.ndim == 3:
        return _colour(frame.array, frame.about), "RGB"
    if int(frame.about.get("BitsAllocated") or 0) == 1:
        grey = (frame.array != 0).astype(np.uint8) * np.uint8(255)
    else:
        grey = _grey(frame, modality(frame), window)
    if frame.photometric == "MONOCHROME1":
        grey = np.subtract(255, grey, dtype=np.uint8)
    return grey, "MONOCHROME2"


def _grey(frame: Frame, values: np.ndarray, window: tuple[float, float] | None) -> np.ndarray:
    about = frame.about
    group = functional_group(about, frame.index, "FrameVOILUTSequence", "WindowCenter")
    if window is None and (tables := about.get("VOILUTSequence")):
        found = _looked_up(np.rint(values).astype(np.int64), tables[0], about)
        table, top = found
        return np.rint(table.astype(np.float64) * (255.0 / top)).astype(np.uint8)
    if window is None:
        window = _own_window(group)
    if window is None:
        return _stretched(frame, values)
    return windowed(values, *window, str(group.get("VOILUTFunction") or "LINEAR").strip().upper())


def windowed(values: np.ndarray, centre: float, width: float, function: str = "LINEAR") -> np.ndarray:
    """Values through a window to 0..255, rounded to nearest (PS3.3 C.11.2.1.2 and C.11.2.1.3)."""
    wide = values.astype(np.float64)
    if function == "SIGMOID" and width > 0:
        return np.rint(255.0 / (1.0 + np.exp(np.clip(-4.0 * (wide - centre) / width, -700, 700)))).astype(np.uint8)
    if function != "LINEAR_EXACT":
        centre, width = centre - 0.5, width - 1.0
    if width <= 0:
        return np.where(wide <= centre, 0, 255).astype(np.uint8)
    wide -= centre
    wide /= width
    wide += 0.5
    return np.rint(np.clip(wide, 0.0, 1.0) * 255.0).astype(np.uint8)


def _stretched(frame: Frame, values: np.ndarray) -> np.ndarray:
    """No window in the file: from the smallest to the largest value, padding left out."""
    seen = values[np.isfinite(values)] if values.dtype.kind == "f" else values
    padding = frame.about.get("PixelPaddingValue")
    if isinstance(padding, int):
        real = values[frame.array != padding]
        seen = real[np.isfinite(real)] if real.size else seen
    if not seen.size:
        return np.zeros(values.shape, np.uint8)
    low, high = float(seen.min()), float(seen.max())
    if high <= low:
        return np.zeros(values.shape, np.uint8)
    scaled = (np.nan_to_num(values.astype(np.float64), nan=low) - low) * 255.0 / (high - low)
    return np.rint(np.clip(scaled, 0.0, 255.0)).astype(np.uint8)


def _own_window(group: Dataset) -> tuple[float, float] | None:
    centre, width = (first_number(group, keyword) for keyword in ("WindowCenter", "WindowWidth"))
    if centre is None or width is None or not np.isfinite([centre, width]).all() or width <= 0:
        return None
    return centre, width


def _colour(array: np.ndarray, about: Dataset) -> np.ndarray:
    rgb: np.ndarray = array[..., :3]
    if array.dtype == np.uint8:
        return rgb
    if array.dtype.kind == "f":
        return cast("np.ndarray", np.rint(np.clip(rgb, 0, 1) * 255).astype(np.uint8))
    bits = int(about.get("BitsStored") or array.dtype.itemsize * 8)
    return cast("np.ndarray", np.clip(np.right_shift(rgb, max(0, bits - 8)), 0, 255).astype(np.uint8))


def _palette(array: np.ndarray, about: Dataset) -> np.ndarray:
    from pydicom.pixels.processing import apply_color_lut

    if "RedPaletteColorLookupTableData" not in about:
        rgb = apply_color_lut(array, about)[..., :3]  # segmented tables
        return (rgb >> 8).astype(np.uint8) if rgb.dtype == np.uint16 else rgb
    channels = []
    for colour in ("Red", "Green", "Blue"):
        name = f"{colour}PaletteColorLookupTable"
        count, first, _bits = _descriptor(about.get(name + "Descriptor"), about)
        table = _entries(about.get(name + "Data"), count, about)
        channels.append(table[_positions(array, first, len(table))])
    rgb = np.stack(channels, axis=-1)
    return (rgb >> 8 if rgb.max(initial=0) > 255 else rgb).astype(np.uint8)


def _looked_up(values: np.ndarray, item: Dataset, about: Dataset) -> tuple[np.ndarray, int]:
    """Values through a LUT, and the largest value the table can give."""
    count, first, bits = _descriptor(item.get("LUTDescriptor"), about)
    table = _entries(item.get("LUTData"), count, about)
    top = 2**bits - 1 if 8 <= bits <= 16 else 0
    top = max(top, int(table.max(initial=1)))
    return table[_positions(values, first, len(table))], top


def _positions(values: np.ndarray, first: int, count: int) -> np.ndarray:
    return np.clip(values.astype(np.int64) - first, 0, count - 1)


def _descriptor(raw: Any, about: Dataset) -> tuple[int, int, int]:
    """Entries, first value mapped (signed where pixels are), bits an entry."""
    if isinstance(raw, bytes):
        raw = np.frombuffer(raw[:6], _order(about) + "u2").tolist()
    count, first, bits = (int(part) for part in raw)
    if int(about.get("PixelRepresentation") or 0) == 1 and first >= 2**15:
        first -= 2**16
    return (count % 2**16) or 2**16, first, bits


def _entries(raw: Any, count: int, about: Dataset) -> np.ndarray:
    """The table itself: bytes of 8 or 16 bits an entry, or numbers. ValueError when there is none."""
    if isinstance(raw, bytes):
        wide = len(raw) >= 2 * count
        table = np.frombuffer(raw[: 2 * count if wide else count], _order(about) + "u2" if wide else "u1")
    else:
        table = np.asarray(raw, dtype=np.int64) & 0xFFFF
    if not table.size:
        raise ValueError("empty lookup table")
    return table.astype(np.int64)


def _order(about: Dataset) -> str:
    return ">" if about.original_encoding[1] is False else "<"


def functional_group(about: Dataset, index: int, sequence: str, keyword: str) -> Dataset:
    """Where `keyword` stands for this frame: its own functional group, the shared one, or the data set itself."""
    own: Any = about.get("PerFrameFunctionalGroupsSequence")
    shared: Any = about.get("SharedFunctionalGroupsSequence")
    for groups, at in ((own, index), (shared, 0)):
        if groups and at < len(groups) and (items := groups[at].get(sequence)) and keyword in items[0]:
            found: Dataset = items[0]
            return found
    return about


def first_number(group: Dataset, keyword: str) -> float | None:
    """The first of an element's numbers; None where there is none."""
    value: Any = group.get(keyword)
    if value is None or isinstance(value, (str, bytes)):
        return None
    if not isinstance(value, (int, float)):
        value = value[0] if len(value) else None
    return None if value is None else float(value)


def numbers(group: Dataset, keyword: str) -> list[float]:
    """All numbers of an element that holds several; [] where it does not, or some are none."""
    value: Any = group.get(keyword)
    found = [float(part) for part in value] if value is not None and not isinstance(value, (str, float)) else []
    return found if np.isfinite(found).all() else []


def _number(group: Dataset, keyword: str, default: float) -> float:
    value = first_number(group, keyword)
    return default if value is None or not np.isfinite(value) else value
