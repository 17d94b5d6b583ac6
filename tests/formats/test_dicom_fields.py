"""Stored bytes become values as PS3.5 says, and nonsense becomes nothing."""

from __future__ import annotations

import pytest

from recordkeeper.formats.dicom_fields import FIELDS, date_of
from recordkeeper.formats.dicom_words import Words, codec_of
from recordkeeper.records.dates import PartialDate

DECIMAL, WHOLE, NUMBERS = (FIELDS[tag][1] for tag in (0x00180050, 0x00200013, 0x00200032))
NO_WORDS = Words((), little=True)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("19640305", PartialDate(1964, 3, 5)),
        ("1964.03.05", PartialDate(1964, 3, 5)),
        ("1964", PartialDate(1964)),
        ("196403", PartialDate(1964, 3)),
        ("19640230", None),
        ("00000000", None),
        ("", None),
        ("unknown", None),
    ],
)
def test_birth_dates(text: str, date: PartialDate | None) -> None:
    assert date_of(text) == date


@pytest.mark.parametrize(
    ("raw", "number"),
    [(b"7 ", 7), (b"-3", -3), (b"+4", 4), (b"3.0", 3), (b"1A", None), (b"", None), (b"1e400", None)],
)
def test_integer_strings(raw: bytes, number: int | None) -> None:
    assert WHOLE(raw, NO_WORDS) == number


@pytest.mark.parametrize(
    ("raw", "number"), [(b" 2.5 ", 2.5), (b"1e-3", 0.001), (b"nan", None), (b"x", None), (b"5\\6", 5.0)]
)
def test_decimal_strings(raw: bytes, number: float | None) -> None:
    assert DECIMAL(raw, NO_WORDS) == number


def test_one_bad_number_empties_the_vector() -> None:
    assert NUMBERS(b"1\\2\\3", NO_WORDS) == (1.0, 2.0, 3.0)
    assert NUMBERS(b"1\\x\\3", NO_WORDS) == ()


@pytest.mark.parametrize(
    ("declared", "raw", "text"),
    [
        ((), b"Doe^Jane ", "Doe^Jane"),
        ((), "Müller".encode(), "Müller"),
        ((), "Müller".encode("latin-1"), "Müller"),
        (("ISO_IR 100",), "Müller".encode("latin-1"), "Müller"),
        (("ISO_IR 192",), "王^小东".encode(), "王^小东"),
        (("GB18030",), "王^小东".encode("gb18030"), "王^小东"),
        (("ISO_IR 144",), "Люкceмбypг".encode("iso8859-5"), "Люкceмбypг"),
        (
            ("ISO 2022 IR 6", "ISO 2022 IR 149"),
            b"Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7",
            "Hong^Gildong=洪^吉洞",
        ),
        (("", "ISO 2022 IR 87"), b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B", "Yamada^Tarou=山田^太郎"),
        (("ISO_IR 192",), b"bad \xff", "bad \ufffd"),
    ],
)
def test_names_in_many_character_sets(declared: tuple[str, ...], raw: bytes, text: str) -> None:
    assert Words(declared, little=True).person(raw) == text


def test_defined_terms_as_written_and_miswritten() -> None:
    assert codec_of("ISO_IR 100") == codec_of("ISO IR 100") == codec_of("iso-ir 100") == "latin-1"
    assert codec_of("ISO 2022 GBK") == codec_of("GBK") == "gbk"
    assert codec_of("NO_SUCH_SET") == ""


def test_phonetic_only_names_keep_their_place() -> None:
    assert Words((), little=True).person(b"A^B==C^D") == "A^B==C^D"
    assert Words((), little=True).person(b"A^B== ") == "A^B"
