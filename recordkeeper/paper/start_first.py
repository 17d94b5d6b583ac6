"""Side 1 of the start sheet: the patient with every hospital's number, the question, and the story."""

from __future__ import annotations

from collections.abc import Iterator

from recordkeeper.paper import start_story
from recordkeeper.paper.column import BODY, SMALL, Column
from recordkeeper.paper.look import ACCENT, MUTED, RULE, TINT, Style
from recordkeeper.paper.sheet import Sheet
from recordkeeper.records.papers import StartSheet
from recordkeeper.records.patient import Identifier, Patient
from recordkeeper.wording.words import Words

_SIDE, _GUTTER = 54.0, 28.0
_EYEBROW = Style(9, bold=True, colour=ACCENT)
_TITLE = Style(23, bold=True)
_NAME_SIZES = (21.0, 18.0, 15.0, 13.0)
_NAME_LINES = 4  # a legal name is never cut short of that
_QUESTION_SIZES = (15.0, 13.5, 12.0, 11.0, 10.0)
_QUESTION_HEIGHT = 126.0  # points the question may take; it shrinks first
_NUMBERS_SHOWN = 8
_FOOT = 54.0  # points from the page's end to where nothing more is drawn


def draw(sheet: Sheet, start: StartSheet, words: Words) -> None:
    """Draw the side from top to bottom; the story takes what room is left."""
    width = sheet.width - 2 * _SIDE
    sheet.text(_SIDE, 46, words.say("bundle.start_title").upper(), _EYEBROW)
    sheet.text(_SIDE, 72, sheet.paper.fit(words.say("bundle.document_title"), width, _TITLE), _TITLE)
    sheet.rule(_SIDE, sheet.width - _SIDE, 86)
    y = _draw_heads(sheet, start, words, 108)
    rest = words.say("bundle.question_continues" if start.places.readme else "bundle.question_cut")
    y = _draw_question(sheet, start.question or words.say("bundle.no_question"), words, rest, y + 4)
    y = _draw_supplement(sheet, start, words, y + 22)
    below = Column(sheet, _SIDE, width, 0, sheet.height - _FOOT)
    what = words.say("bundle.what_this_is" if start.places.with_originals else "bundle.what_this_is_loose")
    below.y = sheet.height - _FOOT - below.height(what, SMALL)
    start_story.draw(Column(sheet, _SIDE, width, y, below.y - 22), start, words)
    sheet.rule(_SIDE, sheet.width - _SIDE, below.y - 14, RULE)
    below.paragraph(what, SMALL)


def _columns(sheet: Sheet, y: float, share: float) -> tuple[Column, Column]:
    """Two columns beside each other; the left one takes `share` of the width."""
    width = sheet.width - 2 * _SIDE - _GUTTER
    left = Column(sheet, _SIDE, width * share, y, sheet.height - 60)
    right = Column(sheet, _SIDE + left.width + _GUTTER, width * (1 - share), y, sheet.height - 60)
    return left, right


def _draw_heads(sheet: Sheet, start: StartSheet, words: Words, y: float) -> float:
    left, right = _columns(sheet, y, 0.6)
    left.heading(words.say("bundle.patient_heading"))
    name = _name_style(left, start.patient.name)
    left.gap(name.size - 12)
    left.paragraph(start.patient.name, name, _NAME_LINES)
    left.gap(-0.25 * name.size)
    left.paragraph(_born_and_sex(start.patient, words), Style(11), 2)
    if start.patient.also_known_as:
        names = "; ".join(start.patient.also_known_as)
        left.paragraph(f"{words.say('bundle.former_names')}: {names}", Style(9.5, colour=MUTED), 2)
    _draw_numbers(left, start, words)
    right.heading(words.say("bundle.for_heading"))
    right.gap(2)
    right.paragraph(start.recipient or words.say("bundle.unknown"), Style(11), 5)
    right.gap(6)
    right.heading(words.say("bundle.made_heading"))
    right.paragraph(_made_by(start, words), BODY, 4)
    if start.contact:
        right.paragraph(words.say("bundle.contact", contact=start.contact), BODY, 3)
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


def _draw_question(sheet: Sheet, question: str, words: Words, rest: str, y: float) -> float:
    """The question in a tinted box; a very long one shrinks, then `rest` says where it goes on."""
    inner = Column(sheet, _SIDE + 20, sheet.width - 2 * _SIDE - 38, 0, sheet.height)
    sizes = (Style(size) for size in _QUESTION_SIZES)
    style = next((found for found in sizes if inner.height_of_lines(question, found) <= _QUESTION_HEIGHT), None)
    cut = style is None
    style = style or Style(_QUESTION_SIZES[-1])
    height = min(inner.height_of_lines(question, style), _QUESTION_HEIGHT) + (16 if cut else 0)
    sheet.box(_SIDE, y, sheet.width - 2 * _SIDE, height + 42, TINT)
    sheet.box(_SIDE, y, 4, height + 42, ACCENT)
    inner.y = y + 22
    inner.heading(words.say("bundle.question_heading"))
    inner.gap(style.size - 9)
    inner.lines(question, style, int(_QUESTION_HEIGHT / style.leading))
    if cut:
        inner.paragraph(rest, Style(9, colour=MUTED), 1)
    return y + height + 42


def _draw_supplement(sheet: Sheet, start: StartSheet, words: Words, y: float) -> float:
    """What the bundle adds to, and which part it is; nothing where it stands alone."""
    column = Column(sheet, _SIDE, sheet.width - 2 * _SIDE, y, sheet.height - _FOOT)
    lines = tuple(supplement(start, words))
    if lines:
        key = "heading" if start.adds_to is not None else "part_heading"
        column.heading(words.say(f"bundle.supplement.{key}"))
        column.paragraph(" ".join(lines), BODY, 4)
        column.gap(8)
    return column.y


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
    if more := sum(study.more for study in start.studies):
        yield words.say("bundle.supplement.more_images", count=more)


def _draw_numbers(column: Column, start: StartSheet, words: Words) -> None:
    patient = start.patient
    column.gap(4)
    column.heading(words.say("bundle.numbers_heading"))
    if not patient.identifiers:
        column.paragraph(words.say("bundle.unknown"), Style(BODY.size, colour=MUTED))
    for identifier in patient.identifiers[:_NUMBERS_SHOWN]:
        _draw_number(column, identifier, BODY)
    if len(patient.identifiers) > _NUMBERS_SHOWN:
        key = "bundle.more_numbers" if start.places.readme else "bundle.more_numbers_elsewhere"
        more = words.say(key, count=len(patient.identifiers) - _NUMBERS_SHOWN)
        column.paragraph(more, Style(BODY.size, colour=MUTED), 1)


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
