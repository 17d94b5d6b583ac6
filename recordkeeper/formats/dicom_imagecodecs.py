"""Frames by imagecodecs, given to pydicom as one of its decoding plug-ins: pydicom keeps order, signs and colours.

What is not plainly whole is refused here, and the decoders that pydicom brings are asked.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    from pydicom.pixels.decoders.base import DecodeRunner

NAME: Final = "imagecodecs"
RLE: Final = "1.2.840.10008.1.2.5"
_JPEG: Final = "1.2.840.10008.1.2.4."
BASELINE, EXTENDED, LOSSLESS, LOSSLESS_FIRST = (_JPEG + short for short in ("50", "51", "57", "70"))
JPEG_LS, JPEG_LS_NEAR = _JPEG + "80", _JPEG + "81"
J2K_LOSSLESS, J2K = _JPEG + "90", _JPEG + "91"
HTJ2K_LOSSLESS, HTJ2K_RPCL, HTJ2K = _JPEG + "201", _JPEG + "202", _JPEG + "203"
_END: Final = b"\xff\xd9"  # of JPEG's image (T.81 B.1.1.3) and JPEG 2000's codestream (T.800 A.4.4) alike
_ADOBE: Final = b"\xff\xee\x00\x0eAdobe"  # a marker whose last byte tells how colours were turned: 0 is not at all
_HEAD: Final = 64 * 1024
_PADDING: Final = 16


class NotPlain(ValueError):
    """A stream that is cut short, or holds another image than the header tells of."""


def is_available(uid: str) -> bool:
    """Whether imagecodecs is installed with a decoder for this transfer syntax; pydicom asks."""
    import importlib.util

    return uid in _BY_SYNTAX and importlib.util.find_spec(NAME) is not None


DECODER_DEPENDENCIES: Final[
    Mapping[str, tuple[str, ...]]
] = {}  # pydicom's word for what to install; we tell ourselves


def decode_frame(src: bytes, runner: DecodeRunner) -> bytes | bytearray | memoryview:
    """The samples of one frame; what they are like is noted in `runner`. NotPlain, or what imagecodecs raises."""
    import numpy as np

    array = np.ascontiguousarray(_BY_SYNTAX[str(runner.transfer_syntax)](src, runner))
    if array.size != runner.rows * runner.columns * runner.samples_per_pixel:
        raise NotPlain("another size than the header says")
    runner.set_option("bits_allocated", 8 * array.dtype.itemsize)
    return array.data.cast("B") if array.size else b""


def grey_decoder(syntax: str, bits: int) -> Callable[[bytes], np.ndarray]:
    """What turns the stream of one grey frame, of so many bits a pixel in its file, into its samples."""
    if syntax == RLE:
        return partial(_unrun, bits=bits)
    return _GREY_BY_SYNTAX[syntax]


def _unrun(src: bytes, bits: int) -> np.ndarray:
    import imagecodecs
    import numpy as np

    kind = np.dtype(f"<u{bits // 8}")
    return np.frombuffer(imagecodecs.dicomrle_decode(src, kind), kind)


def _rle(src: bytes, runner: DecodeRunner) -> np.ndarray:
    if runner.samples_per_pixel > 1:
        runner.set_option("planar_configuration", 1)  # a segment is of one colour (PS3.5 G.2)
    return _unrun(src, runner.bits_allocated)


def _jpeg_grey(src: bytes) -> np.ndarray:
    import imagecodecs

    _whole(src)
    return imagecodecs.jpeg8_decode(src)


def _jpeg(src: bytes, runner: DecodeRunner) -> np.ndarray:
    import imagecodecs

    if runner.samples_per_pixel == 1:
        return _jpeg_grey(src)
    _whole(src)
    runner.set_option("planar_configuration", 0)
    stored = "YCBCR" if _in_brightness_and_colour(src, str(runner.photometric_interpretation)) else "RGB"
    runner.set_option("photometric_interpretation", "RGB")
    return imagecodecs.jpeg8_decode(src, colorspace=stored, outcolorspace="RGB")


def _in_brightness_and_colour(src: bytes, photometric: str) -> bool:
    """Whether the stream holds YBR: its own marker knows better than the file's header, which editors change."""
    head = src[:_HEAD]
    at = head.find(_ADOBE)
    if at < 0 or len(head) < at + 16:
        return photometric.startswith("YBR")
    return head[at + 15] != 0


def _jpeg_ls_grey(src: bytes) -> np.ndarray:
    import imagecodecs

    return imagecodecs.jpegls_decode(src)


def _jpeg_ls(src: bytes, runner: DecodeRunner) -> np.ndarray:
    array = _jpeg_ls_grey(src)
    if runner.samples_per_pixel > 1:
        runner.set_option("planar_configuration", 0)
    return array


def _jpeg_2000_grey(src: bytes) -> np.ndarray:
    import imagecodecs

    return imagecodecs.jpeg2k_decode(src)


def _jpeg_2000(src: bytes, runner: DecodeRunner) -> np.ndarray:
    return _as_rgb(_jpeg_2000_grey(src), runner)


def _htj2k_grey(src: bytes) -> np.ndarray:
    import imagecodecs

    _whole(src)
    with _nothing_swallowed():
        return imagecodecs.htj2k_decode(src)


def _htj2k(src: bytes, runner: DecodeRunner) -> np.ndarray:
    return _as_rgb(_htj2k_grey(src), runner)


def _as_rgb(array: np.ndarray, runner: DecodeRunner) -> np.ndarray:
    """The colour transforms of JPEG 2000 are undone by its decoders."""
    if runner.samples_per_pixel > 1:
        runner.set_option("planar_configuration", 0)
    if str(runner.photometric_interpretation) in ("YBR_ICT", "YBR_RCT"):
        runner.set_option("photometric_interpretation", "RGB")
    return array


def _whole(src: bytes) -> None:
    """JPEG's decoders show what is missing of a stream as grey, without a word."""
    if _END not in src[-_PADDING:]:
        raise NotPlain("no end")


@contextmanager
def _nothing_swallowed() -> Iterator[None]:
    """OpenJPH's errors are printed and ignored, the image being whatever lay in memory. Both hooks hear of them."""
    swallowed: list[BaseException | None] = []
    was, printing = sys.unraisablehook, sys.excepthook
    sys.unraisablehook = lambda unraisable: swallowed.append(unraisable.exc_value)
    sys.excepthook = lambda _kind, value, _trace: swallowed.append(value)
    try:
        yield
    finally:
        sys.unraisablehook, sys.excepthook = was, printing
    if swallowed:
        raise NotPlain(str(swallowed[0]))


_BY_SYNTAX: Final[Mapping[str, Callable[[bytes, Any], Any]]] = {
    RLE: _rle,
    **dict.fromkeys((BASELINE, EXTENDED, LOSSLESS, LOSSLESS_FIRST), _jpeg),
    **dict.fromkeys((JPEG_LS, JPEG_LS_NEAR), _jpeg_ls),
    # OpenJPH lets shades past the last one begin at the first again where there is loss; OpenJPEG does not.
    **dict.fromkeys((J2K_LOSSLESS, J2K, HTJ2K), _jpeg_2000),
    **dict.fromkeys((HTJ2K_LOSSLESS, HTJ2K_RPCL), _htj2k),
}
_GREY_BY_SYNTAX: Final[Mapping[str, Callable[[bytes], Any]]] = {
    **dict.fromkeys((BASELINE, EXTENDED, LOSSLESS, LOSSLESS_FIRST), _jpeg_grey),
    **dict.fromkeys((JPEG_LS, JPEG_LS_NEAR), _jpeg_ls_grey),
    **dict.fromkeys((J2K_LOSSLESS, J2K, HTJ2K), _jpeg_2000_grey),
    **dict.fromkeys((HTJ2K_LOSSLESS, HTJ2K_RPCL), _htj2k_grey),
}
