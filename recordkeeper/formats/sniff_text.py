"""Whether a file is text people can read, and of which sort; told from samples of its beginning, middle and end."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from recordkeeper.records.reading import Format

SAMPLE = 8 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HTML_START = re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_HTML_TAG = re.compile(r"<(head|body|table|div|p|h[1-6]|span|font|center|pre|meta|title|br)\b", re.IGNORECASE)
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\v\b\x1a\x1b")
_CONTROLS = bytes(byte for byte in range(32) if byte not in _TEXT_CONTROLS) + b"\x7f"
_MOST_CONTROLS = 0.005  # compressed or packed data has some 11 % of them


def bom_of(head: bytes) -> tuple[str, int] | None:
    """The encoding a byte order mark names and the mark's length, or None."""
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding, len(mark)
    return None


def utf16_without_bom(sample: bytes) -> str | None:
    """ "utf-16-le" or "utf-16-be" when every second byte of mostly Latin text is zero, else None."""
    even, odd = sample[0::2], sample[1::2]
    if len(even) < 4:
        return None
    zeros_even, zeros_odd = even.count(0) / len(even), odd.count(0) / max(1, len(odd))
    if zeros_odd > 0.6 and zeros_even < 0.02:
        return "utf-16-le"
    return "utf-16-be" if zeros_even > 0.6 and zeros_odd < 0.02 else None


def text_format(path: Path, name: str) -> Format | None:
    """TEXT, HTML, or None when the bytes are no text. Empty files are no text."""
    samples = _samples(path)
    if not samples[0]:
        return None
    mark = bom_of(samples[0])
    encoding = mark[0] if mark else utf16_without_bom(samples[0])
    if encoding is None or encoding == "utf-8":
        if any(_is_binary(sample) for sample in samples):
            return None
        encoding = "latin-1"  # enough to see markup
    head = samples[0].decode(encoding, "replace")
    if encoding != "latin-1" and head.count("\ufffd") > len(head) // 50:
        return None
    return Format.HTML if _is_html(head, name) else Format.TEXT


def _samples(path: Path) -> tuple[bytes, ...]:
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(SAMPLE)
        if size <= 2 * SAMPLE:
            return head, file.read()
        file.seek(size // 2)
        middle = file.read(SAMPLE)
        file.seek(size - SAMPLE)
        return head, middle, file.read()


def _is_binary(sample: bytes) -> bool:
    sample = sample.rstrip(b"\0")  # some old exports pad their last block
    if b"\0" in sample:
        return True
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > max(1, len(sample) * _MOST_CONTROLS)


def _is_html(head: str, name: str) -> bool:
    found = _HTML_START.search(head)
    if found:
        before = re.sub(
            r"<\?xml[^>]*>|<!--.*?-->|<!doctype[^>]*>", "", head[: found.start()], flags=re.DOTALL | re.IGNORECASE
        )
        return not before.strip("\ufeff\u00ef\u00bb\u00bf \t\r\n") or name.lower().endswith(
            (".html", ".htm", ".xhtml")
        )
    return name.lower().endswith((".html", ".htm")) and _HTML_TAG.search(head) is not None
