"""Which decoder reads which transfer syntax: the one table, by measurement, with pydicom's own to fall back on.

Milliseconds a frame of 512 × 512 × 16 bits (`python3 dev.py bench decoding` measures again), imagecodecs beside the
best of the others: RLE 0.7 and 15, JPEG lossless 7 and 36, HTJ2K 2 and 8, JPEG of 12 bits 6 and 20, JPEG in colour
2 and 16; JPEG-LS and JPEG 2000 are the same library in both. Loaded with the first frame that needs it, in 20 ms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from recordkeeper.formats import dicom_imagecodecs as ours
from recordkeeper.formats.dicom_slow import trouble

if TYPE_CHECKING:
    import numpy as np
    from pydicom.pixels.decoders.base import Decoder

# In the order they are asked. pylibjpeg is not among those for RLE: on damaged data it ends the process.
DECODERS: Final[Mapping[str, Sequence[str]]] = {
    ours.RLE: (ours.NAME, "pydicom"),
    ours.BASELINE: (ours.NAME, "pillow", "pylibjpeg"),
    ours.EXTENDED: (ours.NAME, "pillow", "pylibjpeg"),
    ours.LOSSLESS: (ours.NAME, "pylibjpeg"),
    ours.LOSSLESS_FIRST: (ours.NAME, "pylibjpeg"),
    ours.JPEG_LS: (ours.NAME, "pyjpegls", "pylibjpeg"),
    ours.JPEG_LS_NEAR: (ours.NAME, "pyjpegls", "pylibjpeg"),
    ours.J2K_LOSSLESS: (ours.NAME, "pylibjpeg", "pillow"),
    ours.J2K: (ours.NAME, "pylibjpeg", "pillow"),
    ours.HTJ2K_LOSSLESS: (ours.NAME, "pylibjpeg"),
    ours.HTJ2K_RPCL: (ours.NAME, "pylibjpeg"),
    ours.HTJ2K: (ours.NAME, "pylibjpeg"),
}
# Retired ways of JPEG (PS3.5 1999, annex A.4.1) whose streams say themselves how they are made: read as the kind
# of today that they are nearest to.
RETIRED: Final[Mapping[str, str]] = {
    "1.2.840.10008.1.2.4.52": ours.EXTENDED,
    "1.2.840.10008.1.2.4.53": ours.EXTENDED,
    "1.2.840.10008.1.2.4.54": ours.EXTENDED,
    "1.2.840.10008.1.2.4.55": ours.EXTENDED,
    "1.2.840.10008.1.2.4.56": ours.EXTENDED,
    "1.2.840.10008.1.2.4.58": ours.LOSSLESS,
}


def decode(
    stream: BinaryIO,
    index: int,
    syntax: str,
    options: dict[str, Any],
    *,
    decoders: Mapping[str, Sequence[str]] = DECODERS,
) -> tuple[np.ndarray, dict[str, Any]]:
    """Frame `index` of the pixel data that `stream` stands at, and what was found of it.

    What one decoder cannot read, or which is not installed, the next of its row is asked for; `doubtful` is true
    when one refused the frame before another showed it. Raises what the last one does (dicom_slow.trouble);
    NotImplementedError where there is none, or none for a retired syntax.
    """
    from pydicom.uid import UID

    known = UID(RETIRED.get(syntax, syntax))
    at, options = stream.tell(), {**options, "transfer_syntax_uid": known}
    if ours.NAME in decoders.get(known, ())[:1] and (array := _grey(stream, index, known, options)) is not None:
        return array, {"photometric_interpretation": options["photometric_interpretation"]}
    stream.seek(at)
    decoder = decoder_of(known)
    if not known.is_encapsulated:
        return decoder.as_array(stream, index=index, validate=True, **options)
    wanted = [name for name in decoders.get(known, ()) if name in decoder.available_plugins]
    if not wanted:
        raise NotImplementedError(syntax)
    for name in wanted:
        stream.seek(at)
        try:
            array, found = decoder.as_array(stream, index=index, validate=True, decoding_plugin=name, **options)
            return array, {**found, "doubtful": name != wanted[0]}
        except trouble() as problem:
            if name == wanted[-1]:
                raise (NotImplementedError(syntax) if syntax in RETIRED else problem) from problem
    raise AssertionError  # the last of them has raised


def _grey(stream: BinaryIO, index: int, syntax: str, options: dict[str, Any]) -> np.ndarray | None:
    """The frame by the short way; None where that is not for it, or where it fails: the long way then says why."""
    from recordkeeper.formats import dicom_grey

    if not dicom_grey.is_plain(syntax, options):
        return None
    try:
        return dicom_grey.frame(stream, index, options, ours.grey_decoder(syntax, options["bits_allocated"]))
    except ImportError:  # not installed
        return None
    except trouble():
        return None


def decoder_of(syntax: str) -> Decoder:
    """pydicom's decoder, with ours among its plug-ins. NotImplementedError where pydicom knows none."""
    from pydicom.pixels.decoders.base import get_decoder
    from pydicom.uid import UID

    decoder = get_decoder(UID(syntax))
    if ours.is_available(syntax) and ours.NAME not in decoder.available_plugins:
        decoder.add_plugin(ours.NAME, (ours.__name__, ours.decode_frame.__name__))
    return decoder
