"""Outlook's compressed rich text, by the examples of its specification."""

from __future__ import annotations

import pytest

from recordkeeper.formats.lzfu import unpacked
from recordkeeper.formats.sheets import NotRead

HELLO = "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
OVERLAPPING = "1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0"


def test_the_examples_of_the_specification_are_unpacked() -> None:
    """[MS-OXRTFCP] 4.1 and 4.2."""
    assert unpacked(bytes.fromhex(HELLO)) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert unpacked(bytes.fromhex(OVERLAPPING)) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


def test_what_was_not_compressed_is_handed_on() -> None:
    assert unpacked(b"\x16\0\0\0\x0a\0\0\0MELA\0\0\0\0{\\rtf1 hi}") == b"{\\rtf1 hi}"


def test_cut_input_gives_its_beginning_and_other_input_nothing() -> None:
    assert unpacked(bytes.fromhex(HELLO)[:-20]).startswith(b"{\\rtf1\\ansi")
    for data in (b"", b"\0" * 40, b"\xff" * 40):
        with pytest.raises(NotRead):
            unpacked(data)
