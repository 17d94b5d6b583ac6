"""What was checked in a bundle, green or amber, on a page to print."""

from __future__ import annotations

from pathlib import Path

from recordkeeper.paper.column import SMALL, Column
from recordkeeper.paper.sheet import ACCENT, RULE, TINT, Paper, Sheet, Style
from recordkeeper.records.checked import Checked, CheckedLine
from recordkeeper.records.papers import PaperSize
from recordkeeper.wording.words import Words

AMBER = "#b45309"  # 5.0 : 1 on white
_AMBER_TINT = "#fdf3e3"
_SIDE, _FOOT = 64.0, 60.0
_MARK = 9.0
_TITLE, _LINE, _RESULT = Style(18, bold=True), Style(10.5), Style(12, bold=True)


def write(checked: Checked, out: Path, words: Words) -> None:
    """Write the page at `out`. The words say each result too, so that it can be read in grey."""
    paper = Paper()
    sheet = paper.upright(PaperSize.A4)
    column = Column(sheet, _SIDE, sheet.width - 2 * _SIDE, 80, sheet.height - _FOOT)
    column.paragraph(words.say("bundle.checked.title"), _TITLE, 2)
    column.gap(2)
    column.paragraph(words.say("bundle.checked.of", bundle=checked.bundle), Style(10.5), 3)
    made = words.say("bundle.checked.on", date=checked.checked_on, program=checked.program)
    number = words.say("bundle.checked.number", bundle=checked.bundle_id) if checked.bundle_id else ""
    column.paragraph(" ".join(part for part in (made, number) if part), SMALL, 2)
    column.gap(14)
    _result(sheet, column, checked, words)
    for each in checked.lines:
        if column.room < 3 * _LINE.leading:
            sheet = paper.upright(PaperSize.A4)
            column = Column(sheet, _SIDE, sheet.width - 2 * _SIDE, 80, sheet.height - _FOOT)
        _one(sheet, column, each, words)
    paper.finish(title=words.say("bundle.checked.title"), language=words.language, made_with=checked.program)
    paper.save(out)


def _result(sheet: Sheet, column: Column, checked: Checked, words: Words) -> None:
    colour, tint = (ACCENT, TINT) if checked.good else (AMBER, _AMBER_TINT)
    sheet.box(column.x, column.y - 16, column.width, 36, tint)
    sheet.box(column.x, column.y - 16, 4, 36, colour)
    text = words.say("bundle.checked.good" if checked.good else "bundle.checked.look")
    sheet.text(column.x + 16, column.y + 6, sheet.paper.fit(text, column.width - 24, _RESULT), _RESULT)
    column.gap(46)


def _one(sheet: Sheet, column: Column, line: CheckedLine, words: Words) -> None:
    colour = ACCENT if line.good else AMBER
    sheet.box(column.x, column.y - _MARK + 1, _MARK, _MARK, colour)
    said = words.say("bundle.checked.green" if line.good else "bundle.checked.amber")
    inner = Column(sheet, column.x + 20, column.width - 20, column.y, column.bottom)
    inner.paragraph(f"{said}: {line.sentence}", Style(10.5, bold=not line.good), 3)
    if line.detail:
        inner.paragraph(line.detail, SMALL, 4)
    column.y = inner.y + 4
    sheet.rule(column.x, column.x + column.width, column.y - 8, RULE, 0.4)
    column.gap(4)
