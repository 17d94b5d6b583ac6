"""The thin strip at the head of each copied page: whose it is, what it is, which page, and that it is a copy."""

from __future__ import annotations

from dataclasses import dataclass

from recordkeeper.paper.look import MUTED, RULE, Box, Style
from recordkeeper.paper.sheet import Sheet
from recordkeeper.records.patient import Patient
from recordkeeper.wording.words import Words

BAND = 46.0  # points from the page's top edge to where the copy may begin
MARGIN = 14.0  # around the copy; most printers reach that far
_SIDE = 28.0
_GAP = 16.0
_MOST_ENLARGED = 1.5  # a receipt is made easier to read, not blown up to a poster
_FIRST, _SECOND = Style(8.5, bold=True), Style(8, colour=MUTED)


@dataclass(frozen=True, slots=True)
class Strip:
    """The four corners of the strip."""

    who: str
    what: str
    page: str
    mark: str


def who(patient: Patient, words: Words) -> str:
    """Return "name · born 3 Feb 1961", the name alone when no birth date is known."""
    born = words.say("bundle.born", date=patient.birth_date) if patient.birth_date else ""
    return " · ".join(part for part in (patient.name, born) if part)


def draw(sheet: Sheet, strip: Strip) -> None:
    """Draw the strip over the top of `sheet`, long texts cut with an ellipsis."""
    _line(sheet, 22.0, strip.who, strip.page, _FIRST)
    _line(sheet, 34.0, strip.what, strip.mark, _SECOND)
    sheet.rule(_SIDE, sheet.width - _SIDE, 40.0, RULE)


def fitted(width: float, height: float, sheet: Sheet) -> Box:
    """Where a copy of this size goes under the strip: centred, level with the strip, never beyond the margins."""
    room_across, room_down = sheet.width - 2 * MARGIN, sheet.height - BAND - MARGIN
    scale = min(room_across / width, room_down / height, _MOST_ENLARGED)
    left = (sheet.width - width * scale) / 2
    return left, BAND, left + width * scale, BAND + height * scale


def _line(sheet: Sheet, y: float, left: str, right: str, style: Style) -> None:
    edge = sheet.width - _SIDE
    taken = sheet.paper.width(right, style)
    room = edge - taken - _GAP - _SIDE
    sheet.text(_SIDE, y, sheet.paper.fit(left, room, style), style)
    sheet.text(edge - taken, y, right, style)
