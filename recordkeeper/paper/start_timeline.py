"""The timeline on side 2 of the start sheet: every dated event as a mark in its lane, the weightiest in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from recordkeeper.paper.column import SMALL, Column
from recordkeeper.paper.look import ACCENT, MUTED, RULE, Align, Style
from recordkeeper.paper.sheet import Sheet
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.overview import Moment
from recordkeeper.records.papers import StartSheet
from recordkeeper.wording.words import Words

_LANE, _NAME_WIDTH = 14.0, 114.0
_MARK, _MARK_HEIGHT = 4.0, 7.0
_LABEL = Style(8, colour=MUTED)
_DATE, _WHAT = Style(8.5, colour=MUTED), Style(8.5)
_DATE_WIDTH = 56.0
_MOST_YEARS = 12  # as many names of years as fit beside each other
_ROWS = 2  # rows an event may take


class Dated(Protocol):
    """A moment or an event: all a lane has to know of it."""

    @property
    def date(self) -> PartialDate: ...
    @property
    def end(self) -> PartialDate | None: ...
    @property
    def lane(self) -> str: ...


def draw_lanes(
    sheet: Sheet, x: float, y: float, width: float, moments: Sequence[Dated], known: Sequence[str], words: Words
) -> float:
    """A strip with a lane for each sort of event there is; returns where it ends. Nothing without dated events.

    `known` are the lanes in their order.
    """
    if not moments:
        return y
    lanes = [lane for lane in known if any(moment.lane == lane for moment in moments)]
    first = min(moment.date.year for moment in moments)
    last = max((moment.end or moment.date).year for moment in moments) + 1
    left, span = x + _NAME_WIDTH, width - _NAME_WIDTH

    def place(date: PartialDate) -> float:
        return left + span * _year_of(date, first, last)

    bottom = y + _LANE * len(lanes)
    step = -(-(last - first) // _MOST_YEARS)
    for year in range(first, last, step):
        at = place(PartialDate(year))
        sheet.box(at, y - 4, 0.5, bottom - y + 8, RULE)
        sheet.text(at + 2, bottom + 13, str(year), _LABEL)
    for number, lane in enumerate(lanes):
        middle = y + _LANE * (number + 0.5)
        sheet.text(x, middle + 3, sheet.paper.fit(words.say(f"story.lane.{lane}"), _NAME_WIDTH - 6, _LABEL), _LABEL)
        sheet.rule(left, x + width, middle, RULE, 0.4)
        for moment in (moment for moment in moments if moment.lane == lane):
            at = place(moment.date)
            until = place(moment.end) if moment.end else at
            sheet.box(at, middle - _MARK_HEIGHT / 2, max(_MARK, until - at), _MARK_HEIGHT, ACCENT)
    return bottom + 20


def _year_of(date: PartialDate, first: int, last: int) -> float:
    """How far along from the first year to the end of the last; what is not known of a date is its beginning."""
    month, day = (date.month or 1) - 1, (date.day or 1) - 1
    return (date.year - first + (month + day / 31) / 12) / (last - first)


def draw_list(column: Column, start: StartSheet, words: Words) -> None:
    """The events with their pages, oldest first; where not all have room, those of the first lanes stay."""
    moments = start.overview.moments
    if not moments:
        column.paragraph(words.say("bundle.timeline.none"), SMALL, 2)
        return
    shown = _with_room(column, moments, start.overview.lanes, start, words)
    for moment in shown:
        top = column.y
        column.sheet.text(column.x, top, words.dates(moment.date, None), _DATE)
        for row in _rows(column, moment, start, words):
            column.sheet.text(column.x + _DATE_WIDTH, column.y, row, _WHAT)
            column.y += _WHAT.leading
        column.sheet.text(column.x + column.width, top, _page(moment, start, words), _DATE, Align.RIGHT)
        column.gap(1.5)
    if hidden := len(moments) - len(shown):
        column.paragraph(words.say("bundle.timeline.more", count=hidden), SMALL, 2)


def _with_room(
    column: Column, moments: Sequence[Moment], lanes: Sequence[str], start: StartSheet, words: Words
) -> list[Moment]:
    heights = {
        at: len(_rows(column, moment, start, words)) * _WHAT.leading + 1.5 for at, moment in enumerate(moments)
    }
    room = column.room
    if sum(heights.values()) > room + _WHAT.leading:
        room -= 2 * SMALL.leading
    order = {lane: number for number, lane in enumerate(lanes)}
    weighed = sorted(heights, key=lambda at: (order.get(moments[at].lane, len(order)), -at))
    shown = set[int]()
    for at in weighed:
        if heights[at] > room + _WHAT.leading:
            break
        shown.add(at)
        room -= heights[at]
    return [moments[at] for at in sorted(shown)]


def _rows(column: Column, moment: Moment, start: StartSheet, words: Words) -> list[str]:
    taken = column.sheet.paper.width(_page(moment, start, words), _DATE)
    width = column.width - _DATE_WIDTH - taken - 8
    what = moment.what
    if moment.end is not None:
        what += f" ({words.say('bundle.timeline.until', date=moment.end)})"
    return column.sheet.paper.wrap(what, width, _WHAT, _ROWS)


def _page(moment: Moment, start: StartSheet, words: Words) -> str:
    if moment.page is None:
        return words.say("bundle.story.typed") if moment.typed else ""
    return words.say("bundle.section_page", page=start.printed(moment.page))
