"""Where a ZIP's directory is and how long is told without reading it."""

from __future__ import annotations

import io

from recordkeeper.formats.zip_directory import find_directory, most_entries
from tests.fakes.bombs import zip_with_too_many_members
from tests.fakes.trouble_files import zip_of, zip_that_is_the_last_of_parts


def test_entries_are_counted_whatever_stands_around_the_archive() -> None:
    data = zip_of({"a": b"1", "b": b"2"})
    commented = data[:-2] + b"\x05\x00words"
    for each in (data, b"rubbish" * 99 + data, commented):
        file = io.BytesIO(each)
        directory = find_directory(file)
        assert directory is not None
        assert not directory.is_a_part
        assert most_entries(file, directory) == 2


def test_the_long_form_of_the_record_is_followed() -> None:
    file = io.BytesIO(zip_with_too_many_members(70_000))
    directory = find_directory(file)
    assert directory is not None
    assert most_entries(file, directory) == 70_000


def test_a_part_says_so_and_no_archive_has_none() -> None:
    last = find_directory(io.BytesIO(zip_that_is_the_last_of_parts()))
    assert last is not None
    assert last.is_a_part
    assert find_directory(io.BytesIO(b"PK\x03\x04 and no more")) is None
    assert find_directory(io.BytesIO(b"PK\x05\x06")) is None
