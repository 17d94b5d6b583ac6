"""What START-HERE.pdf tells of the illness, with the pages of the packet where it stands.

Quoted are confirmed lines of records that go, and what the patient wrote down for others. A record that stays out
is neither quoted nor named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recordkeeper.bundle.plan import Plan
from recordkeeper.catalogue import documents
from recordkeeper.prepare.sharing import Shared
from recordkeeper.prepare.telling import sentence
from recordkeeper.records.document import FilePart, Record
from recordkeeper.records.overview import Cited, Missing, Moment, Overview, Told
from recordkeeper.records.papers import PlacedItem
from recordkeeper.records.readiness import SlotState
from recordkeeper.records.story import StoryLine
from recordkeeper.wording.words import Words

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


def going_of(the_plan: Plan) -> dict[str, str]:
    """The records of a bundle by the id people find them by: of records that hold one text one is shown."""
    records = (*(item.record for item in the_plan.documents), *the_plan.studies)
    hidden = {record.relatives.shown_as: record.id for record in records if record.relatives.shown_as}
    return hidden | {record.id: record.id for record in records}


def overview(
    db: Database, shared: Shared, the_plan: Plan, placed: Mapping[str, PlacedItem], words: Words
) -> Overview:
    """The whole of it in the reader's language. `placed` is by document."""
    records = {item.record.id: item.record for item in the_plan.documents}
    pages = _Pages(db, going_of(the_plan), records, placed)
    return Overview(
        story=tuple(
            Told(part.name, tuple(_cited(line, shared, pages) for line in part.lines), part.side_by_side)
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


def _cited(line: StoryLine, shared: Shared, pages: _Pages) -> Cited:
    """The line with its page; where a file holds several records' pages, that of the fact's own file."""
    file = next((
        fact.file for fact in shared.facts
        if fact.shown_in == line.record and fact.fact.page == line.page and fact.fact.printed == line.printed
    ), None)  # fmt: skip
    page = pages.of(line.record, line.page, file) if line.record else None
    return Cited(line.printed, line.date, page, line.told_by)


def _missing(shared: Shared, pages: _Pages, words: Words) -> Iterator[Missing]:
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
class _Pages:
    """Finds the page of the packet on which a page of a record stands."""

    db: Database
    going: Mapping[str, str]
    records: Mapping[str, Record]
    placed: Mapping[str, PlacedItem]

    def of(self, record: str, page: int | None, file: str | None = None) -> int | None:
        """A record's own first page where its pages in the packet are not those of its files, as of typeset text.

        `file` is the SHA-256 of the one the page is counted in, None = the first. None when nothing is shown of it.
        """
        goes = self.going.get(record)
        place = self.placed.get(goes or "")
        if goes is None or place is None:
            return None
        files = self.records[goes].files
        spans = [_span(part, count) for part, count in
                 zip(files, documents.page_counts(self.db, goes), strict=True)]  # fmt: skip
        shown = place.last_page - place.first_page + 1
        if page is None or None in spans or sum(len(span) for span in spans if span) != shown:
            return place.first_page
        before = 0
        for part, span in zip(files, spans, strict=True):
            assert span is not None, "seen above"
            if page in span and file in (None, part.fingerprint.sha256):
                return place.first_page + before + page - span.start
            before += len(span)
        return place.first_page


def _span(part: FilePart, count: int | None) -> range | None:
    """The pages of a file that are the record's."""
    first, last = part.first_page or 1, part.last_page or count
    return range(first, last + 1) if last is not None else None
