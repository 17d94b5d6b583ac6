"""Copies a file's pages onto sheets of ours, each under the room for a strip: carried over, painted or typeset.

A page that can be neither carried over nor painted gets a sheet that says so; only that page is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from recordkeeper.paper import strip
from recordkeeper.paper.look import ACCENT, MUTED, Style
from recordkeeper.paper.pages import Paper
from recordkeeper.paper.pictures import place_picture
from recordkeeper.paper.sheet import Sheet
from recordkeeper.paper.shown import CannotShow, ShownPdf
from recordkeeper.paper.typeset import lay
from recordkeeper.records.papers import PagePart, ScanText, SlotProblem
from recordkeeper.records.reading import Format, Picture
from recordkeeper.wording.words import Words

Render = Callable[[Path, Format, int, float], Picture]
"""Paints one page (from 1) upright at a resolution. IndexError: no such page, ValueError: cannot be painted."""

SheetFor = Callable[[float, float], Sheet]
"""Adds the sheet for a page of this width and height."""

TEXT_LIKE = frozenset((
    Format.TEXT, Format.HTML, Format.RTF, Format.DOCX, Format.DOC, Format.ODT, Format.PPTX, Format.EML, Format.MSG,
    Format.TNEF, Format.CDA, Format.FHIR,
))  # fmt: skip
_LEFT = 56.0
_POINTS = 72.0  # an inch


class Copier:
    """Adds copies of pages to one paper. Close it before the paper is saved."""

    def __init__(self, paper: Paper, words: Words, render: Render | None, dpi: float, sheet_for: SheetFor) -> None:
        self._paper, self._words, self._render, self._dpi, self._sheet_for = paper, words, render, dpi, sheet_for
        self._source: ShownPdf | None = None

    def add(self, part: PagePart) -> SlotProblem | None:
        """Copy the pages of `part`; return why if some or all of them are not shown. No sheet is added for a file
        that cannot be opened at all.
        """
        try:
            if part.format in TEXT_LIKE:
                return self._text(part)
            if part.format is Format.PDF:
                return self._pdf(part)
            return self._pictures(part)
        except CannotShow as trouble:
            return trouble.problem

    def close(self) -> None:
        """Let go of the file last opened."""
        if self._source is not None:
            self._paper.forget_sources()
            self._source.close()
            self._source = None

    def say(self, sheet: Sheet, heading: str, lines: tuple[str, ...] = ()) -> None:
        """Say on a plain sheet what cannot be shown there."""
        width = sheet.width - 2 * _LEFT
        y = sheet.paragraph(_LEFT, 240, width, heading, Style(15, bold=True, colour=ACCENT)) + 6
        for line in lines:
            y = sheet.paragraph(_LEFT, y, width, line, Style(10.5, colour=MUTED)) + 4

    def _pdf(self, part: PagePart) -> SlotProblem | None:
        source = self._open(part.path)
        first, last = part.first_page or 1, part.last_page or source.page_count
        painted = source.hides_layers
        problem = SlotProblem.NO_SUCH_PAGE if last > source.page_count else None
        for number in range(first, min(last, source.page_count) + 1):
            if painted or not self._carried_over(source, number, part.scan(number)):
                problem = self._painted(part, number) or problem
        return problem

    def _carried_over(self, source: ShownPdf, number: int, scan: ScanText | None) -> bool:
        try:
            width, height = source.size(number)
        except CannotShow:
            return False
        sheet = self._sheet_for(width, height)
        try:
            source.show(number, sheet, strip.fitted(width, height, sheet), scan)
        except CannotShow:
            self._paper.drop_last()
            return False
        return True

    def _painted(self, part: PagePart, number: int) -> SlotProblem | None:
        try:
            self._picture(part, number)
        except CannotShow as trouble:
            self._page_slot()
            return trouble.problem
        return None

    def _pictures(self, part: PagePart) -> SlotProblem | None:
        first = part.first_page or 1
        last = part.last_page or part.page_count or first
        if first == last:
            self._picture(part, first)
            return None
        problems = [self._painted(part, number) for number in range(first, last + 1)]
        return next((problem for problem in problems if problem is not None), None)

    def _picture(self, part: PagePart, number: int) -> None:
        if self._render is None:
            raise CannotShow(SlotProblem.DAMAGED)
        try:
            picture = self._render(part.path, part.format, number, self._dpi)
        except IndexError as error:
            raise CannotShow(SlotProblem.NO_SUCH_PAGE) from error
        except (ValueError, OSError) as error:
            raise CannotShow(SlotProblem.DAMAGED) from error
        scale = _POINTS / self._dpi
        sheet = self._sheet_for(picture.width * scale, picture.height * scale)
        place = strip.fitted(picture.width, picture.height, sheet)
        place_picture(picture, sheet.page, place)
        if scan := part.scan(number):
            sheet.unseen(scan, (0.0, 0.0, scan.width, scan.height), place, -picture.turned)

    def _text(self, part: PagePart) -> SlotProblem | None:
        name = self._words.say(f"bundle.format_name.{part.format}")
        note = self._words.say("bundle.typeset_note", format=name)
        used = lay(part.texts, note, lambda: self._sheet_for(0, 1))
        return None if used else SlotProblem.NOTHING_TO_SHOW

    def _page_slot(self) -> None:
        self.say(self._sheet_for(0, 1), self._words.say("bundle.slot_problem.page_damaged"))

    def _open(self, path: Path) -> ShownPdf:
        """The file last opened is kept: the documents of one scan follow each other."""
        if self._source is None or self._source.path != path:
            self.close()
            self._source = ShownPdf(path)
        return self._source
