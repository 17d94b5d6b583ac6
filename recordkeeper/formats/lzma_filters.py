"""Filter descriptions for the lzma module, from the property bytes that ZIP and 7z store."""

from __future__ import annotations

import lzma
from collections.abc import Iterable, Iterator
from typing import Any

MOST_DICTIONARY = 1 << 29  # bytes a stream may ask for; 7-Zip's own highest setting asks for 64 to 256 MB
_PIECE = 1 << 16  # the most a plain LZMA2 chunk holds
_PLAIN_FIRST, _PLAIN, _END = b"\x01", b"\x02", b"\x00"

Filter = dict[str, Any]


def lzma1(properties: bytes) -> Filter:
    """LZMA: one byte of parameters, four of dictionary size. ValueError when they make no sense."""
    if len(properties) < 5 or properties[0] >= 9 * 5 * 5:
        raise ValueError("LZMA properties")
    rest, lc = divmod(properties[0], 9)
    pb, lp = divmod(rest, 5)
    return {"id": lzma.FILTER_LZMA1, "lc": lc, "lp": lp, "pb": pb, "dict_size": _size(properties[1:5])}


def _size(raw: bytes) -> int:
    size = int.from_bytes(raw, "little")
    if size > MOST_DICTIONARY:
        raise ValueError("dictionary too large")
    return max(size, 4096)


def lzma2(properties: bytes) -> Filter:
    """LZMA2: one byte that stands for the dictionary size."""
    if len(properties) != 1 or properties[0] > 40:
        raise ValueError("LZMA2 properties")
    step = properties[0]
    size = (2 | (step & 1)) << (step // 2 + 11)
    return {"id": lzma.FILTER_LZMA2, "dict_size": _size(size.to_bytes(8, "little"))}


def filtered(chunks: Iterable[bytes], which: Filter) -> Iterator[bytes]:
    """Undo a branch or delta filter that stands alone: the lzma module has them only before a compressor.

    So the bytes are handed to it as LZMA2 chunks that are not packed.
    """
    stream = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[which, {"id": lzma.FILTER_LZMA2, "dict_size": _PIECE}])
    head = _PLAIN_FIRST
    for chunk in chunks:
        for at in range(0, len(chunk), _PIECE):
            piece = chunk[at : at + _PIECE]
            out = stream.decompress(head + (len(piece) - 1).to_bytes(2, "big") + piece)
            head = _PLAIN
            if out:
                yield out
    if rest := stream.decompress(_END):
        yield rest
