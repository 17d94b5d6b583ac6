"""What an OLE compound file is, told by the streams in it: Word, Excel, Outlook, or another program's box."""

from __future__ import annotations

from pathlib import Path

from recordkeeper.records.reading import Format

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_STREAMS = (
    ("__properties_version1.0", Format.MSG),
    ("worddocument", Format.DOC),
    ("workbook", Format.XLS),
    ("book", Format.XLS),
)
_ENCRYPTED = "encryptedpackage"  # [MS-OFFCRYPTO] 2.3.4: a document of the newer Office, locked with a password
_LOCKED = {".docx": Format.DOCX, ".xlsx": Format.XLSX, ".pptx": Format.PPTX}
_DAMAGED = {".doc": Format.DOC, ".xls": Format.XLS, ".msg": Format.MSG}


def ole_format(path: Path, name: str) -> Format | None:
    """The Office format; None for files of other programs. What is in a locked or damaged file its name tells."""
    from recordkeeper.formats import ole
    from recordkeeper.formats.sheets import NotRead

    ending = Path(name).suffix.lower()
    try:
        with ole.opened(path) as streams:
            if _ENCRYPTED in streams:
                return _LOCKED.get(ending)
            return next((found for stream, found in _STREAMS if stream in streams), None)
    except NotRead:
        return _DAMAGED.get(ending)
