"""Bytes become explicit VR little endian with their values as they were."""

from __future__ import annotations

import struct

import pytest
from pydicom.datadict import dictionary_VR

from recordkeeper.paper.dicom_transcode import UNDEFINED, Transcoder


def run(raw: bytes, *, implicit: bool = True, little: bool = True) -> bytes:
    return Transcoder(raw, implicit=implicit, little=little, vr_of=dictionary_VR).run()


def implicit(tag: int, value: bytes, length: int | None = None) -> bytes:
    return struct.pack("<HHI", tag >> 16, tag & 0xFFFF, len(value) if length is None else length) + value


def explicit(tag: int, vr: bytes, value: bytes) -> bytes:
    return struct.pack("<HH2sH", tag >> 16, tag & 0xFFFF, vr, len(value)) + value


def test_a_value_that_is_wrong_arrives_as_it_was() -> None:
    assert run(implicit(0x00080020, b"not a date")) == explicit(0x00080020, b"DA", b"not a date")


@pytest.mark.parametrize(("signed", "vr"), [(0, b"US"), (1, b"SS")])
def test_ambiguous_values_follow_the_pixels_sign(signed: int, vr: bytes) -> None:
    raw = implicit(0x00280103, struct.pack("<H", signed)) + implicit(0x00280106, b"\x05\x00")
    assert run(raw).endswith(explicit(0x00280106, vr, b"\x05\x00"))


def test_private_elements_are_kept_as_unknown() -> None:
    raw = implicit(0x00090010, b"VENDOR") + implicit(0x00091001, b"\x01\x02\x03\x04")
    unknown = struct.pack("<HH2sHI", 0x0009, 0x1001, b"UN", 0, 4) + b"\x01\x02\x03\x04"
    assert run(raw) == explicit(0x00090010, b"LO", b"VENDOR") + unknown


def test_a_value_too_long_for_its_short_form_becomes_unknown() -> None:
    out = run(implicit(0x00081030, b"x" * 70_000))
    assert out[4:6] == b"UN"
    assert out.endswith(b"x" * 70_000)


def test_odd_lengths_are_padded_and_group_lengths_left_out() -> None:
    raw = implicit(0x00080000, b"\x10\x00\x00\x00") + implicit(0x00080060, b"CTX") + implicit(0x00080018, b"1.2")
    assert run(raw) == explicit(0x00080060, b"CS", b"CTX ") + explicit(0x00080018, b"UI", b"1.2\0")


def test_big_endian_numbers_are_turned() -> None:
    raw = struct.pack(">HH2sHH", 0x0028, 0x0010, b"US", 2, 512) + struct.pack(
        ">HH2sHd", 0x0018, 0x9073, b"FD", 8, 1.5
    )
    out = run(raw, implicit=False, little=False)
    assert out == explicit(0x00280010, b"US", struct.pack("<H", 512)) + explicit(
        0x00189073, b"FD", struct.pack("<d", 1.5)
    )


def test_sequences_of_all_forms_hold_the_same_items() -> None:
    inner = implicit(0x00081150, b"1.2\0")
    end_item, end = struct.pack("<HHI", 0xFFFE, 0xE00D, 0), struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)
    closed = implicit(0xFFFEE000, inner)
    opened = implicit(0xFFFEE000, inner, UNDEFINED) + end_item
    forms = [implicit(0x00081140, item) for item in (closed, opened)]
    forms += [implicit(0x00081140, item + end, UNDEFINED) for item in (closed, opened)]
    assert len({run(form) for form in forms}) == 1


@pytest.mark.parametrize("raw", [implicit(0x00080060, b"CT", 900), implicit(0x00081140, b"", UNDEFINED)])
def test_a_data_set_that_breaks_off_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r"longer than|ends inside"):
        run(raw)


def test_bytes_behind_the_pixels_are_not_part_of_the_data_set() -> None:
    raw = implicit(0x7FE00010, b"\x01\x02")
    assert run(raw + b"junk that is no element at all") == run(raw)
