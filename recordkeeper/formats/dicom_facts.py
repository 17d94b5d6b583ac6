"""What a file says around its image: how large a pixel is, where it lies, what its values are, what is covered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from recordkeeper.formats.dicom_display import first_number, functional_group, numbers, spacing
from recordkeeper.formats.dicom_shutter import shutter

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from recordkeeper.formats.dicom_pixels import Frame

_PATIENT: Final = "patient"  # distances in the patient's own size
_DETECTOR: Final = "detector"  # on the detector: what lies before it is smaller than it seems
_CENTIMETRES: Final = 3  # of PhysicalUnitsXDirection (PS3.3 C.8.5.5.1.15)
_FLAT: Final = 1  # RegionSpatialFormat 2D
_MOST_REGIONS: Final = 64
_LOSSY: Final = frozenset(
    f"1.2.840.10008.1.2.4.{short}" for short in ("50", "51", "53", "55", "81", "91", "93", "203")
)
_WHOLE: Final = float(2**31)


def facts(frame: Frame) -> dict[str, Any]:
    """Plain values; [] "" and 0 where the file does not say.

    `scale`: regions of one size of pixel, each [left, top, right, bottom, mm across, mm down]; `scale_of`: patient
    or detector (PS3.3 10.7.1.3); `position` (C.7.6.2.1.1) and `frame_of_reference`; `units` of the values; `lossy`
    1 where pixels were ever compressed with loss (C.7.6.1.1.5) and `ratio` how far; `doubtful` 1 where a decoder
    found them damaged; `shown_ms`: how long a clip shows this frame (C.7.6.5);
    `shutter`: what of it is covered (dicom_shutter.shutter).
    """
    about = frame.about
    scale, scale_of = _scale(about, frame.index)
    plane = functional_group(about, frame.index, "PlanePositionSequence", "ImagePositionPatient")
    lossy = str(about.get("LossyImageCompression") or "") == "01" or frame.transfer_syntax in _LOSSY
    ratio = about.get("LossyImageCompressionRatio")
    down, across = spacing(about, frame.index) or (1.0, 1.0)
    return {
        "scale": scale,
        "scale_of": scale_of,
        "position": numbers(plane, "ImagePositionPatient"),
        "frame_of_reference": str(about.get("FrameOfReferenceUID") or ""),
        "units": _units(about, frame.index),
        "lossy": int(lossy),
        "ratio": float(ratio if isinstance(ratio, (int, float)) else 0) if ratio is not None else 0.0,
        "doubtful": int(frame.doubtful),
        "shown_ms": _shown_for(about, frame.index),
        "shutter": shutter(about, frame.index, aspect=down / across),
    }


def _scale(about: Dataset, index: int) -> tuple[list[list[float]], str]:
    """Regions with their millimetres, and what these are measured on."""
    measures = functional_group(about, index, "PixelMeasuresSequence", "PixelSpacing")
    for keyword, kind in (("PixelSpacing", _PATIENT), ("ImagerPixelSpacing", _DETECTOR)):
        pair = numbers(measures, keyword)
        if len(pair) == 2 and min(pair) > 0:
            on_detector = kind == _PATIENT and "ImagerPixelSpacing" in about and not _calibrated(about)
            return [[0.0, 0.0, _WHOLE, _WHOLE, pair[1], pair[0]]], _DETECTOR if on_detector else kind
    regions = [found for item in list(about.get("SequenceOfUltrasoundRegions") or ())[:_MOST_REGIONS]
               if (found := _region(item))]  # fmt: skip
    return regions, _PATIENT if regions else ""


def _calibrated(about: Dataset) -> bool:
    """Whether a projection's pixel spacing was put right for how far the patient was from the detector."""
    if str(about.get("PixelSpacingCalibrationType") or ""):
        return True
    return numbers(about, "PixelSpacing") != numbers(about, "ImagerPixelSpacing")


def _region(item: Dataset) -> list[float] | None:
    """An ultrasound region that shows tissue in two dimensions, its edges included; None for curves and clocks."""
    flat = item.get("RegionSpatialFormat") == _FLAT
    units = {item.get("PhysicalUnitsXDirection"), item.get("PhysicalUnitsYDirection")}
    across, down = first_number(item, "PhysicalDeltaX"), first_number(item, "PhysicalDeltaY")
    names = ("RegionLocationMinX0", "RegionLocationMinY0", "RegionLocationMaxX1", "RegionLocationMaxY1")
    edges = [first_number(item, name) for name in names]
    if not flat or units != {_CENTIMETRES} or not across or not down or None in edges:
        return None
    left, top, right, bottom = (float(edge or 0) for edge in edges)
    return [left, top, right + 1, bottom + 1, abs(across) * 10, abs(down) * 10]


def _units(about: Dataset, index: int) -> str:
    group = functional_group(about, index, "PixelValueTransformationSequence", "RescaleType")
    told = str(group.get("RescaleType") or about.get("Units") or "").strip()
    if told and told != "US":  # "unspecified"
        return told
    rescaled = "RescaleSlope" in about and str(about.get("Modality") or "") == "CT"
    return "HU" if rescaled and "LOCALIZER" not in (about.get("ImageType") or ()) else ""


def _shown_for(about: Dataset, index: int) -> float:
    times = numbers(about, "FrameTimeVector")
    if index + 1 < len(times) and times[index + 1] > 0:
        return times[index + 1]  # a time is that since the frame before (C.7.6.5.1.2)
    each = first_number(about, "FrameTime")
    if each and each > 0:
        return each
    if index and index == len(times) - 1 and times[index] > 0:
        return times[index]  # of the last one nothing is said: as long as the one before it
    rate = first_number(about, "CineRate") or first_number(about, "RecommendedDisplayFrameRate")
    return 1000.0 / rate if rate and rate > 0 else 0.0
