"""An extract: chosen pages of an original as a PDF copy, each page marked as an extract and with its own number."""

from __future__ import annotations

from pathlib import Path

from recordkeeper.paper import strip
from recordkeeper.paper.copier import Copier, Render
from recordkeeper.paper.pages import Paper
from recordkeeper.paper.sheet import Sheet
from recordkeeper.paper.shown import CannotShow, ShownPdf
from recordkeeper.records.papers import PagePart, PaperSize, ScanText, SlotProblem
from recordkeeper.records.reading import Format
from recordkeeper.wording.words import Words

_DPI = 200.0
_LONGEST = 1190.6  # points, the long side of A3: beyond it the strip would be too small to read on a screen
_NARROWEST = 420.0


def write(
    source: Path,
    pages: tuple[int, int],
    out: Path,
    words: Words,
    *,
    name: str = "",
    who: str = "",
    made_from: Format = Format.PDF,
    page_count: int | None = None,
    texts: tuple[str, ...] = (),
    scans: tuple[ScanText, ...] = (),
    render: Render | None = None,
) -> SlotProblem | None:
    """Write the pages `pages` (first, last; from 1) of `source` at `out` in their own size, a strip above each.

    Nothing else of the source goes along: no other page, attachment, script or field. `name` is the original's
    name, `who` the patient's line. `render` is for other formats than PDF and for damaged pages, `page_count` for
    other formats, `texts` the words of the pages of what has no look of its own, `scans` those OCR read. Returns
    why if some page is not shown; CannotShow when none is (nothing is written then).
    """
    first, last = pages
    total = page_count or (_count(source) if made_from is Format.PDF else last)
    paper = Paper()
    copier = Copier(paper, words, render, _DPI, lambda width, height: _sheet(paper, width, height))
    problem = copier.add(PagePart(source, made_from, first, last, total, texts, scans))
    copier.close()
    if not paper.page_count:
        raise CannotShow(problem or SlotProblem.NOTHING_TO_SHOW)
    for offset, sheet in enumerate(paper.sheets.values()):
        strip.draw(sheet, _strip(words, who, name, pages, first + offset, total))
    title = " · ".join(part for part in (words.say("bundle.extract_title"), name) if part)
    paper.finish(title=title, language=words.language)
    paper.save(out)
    return problem


def _strip(words: Words, who: str, name: str, pages: tuple[int, int], page: int, total: int) -> strip.Strip:
    first, last = pages
    span = (
        words.say("bundle.extract_page", first=first, pages=total)
        if first == last
        else words.say("bundle.extract_pages", first=first, last=last, pages=total)
    )
    head = " · ".join(part for part in (words.say("bundle.extract_mark"), who) if part)
    below = " · ".join(part for part in (name, span) if part)
    number = words.say("bundle.page_of", page=page, pages=total)
    return strip.Strip(head, below, number, words.say("bundle.copy_mark"))


def _sheet(paper: Paper, width: float, height: float) -> Sheet:
    """A sheet with the page in its own size, a band above and a margin around; A4 for a page without a size.

    Only a page beyond A3 is shrunk, and the sheet of a slip is wide enough for the strip's words.
    """
    if width < 1 or height <= 1:
        return paper.page(*PaperSize.A4.points)
    scale = min(1.0, _LONGEST / max(width, height))
    across = max(width * scale + 2 * strip.MARGIN, _NARROWEST)
    return paper.page(across, height * scale + strip.BAND + strip.MARGIN)


def _count(source: Path) -> int:
    opened = ShownPdf(source)
    opened.close()
    return opened.page_count
