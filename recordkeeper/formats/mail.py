"""The text of a mail message saved to a file: its heading, its words, and the names of what is attached."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage

_MAILBOX_LINE = re.compile(rb"\AFrom [^\n]*\n")  # put before each message in a mailbox file
_FIELD = re.compile(rb"^[!-9;-~]+:")
_ONLY_IN_MAIL = re.compile(
    rb"^(mime-version|message-id|received|return-path|content-transfer-encoding):", re.IGNORECASE | re.MULTILINE
)
_SHOWN = ("From", "To", "Cc", "Date", "Subject")


def is_mail(untrusted: bytes) -> bool:
    """True when `untrusted` begins with header fields only mail programs write (RFC 5322)."""
    start = _MAILBOX_LINE.sub(b"", untrusted[:65536].lstrip(), count=1)
    heading = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]
    return _FIELD.match(heading) is not None and _ONLY_IN_MAIL.search(heading) is not None


def mail_text(untrusted: bytes) -> tuple[str, str]:
    """Return (text, subject). A message whose words cannot be decoded gives what can."""
    message = email.message_from_bytes(untrusted, policy=email.policy.default.clone(raise_on_defect=False))
    lines = [f"{name}: {value}" for name in _SHOWN if (value := _header(message, name))]
    bodies: list[tuple[str, str]] = []
    attached: list[str] = []
    for part in message.walk():
        if part.is_multipart():
            continue
        file_name = _file_name(part)
        readable = part.get_content_type() in ("text/plain", "text/html")
        if file_name:
            attached.append(file_name + ("\n\n" + _body(part) if readable else ""))
        elif readable:
            bodies.append((part.get_content_type(), _body(part)))
    if any(kind == "text/plain" and text.strip() for kind, text in bodies):  # the same words again as a web page
        bodies = [(kind, text) for kind, text in bodies if kind == "text/plain"]
    texts = ["\n".join(lines), *(text for _, text in bodies), *(f"Attachment: {text}" for text in attached)]
    return "\n\n".join(text.strip("\n") for text in texts), _header(message, "Subject")


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message[name] or "").split())
    except (
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
    ):  # the standard library's parser trips over broken fields
        return ""


def _file_name(part: EmailMessage) -> str:
    try:
        return part.get_filename() or ""
    except (ValueError, LookupError, TypeError, AttributeError):
        return "?"


def _body(part: EmailMessage) -> str:
    from recordkeeper.formats.decode import decode
    from recordkeeper.formats.markup import html_text

    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if part.get_content_type() == "text/html":
        return html_text(data)[0]
    try:
        return decode(data.decode(part.get_content_charset() or "ascii").encode("utf-8"))
    except (LookupError, UnicodeError):
        return decode(data)
