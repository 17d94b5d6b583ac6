"""START-HERE.pdf: two sides that say whose records these are, what is asked, and where everything stands."""

from __future__ import annotations

from pathlib import Path

from recordkeeper.paper import start_first, start_second
from recordkeeper.paper.look import ACCENT, MUTED, RULE, Align, Style
from recordkeeper.paper.pages import Paper
from recordkeeper.paper.sheet import Sheet
from recordkeeper.records.papers import StartSheet
from recordkeeper.wording.words import Words

_SIDE = 54.0
_FOOT = Style(8, colour=MUTED)


def write(sheet: StartSheet, out: Path, words: Words) -> None:
    """Write the start sheet at `out`: always two sides, whatever the number of records.

    What does not fit is counted in words and the place where all of it stands is named. OSError when `out`
    cannot be written.
    """
    words = words.placing(**sheet.places.fields())
    paper = Paper()
    sides = (paper.upright(sheet.paper), paper.upright(sheet.paper))
    start_first.draw(sides[0], sheet, words)
    start_second.draw(sides[1], sheet, words)
    for number, side in enumerate(sides, start=1):
        _frame(side, sheet, words, number, len(sides))
    title = f"{words.say('bundle.start_title')}: {sheet.patient.name}"
    paper.finish(title=title, language=words.language, made_with=sheet.made_with)
    paper.save(out)


def _frame(side: Sheet, sheet: StartSheet, words: Words, number: int, total: int) -> None:
    """The bar at the head and the line at the foot of both sides."""
    side.box(0, 0, side.width, 7, ACCENT)
    foot = side.height - 30
    side.rule(_SIDE, side.width - _SIDE, foot - 13, RULE)
    who = sheet.patient.name
    made = words.say("bundle.start_footer", bundle=sheet.bundle_id, date=sheet.made_on)
    count = words.say("bundle.side_of", side=number, sides=total)
    edge = side.width - _SIDE
    side.text(edge, foot, count, _FOOT, Align.RIGHT)
    room = edge - _SIDE - side.paper.width(count, _FOOT) - 16
    side.text(_SIDE, foot, side.paper.fit(f"{made} · {who}", room, _FOOT), _FOOT)
