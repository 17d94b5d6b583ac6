"""Mail as it travels (RFC 5322, MIME), read from its bytes: EML and EMLX files, single messages of a mailbox."""

from __future__ import annotations

import email
import email.policy
import email.utils
import functools
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.generator import BytesGenerator
from email.message import Message
from typing import TYPE_CHECKING, Any

from recordkeeper.formats import mail_words
from recordkeeper.formats.cms import signed_content
from recordkeeper.formats.mail_parts import (
    MOST_DEPTH,
    MOST_PARTS,
    SEALED,
    Attached,
    Mail,
    best,
    is_sealed,
    is_sealed_text,
)
from recordkeeper.formats.mail_tnef import MAGIC as TNEF_MAGIC
from recordkeeper.formats.mail_tnef import tnef_mail
from recordkeeper.formats.sheets import NotRead
from recordkeeper.records.reading import Condition

SHOWN = ("From", "To", "Cc", "Date", "Subject")
_MAILBOX_LINE = re.compile(rb"\A(?:[ \t]*\r?\n)*>?From [^\n]*\n")  # put before each message in a mailbox file
_EMLX_SIZE = re.compile(rb"\A(\d{1,10})[ \t]*\r?\n")  # Apple Mail's own: how long the message is
_ENDINGS = {
    "application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "image/tiff": ".tif",
    "text/html": ".html", "text/plain": ".txt",
}  # fmt: skip
# What the standard library's parser raises over broken fields.
_BROKEN = (ValueError, LookupError, TypeError, AttributeError, AssertionError)
if TYPE_CHECKING:
    _Message = Message[Any, Any]


def message_bytes(untrusted: bytes) -> bytes:
    """The message alone, without what a mailbox or Apple Mail puts around it."""
    size = _EMLX_SIZE.match(untrusted)
    if size:
        return untrusted[size.end() :][: int(size.group(1))]
    return _MAILBOX_LINE.sub(b"", untrusted, count=1)


def mime_mail(untrusted: bytes) -> Mail:
    """Read a message. What is broken in it gives what can be had."""
    data = message_bytes(untrusted)
    found = _Found()
    try:
        message = email.message_from_bytes(data, policy=_POLICY)
        body = _collect(message, found, 0)
    except RecursionError:  # parts inside parts without end: the heading, and all the rest as it stands
        message = email.message_from_bytes(re.split(rb"\r?\n\r?\n", data, maxsplit=1)[0], policy=_POLICY)
        found, body = _Found(), _Body(plain=mail_words.text(data[: 1 << 20], ""))
    heading = tuple((name, _field(message, name)) for name in SHOWN)
    text = best(body.plain, body.page) or found.other_body
    sealed = is_sealed_text(text) or message.get_content_type() == "multipart/encrypted"
    attached = tuple(found.attached)
    text = "\n\n".join(part for part in (text.strip("\n"), *found.appointments) if part)
    return Mail(heading, text, attached, sealed or any(map(is_sealed, attached)), found.parts >= MOST_PARTS)


class _AsTheyCame(email.policy.Compat32):
    """Header fields with their raw bytes (as surrogates), so that these can be decoded here."""

    def header_fetch_parse(self, name: str, value: str) -> str:  # noqa: ARG002  (the library's)
        return value


_POLICY = _AsTheyCame()


@dataclass
class _Found:
    """What has been met on the way through the parts."""

    attached: list[Attached] = field(default_factory=list)
    appointments: list[str] = field(default_factory=list)
    other_body: str = ""  # the words in a winmail.dat
    parts: int = 0


@dataclass(frozen=True, slots=True)
class _Body:
    """The words of a part, as plain text and as a web page; one may be empty."""

    plain: str = ""
    page: str = ""


def _collect(part: _Message, found: _Found, depth: int) -> _Body:
    """The words of a part and of those in it; what is attached goes into `found`."""
    found.parts += 1
    if found.parts > MOST_PARTS or depth > MOST_DEPTH:
        return _Body()
    kind = part.get_content_type()
    name = file_name(part)
    if kind == "message/rfc822" or (kind.startswith("message/") and part.is_multipart()):
        found.attached += _message_inside(part, name)
        return _Body()
    if part.is_multipart():
        bodies = [_collect(each, found, depth + 1) for each in _children(part)]
        plain = "\n\n".join(each.plain for each in bodies if each.plain)
        if kind == "multipart/alternative":
            return _Body(plain, "\n\n".join(each.page for each in bodies if each.page))
        # Side by side: a page counts where the same part has no plain words.
        pages = [each.page or each.plain for each in bodies]
        has_page = any(each.page for each in bodies)
        side_by_side = "\n\n".join(each.plain or each.page for each in bodies if each.plain or each.page)
        return _Body(side_by_side, "\n\n".join(page for page in pages if page) if has_page else "")
    if kind == "text/calendar":
        found.appointments.append(mail_words.appointment(_payload(part)))
    attached = name or part.get_content_disposition() == "attachment"
    if kind in ("text/plain", "text/html") and not attached:
        charset = _charset(part)
        if kind == "text/html":
            return _Body(page=mail_words.page(_payload(part), charset))
        return _Body(plain=mail_words.text(_payload(part), charset))
    if kind in SEALED or name.lower().endswith(".p7m"):
        signed = signed_content(_payload(part))
        if signed:
            return _collect(email.message_from_bytes(signed, policy=_POLICY), found, depth + 1)
    if kind == "application/ms-tnef" or name.lower() == "winmail.dat":
        _open_tnef(part, name, found)
    else:
        found.attached.append(_attached(part, name, kind))
    return _Body()


def _children(part: _Message) -> list[_Message]:
    payload = part.get_payload()
    return [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []


def _open_tnef(part: _Message, name: str, found: _Found) -> None:
    """Outlook's own envelope around words and attachments: its content stands for it."""
    untrusted = _payload(part)
    try:
        inner = tnef_mail(untrusted) if untrusted.startswith(TNEF_MAGIC) else None
    except NotRead:
        inner = None
    if inner is None:
        found.attached.append(_attached(part, name, "application/ms-tnef"))
        return
    found.other_body = found.other_body or inner.body
    found.attached += inner.attached


def _attached(part: _Message, name: str, kind: str) -> Attached:
    placed = part.get("Content-ID") is not None or part.get("Content-Location") is not None
    disposition = part.get_content_disposition()
    within = disposition == "inline" or (placed and disposition != "attachment")
    shown = name or f"{_field(part, 'Content-Description') or 'part'}{_ENDINGS.get(kind, '')}"
    return Attached(shown, kind, within and kind.startswith("image/"), functools.partial(_payload, part))


def _message_inside(part: _Message, name: str) -> Iterator[Attached]:
    """Messages forwarded as files; notices of mail servers have several in one part, which say nothing."""
    inner = _children(part)
    if part.get_content_type() != "message/rfc822":
        return
    for message in inner[:1]:
        shown = name or f"{_field(message, 'Subject') or 'message'}.eml"
        encoded = (part.get("Content-Transfer-Encoding") or "").strip().lower() == "base64"
        yield Attached(shown, "message/rfc822", False, functools.partial(_as_file, message, encoded=encoded))


def _as_file(message: _Message, *, encoded: bool) -> bytes:
    """A message inside another as a file of its own."""
    out = io.BytesIO()
    try:
        BytesGenerator(out, mangle_from_=False, maxheaderlen=0, policy=_POLICY).flatten(message)
    except (RecursionError, *_BROKEN) as problem:
        raise NotRead(Condition.UNREADABLE, "damaged") from problem
    if not encoded:
        return out.getvalue()
    import base64  # against the rules (RFC 2046, 5.2.1), but it happens

    try:
        return base64.b64decode(out.getvalue())
    except ValueError:
        return out.getvalue()


def file_name(part: _Message) -> str:
    """The name a part says its file had; hostile data. Encoded words and RFC 2231 are decoded."""
    try:
        return mail_words.field(part.get_filename() or "")
    except _BROKEN:
        return "?"


def _field(message: _Message, name: str) -> str:
    try:
        return mail_words.field(str(next(iter(message.get_all(name) or ()), "")))
    except _BROKEN:
        return ""


def _charset(part: _Message) -> str:
    try:
        return part.get_content_charset() or ""
    except _BROKEN:
        return ""


def _payload(part: _Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except _BROKEN:
        return b""
    return payload if isinstance(payload, bytes) else b""
