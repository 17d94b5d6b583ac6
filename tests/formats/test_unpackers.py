"""Unpacking in steps gives the same bytes, a mebibyte at a time at most, and says when the end is missing."""

from __future__ import annotations

import bz2
import io
import lzma
import random
import zlib
from collections.abc import Callable

import pytest

from recordkeeper.formats.archive import CHUNK
from recordkeeper.formats.unpackers import Deflated, Deflated64, Unpacker, pieces, unpacked

BODY = random.Random(1).randbytes(300_000) + bytes(5 * CHUNK)
RAW = [{"id": lzma.FILTER_LZMA2, "preset": 1}]


def deflated(body: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(body) + packer.flush()


def deflated64(body: bytes) -> bytes:
    import inflate64

    packer = inflate64.Deflater()
    return bytes(packer.deflate(body) + packer.flush())


WAYS: dict[str, tuple[Callable[[bytes], bytes], Callable[[], Unpacker]]] = {
    "deflate": (deflated, Deflated),
    "deflate64": (deflated64, Deflated64),
    "bzip2": (bz2.compress, bz2.BZ2Decompressor),
    "lzma": (
        lambda body: lzma.compress(body, lzma.FORMAT_RAW, filters=RAW),
        lambda: lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=RAW),
    ),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("step", [1000, 10_000_000])
def test_the_same_bytes_come_out_in_small_chunks(way: str, step: int) -> None:
    pack, make = WAYS[way]
    packed = pack(BODY)
    chunks = list(unpacked((packed[at : at + step] for at in range(0, len(packed), step)), make()))
    assert b"".join(chunks) == BODY
    assert max(map(len, chunks)) <= CHUNK


@pytest.mark.parametrize("way", WAYS)
def test_a_missing_end_is_said(way: str) -> None:
    pack, make = WAYS[way]
    came: list[bytes] = []
    with pytest.raises(EOFError):
        came.extend(unpacked([pack(BODY)[:-400]], make()))
    assert BODY.startswith(b"".join(came))


@pytest.mark.parametrize("way", WAYS)
def test_what_follows_the_end_is_left(way: str) -> None:
    pack, make = WAYS[way]
    assert b"".join(unpacked([pack(b"words") + b"rubbish", b"more"], make())) == b"words"


def test_pieces_are_those_asked_for_or_none() -> None:
    assert b"".join(pieces(io.BytesIO(BODY), 2 * CHUNK + 1)) == BODY[: 2 * CHUNK + 1]
    with pytest.raises(EOFError):
        list(pieces(io.BytesIO(b"abc"), 4))
