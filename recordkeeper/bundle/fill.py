"""Everything into the staging folder of a bundle, the manifest last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from recordkeeper.bundle import fhir, imaging, manifest, written
from recordkeeper.bundle.imaging import ImagingDone
from recordkeeper.bundle.kit import Kit
from recordkeeper.bundle.manifest import BundledFile, BundledRecord, Manifest
from recordkeeper.bundle.occasion import Occasion
from recordkeeper.bundle.originals import OriginalsIn
from recordkeeper.bundle.plan import Plan, plan
from recordkeeper.bundle.titles import title_of
from recordkeeper.bundle.unlocking import Unlocked
from recordkeeper.bundle.written import Written
from recordkeeper.library.durable import place_problems
from recordkeeper.records.bundle import FIRST_PAGE, SINCE, image_key
from recordkeeper.records.papers import PacketResult, PlacedItem, Places
from recordkeeper.records.papers_media import CopyDone
from recordkeeper.records.plain import to_plain
from recordkeeper.wording.words import Words


@dataclass(frozen=True, slots=True)
class Problem:
    """Something the sender should know about the bundle; `code` is a key of the wording."""

    code: str
    record: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """What lies in the staging folder now. `plan` is what really went in, `sums` path → SHA-256 of all."""

    plan: Plan
    manifest_sha256: str
    counts: dict[str, int]
    problems: tuple[Problem, ...]
    sums: dict[str, str]
    files: tuple[BundledFile, ...]
    placed: frozenset[str] = frozenset()  # the documents that stand in the packet
    images: tuple[str, ...] = ()  # those of scans that went, by `image_key`


def fill(kit: Kit, folder: Path, the_plan: Plan, occasion: Occasion, made: str) -> Filled:
    """Write everything into `folder`. PlaceProblem or WorkerFailure when that cannot be done."""
    unlocked = Unlocked(kit.library, kit.makers, folder)
    with place_problems(str(folder)):
        the_plan, still_locked = with_what_opens(kit, unlocked, the_plan)
        if occasion.part is not None:
            the_plan = occasion.part.share(the_plan, kit.library.catalogue.reader())
        filled = _fill(kit, folder, the_plan, occasion, made, unlocked)
    problems = [Problem("still_locked", record) for record in still_locked]
    problems += [Problem("unlocked_copy", item.record.id) for item in filled.plan.documents if item.locked]
    return replace(filled, problems=(*filled.problems, *problems))


def with_what_opens(kit: Kit, unlocked: Unlocked, the_plan: Plan) -> tuple[Plan, tuple[str, ...]]:
    """The plan with those of the locked files whose password is known now, and the records that stay out for it."""
    locked = [item.record for item in the_plan.documents if item.locked]
    if not locked:
        return the_plan, ()
    opened = unlocked.open(locked)
    again = plan(kit.library.catalogue.reader(), the_plan.request, kit.sections, opened=opened)
    going = {item.record.id for item in again.documents}
    return again, tuple(record.id for record in locked if record.id not in going)


def _fill(kit: Kit, folder: Path, the_plan: Plan, occasion: Occasion, made: str, unlocked: Unlocked) -> Filled:
    db, words, places = kit.library.catalogue.reader(), kit.words, occasion.places
    (folder / places.start).parent.mkdir(exist_ok=True)
    copier = OriginalsIn(
        kit.library, kit.makers, folder, kit.sections, words, unlocked,
        locked_as_they_are=the_plan.request.locked_as_they_are, places=places,
    )  # fmt: skip
    only = occasion.part.images if occasion.part is not None else None
    originals = copier.copy(db, the_plan.documents, the_plan.studies)
    kit.cancel.check()
    with written.being_written(kit, folder, the_plan, occasion, originals, unlocked) as the_rest:
        scans = imaging.copy(
            kit.library,
            db,
            kit.makers,
            folder,
            the_plan.studies,
            kit.progress,
            kit.cancel,
            root=places.imaging,
            only=only,
            without=the_plan.images_sent,
        )
        loose = copier.copy_loose(the_plan.studies, scans.not_in)
        kit.cancel.check()
        images = imaging.by_series(scans.files, the_plan.studies)
        done = the_rest(images, scans.profile)
    placed = done.placed
    unlocked.clear()
    files = _once(
        [*_papers_in(folder, places, done), *chain.from_iterable(originals.values()), *loose, *scans.files]
    )
    problems = list(_problems(the_plan, placed, copier, scans))
    filled = listed(kit, folder, the_plan, occasion, made, done, images, files, scans.profile, problems)
    return replace(filled, images=keys_of(scans))


def listed(
    kit: Kit,
    folder: Path,
    the_plan: Plan,
    occasion: Occasion,
    made: str,
    done: Written,
    images: Mapping[str, Mapping[str, int]],
    files: Sequence[BundledFile],
    profile: str,
    problems: Sequence[Problem],
) -> Filled:
    """Write the lists for machines over everything that lies in `folder`, and say what lies there."""
    places = occasion.places
    records = tuple(_records(the_plan, done.placed, kit.words))
    files = (*files, _for_machines(kit, folder, occasion, records, files, made))
    content = Manifest(
        bundle_id=occasion.bundle_id,
        made=made,
        program=occasion.program,
        patient=to_plain(occasion.patient),
        recipient=the_plan.request.recipient,
        question=the_plan.request.question,
        counts=_counts(the_plan, done.packet, images, len(files)) | _going_on(the_plan),
        left_out={line.reason.value: line.count for line in the_plan.left_out},
        records=records,
        files=files,
        profile=profile,
        supplements=the_plan.adds_to.manifest_sha256 if the_plan.adds_to is not None else "",
        first_page=occasion.first_page,
        sheets=done.bundled_sheets() if not places.loose else (),
        version=manifest.VERSION,
    )
    sha256 = manifest.write(folder, content, places)
    sums = {file.path: file.sha256 for file in files} | {
        path: manifest.hashed(folder, path, "list").sha256 for path in (places.manifest, places.sums)
    }
    return Filled(the_plan, sha256, content.counts, tuple(problems), sums, files, frozenset(done.placed))


def _for_machines(
    kit: Kit,
    folder: Path,
    occasion: Occasion,
    records: Sequence[BundledRecord],
    files: Sequence[BundledFile],
    made: str,
) -> BundledFile:
    """Write the FHIR Bundle."""
    kinds = {kind: kit.words.say(f"cli.kind.{kind}") for kind in {record.kind for record in records}}
    content = fhir.bundle(
        occasion.patient, records, files, kit.coding, bundle_id=occasion.bundle_id, made=made, kinds=kinds
    )
    (folder / occasion.places.fhir).write_bytes(content)
    return manifest.hashed(folder, occasion.places.fhir, "paper")


def _counts(
    the_plan: Plan, packet: PacketResult, images: Mapping[str, Mapping[str, int]], files: int
) -> dict[str, int]:
    return {
        "documents": len(the_plan.documents),
        "pages": packet.pages,
        "studies": len(images),
        "series": sum(len(study.imaging.series) for study in the_plan.studies if study.imaging),
        "instances": sum(sum(series.values()) for series in images.values()),
        "files": files,
    }


def _going_on(the_plan: Plan) -> dict[str, int]:
    """Of a bundle that adds to another: which, and the number on its first page."""
    sent = the_plan.adds_to
    return {SINCE: sent.bundle, FIRST_PAGE: sent.next_page} if sent is not None else {}


def _problems(
    the_plan: Plan, placed: Mapping[str, PlacedItem], copier: OriginalsIn, scans: ImagingDone
) -> Iterator[Problem]:
    yield from (Problem("to_review", record) for record in the_plan.to_review)
    yield from (Problem("names_another", record) for record in the_plan.names_another)
    yield from (Problem("not_in_packet", r, str(p.problem)) for r, p in placed.items() if p.problem)
    yield from (Problem("extract_not_whole", record, why) for record, why in copier.not_made.items())
    yield from said_of_scans(scans)


def keys_of(scans: ImagingDone) -> tuple[str, ...]:
    """What the ledger notes of the images that went, those without a place in a file-set too."""
    went = (image_key(file.sop_instance_uid, file.sha256) for file in scans.files if file.role == "imaging")
    return (*went, *(image_key("", fingerprint.sha256) for _, fingerprint in scans.not_in))


def said_of_scans(scans: ImagingDone) -> Iterator[Problem]:
    """What the sender should know of the scans."""
    yield from (Problem("not_in_file_set", record) for record, _ in scans.not_in)
    zeroed = [file for file in scans.files if file.done == CopyDone.PREAMBLE_ZEROED]
    yield from (Problem("program_taken_out", file.record, file.path) for file in zeroed)


def _papers_in(folder: Path, places: Places, done: Written) -> Iterator[BundledFile]:
    for path in (places.start, places.readme, places.index, places.label):
        if path:
            yield manifest.hashed(folder, path, "paper")
    if done.packet.pages:
        yield manifest.hashed(folder, places.packet, "paper", pages=done.packet.pages)
    for sheet, _ in done.sheets:
        yield manifest.hashed(folder, sheet.path, "paper", pages=sheet.pages)
    for picture in done.pictures:
        yield manifest.hashed(folder, picture, "paper")


def _once(files: Sequence[BundledFile]) -> tuple[BundledFile, ...]:
    """Each path once: several records may lie in one file."""
    return tuple({file.path: file for file in files}.values())


def _records(the_plan: Plan, placed: Mapping[str, PlacedItem], words: Words) -> Iterable[BundledRecord]:
    documents = [(item.record, str(item.section)) for item in the_plan.documents]
    before = the_plan.adds_to.records if the_plan.adds_to is not None else frozenset()
    for record, section in (*documents, *((study, "imaging") for study in the_plan.studies)):
        place = placed.get(record.id)
        yield BundledRecord(
            id=record.id,
            kind=record.kind,
            title=title_of(record, words),
            service_date=str(record.service_date or ""),
            section=section,
            first_page=place.first_page if place else None,
            last_page=place.last_page if place else None,
            facility=record.facility,
            author=record.author,
            replaces=tuple(old for old in record.relatives.supersedes if old in before),
        )
