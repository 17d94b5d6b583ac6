"""What a file says around its pixels, as pydicom's data set: quickly, since it is read for each image anew.

A plain header is cut into its elements here, whose values pydicom turns over when they are asked for. Whom and what
an image is of is left out, and so are vendors' own elements: nothing of them says how to show it. What is not plain
is read by pydicom whole.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from recordkeeper.formats.dicom_encoding import LONG_FORM, SHORT_FORM, Encoding
from recordkeeper.formats.dicom_walk import PIXEL_TAGS, UNDEFINED, Odd, Window, skip_sequence

if TYPE_CHECKING:
    from pydicom.dataset import Dataset
    from pydicom.tag import BaseTag

_LEFT_OUT: Final = frozenset({0x0010, 0x0012, 0x0032, 0x0038, 0x0040, 0x0088, 0x0400})
_CHARACTERS: Final = 0x00080005
_VRS: Final = {vr: vr.decode("ascii") for vr in SHORT_FORM | LONG_FORM}
_NUMBERS: Final = {
    0x00280002: "samples_per_pixel",
    0x00280006: "planar_configuration",
    0x00280010: "rows",
    0x00280011: "columns",
    0x00280100: "bits_allocated",
    0x00280101: "bits_stored",
    0x00280103: "pixel_representation",
}
_PHOTOMETRIC: Final = 0x00280004
_OTHERS: Final = frozenset({0x00280008, 0x7FE00001, 0x7FE00002})  # number of frames, tables of where they begin


def read_about(stream: BinaryIO, encoding: Encoding) -> Dataset:
    """The elements before the pixels; `stream` stands at the pixels' element then, or at its end.

    Raises what pydicom does (dicom_slow.trouble).
    """
    found = _plain(stream, encoding)
    return found if found is not None else _whole(stream, encoding)


def pixel_options(about: Dataset, **more: Any) -> dict[str, Any]:
    """What describes the pixels, as pydicom's decoders want it, and `more`."""
    from pydicom.pixels.utils import as_pixel_options

    held: Any = about._dict  # noqa: SLF001 - the raw elements: looking at one through its data set turns it over
    photometric = held.get(_PHOTOMETRIC)
    if any(tag in held for tag in _OTHERS) or not isinstance(getattr(photometric, "value", None), bytes):
        return as_pixel_options(about, **more)
    options: dict[str, Any] = {"number_of_frames": 1}
    for tag, name in _NUMBERS.items():
        element = held.get(tag)
        if element is None:
            continue
        value = element.value
        if not isinstance(value, bytes) or len(value) != 2:
            return as_pixel_options(about, **more)
        options[name] = int.from_bytes(value, "little" if element.is_little_endian else "big")
    options["photometric_interpretation"] = photometric.value.decode("ascii", "replace").strip("\0 ")
    return {**options, **more}


def _whole(stream: BinaryIO, encoding: Encoding) -> Dataset:
    from pydicom.filereader import read_dataset

    def at_pixels(tag: BaseTag, _vr: str | None, _length: int) -> bool:
        return int(tag) in PIXEL_TAGS

    stream.seek(encoding.start)
    return read_dataset(stream, encoding.implicit, encoding.little, stop_when=at_pixels)


def _plain(stream: BinaryIO, encoding: Encoding) -> Dataset | None:
    """None where the pixels are not within reach of one look, or something is not as the standard has it."""
    from pydicom.dataset import Dataset

    window = Window(stream, encoding, stream.seek(0, 2))
    try:
        found = _elements(window, encoding)
    except Odd:
        return None
    if found is None:
        return None
    elements, end = found
    about = Dataset(elements)
    about.set_original_encoding(encoding.implicit, encoding.little, _characters(elements))
    stream.seek(end)
    return about


def _elements(window: Window, encoding: Encoding) -> tuple[dict[Any, Any], int] | None:
    """The raw elements, and where the pixels' element begins."""
    from pydicom.dataelem import RawDataElement
    from pydicom.tag import BaseTag

    order, implicit, little = ("<" if encoding.little else ">"), encoding.implicit, encoding.little
    head = struct.Struct(order + ("HHI" if implicit else "HH2sH")).unpack_from
    long = struct.Struct(order + "I").unpack_from
    data, base, at, end = window.bytes, window.base, 0, len(window.bytes)
    elements: dict[Any, Any] = {}
    before = -1
    while at + 12 <= end:
        start, vr = at + 8, b""
        if implicit:
            group, element, length = head(data, at)
        else:
            group, element, vr, length = head(data, at)
            if vr in LONG_FORM:
                (length,) = long(data, start)
                start += 4
            elif vr not in SHORT_FORM:
                return None
        tag = group << 16 | element
        if tag in PIXEL_TAGS:
            return elements, base + at
        if tag <= before:
            return None  # out of order: which of two counts is pydicom's to say
        before, stop = tag, start + length
        if length == UNDEFINED:
            beyond = skip_sequence(window, base + start, encoding) if implicit or vr == b"SQ" else None
            if beyond is None or window.base != base:
                return None
            stop, at = beyond - base - 8, beyond - base  # less the item that ends it
        else:
            at = stop
        if stop > end:
            return None
        if group not in _LEFT_OUT and group % 2 == 0:
            known = BaseTag(tag)
            value = data[start:stop]
            elements[known] = RawDataElement(known, _VRS.get(vr), len(value), value, base + start, implicit, little)
    return None


def _characters(elements: dict[Any, Any]) -> Any:
    from pydicom.charset import convert_encodings, default_encoding
    from pydicom.dataelem import convert_raw_data_element

    element = elements.get(_CHARACTERS)
    if element is None:
        return default_encoding
    if element.value.strip(b" \0") == b"ISO_IR 100":
        return ["latin_1"]
    told: Any = convert_raw_data_element(element).value
    return convert_encodings(told)
