"""Packet.pdf: every document in order under its section, one page number from first to last, contents in front.

An item that cannot be shown costs only itself: its slot says so in words, and the result says it to the program.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from recordkeeper.paper import contents, flow_sheet, strip
from recordkeeper.paper.copier import Copier, Render
from recordkeeper.paper.sheet import Paper, Sheet
from recordkeeper.records.papers import PacketItem, PacketPlan, PacketResult, PlacedItem, SlotProblem
from recordkeeper.wording.words import Words


def write(
    plan: PacketPlan,
    out: Path,
    words: Words,
    *,
    render: Render,
    begin: Callable[[int], None] = lambda _: None,
) -> PacketResult:
    """Write the packet at `out` and return where each item stands.

    `render(path, format, page, dpi)` paints one page upright (IndexError: no such page, ValueError: cannot be
    painted). `begin` is told each item's number before it is touched, so that a crash has a name.
    OSError when `out` cannot be written.
    """
    return _Packet(plan, words, render, begin).write(out)


class _Packet:
    def __init__(self, plan: PacketPlan, words: Words, render: Render, begin: Callable[[int], None]) -> None:
        self.plan, self.words, self.render, self.begin = plan, words, render, begin
        self.paper = Paper()
        self.kept: dict[int, list[Sheet]] = {}  # the pages of items that are drawn last
        self.copier = Copier(self.paper, words, render, plan.picture_dpi, self._sheet)

    def write(self, out: Path) -> PacketResult:
        rows = contents.lay_out(self.plan, self.paper)
        fronts = [self.paper.upright(self.plan.paper) for _ in range(rows[-1].page + 1 if rows else 1)]
        placed = tuple(self._item(number, item) for number, item in enumerate(self.plan.items))
        self.copier.close()
        self._flows(placed)
        contents.draw(self.plan, rows, fronts, placed, self.words)
        self._strips(placed, len(fronts))
        title = self.words.say("bundle.packet_title", name=self.plan.patient.name)
        self.paper.finish(title=title, language=self.words.language)
        contents.link(self.paper.document, rows, placed, fronts[0].width)
        self._bookmarks(placed)
        self.paper.number_pages(self.plan.first_page)
        pages = self.paper.page_count
        self.paper.save(out)
        return PacketResult(pages, len(fronts), placed)

    def _item(self, number: int, item: PacketItem) -> PlacedItem:
        self.begin(number)
        first = self.paper.page_count + 1
        problem = item.problem
        if item.flow is not None:
            self.kept[number] = flow_sheet.keep_pages(item.flow, self.paper, self.plan.paper)
        elif problem is None:
            problems = [self.copier.add(part) for part in item.parts] or [SlotProblem.NOTHING_TO_SHOW]
            problem = next((found for found in problems if found is not None), None)
        if self.paper.page_count < first:
            problem = problem or SlotProblem.NOTHING_TO_SHOW
            self._slot(item, problem)
        return PlacedItem(first, self.paper.page_count, problem)

    def _flows(self, placed: tuple[PlacedItem, ...]) -> None:
        """What cites the pages of other items is drawn when their pages are known."""
        pages = {
            item.record: place.pages for item, place in zip(self.plan.items, placed, strict=True) if item.record
        }
        for number, sheets in self.kept.items():
            flow = self.plan.items[number].flow
            assert flow is not None, "pages are kept for these only"
            flow_sheet.draw(flow, sheets, self.words, pages, self.plan.first_page)

    def _sheet(self, width: float, height: float) -> Sheet:
        """A sheet turned the way the page is read."""
        across, down = self.plan.paper.points
        return self.paper.page(down, across) if width > height else self.paper.page(across, down)

    def _slot(self, item: PacketItem, problem: SlotProblem) -> None:
        where = (
            self.words.say("bundle.original_is", original=item.original)
            if item.original
            else self.words.say("bundle.original_not_in")
        )
        lines = (item.title, self.words.say(f"bundle.slot_problem.{problem}"), where)
        self.copier.say(self._sheet(0, 1), self.words.say("bundle.slot_problem.heading"), lines)

    def _strips(self, placed: tuple[PlacedItem, ...], fronts: int) -> None:
        total = self.paper.page_count
        for number in range(1, fronts + 1):
            self._strip(number, total, self.words.say("bundle.packet_contents"), "bundle.copy_mark")
        for item, place in zip(self.plan.items, placed, strict=True):
            what = describe(item, self.words)
            mark = "bundle.made_mark" if item.ours else "bundle.copy_mark"
            for number in range(place.first_page, place.last_page + 1):
                self._strip(number, total, what, mark)

    def _strip(self, number: int, total: int, what: str, mark: str) -> None:
        before = self.plan.first_page - 1
        page = self.words.say("bundle.page_of", page=number + before, pages=total + before)
        corners = strip.Strip(strip.who(self.plan.patient, self.words), what, page, self.words.say(mark))
        strip.draw(self.paper.sheets[number - 1], corners)

    def _bookmarks(self, placed: tuple[PlacedItem, ...]) -> None:
        entries: list[tuple[int, str, int]] = [(1, self.words.say("bundle.packet_contents"), 1)]
        section = None
        for item, place in zip(self.plan.items, placed, strict=True):
            if item.section is not section:
                section = item.section
                entries.append((1, self.words.say(f"bundle.section.{section}"), place.first_page))
            entries.append((2, _dated(item, self.words), place.first_page))
        self.paper.bookmarks(entries)


def describe(item: PacketItem, words: Words) -> str:
    """Return "section · title · date", as the strip has it."""
    parts = (words.say(f"bundle.section.{item.section}"), item.title, words.date(item.date) if item.date else "")
    return " · ".join(part for part in parts if part)


def _dated(item: PacketItem, words: Words) -> str:
    return f"{words.date(item.date)}  {item.title}" if item.date else item.title or "—"
