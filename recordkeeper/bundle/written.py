"""The papers of a bundle: its sheets, the packet and the start sheet, made in the order they need each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from recordkeeper.bundle import contact_sheets, flowsheet, packet_making, start_sheet
from recordkeeper.bundle.citing import Pages, going_of
from recordkeeper.bundle.kit import Kit
from recordkeeper.bundle.manifest import BundledFile, BundledSheet
from recordkeeper.bundle.occasion import Occasion
from recordkeeper.bundle.overview import overview
from recordkeeper.bundle.plan import Plan
from recordkeeper.bundle.sheets import MadeSheet, Making, make_sheets
from recordkeeper.bundle.unlocking import Unlocked
from recordkeeper.prepare.sharing import shared_of
from recordkeeper.records.papers import PacketResult, PlacedItem, StartSheet


@dataclass(frozen=True, slots=True)
class Written:
    """What was written. `placed` is by document, `sheets` are those made for the bundle with their places."""

    packet: PacketResult
    placed: Mapping[str, PlacedItem]
    sheets: tuple[tuple[MadeSheet, PlacedItem], ...]
    start: StartSheet
    pictures: tuple[str, ...] = ()  # contact sheets, as paths in the bundle

    def bundled_sheets(self) -> tuple[BundledSheet, ...]:
        """The sheets as the manifest lists them."""
        return tuple(
            BundledSheet(made.key, made.title, made.path, place.first_page, place.last_page)
            for made, place in self.sheets
        )


def write(
    kit: Kit,
    folder: Path,
    the_plan: Plan,
    occasion: Occasion,
    originals: Mapping[str, Sequence[BundledFile]],
    images: Mapping[str, Mapping[str, int]],
    unlocked: Unlocked,
) -> Written:
    """Write sheets, packet and start sheet into `folder`. PlaceProblem or WorkerFailure.

    `originals` are the files of each document in the bundle, `images` what goes of each study: series → number.
    """
    with being_written(kit, folder, the_plan, occasion, originals, unlocked) as the_rest:
        return the_rest(images, "")


@contextmanager
def being_written(
    kit: Kit,
    folder: Path,
    the_plan: Plan,
    occasion: Occasion,
    originals: Mapping[str, Sequence[BundledFile]],
    unlocked: Unlocked,
) -> Iterator[Callable[[Mapping[str, Mapping[str, int]], str], Written]]:
    """Write as `write` does, the packet beside what is done in the context.

    What is given writes the rest, told what went of each study and the media profile. PlaceProblem, WorkerFailure.
    Nobody writes the packet any more when the context ends.
    """
    db, words, request = kit.library.catalogue.reader(), kit.words, the_plan.request
    today = dt.datetime.now().astimezone().date()
    shared = shared_of(db, kit.prepare, going_of(the_plan), today)
    first_part = occasion.part is None or occasion.part.number == 1
    made: tuple[MadeSheet, ...] = ()
    if first_part:
        going = frozenset(going_of(the_plan).values())
        making = Making(kit.library, db, kit.makers, words, shared, going, today, Pages.of(db, the_plan).cite)
        made = make_sheets(making, folder, occasion.places, request.without_sheets)
    kit.cancel.check()
    shown = [item for item in the_plan.documents if item.shown]
    with packet_making.packet_being_made(
        kit.library, db, kit.makers, folder, shown, originals, occasion, request.recipient, words, unlocked, made
    ) as packet_made:

        def the_rest(images: Mapping[str, Mapping[str, int]], profile: str) -> Written:
            packet = packet_made()
            kit.cancel.check()
            sheets = tuple(zip(made, packet.items[: len(made)], strict=True))
            placed = {item.record.id: place for item, place in zip(shown, packet.items[len(made) :], strict=True)}
            flowsheet.cited(kit.makers, folder, made, placed, occasion.first_page, words)
            told = overview(db, shared, the_plan, placed, words)
            if not first_part:  # only the days of its scans: the story stands on the first
                told = replace(told, story=(), unconfirmed=0, missing=())
            pictures = contact_sheets.make(kit, folder, the_plan, occasion, images)
            start = start_sheet.start_sheet(
                the_plan, packet.pages, placed, images, originals, occasion, words, told, sheets, pictures
            )
            start = replace(start, profile=profile)
            start_sheet.make_start_sheet(kit.makers, folder, start, words)
            return Written(packet, placed, sheets, start, tuple(pictures.values()))

        yield the_rest
