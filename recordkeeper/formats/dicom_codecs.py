"""Which decoder reads which transfer syntax: the one table, by measurement, with pydicom's others to fall back on.

Milliseconds a frame of 512 × 512 × 16 bits on the machine of the README: JPEG-LS by pyjpegls 3.5, by pylibjpeg 32;
both give the same samples. RLE by the compiled decoder is quicker, but it panics on damaged data: not an exception,
the end of the process.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from recordkeeper.formats.dicom_slow import trouble

if TYPE_CHECKING:
    import numpy as np

PREFERRED: Final[Mapping[str, str]] = {
    "1.2.840.10008.1.2.5": "pydicom",  # RLE
    "1.2.840.10008.1.2.4.80": "pyjpegls",  # JPEG-LS, lossless
    "1.2.840.10008.1.2.4.81": "pyjpegls",  # JPEG-LS, near-lossless
}
_ALONE: Final = frozenset({"1.2.840.10008.1.2.5"})  # the others end the process on damaged data


def decode(
    stream: BinaryIO,
    index: int,
    syntax: str,
    options: dict[str, Any],
    *,
    preferred: Mapping[str, str] = PREFERRED,
) -> tuple[np.ndarray, dict[str, Any]]:
    """Frame `index` of the pixel data that `stream` stands at, and what pydicom found of it.

    What the preferred decoder cannot read, or which is not installed, the others of pydicom are asked for. Raises
    what these raise (dicom_slow.trouble).
    """
    from pydicom.pixels.decoders.base import get_decoder
    from pydicom.uid import UID

    decoder, at = get_decoder(UID(syntax)), stream.tell()
    plugin = preferred.get(syntax, "")
    if plugin in decoder.available_plugins:
        try:
            return decoder.as_array(stream, index=index, validate=True, decoding_plugin=plugin, **options)
        except trouble():
            if syntax in _ALONE:
                raise
            stream.seek(at)
    return decoder.as_array(stream, index=index, validate=True, **options)
