"""Names of what lies inside other files, as people can read them. They are data and never become paths."""

from __future__ import annotations

import unicodedata

_NEVER_SHOWN = frozenset({"Cc", "Cs", "Zl", "Zp"})
_TURNING = frozenset(
    "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)  # show "gpj.exe" as "exe.jpg"
_LONGEST = 4096  # characters; a path of an operating system is no longer


def display_name(raw: bytes, *, declared_utf8: bool) -> str:
    """A name people can read: UTF-8, else the ZIP's own code page 437 (APPNOTE appendix D).

    Control characters, letters that turn the writing direction, and bytes that are no text are shown as \\xNN.
    """
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        name = raw.decode("utf-8", "backslashreplace") if declared_utf8 else raw.decode("cp437")
    return shown_name(name)


def shown_name(untrusted: str) -> str:
    """The same for a name that is text already."""
    return "".join(
        _escaped(each) if unicodedata.category(each) in _NEVER_SHOWN or each in _TURNING else each
        for each in untrusted[:_LONGEST]
    )


def _escaped(character: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in character.encode("utf-8", "surrogatepass"))
