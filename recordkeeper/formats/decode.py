"""Bytes to text, whatever their encoding: byte order mark, UTF-8, UTF-16 without a mark, then the likeliest."""

from __future__ import annotations

import re

from recordkeeper.formats.decode_guess import guess
from recordkeeper.formats.sniff_text import bom_of, utf16_without_bom

_SAMPLE = 64 * 1024
_JAPANESE_MAIL = (b"\x1b$B", b"\x1b$@")  # ISO 2022-JP: seven-bit bytes behind an escape
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff]")
_NO_CHARACTERS = re.compile("[\ud800-\udfff]")  # halves of pairs, which no encoding can write


def decode(untrusted: bytes) -> str:
    """Return the text of `untrusted`, line ends as \\n, without control characters.

    Never fails: what no encoding fits is read as Western European, undefined bytes as U+FFFD.
    """
    return clean(_decode(untrusted))


def clean(text: str) -> str:
    """`text` with line ends as \\n and without characters that are no text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    return _NO_CHARACTERS.sub("\ufffd", _CONTROLS.sub("", text))


def _decode(data: bytes) -> str:
    mark = bom_of(data)
    if mark:
        return data[mark[1] :].decode(mark[0], "replace")
    sample = data[:_SAMPLE]
    wide = utf16_without_bom(sample)
    if wide:
        return data.decode(wide, "replace")
    if any(escape in sample for escape in _JAPANESE_MAIL):
        return data.decode("iso2022_jp", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as problem:
        if problem.start > len(sample) or _mostly_utf8(data):
            return data.decode("utf-8", "replace")
    return data.decode(guess(data), "replace")


def _mostly_utf8(data: bytes) -> bool:
    """A UTF-8 text with a few bad bytes in it (a cut sequence, a pasted letter) stays UTF-8."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(character > "\x7f" for character in text) - bad
    return good > 8 * bad
