"""Side 2 of the start sheet: the contents by section, the imaging studies, what was left out, how to open it."""

from __future__ import annotations

from dataclasses import replace

from recordkeeper.paper.column import BODY, SMALL, Column
from recordkeeper.paper.sheet import ACCENT, INK, MUTED, RULE, Sheet, Style
from recordkeeper.records.papers import ItemLine, LeftOut, SectionLine, StartSheet, StudyLine
from recordkeeper.wording.words import Words

_SIDE, _GUTTER, _TOP, _FOOT = 54.0, 30.0, 100.0, 60.0
_SHARE = 0.62  # of the width for the contents
_TITLE = Style(17, bold=True)
_SECTION = Style(10.5, bold=True, colour=ACCENT)
_ITEM = Style(9)
_DATE = Style(8.5, colour=MUTED)
_DATE_WIDTH, _PAGE_WIDTH = 58.0, 30.0
_SECTION_HEIGHT, _ITEM_HEIGHT = 27.0, _ITEM.leading
_SECTION_GAP, _TIGHT_GAP = 10.0, 5.0
_STUDY_GAP = 7.0
_WHAT_LINES = 2


def draw(sheet: Sheet, start: StartSheet, words: Words) -> None:
    """Draw contents at the left, imaging, left out and opening at the right."""
    start = _as_printed(start)
    width = sheet.width - 2 * _SIDE - _GUTTER
    bottom = sheet.height - _FOOT
    left = Column(sheet, _SIDE, width * _SHARE, 56, bottom)
    sheet.text(left.x, left.y, words.say("bundle.contents_heading"), _TITLE)
    left.y += 18
    left.paragraph(words.say("bundle.contents_intro"), SMALL, 2)
    left.y = _TOP + 12
    _draw_sections(left, start, words)
    right = Column(sheet, left.x + left.width + _GUTTER, width * (1 - _SHARE), 56, bottom)
    _draw_right(right, start, words)


def _as_printed(start: StartSheet) -> StartSheet:
    """With the numbers that stand on the packet's pages, which go on from an earlier bundle's."""

    def printed(page: int | None) -> int | None:
        return None if page is None else start.printed(page)

    return replace(
        start,
        sections=tuple(replace(line, first_page=printed(line.first_page)) for line in start.sections),
        items=tuple(replace(item, page=printed(item.page)) for item in start.items),
        studies=tuple(replace(study, report_page=printed(study.report_page)) for study in start.studies),
    )


def _draw_sections(column: Column, start: StartSheet, words: Words) -> None:
    items = {
        line.section: [item for item in start.items if item.section is line.section] for line in start.sections
    }
    wanted = [len(items[line.section]) for line in start.sections]
    gap = _SECTION_GAP if _rows_room(column, len(wanted), _SECTION_GAP) >= sum(wanted) else _TIGHT_GAP
    shown = share_rows(wanted, _rows_room(column, len(wanted), gap))
    for line, count in zip(start.sections, shown, strict=True):
        _draw_section(column, line, words)
        for item in items[line.section][:count]:
            _draw_item(column, item, words)
        hidden = len(items[line.section]) - count
        if hidden and count:
            column.row(words.say("bundle.and_more", count=hidden), "", _DATE, _DATE_WIDTH)
        column.gap(gap)


def _rows_room(column: Column, sections: int, gap: float) -> int:
    return int((column.room + gap - sections * (_SECTION_HEIGHT + gap)) / _ITEM_HEIGHT)


def share_rows(wanted: list[int], room: int) -> list[int]:
    """Return how many of each group's rows to show so that all groups fit into `room` rows.

    A group that is cut spends one of its rows on saying so; small groups are shown whole before large ones grow.
    """
    if sum(wanted) <= room:
        return list(wanted)
    share = 0
    while sum(min(want, share + 1) for want in wanted) <= room:
        share += 1
    left = room - sum(min(want, share) for want in wanted)
    rows = []
    for want in wanted:
        extra = 1 if want > share and left > 0 else 0
        left -= extra
        rows.append(min(want, share + extra))
    return [want if row == want else max(0, row - 1) for want, row in zip(wanted, rows, strict=True)]


def _draw_section(column: Column, line: SectionLine, words: Words) -> None:
    page = words.say("bundle.section_page", page=line.first_page) if line.first_page else ""
    column.row(words.say(f"bundle.section.{line.section}"), page, _SECTION, strong=True)
    column.y -= 1.5
    counts = words.say(
        "bundle.section_counts",
        documents=words.say("common.documents", count=line.documents),
        pages=words.say("common.pages", count=line.pages),
    )
    span = words.dates(line.first_date, line.last_date)
    column.row(" · ".join(part for part in (counts, span) if part), "", SMALL)
    column.sheet.rule(column.x, column.x + column.width, column.y - 8)
    column.y += _SECTION_HEIGHT - _SECTION.leading - SMALL.leading + 1.5 + 2


def _draw_item(column: Column, item: ItemLine, words: Words) -> None:
    date = words.date(item.date) if item.date else words.say("common.no_date")
    column.sheet.text(column.x, column.y, date, _DATE)
    column.row(_titled(column, item), str(item.page) if item.page else "", _ITEM, _DATE_WIDTH)


def _titled(column: Column, item: ItemLine) -> str:
    """Title and facility where both fit, else the title alone: half a facility helps nobody."""
    both = " · ".join(part for part in (item.title, item.facility) if part)
    room = column.width - _DATE_WIDTH - _PAGE_WIDTH
    return both if column.sheet.paper.width(both, _ITEM) <= room else item.title


def _draw_right(column: Column, start: StartSheet, words: Words) -> None:
    below = Column(column.sheet, column.x, column.width, 0, column.bottom)
    _draw_left_out(below, start.left_out, words, measure=True)
    _draw_opening(below, start, words, measure=True)
    column.sheet.text(column.x, column.y, words.say("bundle.imaging_heading"), Style(12.5, bold=True))
    if start.studies:
        column.sheet.paragraph(column.x, column.y + 18, column.width, words.say("bundle.imaging_intro"), SMALL, 2)
    column.y = _TOP + 12
    _draw_studies(column, start.studies, column.bottom - below.y, words)
    column.gap(12)
    _draw_left_out(column, start.left_out, words)
    _draw_opening(column, start, words)


def _draw_studies(column: Column, studies: tuple[StudyLine, ...], room_until: float, words: Words) -> None:
    if not studies:
        column.paragraph(words.say("bundle.imaging_none"), Style(BODY.size, colour=MUTED))
    for number, study in enumerate(studies):
        more_room = 0.0 if number + 1 == len(studies) else 1.4 * _ITEM.leading
        if column.y + _study_height(column, study) + more_room > room_until:
            more = words.say("bundle.and_more_studies", count=len(studies) - number)
            column.paragraph(more, _DATE, 2)
            return
        _draw_study(column, study, words)


def _draw_study(column: Column, study: StudyLine, words: Words) -> None:
    date = words.date(study.date) if study.date else words.say("common.no_date")
    column.row(modality(study.modalities, words), date, Style(9.5, bold=True, colour=INK))
    if study.what:
        column.paragraph(study.what, _ITEM, _WHAT_LINES)
    facts = [words.say("common.images", count=study.images)]
    if study.report_page:
        facts.append(words.say("bundle.report_on", page=study.report_page))
    column.paragraph(" · ".join(facts), SMALL, 1)
    column.gap(_STUDY_GAP)


def _study_height(column: Column, study: StudyLine) -> float:
    what = min(column.height(study.what, _ITEM), _WHAT_LINES * _ITEM.leading) if study.what else 0.0
    return 9.5 * 1.38 + what + SMALL.leading + _STUDY_GAP


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
        column.y += 15 + 24
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
    keys = ["bundle.open_packet", *(["bundle.open_images"] if start.studies else []), "bundle.open_originals"]
    if measure:
        column.y += 15 + 16 + sum(column.height(words.say(key), _ITEM) + 4 for key in keys) + 26
        return
    _rule_above(column)
    column.heading(words.say("bundle.open_heading"))
    for key in keys:
        column.paragraph(words.say(key), _ITEM)
        column.gap(4)


def _rule_above(column: Column) -> None:
    column.sheet.rule(column.x, column.x + column.width, column.y - 8, RULE)
    column.gap(8)
