"""Decodes one frame of a DICOM image: stored values, modality values, or as it is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Literal

from recordkeeper.formats import dicom_codecs
from recordkeeper.formats.dicom_about import pixel_options, read_about
from recordkeeper.formats.dicom_encoding import DEFLATED, EXPLICIT_LITTLE, Encoding, TooMuchInside, open_data_set
from recordkeeper.formats.dicom_slow import hushed, trouble
from recordkeeper.records.reading import Picture

if TYPE_CHECKING:
    import numpy as np
    from pydicom.dataset import Dataset

Stage = Literal["stored", "modality", "voi"]
MOST_SAMPLES: Final = 200_000_000  # refused before decoding: a 64 MB file can ask for 12 GB
_DEFLATED_FRAMES: Final = "1.2.840.10008.1.2.8.1"
_KEYWORDS: Final = {0x7FE00008: "FloatPixelData", 0x7FE00009: "DoubleFloatPixelData", 0x7FE00010: "PixelData"}


class PixelProblem(ValueError):
    """Why a frame cannot be shown. Codes: pixels_none, pixels_damaged, pixels_too_large, pixels_codec."""

    def __init__(self, reason_code: str, detail: str = "") -> None:
        super().__init__(reason_code)
        self.reason_code, self.detail = reason_code, detail


@dataclass(frozen=True, slots=True)
class Frame:
    """One decoded frame with the data set that says how to show it."""

    array: np.ndarray  # rows x columns, or rows x columns x samples
    photometric: str
    about: Dataset
    index: int
    transfer_syntax: str = ""
    doubtful: bool = False  # one decoder refused it before another showed it


def frame(
    path: Path, index: int, *, stage: Stage, window: tuple[float, float] | None = None
) -> tuple[dict[str, Any], bytes]:
    """Frame `index` (from 0) as {"rows", "columns", "dtype", "samples", "photometric", "shown", "facts"}, values.

    These come row by row; `shown` is how the file wants them shown (dicom_display.described), `facts` what it says
    around them (dicom_facts.facts).

    `stored`: as stored, little endian; colour as RGB or palette indices. `modality`: float32, or float64 where that
    would lose digits (PS3.3 C.11.1). `voi`: uint8 as shown, with `window` (centre, width) or the file's own.
    IndexError past the last frame; PixelProblem.
    """
    return marked_frame(path, index, stage=stage, window=window)[:2]


def marked_frame(
    path: Path,
    index: int,
    *,
    stage: Stage,
    window: tuple[float, float] | None = None,
    covered: bool = False,
) -> tuple[dict[str, Any], bytes, bytes]:
    """The same, and the file's overlays: a bit a pixel, highest first; nothing where none has a mark.

    With `covered`, what the file wants covered is, in `voi` (dicom_shutter).
    """
    from recordkeeper.formats.dicom_shutter import cover

    with hushed():
        decoded = decode(path, index)
        array, photometric = _staged(decoded, stage, window)
        described, facts, marks = _described(decoded)
    if covered and stage == "voi":
        array = cover(array, facts.get("shutter") or {})
    array = array.astype(array.dtype.newbyteorder("<"), copy=False)
    header = {
        "rows": int(array.shape[0]),
        "columns": int(array.shape[1]),
        "dtype": array.dtype.name,
        "samples": int(array.shape[2]) if array.ndim == 3 else 1,
        "photometric": photometric,
        "shown": described,
        "facts": facts,
    }
    return header, array.tobytes(), marks


def picture(path: Path, index: int, *, longest: int, most: int) -> Picture:
    """Frame `index` as shown and covered, at most `longest` pixels a side and `most` in all.

    Raises as `frame` does.
    """
    from PIL import Image

    header, values, _ = marked_frame(path, index, stage="voi", covered=True)
    size, mode = (header["columns"], header["rows"]), "L" if header["samples"] == 1 else "RGB"
    image = Image.frombuffer(mode, size, values, "raw", mode, 0, 1)
    scale = min(1.0, longest / max(size), (most / (size[0] * size[1])) ** 0.5)
    if scale < 1.0:
        smaller = (max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))
        image = image.resize(smaller, Image.Resampling.BOX, reducing_gap=2.0)
    return Picture(image.width, image.height, mode, image.tobytes())


def decode(path: Path, index: int, *, decoders: Mapping[str, Sequence[str]] = dicom_codecs.DECODERS) -> Frame:
    """Frame `index` decoded alone. IndexError past the last frame; PixelProblem."""
    try:
        with path.open("rb") as untrusted:
            stream, encoding = open_data_set(untrusted)
            return _decode(stream, encoding, index, decoders)
    except (PixelProblem, IndexError):
        raise
    except TooMuchInside as problem:
        raise PixelProblem("pixels_too_large") from problem
    except NotImplementedError as problem:
        raise PixelProblem("pixels_codec") from problem
    except trouble() as problem:
        raise PixelProblem("pixels_damaged", type(problem).__name__) from problem


def _decode(stream: BinaryIO, encoding: Encoding, index: int, decoders: Mapping[str, Sequence[str]]) -> Frame:
    from pydicom.uid import UID

    about = read_about(stream, encoding)
    _count_frames(about)
    syntax = EXPLICIT_LITTLE if encoding.transfer_syntax == DEFLATED else encoding.transfer_syntax
    pixels = _to_pixels(stream, encoding)
    options = pixel_options(about, transfer_syntax_uid=UID(syntax), **pixels)
    _guard(options, index)
    if syntax == _DEFLATED_FRAMES:
        array, found = _deflated_frame(stream, index, options)
    else:
        array, found = dicom_codecs.decode(stream, index, syntax, options, decoders=decoders)
    doubtful = bool(found.get("doubtful"))
    return Frame(array, str(found["photometric_interpretation"]), about, index, encoding.transfer_syntax, doubtful)


def _count_frames(about: Dataset) -> None:
    """A number of frames that is no number ("1A") counts as none said: there is at least one."""
    if "NumberOfFrames" not in about:
        return
    raw = about.get_item("NumberOfFrames")
    try:
        int(str(about.get("NumberOfFrames") or 1))
    except ValueError:
        del about[raw.tag]


def _to_pixels(stream: BinaryIO, encoding: Encoding) -> dict[str, Any]:
    """Move to the pixel value; what its element says of it, as pydicom's decoder wants it."""
    head = stream.read(8)
    if len(head) < 8:
        raise PixelProblem("pixels_none")
    order: Literal["little", "big"] = "little" if encoding.little else "big"
    tag = int.from_bytes(head[:2], order) << 16 | int.from_bytes(head[2:4], order)
    if tag not in _KEYWORDS:
        raise PixelProblem("pixels_none")
    options: dict[str, Any] = {"pixel_keyword": _KEYWORDS[tag]}
    if not encoding.implicit:
        stream.seek(4, 1)
        options["pixel_vr"] = head[4:6].decode("ascii", "replace")
    return options


def _guard(options: dict[str, Any], index: int) -> None:
    count = max(1, int(options.get("number_of_frames") or 1))
    if not 0 <= index < count:
        raise IndexError(index)
    samples = options["rows"] * options["columns"] * options["samples_per_pixel"]
    if samples > MOST_SAMPLES:
        raise PixelProblem("pixels_too_large", str(samples))


def _deflated_frame(stream: BinaryIO, index: int, options: dict[str, Any]) -> tuple[np.ndarray, dict[str, Any]]:
    """Deflated Image Frame Compression (PS3.5 A.4.11): each frame a raw deflate stream."""
    import zlib

    from pydicom.encaps import get_frame
    from pydicom.pixels.decoders.base import get_decoder
    from pydicom.uid import ExplicitVRLittleEndian

    packed = get_frame(stream, index, number_of_frames=int(options.get("number_of_frames") or 1))
    bits = options["rows"] * options["columns"] * options["samples_per_pixel"] * options["bits_allocated"]
    whole = -(-bits // 8)
    raw = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, whole + whole % 2)
    native = {**options, "transfer_syntax_uid": ExplicitVRLittleEndian, "number_of_frames": 1, "pixel_vr": "OB"}
    return get_decoder(ExplicitVRLittleEndian).as_array(raw, index=0, validate=True, **native)


def _described(decoded: Frame) -> tuple[dict[str, Any], dict[str, Any], bytes]:
    """What a damaged header says of the showing is worth less than the picture: nothing then."""
    import numpy as np

    from recordkeeper.formats import dicom_display, dicom_facts, dicom_overlay

    try:
        marks = dicom_overlay.overlay(decoded)
        packed = np.packbits(marks).tobytes() if marks is not None else b""
        return dicom_display.described(decoded), dicom_facts.facts(decoded), packed
    except trouble():
        return {}, {}, b""


def _staged(decoded: Frame, stage: Stage, window: tuple[float, float] | None) -> tuple[np.ndarray, str]:
    from recordkeeper.formats import dicom_display as display

    if stage == "stored":
        return decoded.array, decoded.photometric
    try:
        if stage == "modality":
            return display.modality(decoded), decoded.photometric
        return display.shown(decoded, window)
    except PixelProblem:
        raise
    except trouble() as problem:
        raise PixelProblem("pixels_damaged", type(problem).__name__) from problem
