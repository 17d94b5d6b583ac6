"""Decodes DICOM text by its SpecificCharacterSet (PS3.3 C.12.1.1.2, PS3.5 section 6.1)."""

from __future__ import annotations

import re
from typing import Final

from recordkeeper.formats.dicom_slow import hushed

_ESCAPE: Final = 0x1B
# Codecs of the single-byte and stand-alone character sets (PS3.3 C.12.1.1.2). Those that switch by escape
# sequences inside a value are left to pydicom.
_CODECS: Final = {
    "": "latin-1",
    "6": "latin-1",
    "13": "shift_jis",
    "87": "iso2022_jp",
    "100": "latin-1",
    "101": "iso8859-2",
    "109": "iso8859-3",
    "110": "iso8859-4",
    "126": "iso8859-7",
    "127": "iso8859-6",
    "138": "iso8859-8",
    "144": "iso8859-5",
    "148": "iso8859-9",
    "149": "euc_kr",
    "159": "iso2022_jp_2",
    "166": "iso8859-11",
    "192": "utf-8",
    "203": "iso8859-15",
    "58": "gb2312",
    "GBK": "gbk",
    "GB18030": "gb18030",
}
_SET_NAME: Final = re.compile(
    r"ISO[ _-]?(?:2022[ _-]?)?IR[ _-]?(\d+)|ISO[ _]2022[ _](58)|(?:ISO 2022 )?(GBK|GB18030)"
)
_MULTI_BYTE: Final = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")


class Words:
    """Decodes the text of one data set by its SpecificCharacterSet."""

    __slots__ = ("codec", "declared", "little")

    def __init__(self, declared: tuple[str, ...], little: bool) -> None:
        self.declared, self.little = declared, little
        self.codec = codec_of(declared[0]) if declared else ""

    def text(self, raw: bytes) -> str:
        """One value, without padding. Bytes outside the declared set become U+FFFD; nothing is raised."""
        if raw.isascii() and _ESCAPE not in raw:
            return raw.decode("ascii").strip(" \0")
        if _ESCAPE in raw:
            return self._escaped(raw, person=False)
        return self._decode(raw).strip(" \0")

    def person(self, raw: bytes) -> str:
        """A PN value with all its component groups: alphabetic=ideographic=phonetic."""
        if _ESCAPE in raw:
            return self._escaped(raw, person=True)
        return self.text(raw).rstrip("=")

    def _decode(self, raw: bytes) -> str:
        if not self.codec:  # nothing declared: many write UTF-8 or Latin-1 all the same
            try:
                return raw.decode("utf-8") if _MULTI_BYTE.search(raw) else raw.decode("latin-1")
            except UnicodeDecodeError:
                return raw.decode("latin-1")
        return raw.decode(self.codec, "replace")

    def _escaped(self, raw: bytes, *, person: bool) -> str:
        from pydicom.charset import convert_encodings, decode_bytes
        from pydicom.valuerep import TEXT_VR_DELIMS, PersonName

        try:
            with hushed():
                encodings = convert_encodings(list(self.declared) or [""])
                if person:
                    return str(PersonName(raw.strip(b" \0"), encodings)).strip(" \0").rstrip("=")
                return decode_bytes(raw, encodings, TEXT_VR_DELIMS).strip(" \0")
        except (LookupError, ValueError):  # a set nobody knows: what can be read without it
            return self._decode(raw).strip(" \0")


def codec_of(declared: str) -> str:
    """The Python codec of one defined term; "" (guess) when it names none."""
    match = _SET_NAME.fullmatch(declared.strip().upper())
    if match is None:
        return "" if declared.strip() else _CODECS[""]
    return _CODECS.get(match.group(1) or match.group(2) or match.group(3), "")
