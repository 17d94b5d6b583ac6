"""What the reader of a bundle will read, made before the bundle is: the same papers, in a folder of our own.

Nothing is written where the bundle goes, no original and no image is copied, and the ledger notes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from recordkeeper.bundle import imaging, written
from recordkeeper.bundle.fill import with_what_opens
from recordkeeper.bundle.kit import Kit
from recordkeeper.bundle.occasion import Occasion
from recordkeeper.bundle.plan import Plan
from recordkeeper.bundle.titles import title_of
from recordkeeper.bundle.unlocking import Unlocked
from recordkeeper.bundle.upload_rule import UploadRule, taken
from recordkeeper.bundle.written import Written
from recordkeeper.library.durable import place_problems
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.papers import LeftOut, PlacedItem, Section
from recordkeeper.wording.words import Words

_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Heading:
    """Pages of the packet that carry one heading. `printed` is the number on the first of them."""

    first_page: int
    last_page: int
    printed: int
    text: str


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The papers in `folder`, made by `plan`. `start` is the text of START-HERE.pdf, side by side; `left_out` is as
    the reader is told.
    """

    folder: Path
    start: tuple[str, ...]
    headings: tuple[Heading, ...]
    pages: int
    left_out: tuple[LeftOut, ...]
    plan: Plan


def rehearse(
    kit: Kit, folder: Path, the_plan: Plan, occasion: Occasion, rule: UploadRule | None = None
) -> Rehearsal:
    """Make the papers of a bundle, or of its first part, in `folder`; `rule` is of one that does not take all.

    PlaceProblem or WorkerFailure.
    """
    db, places = kit.library.catalogue.reader(), occasion.places
    unlocked = Unlocked(kit.library, kit.makers, folder)
    with place_problems(str(folder)):
        (folder / places.start).parent.mkdir(exist_ok=True)
        the_plan, _ = with_what_opens(kit, unlocked, the_plan)
        if rule is not None:
            the_plan = taken(the_plan, rule)
        if occasion.part is not None:
            the_plan = occasion.part.share(the_plan, db)
        only = occasion.part.images if occasion.part is not None else None
        images = imaging.expected(db, kit.makers, the_plan.studies, only, the_plan.images_sent)
        kit.progress.begin("export", None)
        done = written.write(kit, folder, the_plan, occasion, {}, images, unlocked)
        unlocked.clear()
        for path in (places.readme, places.index, places.label):  # they name files that are not there yet
            if path:
                (folder / path).unlink()
    asked = {"path": str(folder / places.start), "name": places.start, "texts": True}
    texts = kit.makers.run("inspect", asked, deadline=_SECONDS).header["texts"]
    return Rehearsal(
        folder=folder,
        start=tuple(map(str, texts)),
        headings=tuple(_headings(the_plan, done, occasion, kit.words)),
        pages=done.packet.pages,
        left_out=done.start.left_out,
        plan=the_plan,
    )


def _headings(the_plan: Plan, done: Written, occasion: Occasion, words: Words) -> Iterator[Heading]:
    """As the strip above each page has them: section, title, date."""
    before = occasion.first_page - 1
    if done.packet.contents_pages:
        yield Heading(1, done.packet.contents_pages, before + 1, words.say("bundle.packet_contents"))
    for made, place in done.sheets:
        yield _heading(place, Section.SHEETS, made.title, occasion.made_on, before, words)
    for item in the_plan.documents:
        if place_of := done.placed.get(item.record.id):
            title = title_of(item.record, words)
            yield _heading(place_of, item.section, title, item.record.service_date, before, words)


def _heading(
    place: PlacedItem, section: Section, title: str, date: PartialDate | None, before: int, words: Words
) -> Heading:
    parts = (words.say(f"bundle.section.{section}"), title, words.date(date) if date else "")
    text = " · ".join(part for part in parts if part)
    return Heading(place.first_page, place.last_page, before + place.first_page, text)
