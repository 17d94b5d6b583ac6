"""Side 2 of the start sheet: the timeline, sections with counts, scans, what is missing and what was left out."""

from __future__ import annotations

from recordkeeper.paper import start_timeline
from recordkeeper.paper.column import SMALL, Column
from recordkeeper.paper.look import INK, MUTED, RULE, Align, Style
from recordkeeper.paper.sheet import Sheet
from recordkeeper.records.papers import LeftOut, Section, SectionLine, StartSheet, StudyLine
from recordkeeper.wording.words import Words

_SIDE, _GUTTER, _FOOT = 54.0, 30.0, 56.0
_SHARE = 0.55  # of the width for the timeline's words
_TITLE = Style(17, bold=True)
_HEADING = Style(11, bold=True)
_SECTION = Style(9.5, bold=True, colour=INK)
_ITEM = Style(8.5)
_DATE = Style(8.5, colour=MUTED)
_STUDY_GAP = 5.0
_WHAT_LINES = 2
_MOST_LONG = 6  # sections that are told on two rows each


def draw(sheet: Sheet, start: StartSheet, words: Words) -> None:
    """Draw the timeline over the width and down the left, contents, missing and left out at the right."""
    width = sheet.width - 2 * _SIDE
    sheet.text(_SIDE, 50, words.say("bundle.timeline.heading"), _TITLE)
    sheet.paragraph(_SIDE, 64, width, words.say("bundle.timeline.intro"), SMALL, 1)
    told = start.overview
    y = start_timeline.draw_lanes(sheet, _SIDE, 80, width, told.moments, told.lanes, words) + 14
    bottom = sheet.height - _FOOT
    left = Column(sheet, _SIDE, (width - _GUTTER) * _SHARE, y, bottom)
    start_timeline.draw_list(left, start, words)
    right = Column(sheet, left.x + left.width + _GUTTER, (width - _GUTTER) * (1 - _SHARE), y, bottom)
    _draw_right(right, start, words)


def _draw_right(column: Column, start: StartSheet, words: Words) -> None:
    """What has a fixed height is measured first; scans and what is missing share what is left."""
    column.sheet.text(column.x, column.y, words.say("bundle.contents_heading"), _HEADING)
    short = len(start.sections) > _MOST_LONG
    if short:
        note = words.say("bundle.contents_short")
        column.sheet.text(column.x + column.width, column.y, note, SMALL, Align.RIGHT)
    column.y += 15
    for line in start.sections:
        (_draw_section_short if short else _draw_section)(column, line, start, words)
    column.gap(8)
    ends = Column(column.sheet, column.x, column.width, 0, column.bottom)
    _draw_left_out(ends, start.left_out, words, measure=True)
    _draw_opening(ends, start, words, measure=True)
    until = column.bottom - ends.y
    missing = min(_missing_height(column, start, words), max(90.0, 0.5 * (until - column.y)))
    _draw_studies(column, start, until - missing, words)
    _draw_missing(column, start, until, words)
    _draw_left_out(column, start.left_out, words)
    _draw_opening(column, start, words)


def _draw_section_short(column: Column, line: SectionLine, start: StartSheet, words: Words) -> None:
    """Name, number of documents and first page on one row."""
    page = words.say("bundle.section_page", page=start.printed(line.first_page)) if line.first_page else ""
    counts = " · ".join(part for part in (words.number(line.documents), page) if part)
    column.row(words.say(f"bundle.section.{line.section}"), counts, _SECTION, strong=True)


def _draw_section(column: Column, line: SectionLine, start: StartSheet, words: Words) -> None:
    page = words.say("bundle.section_page", page=start.printed(line.first_page)) if line.first_page else ""
    column.row(words.say(f"bundle.section.{line.section}"), page, _SECTION, strong=True)
    column.y -= 1.5
    counted = "bundle.sheets_count" if line.section is Section.SHEETS else "common.documents"
    counts = words.say(
        "bundle.section_counts",
        documents=words.say(counted, count=line.documents),
        pages=words.say("common.pages", count=line.pages),
    )
    span = words.dates(line.first_date, line.last_date)
    column.row(" · ".join(part for part in (counts, span) if part), "", SMALL)
    column.gap(1)


def _missing_height(column: Column, start: StartSheet, words: Words) -> float:
    texts = [_missing(start, at, words) for at in range(len(start.overview.missing))]
    texts = texts or [words.say("bundle.missing.none")]
    return 31.0 + sum(column.height(text, _ITEM) + 2 for text in texts)


def _missing(start: StartSheet, at: int, words: Words) -> str:
    found = start.overview.missing[at]
    page = f" ({words.say('bundle.section_page', page=start.printed(found.page))})" if found.page else ""
    return f"{found.text}{page}"


def _draw_missing(column: Column, start: StartSheet, until: float, words: Words) -> None:
    """What is not there, in sentences; what has no room is counted."""
    if not start.overview.story:
        return  # a part without documents
    _rule_above(column)
    column.heading(words.say("bundle.missing.heading"))
    if not start.overview.missing:
        column.paragraph(words.say("bundle.missing.none"), _DATE)
    for at in range(len(start.overview.missing)):
        text = _missing(start, at, words)
        more_room = 0.0 if at + 1 == len(start.overview.missing) else _ITEM.leading
        if column.y + column.height(text, _ITEM) + more_room > until:
            column.paragraph(words.say("bundle.missing.more", count=len(start.overview.missing) - at), _DATE, 1)
            break
        column.paragraph(text, _ITEM)
        column.gap(2)
    column.gap(8)


def _draw_studies(column: Column, start: StartSheet, until: float, words: Words) -> None:
    _rule_above(column)
    column.heading(words.say("bundle.imaging_heading"))
    if not start.studies:
        column.paragraph(words.say("bundle.imaging_none"), _DATE)
    else:
        counted = words.say("common.images", count=start.images)
        studies = f"{len(start.studies)} {words.say('bundle.figure.studies', count=len(start.studies))}"
        column.paragraph(f"{studies}, {counted}", SMALL, 1)
    for number, study in enumerate(start.studies):
        more_room = 0.0 if number + 1 == len(start.studies) else 2 * _ITEM.leading
        if column.y + _study_height(column, study) + more_room > until:
            more = words.say("bundle.and_more_studies", count=len(start.studies) - number)
            column.paragraph(more, _DATE, 2)
            break
        _draw_study(column, study, start, words)
    column.gap(8)


def _draw_study(column: Column, study: StudyLine, start: StartSheet, words: Words) -> None:
    date = words.date(study.date) if study.date else words.say("common.no_date")
    column.row(modality(study.modalities, words), date, Style(9, bold=True, colour=INK))
    if study.what:
        column.paragraph(study.what, _ITEM, _WHAT_LINES)
    facts = [words.say("common.images", count=study.images)]
    if study.more:
        facts.append(words.say("bundle.supplement.more_mark"))
    if study.report_page:
        facts.append(words.say("bundle.report_on", page=start.printed(study.report_page)))
    column.paragraph(" · ".join(facts), SMALL, 1)
    column.gap(_STUDY_GAP)


def _study_height(column: Column, study: StudyLine) -> float:
    what = min(column.height(study.what, _ITEM), _WHAT_LINES * _ITEM.leading) if study.what else 0.0
    return 9 * 1.38 + what + SMALL.leading + _STUDY_GAP


def modality(codes: tuple[str, ...], words: Words) -> str:
    """Return the plain name of the first code that has one, the codes themselves when none has."""
    for code in codes:
        if words.has(f"bundle.modality.{code.lower()}"):
            return words.say(f"bundle.modality.{code.lower()}")
    return ", ".join(codes) or words.say("bundle.modality.ot")


def _draw_left_out(column: Column, left_out: tuple[LeftOut, ...], words: Words, *, measure: bool = False) -> None:
    lines = [(str(line.count), words.say(f"bundle.left_out.{line.reason}")) for line in left_out if line.count]
    lines = lines or [("", words.say("bundle.left_out_none"))]
    if measure:
        column.y += 31
        column.y += sum(column.height(text, _ITEM) + 2 for _, text in lines)
        return
    _rule_above(column)
    column.heading(words.say("bundle.left_out_heading"))
    for count, text in lines:
        indent = 18.0 if count else 0.0
        column.sheet.text(column.x, column.y, count, Style(9, bold=True))
        column.y = column.sheet.paragraph(column.x + indent, column.y, column.width - indent, text, _ITEM)
        column.y += 2
    column.gap(8)


def _draw_opening(column: Column, start: StartSheet, words: Words, *, measure: bool = False) -> None:
    how = "locked" if start.places.locked_lists else "loose" if start.places.loose else "packet"
    keys = [
        f"bundle.open_{how}",
        *(["bundle.open_images"] if start.studies else []),
        *(["bundle.open_originals"] if start.places.with_originals else []),
    ]
    if measure:
        column.y += 24 + sum(column.height(words.say(key), _ITEM) + 4 for key in keys)
        return
    _rule_above(column)
    column.heading(words.say("bundle.open_heading"))
    for key in keys:
        column.paragraph(words.say(key), _ITEM)
        column.gap(4)


def _rule_above(column: Column) -> None:
    column.sheet.rule(column.x, column.x + column.width, column.y - 8, RULE)
    column.gap(8)
