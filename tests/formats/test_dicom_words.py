"""Text is decoded by the character set it declares, and by a guess where that makes no sense."""

from __future__ import annotations

import pytest

from recordkeeper.formats.dicom_words import Words

YAMADA = b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B"


def test_sets_that_switch_inside_a_value_are_followed() -> None:
    assert Words(("", "ISO 2022 IR 87"), little=True).person(YAMADA) == "Yamada^Tarou=山田^太郎"


@pytest.mark.parametrize(
    "declared", [("", "ISO 2022 IR 87 \0\x12"), ("\0",), ("no such set",), ("", "ISO 2022 IR 999")]
)
def test_a_set_nobody_knows_costs_no_more_than_its_letters(declared: tuple[str, ...]) -> None:
    words = Words(declared, little=True)
    assert words.person(YAMADA).startswith("Yamada^Tarou=")
    assert words.text(b"plain \x1b words").startswith("plain")
    assert words.text(b"caf\xc3\xa9") in ("café", "cafÃ©")
