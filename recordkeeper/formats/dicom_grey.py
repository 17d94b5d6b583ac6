"""One grey frame of a compressed file without pydicom's decoders around the codec: what most images are.

Exactly what these would give (tests compare them), without their checks and copies, which take as long as a quick
codec does. What is not plain is left to them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import numpy as np

from recordkeeper.formats import dicom_imagecodecs as ours

if TYPE_CHECKING:
    from numpy.typing import NDArray

_GREY: Final = frozenset({"MONOCHROME1", "MONOCHROME2", "PALETTE COLOR"})
_SIGNED_TOO: Final = frozenset({ours.RLE, ours.LOSSLESS, ours.LOSSLESS_FIRST})  # others tell signs by their stream
_NEEDED: Final = ("rows", "columns", "bits_allocated", "bits_stored", "pixel_representation")


def is_plain(syntax: str, options: dict[str, Any]) -> bool:
    """Whether `frame` may be asked for such a frame."""
    allocated, stored = options.get("bits_allocated"), options.get("bits_stored")
    return (
        options.get("samples_per_pixel") == 1
        and options.get("photometric_interpretation") in _GREY
        and options.get("pixel_keyword") == "PixelData"
        and all(isinstance(options.get(name), int) for name in _NEEDED)
        and allocated in (8, 16)
        and 0 < int(stored or 0) <= allocated
        and min(options["rows"], options["columns"]) > 0
        and (options["pixel_representation"] == 0 or syntax in _SIGNED_TOO)
    )


def frame(
    stream: BinaryIO, index: int, options: dict[str, Any], decode: Callable[[bytes], NDArray[Any]]
) -> NDArray[Any] | None:
    """Rows × columns of frame `index` of the pixel data that `stream` stands at; None where it is not plain after
    all. Raises what pydicom and the codec do (dicom_slow.trouble).
    """
    from pydicom.encaps import get_frame

    rows, columns = options["rows"], options["columns"]
    packed = get_frame(
        stream,
        index,
        number_of_frames=options["number_of_frames"],
        extended_offsets=options.get("extended_offsets"),
    )
    array = decode(packed)
    wanted = np.dtype(f"<u{options['bits_allocated'] // 8}")
    if array.dtype.kind != "u" or array.dtype.itemsize > wanted.itemsize or array.size != rows * columns:
        return None
    array = np.ascontiguousarray(array).reshape(rows, columns).astype(wanted, copy=not array.flags.writeable)
    unused = options["bits_allocated"] - options["bits_stored"]
    if options["pixel_representation"]:
        array = array.view(wanted.str.replace("u", "i"))
    elif unused and int(array.max()) < 1 << options["bits_stored"]:
        return array  # nothing stands in the bits that are not used
    if unused:
        np.left_shift(array, unused, out=array)
        np.right_shift(array, unused, out=array)
    return array
