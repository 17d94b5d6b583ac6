"""PDFs that open with a passphrase only: AES with 256 bits as ISO 32000-2 (7.6.4, revision 6) has it."""

from __future__ import annotations

from pathlib import Path

import pymupdf

from recordkeeper.paper.column import BODY, Column
from recordkeeper.paper.look import Style
from recordkeeper.paper.pages import Paper
from recordkeeper.records.papers import PaperSize
from recordkeeper.wording.words import Words

_SIDE, _TOP = 72.0, 96.0


def lock(path: Path, passphrase: str) -> None:
    """Lock a PDF of ours in its place. OSError or RuntimeError when it cannot be read or written."""
    beside = path.with_name(f"{path.name}.part")
    with pymupdf.open(str(path), filetype="pdf") as document:
        _save(document, beside, passphrase)
    beside.replace(path)


def carry(files: list[Path], out: Path, passphrase: str, words: Words) -> None:
    """Write a locked PDF that says what it is for and carries `files` as attachments. Errors as `lock`."""
    paper = Paper()
    sheet = paper.upright(PaperSize.A4)
    column = Column(sheet, _SIDE, sheet.width - 2 * _SIDE, _TOP, sheet.height - _TOP)
    column.paragraph(words.say("bundle.locked_lists.title"), Style(18, bold=True), 2)
    column.gap(8)
    column.paragraph(words.say("bundle.locked_lists.what"), BODY)
    column.gap(6)
    column.paragraph(", ".join(file.name for file in files), BODY)
    paper.finish(title=words.say("bundle.locked_lists.title"), language=words.language)
    for file in files:
        paper.document.embfile_add(file.name, file.read_bytes(), filename=file.name)
    _save(paper.document, out, passphrase)
    paper.document.close()


def _save(document: pymupdf.Document, out: Path, passphrase: str) -> None:
    """With one passphrase for everything: who may read may print, copy and note."""
    document.save(
        str(out),
        garbage=1,
        deflate=True,
        encryption=pymupdf.mupdf.PDF_ENCRYPT_AES_256,
        user_pw=passphrase,
        owner_pw=passphrase,
    )
