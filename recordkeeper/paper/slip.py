"""The slip with a locked bundle's passphrase: handed over by another way than the bundle. It names no patient."""

from __future__ import annotations

from pathlib import Path

from recordkeeper.paper.column import BODY, SMALL, Column
from recordkeeper.paper.look import TINT, Style
from recordkeeper.paper.pages import Paper
from recordkeeper.records.papers import PaperSize
from recordkeeper.wording.words import Words

_SIDE, _TOP = 72.0, 84.0
_BOX = 60.0
_WORDS = Style(20, bold=True)
_HOW = {  # what is said of who can open which, by the shape of the bundle
    "locked": ("keep_apart", "windows", "mac", "not_by_itself", "ask_first"),
    "locked-pdfs": ("keep_apart", "pdf_readers", "pdf_old", "pdf_systems", "pdf_scans", "ask_first"),
}


def write(passphrase: str, bundle: str, shape: str, out: Path, words: Words) -> None:
    """Write the slip at `out`. `bundle` is the bundle's name, `shape` how it is locked.

    OSError when `out` cannot be written.
    """
    paper = Paper()
    sheet = paper.upright(PaperSize.A4)
    column = Column(sheet, _SIDE, sheet.width - 2 * _SIDE, _TOP, sheet.height - _TOP)
    column.paragraph(words.say("bundle.slip.title"), Style(18, bold=True), 2)
    column.paragraph(words.say("bundle.slip.of", bundle=bundle), SMALL, 2)
    column.gap(12)
    sheet.box(_SIDE, column.y - 14, column.width, _BOX, TINT)
    sheet.text(_SIDE + 18, column.y + 23, passphrase, _WORDS)
    column.gap(_BOX + 14)
    column.paragraph(words.say("bundle.slip.spaces"), BODY)
    for key in _HOW[shape]:
        column.gap(8)
        column.paragraph(words.say(f"bundle.slip.{key}"), BODY)
    paper.finish(title=words.say("bundle.slip.title"), language=words.language)
    paper.save(out)
