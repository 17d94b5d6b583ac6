"""A micro sign taken for a p is put right where the second reader saw it; a unit two saw differently is unsure."""

from __future__ import annotations

import pytest

from recordkeeper.formats.ocr_tesseract import SeenWord
from recordkeeper.formats.ocr_units import agreed_unit, is_unit


def unit(text: str) -> SeenWord:
    return SeenWord(text, 0.93, False, 1, 100, 100, 150, 120, 100, 120)


@pytest.mark.parametrize(
    ("first", "second", "text", "sure"),
    [
        ("pmol/L", "µmol/L", "µmol/L", 0.93),
        ("pg/dl", "μg/dL", "µg/dl", 0.93),
        ("ug/L", "µg/L", "µg/L", 0.93),
        ("pmol/L", "umol/L", "umol/L", 0.4),
        ("pmol/L", "pmol/L", "pmol/L", 0.93),
        ("g/dl", "g/dL", "g/dl", 0.93),
        ("IU/L", "lU/L.", "IU/L", 0.93),
        ("mg/L", "ng/L", "mg/L", 0.4),
        ("g/L", "g/dL", "g/L", 0.4),
        ("M/uL", "m/uL", "M/uL", 0.4),
        ("mmol/L", "", "mmol/L", 0.4),
    ],
)
def test_two_readers_of_one_unit(first: str, second: str, text: str, sure: float) -> None:
    found = agreed_unit(unit(first), second)
    assert (found.text, found.sure) == (text, sure)


def test_what_is_shaped_like_a_unit() -> None:
    assert all(map(is_unit, ("mmol/L", "g/dL", "µg/L", "U/mL", "K/uL")))
    assert not any(map(is_unit, ("05/17/2024", "10^9/L", "N/A/B", "and/orwhatever", "4.0-11.0", "%")))
