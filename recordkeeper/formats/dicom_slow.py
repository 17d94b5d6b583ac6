"""Reads a DICOM header with pydicom, where the quick walk met something odd."""

from __future__ import annotations

import logging
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final

from recordkeeper.formats.dicom_encoding import Encoding
from recordkeeper.formats.dicom_walk import PIXEL_TAGS, UNDEFINED, Header

_TROUBLE: Final = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RecursionError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
_LARGE: Final = 64 * 1024


@contextmanager
def hushed() -> Iterator[None]:
    """Silence pydicom: it warns and logs what it dislikes, values included, and names do not belong in a log.

    By its level, which the loggers of its modules go by too: disabling one logger leaves those below it talking.
    """
    log = logging.getLogger("pydicom")
    was = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.setLevel(was)


def trouble() -> tuple[type[Exception], ...]:
    """What pydicom and the decoders are known to raise on damaged files. Named, so that nothing else hides."""
    from pydicom.errors import BytesLengthException, InvalidDicomError

    return (*_TROUBLE, BytesLengthException, InvalidDicomError)


class Unparsable(ValueError):
    """pydicom could not read the data set either."""


def parse(stream: BinaryIO, encoding: Encoding, wanted: frozenset[int], size: int) -> Header:
    """The same as dicom_walk.walk, by pydicom. Raises Unparsable."""
    from pydicom.filereader import read_dataset
    from pydicom.tag import BaseTag

    header = Header(encoding, size=size)

    def at_pixels(tag: BaseTag, _vr: str | None, length: int) -> bool:
        if int(tag) in PIXEL_TAGS:
            return True
        header.cut = length != UNDEFINED and stream.tell() + length > size
        return header.cut

    stream.seek(encoding.start)
    with hushed():
        try:
            data_set = read_dataset(
                stream,
                encoding.implicit,
                encoding.little,
                stop_when=at_pixels,
                defer_size=_LARGE,
                specific_tags=[BaseTag(tag) for tag in sorted(wanted)],
            )
            for tag in data_set.keys():  # noqa: SIM118 - iterating a Dataset converts its values
                value: object = getattr(data_set.get_item(tag), "value", None)
                if isinstance(value, bytes):
                    header.values[int(tag)] = value
        except trouble() as problem:
            raise Unparsable(type(problem).__name__) from problem
    if not header.cut:
        _find_pixels(stream, header)
    return header


def _find_pixels(stream: BinaryIO, header: Header) -> None:
    """pydicom stops in front of the pixels' tag."""
    at, encoding = stream.tell(), header.encoding
    head = stream.read(12)
    order = "<" if encoding.little else ">"
    if len(head) < 8:
        header.cut = len(head) > 0
        return
    group, element = struct.unpack_from(order + "HH", head)
    if (group << 16 | element) not in PIXEL_TAGS:
        return
    long_form = not encoding.implicit and head[4:6] in (b"OB", b"OW", b"OF", b"OD", b"UN", b"OL", b"OV")
    if encoding.implicit or not long_form:
        header.pixels_at, (header.pixels_length,) = at + 8, struct.unpack_from(order + "I", head, 4)
    elif len(head) == 12:
        header.pixels_at, (header.pixels_length,) = at + 12, struct.unpack_from(order + "I", head, 8)
    if header.pixels_length != UNDEFINED and header.pixels_at is None:
        header.cut = True
