"""Side 1 of the start sheet: the patient, the question, what this is and who made it."""

from __future__ import annotations

from collections.abc import Iterator

from recordkeeper.paper.column import BODY, Column
from recordkeeper.paper.sheet import ACCENT, MUTED, TINT, Sheet, Style
from recordkeeper.records.papers import StartSheet
from recordkeeper.records.patient import Identifier, Patient
from recordkeeper.wording.words import Words

_SIDE, _GUTTER = 54.0, 28.0
_EYEBROW = Style(9, bold=True, colour=ACCENT)
_TITLE = Style(23, bold=True)
_NAME_SIZES = (21.0, 18.0, 15.0, 13.0)
_NAME_LINES = 4  # a legal name is never cut short of that
_QUESTION_SIZES = (15.0, 13.5, 12.0, 11.0, 10.0)
_QUESTION_HEIGHT = 168.0  # points the question may take; it shrinks first
_NUMBERS_SHOWN = 7
_ROOMY, _ROOMY_FROM = Style(10.5), 290.0  # the larger body where this many points are left
_FIGURE = Style(20, bold=True)
_FIGURE_WORD = Style(9, colour=MUTED)


def draw(sheet: Sheet, start: StartSheet, words: Words) -> None:
    """Draw the side from top to bottom."""
    width = sheet.width - 2 * _SIDE
    sheet.text(_SIDE, 52, words.say("bundle.start_title").upper(), _EYEBROW)
    sheet.text(_SIDE, 80, sheet.paper.fit(words.say("bundle.document_title"), width, _TITLE), _TITLE)
    sheet.rule(_SIDE, sheet.width - _SIDE, 98)
    y = _draw_heads(sheet, start, words, 124)
    y = _draw_question(sheet, start.question or words.say("bundle.no_question"), words, y + 8)
    y = _draw_figures(sheet, start, words, y + 34)
    _draw_below(sheet, start, words, y + 30)


def _columns(sheet: Sheet, y: float, share: float) -> tuple[Column, Column]:
    """Two columns beside each other; the left one takes `share` of the width."""
    width = sheet.width - 2 * _SIDE - _GUTTER
    left = Column(sheet, _SIDE, width * share, y, sheet.height - 60)
    right = Column(sheet, _SIDE + left.width + _GUTTER, width * (1 - share), y, sheet.height - 60)
    return left, right


def _draw_heads(sheet: Sheet, start: StartSheet, words: Words, y: float) -> float:
    left, right = _columns(sheet, y, 0.62)
    left.heading(words.say("bundle.patient_heading"))
    name = _name_style(left, start.patient.name)
    left.gap(name.size - 12)
    left.paragraph(start.patient.name, name, _NAME_LINES)
    left.gap(-0.25 * name.size)
    left.paragraph(_born_and_sex(start.patient, words), Style(11), 2)
    if start.patient.also_known_as:
        names = "; ".join(start.patient.also_known_as)
        left.paragraph(f"{words.say('bundle.former_names')}: {names}", Style(9.5, colour=MUTED), 2)
    right.heading(words.say("bundle.for_heading"))
    right.gap(2)
    right.paragraph(start.recipient or words.say("bundle.unknown"), Style(11), 5)
    return max(left.y, right.y)


def _name_style(column: Column, name: str) -> Style:
    for size in _NAME_SIZES:
        style = Style(size, bold=True)
        if column.height(name, style) <= style.leading + 0.1:
            return style
    return Style(_NAME_SIZES[-2], bold=True)  # several lines of a readable size


def _born_and_sex(patient: Patient, words: Words) -> str:
    born = words.date(patient.birth_date, long=True) if patient.birth_date else words.say("bundle.unknown")
    parts = [f"{words.say('bundle.birth_date')} {born}"]
    if patient.sex:
        key = f"common.sex.{patient.sex[:1].lower()}"
        parts.append(words.say(key) if words.has(key) else patient.sex)
    return " · ".join(parts)


def _draw_question(sheet: Sheet, question: str, words: Words, y: float) -> float:
    """The question in a tinted box; a very long one shrinks, then says where the rest stands."""
    inner = Column(sheet, _SIDE + 20, sheet.width - 2 * _SIDE - 38, 0, sheet.height)
    sizes = (Style(size) for size in _QUESTION_SIZES)
    style = next((found for found in sizes if inner.height(question, found) <= _QUESTION_HEIGHT), None)
    cut = style is None
    style = style or Style(_QUESTION_SIZES[-1])
    height = min(inner.height(question, style), _QUESTION_HEIGHT) + (16 if cut else 0)
    sheet.box(_SIDE, y, sheet.width - 2 * _SIDE, height + 42, TINT)
    sheet.box(_SIDE, y, 4, height + 42, ACCENT)
    inner.y = y + 22
    inner.heading(words.say("bundle.question_heading"))
    inner.gap(style.size - 9)
    inner.paragraph(question, style, int(_QUESTION_HEIGHT / style.leading))
    if cut:
        inner.paragraph(words.say("bundle.question_continues"), Style(9, colour=MUTED), 1)
    return y + height + 42


def _draw_figures(sheet: Sheet, start: StartSheet, words: Words, y: float) -> float:
    """What is in the bundle, as large figures with a small word under each."""
    figures = [
        (start.documents, "bundle.figure.documents"),
        (start.pages, "bundle.figure.pages"),
    ]
    if start.studies:
        figures += [(len(start.studies), "bundle.figure.studies"), (start.images, "bundle.figure.images")]
    shown = [(words.number(count), words.say(key, count=count)) for count, key in figures]
    if start.size:
        number, _, unit = words.size(start.size).partition(" ")
        shown.append((number, words.say("bundle.figure.size", unit=unit)))
    step = (sheet.width - 2 * _SIDE) / max(4, len(shown))
    for place, (number, word) in enumerate(shown):
        x = _SIDE + place * step
        sheet.text(x, y, number, _FIGURE)
        sheet.paragraph(x, y + 14, step - 10, word, _FIGURE_WORD, 2)
    return y + 14


def _draw_supplement(column: Column, start: StartSheet, words: Words, body: Style) -> None:
    key = "heading" if start.adds_to is not None else "part_heading"
    column.heading(words.say(f"bundle.supplement.{key}"))
    for line in supplement(start, words):
        column.paragraph(line, body)
    column.gap(12)


def supplement(start: StartSheet, words: Words) -> Iterator[str]:
    """Which part this is, what the bundle adds to, and how many documents in it replace versions sent before."""
    if start.parts > 1:
        key = "first_part" if start.part == 1 else "other_part"
        yield words.say(f"bundle.supplement.{key}", part=start.part, parts=start.parts)
    if start.adds_to is None:
        return
    yield words.say("bundle.supplement.adds_to", date=start.adds_to, page=start.first_page)
    if replaced := sum(item.replaces for item in start.items):
        yield words.say("bundle.supplement.replaces", count=replaced)


def _draw_below(sheet: Sheet, start: StartSheet, words: Words, y: float) -> None:
    sheet.rule(_SIDE, sheet.width - _SIDE, y - 6)
    left, right = _columns(sheet, y + 16, 0.56)
    body = _ROOMY if left.room > _ROOMY_FROM else BODY
    if start.adds_to is not None or start.parts > 1:
        _draw_supplement(left, start, words, body)
    left.heading(words.say("bundle.two_minutes_heading"))
    left.paragraph(words.say("bundle.two_minutes"), body)
    left.gap(12)
    left.heading(words.say("bundle.what_this_is_heading"))
    left.paragraph(words.say("bundle.what_this_is"), body)
    _draw_numbers(right, start.patient, words, body)
    right.heading(words.say("bundle.made_heading"))
    right.paragraph(_made_by(start, words), body, 4)
    if start.contact:
        right.paragraph(words.say("bundle.contact", contact=start.contact), body, 3)


def _draw_numbers(column: Column, patient: Patient, words: Words, body: Style) -> None:
    column.heading(words.say("bundle.numbers_heading"))
    if not patient.identifiers:
        column.paragraph(words.say("bundle.unknown"), Style(BODY.size, colour=MUTED))
    for identifier in patient.identifiers[:_NUMBERS_SHOWN]:
        _draw_number(column, identifier, body)
    if len(patient.identifiers) > _NUMBERS_SHOWN:
        more = words.say("bundle.more_numbers", count=len(patient.identifiers) - _NUMBERS_SHOWN)
        column.paragraph(more, Style(BODY.size, colour=MUTED), 1)
    column.gap(12)


def _draw_number(column: Column, identifier: Identifier, body: Style) -> None:
    """Issuer and number on one line, or the number under a long issuer: neither is cut."""
    paper = column.sheet.paper
    bold = Style(body.size, bold=True)
    if paper.width(identifier.issuer, body) + paper.width(identifier.value, bold) + 8 <= column.width:
        column.row(identifier.issuer, identifier.value, body, strong=True)
        return
    column.paragraph(identifier.issuer, body, 2)
    column.row("", paper.fit(identifier.value, column.width, bold), body, strong=True)


def _made_by(start: StartSheet, words: Words) -> str:
    if start.prepared_by:
        return words.say(
            "bundle.made_by_other", date=start.made_on, person=start.prepared_by, program=start.made_with
        )
    return words.say("bundle.made_by_patient", date=start.made_on, program=start.made_with)
