"""The message inside a signature that is wrapped around it (CMS SignedData, RFC 5652), which hides nothing."""

from __future__ import annotations

_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_DATA = bytes.fromhex("06092a864886f70d010701")
_WITHIN = 64  # bytes in which the kind of the whole is told
_EXPLICIT, _OCTETS, _OCTETS_IN_PIECES = 0xA0, 0x04, 0x24
_MOST_PIECES = 200_000


def signed_content(untrusted: bytes) -> bytes | None:
    """What was signed; None when this is no such signature, or the content is not in it. Nothing is checked, and
    nothing claimed about who signed.
    """
    if _SIGNED_DATA not in untrusted[:_WITHIN]:
        return None
    at = untrusted.find(_DATA)
    if at < 0:
        return None
    try:
        return _octets(untrusted, at + len(_DATA))
    except IndexError:
        return None


def _octets(data: bytes, at: int) -> bytes | None:
    """The octet string behind the kind of the content, in one piece or in many."""
    if data[at] != _EXPLICIT:
        return None
    _, at = _length(data, at + 1)
    kind = data[at]
    size, at = _length(data, at + 1)
    if kind == _OCTETS and size is not None:
        return data[at : at + size]
    if kind != _OCTETS_IN_PIECES:
        return None
    pieces: list[bytes] = []
    end = len(data) if size is None else at + size
    while at < end and data[at] == _OCTETS and len(pieces) < _MOST_PIECES:
        size, at = _length(data, at + 1)
        pieces.append(data[at : at + (size or 0)])
        at += size or 0
    return b"".join(pieces)


def _length(data: bytes, at: int) -> tuple[int | None, int]:
    """X.690 8.1.3: the length that stands at `at`, None when an end mark tells it, and where the content begins."""
    first = data[at]
    if first < 0x80:
        return first, at + 1
    count = first & 0x7F
    return (int.from_bytes(data[at + 1 : at + 1 + count], "big") if count else None), at + 1 + count
