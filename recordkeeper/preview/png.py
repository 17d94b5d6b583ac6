"""Pixels to PNG (ISO/IEC 15948), without a picture library in this process."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from recordkeeper.records.reading import Picture

_COLOUR_TYPES = {"L": (0, 1), "RGB": (2, 3)}  # mode → (colour type, bytes a pixel)


def write_png(path: Path, picture: Picture) -> None:
    """Write an 8-bit PNG. OSError when the place refuses."""
    path.write_bytes(png_bytes(picture))


def png_bytes(picture: Picture) -> bytes:
    """The picture as PNG, rows unfiltered."""
    colour_type, depth = _COLOUR_TYPES[picture.mode]
    stride = picture.width * depth
    rows = b"".join(
        b"\0" + picture.pixels[start : start + stride] for start in range(0, stride * picture.height, stride)
    )
    header = struct.pack(">IIBBBBB", picture.width, picture.height, 8, colour_type, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(rows, 3))
        + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
