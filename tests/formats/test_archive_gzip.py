"""One file packed alone gives that file."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest

from recordkeeper.formats.archive_gzip import GzipHandler
from recordkeeper.formats.registry import Registry
from recordkeeper.records.reading import Condition, Format
from tests.formats.unpacking import unpacked

ROOT = Path(__file__).resolve().parents[2]
NOTE = b"Progress note. " * 200_000


def saved(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "stored"
    path.write_bytes(data)
    assert Registry(ROOT / "resources").sniff(path, "note") is Format.GZIP
    return path


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_the_file_inside_comes_out_whole(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    path = saved(tmp_path, pack(NOTE) + pack(b"and the rest"))
    assert GzipHandler().read(path, Format.GZIP).condition is Condition.CONTAINER
    assert unpacked(GzipHandler(), path, Format.GZIP) == [("", NOTE + b"and the rest")]


def test_the_name_it_was_packed_under_is_only_a_name(tmp_path: Path) -> None:
    out = io.BytesIO()
    with gzip.GzipFile("../../etc/evil\x07.txt", "wb", fileobj=out) as packed:
        packed.write(b"x")
    data = out.getvalue()
    assert b"evil" in data
    path = saved(tmp_path, data.replace(b"evil", b"a/.."))
    assert unpacked(GzipHandler(), path, Format.GZIP) == [("..\\x07.txt", b"x")]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_file_without_its_end_is_damaged(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    import random

    data = pack(random.Random(1).randbytes(1_000_000))
    path = saved(tmp_path, data[: len(data) - 1000])
    assert unpacked(GzipHandler(), path, Format.GZIP) == [("", "member_damaged")]


def test_what_gives_nothing_at_all_is_unreadable(tmp_path: Path) -> None:
    path = saved(tmp_path, b"\x1f\x8b\x08\0" + b"\xff" * 100)
    reading = GzipHandler().read(path, Format.GZIP)
    assert (reading.condition, reading.reason_code) == (Condition.UNREADABLE, "archive_damaged")
