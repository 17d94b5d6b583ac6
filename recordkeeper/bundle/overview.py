"""What START-HERE.pdf tells of the illness, with the pages of the packet where it stands.

Quoted are confirmed lines of records that go, and what the patient wrote down for others. A record that stays out
is neither quoted nor named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recordkeeper.bundle.citing import Pages
from recordkeeper.bundle.plan import Plan
from recordkeeper.prepare.sharing import Shared
from recordkeeper.prepare.telling import sentence
from recordkeeper.records.overview import Cited, Missing, Moment, Overview, Told
from recordkeeper.records.papers import PlacedItem
from recordkeeper.records.readiness import SlotState
from recordkeeper.records.story import StoryLine
from recordkeeper.wording.words import Words

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


def overview(
    db: Database, shared: Shared, the_plan: Plan, placed: Mapping[str, PlacedItem], words: Words
) -> Overview:
    """The whole of it in the reader's language. `placed` is by document."""
    pages = _Placed(Pages.of(db, the_plan), {record: place.pages for record, place in placed.items()})
    return Overview(
        story=tuple(
            Told(
                part.name, tuple(_cited(line, shared, pages) for line in part.lines), part.side_by_side, part.blank
            )
            for part in shared.story.parts
        ),
        unconfirmed=shared.story.left_out,
        lanes=shared.lanes,
        moments=tuple(
            Moment(
                event.date,
                event.lane,
                event.what or words.say(f"cli.kind.{event.kind}"),
                pages.of(event.record, event.page) if event.record else None,
                event.end,
                typed=bool(event.entry),
            )
            for event in shared.events
        ),
        missing=tuple(_missing(shared, pages, words)),
    )


def _cited(line: StoryLine, shared: Shared, pages: _Placed) -> Cited:
    """The line with its page; where a file holds several records' pages, that of the fact's own file."""
    file = next((
        fact.file for fact in shared.facts
        if fact.shown_in == line.record and fact.fact.page == line.page and fact.fact.printed == line.printed
    ), None)  # fmt: skip
    page = pages.of(line.record, line.page, file) if line.record else None
    return Cited(line.printed, line.date, page, line.told_by)


def _missing(shared: Shared, pages: _Placed, words: Words) -> Iterator[Missing]:
    for gap in shared.gaps:
        yield Missing(sentence(words, gap), pages.of(gap.record or "", gap.page))
    for slot in shared.wanted:
        what = words.say(f"bundle.missing.what.{slot.name}")
        if slot.state is SlotState.ASKED_FOR and slot.asked is not None:
            yield Missing(words.say("bundle.missing.asked", date=slot.asked, what=what))
        elif slot.state is SlotState.ASKED_FOR:
            yield Missing(words.say("bundle.missing.asked_undated", what=what))
    empty = [words.say(f"bundle.missing.what.{slot.name}") for slot in shared.wanted
             if slot.state is SlotState.NOT_FOUND]  # fmt: skip
    if empty:
        yield Missing(words.say("bundle.missing.empty", what=", ".join(empty)))


@dataclass(frozen=True, slots=True)
class _Placed:
    """Says the page of the packet on which a page of a record stands; None when nothing is shown of it."""

    pages: Pages
    placed: Mapping[str, range]

    def of(self, record: str, page: int | None, file: str | None = None) -> int | None:
        where = self.pages.cite(record, page, file)
        return where.page(self.placed) if where is not None else None
