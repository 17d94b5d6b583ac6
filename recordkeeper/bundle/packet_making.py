"""Packet.pdf: its plan, and its making by a worker beside whatever else is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, wait
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from recordkeeper.bundle.manifest import BundledFile
from recordkeeper.bundle.occasion import Occasion
from recordkeeper.bundle.plan import Chosen
from recordkeeper.bundle.sheets import MadeSheet
from recordkeeper.bundle.titles import title_of
from recordkeeper.bundle.unlocking import Unlocked
from recordkeeper.catalogue import documents, sources
from recordkeeper.catalogue.pages import scans
from recordkeeper.library.folder import Library
from recordkeeper.records.papers import PacketItem, PacketPlan, PacketResult, PagePart, Section, SlotProblem
from recordkeeper.records.plain import from_plain, to_plain
from recordkeeper.records.reading import Format
from recordkeeper.wording.words import Words
from recordkeeper.work.frames import Frame
from recordkeeper.work.pool import WorkerFailure, Workers

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

_UNDER_WAY = "Packet.item"  # the number of the item being put in, for as long as the packet is being made
_SECONDS = 120.0
_SECONDS_A_PAGE = 5.0


@contextmanager
def packet_being_made(
    library: Library,
    db: Database,
    makers: Workers,
    folder: Path,
    items: Sequence[Chosen],
    originals: Mapping[str, Sequence[BundledFile]],
    occasion: Occasion,
    recipient: str,
    words: Words,
    unlocked: Unlocked,
    sheets: Sequence[MadeSheet] = (),
) -> Iterator[Callable[[], PacketResult]]:
    """Have Packet.pdf written from the documents that can be shown, beside what is done in the context.

    What is given waits for it and has one place a sheet and an item. A document that ends the worker costs only
    itself: it is left out in the next try and its slot says so. Nobody writes any more when the context ends.
    """
    if not items and not sheets:
        yield lambda: PacketResult(0, 0, ())
        return
    with ExitStack() as lent:
        plan = PacketPlan(
            patient=occasion.patient,
            items=(
                *(_sheet_item(folder, sheet, occasion) for sheet in sheets),
                *(
                    _item(library, db, lent, item, originals.get(item.record.id, ()), words, unlocked)
                    for item in items
                ),
            ),
            made_on=occasion.made_on,
            bundle_id=occasion.bundle_id,
            recipient=recipient,
            first_page=occasion.first_page,
        )
        pages = sum(item.record.page_count or 1 for item in items) + sum(sheet.pages for sheet in sheets)
        writing = _Writing(
            makers,
            folder,
            plan,
            words.language,
            deadline=_SECONDS + pages * _SECONDS_A_PAGE,
            out=folder / occasion.places.packet,
        )
        lent.callback(writing.end)
        yield writing.result


class _Writing:
    """Tries until the packet is there; each failure takes the item that was under way out of the next try."""

    def __init__(
        self, makers: Workers, folder: Path, plan: PacketPlan, language: str, *, deadline: float, out: Path
    ) -> None:
        self._makers, self._plan, self._deadline = makers, plan, deadline
        self._under_way = folder / _UNDER_WAY
        self._asked = {"out": str(out), "language": language, "under_way": str(self._under_way)}
        self._answer = self._ask()

    def result(self) -> PacketResult:
        """Where each item stands. WorkerFailure when it is no item's fault."""
        while True:
            try:
                result = from_plain(PacketResult, self._answer.result().header)
            except WorkerFailure:
                told = self._under_way.read_text("ascii") if self._under_way.exists() else ""
                number = int(told or -1)  # "" also on a full disk, which could not take the number either
                if number < 0 or self._plan.items[number].problem is not None:
                    raise
                self._under_way.unlink()
                self._plan = replace(self._plan, items=tuple(_without(number, self._plan.items)))
                self._answer = self._ask()
            else:
                self._under_way.unlink(missing_ok=True)
                return result

    def end(self) -> None:
        """Wait until nobody writes any more."""
        self._answer.cancel()
        wait([self._answer])
        self._under_way.unlink(missing_ok=True)

    def _ask(self) -> Future[Frame]:
        return self._makers.submit("packet", {"plan": to_plain(self._plan), **self._asked}, deadline=self._deadline)


def _sheet_item(folder: Path, sheet: MadeSheet, occasion: Occasion) -> PacketItem:
    return PacketItem(
        section=Section.SHEETS,
        title=sheet.title,
        parts=() if sheet.flow else (PagePart(folder / sheet.path, Format.PDF, page_count=sheet.pages),),
        date=occasion.made_on,
        original=sheet.path,
        ours=True,
        flow=sheet.flow,
    )


def _without(number: int, items: Sequence[PacketItem]) -> Iterator[PacketItem]:
    for at, item in enumerate(items):
        yield replace(item, problem=SlotProblem.READER_DIED) if at == number else item


def _item(
    library: Library,
    db: Database,
    lent: ExitStack,
    item: Chosen,
    files: Sequence[BundledFile],
    words: Words,
    unlocked: Unlocked,
) -> PacketItem:
    record = item.record
    texts = documents.pages(db, record.id)
    parts = []
    for part in record.files:
        original = sources.find_original(db, part.fingerprint.sha256)
        parts.append(
            PagePart(
                path=unlocked.path(part.fingerprint)
                or lent.enter_context(library.originals.lend(part.fingerprint)),
                format=part.format,
                first_page=part.first_page,
                last_page=part.last_page,
                page_count=original.page_count if original else None,
                texts=tuple(page.text for page in texts if page.file == part.fingerprint),
                scans=scans(db, part.fingerprint, part.first_page or 1, part.last_page),
            )
        )
    return PacketItem(
        section=item.section,
        title=title_of(record, words),
        parts=tuple(parts),
        date=record.service_date,
        facility=record.facility,
        author=record.author,
        original=files[0].path if files else "",
        record=record.id,
    )
