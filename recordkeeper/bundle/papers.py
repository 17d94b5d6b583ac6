"""The papers of a bundle: the plan of Packet.pdf and the start sheet, made by workers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING

from recordkeeper.bundle.layout import FOLDER
from recordkeeper.bundle.manifest import BundledFile
from recordkeeper.bundle.parts import Part
from recordkeeper.bundle.plan import Chosen, Plan
from recordkeeper.bundle.sheets import MadeSheet
from recordkeeper.bundle.unlocking import Unlocked
from recordkeeper.catalogue import documents, sources
from recordkeeper.library.folder import Library
from recordkeeper.records.belonging import Relation
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import Record
from recordkeeper.records.kinds import Kind
from recordkeeper.records.overview import NOTHING_TOLD, Overview, SheetLine
from recordkeeper.records.papers import (
    ItemLine,
    LeftOut,
    LeftOutReason,
    PacketItem,
    PacketPlan,
    PacketResult,
    PagePart,
    PlacedItem,
    Places,
    Section,
    SectionLine,
    SeriesLine,
    SlotProblem,
    StartSheet,
    StudyLine,
)
from recordkeeper.records.patient import Patient
from recordkeeper.records.plain import from_plain, to_plain
from recordkeeper.records.reading import Format
from recordkeeper.wording.words import Words
from recordkeeper.work.pool import WorkerFailure, Workers

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

_SAYS_LITTLE = (Kind.OTHER, Kind.PHOTO)
_UNDER_WAY = "Packet.item"  # the number of the item being put in, for as long as the packet is being made
_SECONDS = 120.0
_SECONDS_A_PAGE = 5.0


@dataclass(frozen=True, slots=True)
class Occasion:
    """What is printed on every paper of one bundle."""

    patient: Patient
    made_on: PartialDate
    bundle_id: str
    program: str
    places: Places = FOLDER
    first_page: int = 1  # the number on the packet's first page
    part: Part | None = None


def title_of(record: Record, words: Words) -> str:
    """The record's title, or its kind in words; where neither says much, the file's own name is added."""
    title = record.title or words.say(f"cli.kind.{record.kind}")
    if record.kind not in _SAYS_LITTLE or not record.files:
        return title
    own = PurePosixPath(record.files[0].name).stem
    return title if own.casefold() in title.casefold() else f"{title} ({own})"


def make_packet(
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
) -> PacketResult:
    """Write Packet.pdf from the documents that can be shown; the result has one place a sheet and an item.

    A document that ends the worker costs only itself: it is left out in the next try and its slot says so.
    """
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
        return _written(
            makers,
            folder,
            plan,
            words,
            deadline=_SECONDS + pages * _SECONDS_A_PAGE,
            out=folder / occasion.places.packet,
        )


def _written(
    makers: Workers, folder: Path, plan: PacketPlan, words: Words, *, deadline: float, out: Path
) -> PacketResult:
    """Try until the packet is there; each failure takes the item that was under way out of the next try."""
    under_way = folder / _UNDER_WAY
    asked = {"out": str(out), "language": words.language, "under_way": str(under_way)}
    try:
        while True:
            try:
                answer = makers.run("packet", {"plan": to_plain(plan), **asked}, deadline=deadline)
                return from_plain(PacketResult, answer.header)
            except WorkerFailure:
                told = under_way.read_text("ascii") if under_way.exists() else ""
                number = int(told or -1)  # "" also on a full disk, which could not take the number either
                if number < 0 or plan.items[number].problem is not None:
                    raise
                under_way.unlink()
                plan = replace(plan, items=tuple(_without(number, plan.items)))
    finally:
        under_way.unlink(missing_ok=True)


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


def make_start_sheet(makers: Workers, folder: Path, sheet: StartSheet, words: Words) -> None:
    """Write the start sheet, README and index."""
    asked = {"sheet": to_plain(sheet), "folder": str(folder), "language": words.language}
    makers.run("start_here", asked, deadline=_SECONDS)


def start_sheet(
    plan: Plan,
    packet_pages: int,
    placed: Mapping[str, PlacedItem],
    images: Mapping[str, Mapping[str, int]],
    files: Mapping[str, Sequence[BundledFile]],
    occasion: Occasion,
    words: Words,
    told: Overview = NOTHING_TOLD,
    sheets: Sequence[tuple[MadeSheet, PlacedItem]] = (),
    pictures: Mapping[tuple[str, str], str] = MappingProxyType({}),
) -> StartSheet:
    """Everything the start sheet says.

    `placed` and `files` are by document; `images` is what went in by study: series → number. `told` is what the
    records say, `sheets` those made for the bundle with their places, `pictures` contact sheets by study and
    series.
    """
    sent = plan.adds_to
    before = sent.records if sent is not None else frozenset()
    sections = (_sheets_line(sheets), *(_section(section, plan, placed) for section in Section))
    return StartSheet(
        patient=occasion.patient,
        made_on=occasion.made_on,
        made_with=occasion.program,
        bundle_id=occasion.bundle_id,
        recipient=plan.request.recipient,
        question=plan.request.question,
        documents=len(plan.documents),
        pages=packet_pages,
        images=sum(sum(series.values()) for series in images.values()),
        sections=tuple(line for line in sections if line is not None),
        items=tuple(_item_line(item, placed, files, before, words) for item in plan.documents),
        studies=tuple(
            _study_line(study, images[study.id], placed, occasion.places, words, pictures, plan.more_images)
            for study in plan.studies
            if study.id in images
        ),
        left_out=tuple(_left_out(plan, words)),
        places=occasion.places,
        adds_to=PartialDate.parse(sent.made[:10]) if sent is not None else None,
        first_page=occasion.first_page,
        part=occasion.part.number if occasion.part else 1,
        parts=occasion.part.of if occasion.part else 1,
        overview=told,
        sheets=tuple(SheetLine(made.title, made.pages, place.first_page, made.path) for made, place in sheets),
    )


def _left_out(plan: Plan, words: Words) -> Iterator[LeftOut]:
    """Counts and reasons; the titles too where the patient wants it, never of what may be somebody else's."""
    for line in plan.left_out:
        told = plan.request.tell_titles and line.reason is not LeftOutReason.SET_ASIDE
        records = [kept.record for kept in plan.kept if told and kept.reason is line.reason]
        yield replace(line, titles=tuple(_dated_title(record, words) for record in records))


def _dated_title(record: Record, words: Words) -> str:
    date = words.date(record.service_date) if record.service_date else words.say("common.no_date")
    return f"{date} · {title_of(record, words)}"


def _item_line(
    item: Chosen,
    placed: Mapping[str, PlacedItem],
    files: Mapping[str, Sequence[BundledFile]],
    before: AbstractSet[str],
    words: Words,
) -> ItemLine:
    place = placed.get(item.record.id)
    return ItemLine(
        section=item.section,
        title=title_of(item.record, words),
        date=item.record.service_date,
        facility=item.record.facility,
        page=place.first_page if place else None,
        files=tuple(file.path for file in files.get(item.record.id, ())),
        replaces=not before.isdisjoint(item.record.relatives.supersedes),
    )


def _study_line(
    study: Record,
    images: Mapping[str, int],
    placed: Mapping[str, PlacedItem],
    places: Places,
    words: Words,
    pictures: Mapping[tuple[str, str], str],
    more_images: AbstractSet[str],
) -> StudyLine:
    reports = {r.record for r in study.relatives.pairings if r.relation is Relation.STUDY_OF_REPORT}
    pages = [place.first_page for record, place in placed.items() if record in reports]
    series = study.imaging.series if study.imaging else ()
    return StudyLine(
        modalities=study.imaging.modalities if study.imaging else (),
        what=title_of(study, words),
        images=sum(images.values()),
        date=study.service_date,
        facility=study.facility,
        folder=places.imaging_named,
        report_page=min(pages, default=None),
        series=tuple(
            SeriesLine(
                each.modality,
                each.plain_name or each.description,
                images[each.uid],
                pictures.get((study.id, each.uid), ""),
            )
            for each in series
            if images.get(each.uid)
        ),
        accession=study.accession,
        more=study.id in more_images,
    )


def _section(section: Section, plan: Plan, placed: Mapping[str, PlacedItem]) -> SectionLine | None:
    members = [item.record for item in plan.documents if item.section is section]
    if not members:
        return None
    dates = sorted(record.service_date for record in members if record.service_date)
    places = [placed[record.id] for record in members if record.id in placed]
    return SectionLine(
        section=section,
        documents=len(members),
        pages=sum(place.last_page - place.first_page + 1 for place in places),
        first_date=dates[0] if dates else None,
        last_date=dates[-1] if dates else None,
        first_page=min((place.first_page for place in places), default=None),
    )


def _sheets_line(sheets: Sequence[tuple[MadeSheet, PlacedItem]]) -> SectionLine | None:
    if not sheets:
        return None
    pages = sum(place.last_page - place.first_page + 1 for _, place in sheets)
    return SectionLine(Section.SHEETS, len(sheets), pages, first_page=sheets[0][1].first_page)
