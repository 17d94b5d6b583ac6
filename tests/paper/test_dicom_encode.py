"""Values are made to fit the VR they are written in."""

from __future__ import annotations

import pytest

from recordkeeper.paper.dicom_encode import code, date, element, number, person, text, time


def test_elements_are_padded_to_even_length() -> None:
    assert element(0x00080060, "CS", "CTX") == b"\x08\x00\x60\x00CS\x04\x00CTX "
    assert element(0x00080018, "UI", "1.2") == b"\x08\x00\x18\x00UI\x04\x001.2\0"
    assert element(0x00100010, "PN", "é") == b"\x10\x00\x10\x00PN\x02\x00\xc3\xa9"


@pytest.mark.parametrize(
    ("raw", "fits"),
    [("20240312", "20240312"), ("2024.03.12", "20240312"), ("20240231", ""), ("2024", ""), ("x", "")],
)
def test_dates(raw: str, fits: str) -> None:
    assert date(raw) == fits


@pytest.mark.parametrize(
    ("raw", "fits"), [("101530.5", "101530.5"), ("10:15:30", "101530"), ("10", "10"), ("256000", ""), ("noon", "")]
)
def test_times(raw: str, fits: str) -> None:
    assert time(raw) == fits


def test_text_names_codes_and_numbers() -> None:
    assert text(" a\\b\x1b\n ") == "a/b"
    assert len(text("x" * 99, "SH")) == 16
    assert person("A^B=C^D==") == "A^B=C^D"
    assert len(person("x" * 99)) == 64
    assert code(" ct scan? ") == "CT SCAN_"
    assert number(-(2**40)) == "-2147483648"
