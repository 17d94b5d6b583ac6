"""Where each frame of an enhanced file lies, and what sets it apart: its functional groups (PS3.3 C.7.6.16)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from recordkeeper.formats.dicom_encoding import Encoding
from recordkeeper.formats.dicom_slow import hushed, trouble
from recordkeeper.formats.dicom_walk import PIXEL_TAGS

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

SHARED: Final = 0x52009229
OF_EACH: Final = 0x52009230
_MOST_FRAMES: Final = 10_000
# Sequence and element of what frames of one place may differ in: time, kind of picture, echo, diffusion, segment.
_KINDS: Final = (
    ("FrameContentSequence", "TemporalPositionIndex"),
    ("MRImageFrameTypeSequence", "FrameType"),
    ("CTImageFrameTypeSequence", "FrameType"),
    ("MREchoSequence", "EffectiveEchoTime"),
    ("MRDiffusionSequence", "DiffusionBValue"),
    ("SegmentIdentificationSequence", "ReferencedSegmentNumber"),
)


@dataclass(frozen=True, slots=True)
class FramePlaces:
    """Frame after frame: three numbers of each position, six of each orientation (of one only where all share it),
    and the number of its kind. All empty unless every frame says where it lies.
    """

    positions: tuple[float, ...] = ()
    orientations: tuple[float, ...] = ()
    kinds: tuple[int, ...] = ()


def frame_places(stream: BinaryIO, encoding: Encoding) -> FramePlaces:
    """The places of the frames of the data set in `stream`. What is damaged says nothing."""
    from pydicom.filereader import read_dataset
    from pydicom.tag import BaseTag

    def at_pixels(tag: BaseTag, _vr: str | None, _length: int) -> bool:
        return int(tag) in PIXEL_TAGS

    wanted: list[BaseTag | int] = [BaseTag(SHARED), BaseTag(OF_EACH)]
    stream.seek(encoding.start)
    with hushed():
        try:
            found = read_dataset(
                stream, encoding.implicit, encoding.little, stop_when=at_pixels, specific_tags=wanted
            )
            return _places(found)
        except trouble():
            return FramePlaces()


def _places(about: Dataset) -> FramePlaces:
    shared, groups = _first(about, "SharedFunctionalGroupsSequence"), about.get("PerFrameFunctionalGroupsSequence")
    if not groups or len(groups) > _MOST_FRAMES:
        return FramePlaces()
    positions = [_numbers(group, shared, "PlanePositionSequence", "ImagePositionPatient") for group in groups]
    lying = [_numbers(group, shared, "PlaneOrientationSequence", "ImageOrientationPatient") for group in groups]
    if any(len(each) != 3 for each in positions) or any(len(each) != 6 for each in lying):
        return FramePlaces()
    known: dict[tuple[str, ...], int] = {}
    kinds = [known.setdefault(_kind(group, shared), len(known)) for group in groups]
    return FramePlaces(
        tuple(number for each in positions for number in each),
        lying[0] if len(set(lying)) == 1 else tuple(number for each in lying for number in each),
        tuple(kinds),
    )


def _kind(group: Dataset, shared: Dataset | None) -> tuple[str, ...]:
    return tuple(str(_value(group, shared, sequence, keyword)) for sequence, keyword in _KINDS)


def _numbers(group: Dataset, shared: Dataset | None, sequence: str, keyword: str) -> tuple[float, ...]:
    return tuple(round(float(number), 4) for number in _value(group, shared, sequence, keyword) or ())


def _value(group: Dataset, shared: Dataset | None, sequence: str, keyword: str) -> Any:
    for holder in (group, shared):
        item = _first(holder, sequence) if holder is not None else None
        if item is not None and keyword in item:
            return item.get(keyword)
    return None


def _first(holder: Dataset, sequence: str) -> Dataset | None:
    items: Any = holder.get(sequence)
    found: Dataset | None = items[0] if items else None
    return found
