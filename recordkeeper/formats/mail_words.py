"""Words of mail in their encodings: header fields (RFC 2047), bodies, web pages, appointments (RFC 5545)."""

from __future__ import annotations

import binascii
import re

from recordkeeper.formats.decode import clean, decode

MOST_FIELD = 20_000  # signs of a header field; a list of a thousand addressees has as many
_ENCODED = re.compile(r"=\?([^?\s*]+)(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN = re.compile(r"(\?=)\s+(?==\?)")
_QUOTED = re.compile(rb"=([0-9A-Fa-f]{2})")
_FOLDED = re.compile(r"\r?\n[ \t]")
_EVENT_FIELD = re.compile(r"^(SUMMARY|LOCATION|DTSTART)(?:;[^:\n]*)?:(.*)$", re.MULTILINE)
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?\Z")
_BOM = b"\xef\xbb\xbf"


def field(untrusted: str) -> str:
    """A header field on one line, its encoded words decoded; bytes that are not ASCII by the likeliest encoding."""
    raw = untrusted[:MOST_FIELD]
    if any("\udc80" <= sign <= "\udcff" for sign in raw):
        raw = decode(raw.encode("utf-8", "surrogateescape"))
    raw = _BETWEEN.sub(r"\1", raw)
    parts: list[str] = []
    at, waiting, encoding = 0, b"", ""
    for found in _ENCODED.finditer(raw):
        data = _encoded_word(found.group(2), found.group(3))
        if found.start() == at and found.group(1).lower() == encoding:
            waiting += data  # a letter's bytes may be parted between two words
        else:
            parts += [text(waiting, encoding), raw[at : found.start()]]
            waiting, encoding = data, found.group(1).lower()
        at = found.end()
    parts += [text(waiting, encoding), raw[at:]]
    return " ".join(clean("".join(parts)).split())


def _encoded_word(kind: str, word: str) -> bytes:
    data = word.encode("utf-8", "replace")
    if kind in "qQ":
        return _QUOTED.sub(lambda found: bytes([int(found.group(1), 16)]), data.replace(b"_", b" "))
    try:
        return binascii.a2b_base64(data + b"=" * (-len(data) % 4)) or data
    except binascii.Error:
        return data


def text(untrusted: bytes, charset: str) -> str:
    """`untrusted` in the encoding it is said to be in, or in the likeliest one."""
    try:
        return clean(untrusted.decode(charset)) if charset and charset.lower() != "us-ascii" else decode(untrusted)
    except (LookupError, UnicodeError, ValueError):
        return decode(untrusted)


def page(untrusted: bytes, charset: str) -> str:
    """The words of a web page in the encoding the mail says, or in the one the page says."""
    from recordkeeper.formats.markup import html_text

    try:
        told = untrusted.decode(charset) if charset and charset.lower() != "us-ascii" else None
    except (LookupError, UnicodeError, ValueError):
        told = None
    return html_text(untrusted if told is None else _BOM + told.encode("utf-8", "replace"))[0]


def appointment(untrusted: bytes) -> str:
    """When, what and where of each event in a calendar part, a line each."""
    lines = []
    for event in _FOLDED.sub("", decode(untrusted)).split("BEGIN:VEVENT")[1:50]:
        fields = {name: value.strip() for name, value in reversed(_EVENT_FIELD.findall(event))}
        day = _MOMENT.match(fields.get("DTSTART", ""))
        when = "{}-{}-{}".format(*day.groups()) if day else ""
        if day and day.group(4):
            when += f" {day.group(4)}:{day.group(5)}" + (" UTC" if day.group(6) else "")
        said = (fields.get(name, "").replace("\\n", " ").replace("\\", "") for name in ("SUMMARY", "LOCATION"))
        lines.append(", ".join(part for part in (when, *said) if part))
    return "\n".join(line for line in lines if line)
