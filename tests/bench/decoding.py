"""One frame of each transfer syntax from its file, beside the best decoder for it, given the stream alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from recordkeeper.formats import dicom_imagecodecs as ours
from tests.bench.harness import Figure, Options, measure

if TYPE_CHECKING:
    from pydicom.dataset import FileDataset

SIDE: Final = 512
ROUNDS: Final = 20  # frames are short: more rounds than of other work
NATIVE: Final = "1.2.840.10008.1.2.1"


def main(options: Options) -> Iterator[Figure]:
    """Yield a figure a syntax: ours opens the file, reads its header and gives the frame as stored."""
    from recordkeeper.formats import dicom_pixels
    from recordkeeper.formats.dicom_slow import hushed

    with hushed():
        for name, (make, decode) in _ways().items():
            path = options.work / name.replace(" ", "-")
            at, length = make(path)
            yield measure(
                f"frame of {name}",
                partial(dicom_pixels.decode, path, 0),
                partial(_floor, path, at, length, decode),
                ROUNDS * max(1, options.runs),
                floor_name="the same decoder at the stream's place",
                facts={"pixels": f"{SIDE} × {SIDE}", "bytes": length},
            )


def _floor(path: Path, at: int, length: int, decode: Callable[[bytes], object]) -> object:
    handle = os.open(path, os.O_RDONLY)
    try:
        return decode(os.pread(handle, length, at))
    finally:
        os.close(handle)


def _ways() -> dict[str, tuple[Callable[[Path], tuple[int, int]], Callable[[bytes], object]]]:
    """Syntax → how to write a file of it (where its stream lies, and how long), and the decoder of the floor."""
    import imagecodecs
    import numpy as np

    built = _image()
    grey = np.frombuffer(built.PixelData, "<u2").reshape(SIDE, SIDE)
    colour = np.stack([grey >> 3, (grey >> 2) & 255, 255 - (grey >> 3)], -1).astype(np.uint8)
    lossless = bytes(imagecodecs.jpeg8_encode(grey, lossless=True, bitspersample=16, predictor=1))
    streams = {
        "JPEG lossless": (lossless, ours.LOSSLESS_FIRST, imagecodecs.jpeg8_decode),
        "JPEG-LS": (bytes(imagecodecs.jpegls_encode(grey)), ours.JPEG_LS, imagecodecs.jpegls_decode),
        "JPEG 2000": (
            bytes(imagecodecs.jpeg2k_encode(grey, level=0, codecformat="j2k")),
            ours.J2K_LOSSLESS,
            imagecodecs.jpeg2k_decode,
        ),
        "HTJ2K": (bytes(imagecodecs.htj2k_encode(grey)), ours.HTJ2K_LOSSLESS, imagecodecs.htj2k_decode),
        "JPEG 12 bits": (
            bytes(imagecodecs.jpeg8_encode(grey, level=95, bitspersample=12)),
            ours.EXTENDED,
            imagecodecs.jpeg8_decode,
        ),
        "RLE": (_run_lengths(built), ours.RLE, partial(_unrun, np.dtype("<u2"))),
        "JPEG colour": (bytes(imagecodecs.jpeg8_encode(colour, level=90)), ours.BASELINE, imagecodecs.jpeg8_decode),
        "uncompressed": (built.PixelData, NATIVE, partial(np.frombuffer, dtype="<u2")),
    }
    return {
        name: (partial(_write, stream=stream, syntax=syntax, colour=name == "JPEG colour"), decode)
        for name, (stream, syntax, decode) in streams.items()
    }


def _image() -> FileDataset:
    from tests.making.dicom import SeriesRecipe, make_slice

    return make_slice(SeriesRecipe(rows=SIDE, columns=SIDE), 1)


def _run_lengths(built: FileDataset) -> bytes:
    from copy import deepcopy

    from pydicom.encaps import get_frame
    from pydicom.uid import UID

    packed = deepcopy(built)
    packed.compress(UID(ours.RLE), generate_instance_uid=False)
    stream: bytes = get_frame(packed.PixelData, 0, number_of_frames=1)
    return stream


def _unrun(kind: object, stream: bytes) -> object:
    import imagecodecs

    return imagecodecs.dicomrle_decode(stream, kind)


def _write(path: Path, *, stream: bytes, syntax: str, colour: bool) -> tuple[int, int]:
    """Put a stream into a file of its own; where it lies there."""
    from pydicom import dcmwrite
    from pydicom.encaps import encapsulate
    from pydicom.uid import UID

    built = _image()
    if colour:
        built.SamplesPerPixel, built.PhotometricInterpretation, built.PlanarConfiguration = 3, "YBR_FULL_422", 0
        built.BitsAllocated = built.BitsStored = 8
        built.HighBit = 7
    built.file_meta.TransferSyntaxUID = UID(syntax)
    if syntax != NATIVE:
        built.PixelData = encapsulate([stream])
        built["PixelData"].VR = "OB"
    dcmwrite(path, built, enforce_file_format=True)
    return path.read_bytes().index(stream), len(stream)
