"""The timeline on one page: every event as a mark in its lane, and below as many in words as have room."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from recordkeeper.paper.look import ACCENT, MUTED, Style
from recordkeeper.paper.pages import Paper
from recordkeeper.paper.sheet import Sheet
from recordkeeper.paper.start_timeline import draw_lanes
from recordkeeper.records.story import Event, TimelinePage
from recordkeeper.wording.words import Words

_SIDE, _FOOT, _GUTTER = 40.0, 48.0, 16.0
_TITLE, _WHOSE = Style(16, bold=True, colour=ACCENT), Style(10, colour=MUTED)
_SIZES = (9.0, 8.0, 7.0)  # points, the largest at which all have room
_DATE, _LONGEST_DATE = 8.5, 14.0  # of the size of the letters: room for a date, and for a span of dates


def write(page: TimelinePage, out: Path, words: Words) -> int:
    """Write the page at `out`; returns how many events are only marks, with no room for words. OSError."""
    paper = Paper()
    sheet = paper.upright(page.paper)
    width = sheet.width - 2 * _SIDE
    title = words.say("sheets.title.timeline")
    whose = words.say("sheets.whose", name=page.name)
    if page.born is not None:
        whose = words.say("sheets.whose_born", name=page.name, born=page.born)
    sheet.text(_SIDE, 52, title, _TITLE)
    sheet.text(_SIDE, 68, f"{whose}  ·  {words.say('sheets.made', date=page.made)}", _WHOSE)
    top = draw_lanes(sheet, _SIDE, 88, width, page.events, page.lanes, words) + 20
    left_out = _list(sheet, page.events, top, words)
    paper.finish(title=f"{title}: {page.name}", language=words.language)
    paper.save(out)
    return left_out


def _list(sheet: Sheet, events: Sequence[Event], top: float, words: Words) -> int:
    """Two columns, oldest first, as large as can be; at the foot how many had no room, which it returns."""
    bottom = sheet.height - _FOOT
    size = next((size for size in _SIZES if len(events) <= 2 * _rows(size, top, bottom)), _SIZES[-1])
    rows, style, quiet = _rows(size, top, bottom), Style(size), Style(size, colour=MUTED)
    column = (sheet.width - 2 * _SIDE - _GUTTER) / 2
    shown = events[: 2 * rows]
    rows = min(rows, -(-len(shown) // 2))  # as many in both
    for at, event in enumerate(shown):
        x = _SIDE + (column + _GUTTER) * (at // rows)
        y = top + (at % rows) * style.leading
        dated = sheet.paper.fit(words.dates(event.date, event.end), size * _LONGEST_DATE, quiet)
        sheet.text(x, y, dated, quiet)
        after = max(size * _DATE, sheet.paper.width(dated, style) + size)
        said = f"{words.say(f'story.lane.{event.lane}')}: {event.what}"
        sheet.text(x + after, y, sheet.paper.fit(said, column - after, style), style)
    left_out = len(events) - len(shown)
    if left_out:
        sheet.text(_SIDE, bottom + 18, words.say("sheets.shortened"), Style(_SIZES[0], bold=True))
    return left_out


def _rows(size: float, top: float, bottom: float) -> int:
    return max(1, int((bottom - top) / Style(size).leading))
