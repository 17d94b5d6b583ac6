"""Properties of LZMA streams are read or refused; a filter that stands alone is undone."""

from __future__ import annotations

import lzma

import pytest

from recordkeeper.formats.lzma_filters import filtered, lzma1, lzma2


def test_the_usual_properties() -> None:
    assert lzma1(b"\x5d\0\0\x10\0") == {"id": lzma.FILTER_LZMA1, "lc": 3, "lp": 0, "pb": 2, "dict_size": 1 << 20}
    assert lzma2(b"\x18") == {"id": lzma.FILTER_LZMA2, "dict_size": 1 << 24}


@pytest.mark.parametrize("raw", [b"", b"\x5d\0\0", b"\xff\0\0\x10\0", b"\x5d\xff\xff\xff\xff"])
def test_nonsense_and_greed_are_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r"LZMA|dictionary"):
        lzma1(raw)


@pytest.mark.parametrize("raw", [b"", b"\x29", b"\x28", b"\x18\x18"])
def test_nonsense_and_greed_are_refused_of_the_second_kind(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r"LZMA2|dictionary"):
        lzma2(raw)


@pytest.mark.parametrize("which", [{"id": lzma.FILTER_X86}, {"id": lzma.FILTER_DELTA, "dist": 4}])
@pytest.mark.parametrize("step", [7, 100_000])
def test_a_filter_that_stands_alone_is_undone(which: dict[str, int], step: int) -> None:
    body = (b"\xe8\x10\x20\x30\x00" + bytes(range(256))) * 1000
    packed = lzma.compress(body, lzma.FORMAT_RAW, filters=[which, {"id": lzma.FILTER_LZMA2, "preset": 1}])
    only = [{"id": lzma.FILTER_LZMA2, "preset": 1}]
    changed = lzma.decompress(packed, lzma.FORMAT_RAW, filters=only)
    assert changed != body
    pieces = (changed[at : at + step] for at in range(0, len(changed), step))
    assert b"".join(filtered(pieces, which)) == body
