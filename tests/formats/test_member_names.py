"""Names inside archives are shown as people can read them."""

from __future__ import annotations

import pytest

from recordkeeper.formats.member_names import display_name, shown_name


@pytest.mark.parametrize(
    ("raw", "utf8", "shown"),
    [
        ("Ärztbrief 検査 🏥.pdf".encode(), True, "Ärztbrief 検査 🏥.pdf"),
        (
            "Ärztbrief.pdf".encode(),
            False,
            "Ärztbrief.pdf",
        ),  # written as UTF-8 without saying so, as many programs do
        (b"\x8erztbrief.pdf", False, "Ärztbrief.pdf"),
        (b"a\xff\xfeb", True, "a\\xff\\xfeb"),
        (b"line\nbreak\x00.txt", False, "line\\x0abreak\\x00.txt"),
        ("cod\u202efdp.exe".encode(), True, "cod\\xe2\\x80\\xaefdp.exe"),
    ],
)
def test_names_are_shown_as_people_can_read_them(raw: bytes, utf8: bool, shown: str) -> None:
    assert display_name(raw, declared_utf8=utf8) == shown


def test_half_a_character_is_shown_by_its_bytes_and_no_name_is_endless() -> None:
    assert shown_name("a\ud800b") == "a\\xed\\xa0\\x80b"
    assert len(shown_name("x" * 100_000)) == 4096
