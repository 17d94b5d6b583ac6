"""Text files that are more than text: mail, mailboxes, tables, documents kept as plain XML."""

from __future__ import annotations

import re
from pathlib import Path

from recordkeeper.formats.sniff_text import text_format
from recordkeeper.records.reading import Format

_FLAT = re.compile(rb'office:mimetype="application/vnd\.oasis\.opendocument\.(text|spreadsheet)')
_ONE_MESSAGE = (
    ".eml",
    ".emlx",
    ".msg",
)  # names of files that hold one message, even with a mailbox's line before it


def written_format(path: Path, name: str, untrusted_head: bytes) -> Format | None:
    """EML, MBOX, CSV, ODT, ODS, or None when the file is none of these."""
    from recordkeeper.formats.delimited import ENDINGS, separator_of
    from recordkeeper.formats.mail import is_mail
    from recordkeeper.formats.mailbox import begins_message

    if is_mail(untrusted_head, name):
        first = untrusted_head.lstrip().partition(b"\n")[0]
        return Format.MBOX if begins_message(first) and not name.lower().endswith(_ONE_MESSAGE) else Format.EML
    if flat := _FLAT.search(untrusted_head[:8192]):
        return Format.ODT if flat.group(1) == b"text" else Format.ODS
    if name.lower().endswith(ENDINGS) and text_format(path, name) is Format.TEXT:
        from recordkeeper.formats.decode import decode

        return (
            Format.CSV
            if separator_of(decode(untrusted_head).rpartition("\n")[0] or decode(untrusted_head))
            else None
        )
    return None
