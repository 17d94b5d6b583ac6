"""What was signed is taken out of the signature around it."""

from __future__ import annotations

import pytest

from recordkeeper.formats.cms import signed_content

SIGNED, DATA = bytes.fromhex("06092a864886f70d010702"), bytes.fromhex("06092a864886f70d010701")


def der(tag: int, content: bytes) -> bytes:
    size = len(content)
    length = bytes([size]) if size < 128 else b"\x84" + size.to_bytes(4, "big")
    return bytes([tag]) + length + content


def signed(content: bytes, octets: bytes | None = None) -> bytes:
    inner = octets if octets is not None else der(4, content)
    body = der(2, b"\1") + der(0x31, b"") + der(0x30, DATA + der(0xA0, inner))
    return der(0x30, SIGNED + der(0xA0, der(0x30, body)))


def test_a_content_in_one_piece_or_in_many_is_found() -> None:
    assert signed_content(signed(b"x" * 300)) == b"x" * 300
    pieces = der(4, b"ab") + der(4, b"c")
    assert signed_content(signed(b"", der(0x24, pieces))) == b"abc"
    assert signed_content(signed(b"", b"\x24\x80" + pieces + b"\0\0")) == b"abc"


@pytest.mark.parametrize(
    "data", [b"", b"0" * 100, SIGNED, SIGNED + DATA, SIGNED + DATA + b"\xa0\x80\x24", signed(b"", b"\x30\0")]
)
def test_what_is_no_signature_or_keeps_its_content_elsewhere_gives_nothing(data: bytes) -> None:
    assert not signed_content(data)
