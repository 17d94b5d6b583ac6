"""age files: made and opened, told when they are broken, and errors of the disk as they were."""

from __future__ import annotations

import errno
import io
from pathlib import Path

import pytest

from recordkeeper.library import keys
from recordkeeper.library.seal import Seal, fits, new_key
from recordkeeper.records.errors import PlaceProblem


@pytest.fixture
def seal() -> Seal:
    return keys.new_seal(new_key())


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 1_000_000])
def test_what_is_closed_opens_and_its_length_tells_what_is_in_it(seal: Seal, size: int) -> None:
    plain = bytes(range(256)) * (size // 256 + 1)
    plain = plain[:size]
    for _ in range(5):  # the header is not always as long
        closed = seal.closed(plain)
        assert seal.opened(closed) == plain
        assert fits(len(closed), size)
    assert not fits(len(closed) - 2048, size)
    assert not fits(len(closed), size + 4096)


def test_a_changed_byte_and_another_key_are_told(seal: Seal) -> None:
    closed = seal.closed(b"a letter")
    broken = closed[:-1] + bytes([closed[-1] ^ 1])
    for data, with_ in ((broken, seal), (closed[:-4], seal), (closed, keys.new_seal(new_key()))):
        with pytest.raises(PlaceProblem) as caught:
            with_.opened(data)
        assert caught.value.code == "seal_broken"


def test_a_disk_that_is_full_says_so_as_it_is(seal: Seal) -> None:
    class Full(io.BytesIO):
        def write(self, data: object, /) -> int:
            raise OSError(errno.ENOSPC, "no room")

    with pytest.raises(OSError, match="no room") as caught:
        seal.close(io.BytesIO(b"a letter"), Full())
    assert caught.value.errno == errno.ENOSPC


def test_no_secret_is_in_what_python_shows_of_it(seal: Seal) -> None:
    assert seal.device not in repr(seal)
    assert seal.catalogue_key.hex() not in repr(seal)


def test_a_handle_reads_from_the_start(seal: Seal, tmp_path: Path) -> None:
    (tmp_path / "x.age").write_bytes(seal.closed(b"a letter"))
    with seal.handle(tmp_path / "x.age", tmp_path) as handle:
        assert handle.read() == b"a letter"
    assert [path.name for path in tmp_path.iterdir()] == ["x.age"]
