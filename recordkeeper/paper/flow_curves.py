"""The curves of tumour markers over treatments, four a page: marks as printed, the paper's own range in dashes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from recordkeeper.paper.sheet import ACCENT, INK, MUTED, RULE, Align, Sheet, Style
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.flow import Cite, Curve, Dot, FlowSheet, Treatment
from recordkeeper.records.lab_scale import Scale, days_shown
from recordkeeper.wording.words import Words

Told = Callable[[Cite | None], str]
"""Says a page of the packet in words, "" where there is none."""

_ACROSS, _DOWN = 2, 2
_MARGIN, _TOP, _GAP, _FOOT = 36.0, 76.0, 22.0, 92.0
_LEFT, _HEAD, _UNDER = 40.0, 34.0, 16.0  # around the drawing itself
_BAND = "#dfe8e6"
_DASHES = ("", "5 3", "1.5 2", "5 2 1 2")
_MARK = 2.6
_TITLE, _NAME = Style(15, bold=True, colour=ACCENT), Style(10, bold=True)
_SMALL, _NUMBER = Style(7, colour=MUTED), Style(7, bold=True, colour=INK)
_MOST_DAYS = 5
_LEGEND_COLUMNS, _LEGEND_ROWS, _LEGEND_LINE = 3, 6, 9.5


@dataclass(frozen=True, slots=True)
class _Drawing:
    """One curve's place, with the scale of its values and the days from left to right."""

    x: float
    y: float
    width: float
    height: float
    scale: Scale
    first: int
    last: int

    def at(self, day: float) -> float:
        return self.x + self.width * (day - self.first) / (self.last - self.first)

    def level(self, value: float) -> float:
        return self.y + self.height * (1 - self.scale.place(value))


def pages(flow: FlowSheet) -> int:
    """How many pages they take."""
    return -(-len(flow.curves) // (_ACROSS * _DOWN))


def draw(flow: FlowSheet, sheets: Sequence[Sheet], words: Words, told: Told) -> None:
    """Draw them, with the treatments that fall among their days, named below by number and page."""
    each = _ACROSS * _DOWN
    for number, sheet in enumerate(sheets):
        curves = flow.curves[number * each : (number + 1) * each]
        sheet.text(_MARGIN, 62, words.say("bundle.flow.curves"), _TITLE)
        days = [dot.day for curve in curves for line in curve.lines for dot in line]
        shown = [one for one in flow.treatments if one.meets(min(days), max(days))]
        for at, curve in enumerate(curves):
            _Chart(sheet, words, _place(sheet, at, curve), shown).draw(curve)
        _legend(sheet, shown, words, told)


def _place(sheet: Sheet, at: int, curve: Curve) -> _Drawing:
    width = (sheet.width - 2 * _MARGIN - (_ACROSS - 1) * _GAP) / _ACROSS
    height = (sheet.height - _TOP - _FOOT - (_DOWN - 1) * _GAP) / _DOWN
    dots = [dot for line in curve.lines for dot in line]
    days = [dot.day for dot in dots]
    first, last = min(days), max(days)
    room = max(3, (last - first) // 40)  # so that no mark stands on the edge
    return _Drawing(
        _MARGIN + at % _ACROSS * (width + _GAP) + _LEFT,
        _TOP + at // _ACROSS * (height + _GAP) + _HEAD,
        width - _LEFT,
        height - _HEAD - _UNDER,
        Scale.of(dots),
        first - room,
        last + room,
    )


class _Chart:
    def __init__(self, sheet: Sheet, words: Words, place: _Drawing, treatments: Sequence[Treatment]) -> None:
        self._sheet, self._words, self._place, self._treatments = sheet, words, place, treatments

    def draw(self, curve: Curve) -> None:
        place, sheet = self._place, self._sheet
        left = place.x - _LEFT
        sheet.text(left, place.y - _HEAD + 10, curve.name, _NAME)
        wide = sheet.paper.width(curve.name, _NAME)
        unit = curve.unit or self._words.say("labs.no_unit")
        if place.scale.by_tens:
            unit = f"{unit} · {self._words.say('labs.by_tens')}"
        sheet.text(left + wide + 6, place.y - _HEAD + 10, unit, _SMALL)
        if len(curve.lines) > 1:
            names = "   ".join(f"{_sign(number)} {name}" for number, name in enumerate(curve.names))
            sheet.text(left, place.y - _HEAD + 20, sheet.paper.fit(names, place.width + _LEFT, _SMALL), _SMALL)
        self._behind()
        self._axes(curve)
        for line in curve.lines:
            self._range(line)
        for number, line in enumerate(curve.lines):
            self._line(line, number)

    def _behind(self) -> None:
        place = self._place
        for number, one in enumerate(self._treatments, 1):
            if not one.meets(place.first, place.last):
                continue
            start = max(one.start.ordinal, place.first)
            x = place.at(start)
            if one.end is not None:
                until = place.at(min(one.end.ordinal, place.last))
                self._sheet.box(x, place.y, max(2.0, until - x), place.height, _BAND)
            else:
                self._sheet.stroke([(x, place.y), (x, place.y + place.height)], MUTED, 0.7)
            self._sheet.text(x + 2, place.y - 3, str(number), _NUMBER)

    def _axes(self, curve: Curve) -> None:
        place, sheet = self._place, self._sheet
        for value in place.scale.ticks():
            y = place.level(value)
            sheet.rule(place.x, place.x + place.width, y, RULE, 0.4)
            said = f"{value:g}".replace(".", self._words.say("common.decimal"))
            sheet.text(place.x - 4, y + 2.5, said, _SMALL, Align.RIGHT)
        written = -1000.0
        days = days_shown([dot.day for line in curve.lines for dot in line], _MOST_DAYS)
        for day in days:
            said = self._words.date(PartialDate.of(dt.date.fromordinal(day)))
            half = sheet.paper.width(said, _SMALL) / 2
            x = min(max(place.at(day), place.x + half), place.x + place.width - half)
            if x - written > 2 * half + 6:
                sheet.text(x, place.y + place.height + 10, said, _SMALL, Align.CENTRE)
                written = x

    def _range(self, line: Sequence[Dot]) -> None:
        """The range each paper prints, from half way to the value before to half way to the next."""
        place = self._place
        for number, dot in enumerate(line):
            left = place.x if not number else (place.at(line[number - 1].day) + place.at(dot.day)) / 2
            last = number + 1 == len(line)
            right = place.x + place.width if last else (place.at(line[number + 1].day) + place.at(dot.day)) / 2
            for edge in (dot.low, dot.high):
                if edge is not None and place.scale.shows(edge):
                    y = place.level(edge)
                    self._sheet.stroke([(left, y), (right, y)], MUTED, 0.7, "2 2")

    def _line(self, line: Sequence[Dot], number: int) -> None:
        place, sheet = self._place, self._sheet
        points = [(place.at(dot.day), place.level(dot.value)) for dot in line]
        if len(points) > 1:
            sheet.stroke(points, ACCENT, 1.3, _DASHES[number % len(_DASHES)])
        for (x, y), dot in zip(points, line, strict=True):
            sheet.shape(_mark(x, y, dot, number), ACCENT)


def _mark(x: float, y: float, dot: Dot, number: int) -> list[tuple[float, float]]:
    """A square, of the next line a diamond; a triangle that points where the value is below or above."""
    if dot.comparator:
        way = _MARK if dot.comparator[0] in "<≤=" else -_MARK
        return [(x - 3, y - way), (x + 3, y - way), (x, y + way)]
    if number % 2:
        return [(x, y - 3.5), (x + 3.5, y), (x, y + 3.5), (x - 3.5, y)]
    return [(x - _MARK, y - _MARK), (x + _MARK, y - _MARK), (x + _MARK, y + _MARK), (x - _MARK, y + _MARK)]


def _sign(number: int) -> str:
    return ("■", "◆")[number % 2]


def _legend(sheet: Sheet, treatments: Sequence[Treatment], words: Words, told: Told) -> None:
    """The treatments by number, each with its days and its page; how to read the drawing above them."""
    y = sheet.height - _FOOT + 14
    sheet.text(_MARGIN, y, words.say("bundle.flow.how"), _SMALL)
    wide = (sheet.width - 2 * _MARGIN) / _LEGEND_COLUMNS
    room = _LEGEND_COLUMNS * _LEGEND_ROWS
    shown = treatments if len(treatments) <= room else treatments[: room - 1]
    lines = [_named(number, one, words, told) for number, one in enumerate(shown, 1)]
    if len(shown) < len(treatments):
        lines.append(words.say("bundle.timeline.more", count=len(treatments) - len(shown)))
    for at, line in enumerate(lines):
        x = _MARGIN + at // _LEGEND_ROWS * wide
        down = y + 12 + at % _LEGEND_ROWS * _LEGEND_LINE
        sheet.text(x, down, sheet.paper.fit(line, wide - 8, _SMALL), _SMALL)


def _named(number: int, one: Treatment, words: Words, told: Told) -> str:
    where = words.say("bundle.story.typed") if one.typed else told(one.cite)
    days = words.dates(one.start, one.end)
    return " · ".join(part for part in (f"{number}  {one.what}", days, where) if part)
