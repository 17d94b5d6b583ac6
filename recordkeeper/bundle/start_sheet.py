"""Everything the start sheet, README and index say of a bundle, and their making by a worker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from recordkeeper.bundle.manifest import BundledFile
from recordkeeper.bundle.occasion import Occasion
from recordkeeper.bundle.plan import Chosen, Plan
from recordkeeper.bundle.sheets import MadeSheet
from recordkeeper.bundle.titles import dated_title, title_of
from recordkeeper.records.belonging import Relation
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import Record
from recordkeeper.records.overview import NOTHING_TOLD, Overview, SheetLine
from recordkeeper.records.papers import (
    ItemLine,
    LeftOut,
    LeftOutReason,
    PlacedItem,
    Places,
    Section,
    SectionLine,
    SeriesLine,
    StartSheet,
    StudyLine,
)
from recordkeeper.records.plain import to_plain
from recordkeeper.wording.words import Words
from recordkeeper.work.pool import Workers

_SECONDS = 120.0


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
        yield replace(line, titles=tuple(dated_title(record, words) for record in records))


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
