"""The contents pages in front of a packet: section by section, a line a document, each a link to its page."""

from __future__ import annotations

from dataclasses import dataclass

from recordkeeper.paper.look import ACCENT, MUTED, Align, Style
from recordkeeper.paper.pages import Paper
from recordkeeper.paper.sheet import Sheet
from recordkeeper.records.papers import PacketItem, PacketPlan, PlacedItem, Section
from recordkeeper.wording.words import Words

_LEFT, _DATE, _TITLE = 56.0, 56.0, 132.0
_TOP_FIRST, _TOP_NEXT, _BOTTOM = 172.0, 96.0, 56.0
_ROW_GAP, _SECTION_GAP = 5.0, 14.0
_HEADING = Style(22, bold=True, colour=ACCENT)
_SECTION = Style(11.5, bold=True, colour=ACCENT)
_DATE_STYLE = Style(9, colour=MUTED)
_TITLE_STYLE = Style(10)
_SMALL = Style(8.5, colour=MUTED)
_COLUMN = Style(8, colour=MUTED)


@dataclass(frozen=True, slots=True)
class Row:
    """A section's heading (`item` None) or one document, with where it goes. `y` is its first baseline."""

    page: int
    y: float
    height: float
    section: Section
    item: int | None = None
    title: tuple[str, ...] = ()
    continued: bool = False


def lay_out(plan: PacketPlan, paper: Paper) -> list[Row]:
    """Return every row with its place. Depends on titles only, so that it can be done before pages are known."""
    width, height = plan.paper.points
    rows: list[Row] = []
    page, y = 0, _TOP_FIRST
    section: Section | None = None
    for number, item in enumerate(plan.items):
        title = tuple(paper.wrap(item.title or "—", width - _TITLE - 90, _TITLE_STYLE, 2))
        need = len(title) * _TITLE_STYLE.leading + (_SMALL.leading if _under(item) else 0) + _ROW_GAP
        new = item.section is not section
        if y + need + (_section_height() if new else 0) > height - _BOTTOM:
            page, y = page + 1, _TOP_NEXT
            rows.append(Row(page, y, _section_height(), item.section, continued=not new))
            y += _section_height()
        elif new:
            y += _SECTION_GAP if rows else 0
            rows.append(Row(page, y, _section_height(), item.section))
            y += _section_height()
        rows.append(Row(page, y, need, item.section, number, title))
        section, y = item.section, y + need
    return rows


def draw(
    plan: PacketPlan, rows: list[Row], sheets: list[Sheet], placed: tuple[PlacedItem, ...], words: Words
) -> None:
    """Draw headings, rows and page numbers on the contents sheets."""
    _draw_head(sheets[0], plan, words)
    for sheet in sheets:
        top = _TOP_FIRST if sheet is sheets[0] else _TOP_NEXT
        sheet.text(_DATE, top - 22, words.say("bundle.column_date"), _COLUMN)
        sheet.text(_TITLE, top - 22, words.say("bundle.column_document"), _COLUMN)
        sheet.text(sheet.width - _LEFT, top - 22, words.say("bundle.column_page"), _COLUMN, Align.RIGHT)
        sheet.rule(_LEFT, sheet.width - _LEFT, top - 16)
    for row in rows:
        if row.item is None:
            _draw_section(sheets[row.page], row, words)
        else:
            _draw_item(sheets[row.page], row, plan, placed[row.item], words)


def link(paper: Paper, rows: list[Row], placed: tuple[PlacedItem, ...]) -> None:
    """Make each row of a document a link to its first page."""
    for row in rows:
        if row.item is not None:
            sheet, goal = paper.sheets[row.page], paper.sheets[placed[row.item].first_page - 1]
            sheet.link((_LEFT - 4, row.y - 11, sheet.width - _LEFT + 4, row.y + row.height - 13), goal)


def _draw_head(sheet: Sheet, plan: PacketPlan, words: Words) -> None:
    sheet.text(_LEFT, 92, words.say("bundle.packet_contents"), _HEADING)
    made = (
        words.say("bundle.packet_made", date=plan.made_on, recipient=plan.recipient)
        if plan.recipient
        else words.say("bundle.packet_made_for_nobody", date=plan.made_on)
    )
    line = f"{words.say('bundle.packet_intro')} {made}"
    sheet.paragraph(_LEFT, 113, sheet.width - 2 * _LEFT, line, Style(9.5, colour=MUTED), 2)


def _draw_section(sheet: Sheet, row: Row, words: Words) -> None:
    title = words.say(f"bundle.section.{row.section}")
    if row.continued:
        title = words.say("bundle.continued", section=title)
    sheet.text(_LEFT, row.y + 2, title, _SECTION)


def _draw_item(sheet: Sheet, row: Row, plan: PacketPlan, placed: PlacedItem, words: Words) -> None:
    assert row.item is not None, "a heading is drawn as one"
    item, page = plan.items[row.item], placed.first_page + plan.first_page - 1
    date = words.date(item.date) if item.date else words.say("common.no_date")
    sheet.text(_DATE, row.y, date, _DATE_STYLE)
    y = row.y
    for line in row.title:
        sheet.text(_TITLE, y, line, _TITLE_STYLE)
        y += _TITLE_STYLE.leading
    if _under(item):
        sheet.text(_TITLE, y - 1, sheet.paper.fit(_under(item), sheet.width - _TITLE - 90, _SMALL), _SMALL)
    sheet.text(sheet.width - _LEFT, row.y, str(page), Style(10, bold=True), Align.RIGHT)
    if placed.problem is not None:
        note = words.say("bundle.slot_problem.short")
        sheet.text(sheet.width - _LEFT, row.y + _SMALL.leading, note, _SMALL, Align.RIGHT)


def _under(item: PacketItem) -> str:
    return " · ".join(part for part in (item.facility, item.author) if part)


def _section_height() -> float:
    return _SECTION.leading + 6
