"""A file's own account of its encoding is taken, and checked against its first element."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.paper.dicom_part10 import examine
from tests.making.dicom import SYNTAXES, SeriesRecipe, make_slice, save


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_only_explicit_little_endian_and_compressed_files_may_stay(tmp_path: Path, syntax: str) -> None:
    outside = examine(save(make_slice(SeriesRecipe(), 1), tmp_path / "a", syntax).read_bytes())  # type: ignore[arg-type]
    assert outside.proper
    assert outside.transfer_syntax == SYNTAXES[syntax]
    assert outside.can_stay == (syntax in ("explicit", "rle", "jpeg2000", "jpegls"))


def test_a_bare_data_set_may_not_stay(tmp_path: Path) -> None:
    path = save(make_slice(SeriesRecipe(), 1), tmp_path / "a", "explicit", part10=False)
    outside = examine(path.read_bytes())
    assert not outside.proper
    assert not outside.can_stay
    assert (outside.implicit, outside.little, outside.data_set_at) == (False, True, 0)


def test_meta_information_without_an_instance_uid_is_not_proper(tmp_path: Path) -> None:
    raw = save(make_slice(SeriesRecipe(), 1), tmp_path / "a").read_bytes()
    at = raw.index(b"\x02\x00\x03\x00UI")
    length = int.from_bytes(raw[at + 6 : at + 8], "little")
    assert not examine(raw[:at] + raw[at + 8 + length :]).proper


def test_nothing_is_made_of_nothing() -> None:
    for junk in (b"", b"\x02\x00", bytes(200), b"MZ" + bytes(400)):
        assert not examine(junk).can_stay
