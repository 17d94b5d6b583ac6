"""A file somebody put into a document as an object ([MS-OLEDS]): taken out of its wrapping."""

from __future__ import annotations

import struct

from recordkeeper.formats import ole
from recordkeeper.formats.sheets import NotRead

_NATIVE = "\x01ole10native"
_WRAPPED = (("package", ""), ("contents", ".pdf"), ("embeddedodf", ""))  # stream, and the ending it must have
_ITSELF = (("worddocument", ".doc"), ("workbook", ".xls"), ("book", ".xls"), ("powerpoint document", ".ppt"))
_KNOWN = ((b"%PDF-", ".pdf"), (b"PK\x03\x04", ".zip"))


def unwrapped(untrusted: bytes, name: str) -> tuple[str, bytes] | None:
    """The file in the object called `name`, and its own name; None when it holds none that could be shown alone.

    Equations, drawings and other objects that only their own program can show are none.
    """
    if not untrusted.startswith(ole.MAGIC):
        return name, untrusted
    stem = name.rpartition(".")[0] or name
    try:
        with ole.opened(untrusted) as streams:
            if _NATIVE in streams:
                return _native(streams.content(_NATIVE))
            for stream, ending in _WRAPPED:
                content = streams.content(stream)
                known = next((found for magic, found in _KNOWN if content.startswith(magic)), None)
                if known and ending in ("", known):
                    return stem + known, content
            found = next((ending for stream, ending in _ITSELF if stream in streams), None)
            return (stem + found, untrusted) if found else None
    except NotRead:
        return None


def _native(untrusted: bytes) -> tuple[str, bytes] | None:
    """[MS-OLEDS] 2.3.6: sizes and flags, a label, the file's path, a second path, then the bytes."""
    label, _, rest = untrusted[6:].partition(b"\0")
    path, _, rest = rest.partition(b"\0")
    if len(rest) < 8:
        return None
    (length,) = struct.unpack_from("<I", rest, 4)
    rest = rest[8 + length :]
    if len(rest) < 4:
        return None
    (size,) = struct.unpack_from("<I", rest)
    content = rest[4 : 4 + size]
    name = (label or path).decode("cp1252", "replace").replace("\\", "/").rpartition("/")[2]
    return (name, content) if content and len(content) == size else None
