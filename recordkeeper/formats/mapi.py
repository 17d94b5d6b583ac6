"""Outlook's properties of a message ([MS-OXPROPS]), which MSG files and winmail.dat hold: a mail made of them."""

from __future__ import annotations

import datetime as dt
import email.utils
import functools
import re
from collections.abc import Mapping

from recordkeeper.formats import mail_words
from recordkeeper.formats.mail_parts import Attached, Mail, best, is_sealed, is_sealed_text
from recordkeeper.formats.sheets import NotRead

Value = str | bytes | int
Properties = Mapping[int, Value]

SUBJECT, BODY, HTML, RTF = 0x0037, 0x1000, 0x1013, 0x1009
SENT, RECEIVED = 0x0039, 0x0E06
SENDER, SENDER_ADDRESS, SENDER_SMTP = 0x0C1A, 0x0C1F, 0x5D01
TO, CC, HEADERS, CLASS = 0x0E04, 0x0E03, 0x007D, 0x001A
CODE_PAGE, BODY_CODE_PAGE = 0x3FFD, 0x3FDE
ATTACHMENT, LONG_NAME, NAME, SHOWN_NAME, TYPE, CONTENT_ID = 0x3701, 0x3707, 0x3704, 0x3001, 0x370E, 0x3712
ATTACH_FLAGS, HIDDEN = 0x3714, 0x7FFE
_UTF8 = 65001  # as a code page
_WITHIN_PAGE = 4  # ATTACH_FLAGS: shown in the web page, not beside it
_DATE_LINE = re.compile(r"^Date:[ \t]*(.+)$", re.MULTILINE | re.IGNORECASE)
_FIRST_MOMENT = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)
_TYPES = {
    "pdf": "application/pdf", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif",
    "bmp": "image/bmp", "tif": "image/tiff", "tiff": "image/tiff", "webp": "image/webp",
}  # fmt: skip


def mapi_mail(properties: Properties, attached: tuple[Attached, ...], inner: tuple[Mail, ...] = ()) -> Mail:
    """The message that `properties` describe. Messages attached to it are told below its own words, and what was
    attached to them is attached to it: they are no files of their own that could be kept byte for byte.
    """
    name, address = words(properties, SENDER), words(properties, SENDER_SMTP) or words(properties, SENDER_ADDRESS)
    sender = f"{name} <{address}>" if name and "@" in address and name != address else name or address
    heading = (
        ("From", sender),
        ("To", words(properties, TO)),
        ("Cc", words(properties, CC)),
        ("Date", _date(properties)),
        ("Subject", words(properties, SUBJECT)),
    )
    body = _body(properties)
    sealed = is_sealed_text(body) or any(map(is_sealed, attached)) or any(each.sealed for each in inner)
    body = "\n\n".join(text for text in (body.strip("\n"), *(each.text() for each in inner)) if text)
    return Mail(heading, body, attached + tuple(part for each in inner for part in each.attached), sealed)


def mapi_attached(properties: Properties, content: bytes) -> Attached:
    """A file attached to a message."""
    name = words(properties, LONG_NAME) or words(properties, NAME) or words(properties, SHOWN_NAME)
    kind = words(properties, TYPE).lower() or _TYPES.get(name.rpartition(".")[2].lower(), "")
    flags, hidden = properties.get(ATTACH_FLAGS, 0), properties.get(HIDDEN, 0)
    within = bool(isinstance(flags, int) and flags & _WITHIN_PAGE) or bool(hidden)
    within = (within or bool(words(properties, CONTENT_ID))) and kind.startswith("image/")
    return Attached(name, kind, within, functools.partial(bytes, content))


def words(properties: Properties, number: int) -> str:
    """A property as text on one line."""
    value = properties.get(number, "")
    return " ".join(_text(value, properties).split()) if not isinstance(value, int) else ""


def _text(value: Value, properties: Properties) -> str:
    if isinstance(value, bytes):
        return mail_words.text(value.rstrip(b"\0"), _charset(properties) or "utf-8")
    return str(value).rstrip("\0")


def _charset(properties: Properties) -> str:
    """The encoding of what is kept as bytes; nothing when the message does not say."""
    page = properties.get(BODY_CODE_PAGE) or properties.get(CODE_PAGE)
    return "utf-8" if page == _UTF8 else f"cp{page}" if page and isinstance(page, int) else ""


def _date(properties: Properties) -> str:
    """When the message was sent: as the sender's program wrote it, or as Outlook counted it."""
    told = _DATE_LINE.search(_text(properties.get(HEADERS, ""), properties))
    if told:
        return mail_words.field(told.group(1))
    ticks = properties.get(SENT) or properties.get(RECEIVED)
    if not isinstance(ticks, int) or not 0 < ticks < 1 << 62:
        return ""
    try:
        return email.utils.format_datetime(_FIRST_MOMENT + dt.timedelta(microseconds=ticks // 10))
    except OverflowError:
        return ""


def _body(properties: Properties) -> str:
    plain = _text(properties.get(BODY, ""), properties).replace("\r\n", "\n")
    html = properties.get(HTML, b"")
    if html:
        if isinstance(html, str):
            return best(plain, mail_words.page(html.encode("utf-8", "replace"), "utf-8"))
        return best(plain, mail_words.page(html, _charset(properties))) if isinstance(html, bytes) else plain
    rich = properties.get(RTF, b"")
    if plain.strip() or not isinstance(rich, bytes) or not rich:
        return plain
    from recordkeeper.formats.lzfu import unpacked
    from recordkeeper.formats.office import rtf_text

    try:
        return rtf_text(unpacked(rich))
    except NotRead:
        return ""
