"""pydicom without its noise, and what it raises."""

from __future__ import annotations

import logging
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

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


@contextmanager
def hushed() -> Iterator[None]:
    """Silence pydicom: it warns and logs what it dislikes, values included, and names do not belong in a log."""
    log = logging.getLogger("pydicom")
    was, log.disabled = log.disabled, True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.disabled = was


def trouble() -> tuple[type[Exception], ...]:
    """What pydicom and the decoders are known to raise on damaged files. Named, so that nothing else hides."""
    from pydicom.errors import BytesLengthException, InvalidDicomError

    return (*_TROUBLE, BytesLengthException, InvalidDicomError)
