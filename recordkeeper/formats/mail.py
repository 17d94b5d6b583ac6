"""Mail: a message is a record of its own, and what is attached to it comes out as records beside it."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterator
from pathlib import Path

from recordkeeper.formats.handler import Member, RefusedArchive
from recordkeeper.formats.mail_parts import Mail, documents
from recordkeeper.formats.sheets import NotRead, SheetsHandler, TextFound, read_start
from recordkeeper.records.reading import Condition, Format

MOST_BYTES = 192 * 1024 * 1024  # of a message; servers take 25 to 150 MB
_MAILBOX_LINE = re.compile(rb"\A\s*From [^\n]*\n")
_EMLX_SIZE = re.compile(rb"\A\d{1,10}[ \t]*\r?\n")
_FIELD = re.compile(rb"^[!-9;-~]+:")
_ONLY_IN_MAIL = re.compile(
    rb"^(mime-version|message-id|received|return-path|content-transfer-encoding):", re.IGNORECASE | re.MULTILINE
)
_IN_MAIL = re.compile(rb"^(from|subject|date):", re.IGNORECASE | re.MULTILINE)
_NAMES = (".eml", ".emlx", ".mht", ".mhtml")


def is_mail(untrusted: bytes, name: str = "") -> bool:
    """True when `untrusted` begins with header fields only mail programs write (RFC 5322), or, when the name says
    that it is mail, with the usual ones.
    """
    start = _EMLX_SIZE.sub(b"", _MAILBOX_LINE.sub(b"", untrusted[:65536].lstrip(), count=1), count=1)
    heading = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]
    wanted = _IN_MAIL if name.lower().endswith(_NAMES) else _ONLY_IN_MAIL
    return _FIELD.match(heading) is not None and wanted.search(heading) is not None


class _MailHandler(SheetsHandler):
    """Shows a message as text and hands out what is attached to it."""

    @abstractmethod
    def mail_of(self, path: Path) -> Mail:
        """Read the message, or raise NotRead."""

    def text_of(self, path: Path) -> TextFound:
        mail = self.mail_of(path)
        if mail.sealed:
            raise NotRead(Condition.LOCKED, "mail_locked")
        return TextFound(mail.text(), mail.cut, mail.subject, len(documents(mail)))

    def members(self, path: Path, untrusted_format: Format) -> Iterator[tuple[Member, Iterator[bytes]]]:
        """Yield what is attached and is a document. RefusedArchive when the message cannot be opened or is cut."""
        from recordkeeper.formats.enclosed import members

        del untrusted_format
        try:
            mail = self.mail_of(path)
        except NotRead as problem:
            raise RefusedArchive("archive_damaged") from problem
        if mail.cut:
            raise RefusedArchive("archive_too_many")
        yield from members(documents(mail))


class EmlHandler(_MailHandler):
    """Reads messages as they travel: EML, EMLX, web pages saved with their pictures (MHT)."""

    name = "eml"
    version = 1
    formats = frozenset({Format.EML})

    def mail_of(self, path: Path) -> Mail:
        from recordkeeper.formats.mail_mime import mime_mail

        untrusted, cut = read_start(path, MOST_BYTES)
        if cut:
            raise NotRead(Condition.UNREADABLE, "too_large")
        return mime_mail(untrusted)


class MsgHandler(_MailHandler):
    """Reads messages that Outlook saved."""

    name = "msg"
    version = 1
    formats = frozenset({Format.MSG})

    def mail_of(self, path: Path) -> Mail:
        from recordkeeper.formats.mail_outlook import outlook_mail

        return outlook_mail(path)


class TnefHandler(_MailHandler):
    """Reads winmail.dat."""

    name = "tnef"
    version = 1
    formats = frozenset({Format.TNEF})

    def mail_of(self, path: Path) -> Mail:
        from recordkeeper.formats.mail_tnef import tnef_mail

        untrusted, cut = read_start(path, MOST_BYTES)
        if cut:
            raise NotRead(Condition.UNREADABLE, "too_large")
        return tnef_mail(untrusted)
