"""A bundle for an online opinion: loose PDFs, scans by the rule of the page they go up to, and a list to tick off.

The program uploads nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from recordkeeper.bundle import imaging, manifest, written, zip_writer
from recordkeeper.bundle.fill import Filled, Problem, keys_of, listed, said_of_scans, with_what_opens
from recordkeeper.bundle.imaging import ImagingDone
from recordkeeper.bundle.kit import Kit
from recordkeeper.bundle.layout import UPLOAD_LIST
from recordkeeper.bundle.manifest import BundledFile
from recordkeeper.bundle.names import safe
from recordkeeper.bundle.occasion import Occasion
from recordkeeper.bundle.packed_check import plain_zip
from recordkeeper.bundle.plan import Plan
from recordkeeper.bundle.titles import title_of
from recordkeeper.bundle.unlocking import Unlocked
from recordkeeper.bundle.upload_rule import Piece, UploadImages, UploadRule, pieces, said_of_taken, taken
from recordkeeper.bundle.written import Written
from recordkeeper.library.durable import place_problems
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.letter import Letter
from recordkeeper.records.papers import PlacedItem
from recordkeeper.records.plain import to_plain
from recordkeeper.wording.words import Words

_SECONDS, _SECONDS_A_PAGE = 120.0, 1.0


def fill_upload(kit: Kit, folder: Path, the_plan: Plan, occasion: Occasion, made: str, rule: UploadRule) -> Filled:
    """Write everything into `folder`. PlaceProblem, WorkerFailure, or InputProblem "part_too_small"."""
    unlocked = Unlocked(kit.library, kit.makers, folder)
    with place_problems(str(folder)):
        the_plan, still_locked = with_what_opens(kit, unlocked, the_plan)
        the_plan = taken(the_plan, rule)
        (folder / occasion.places.manifest).parent.mkdir()
        with written.being_written(kit, folder, the_plan, occasion, {}, unlocked) as the_rest:
            scans, ups = _scans(kit, folder, the_plan, occasion, rule)
            images = imaging.by_series(scans.files, the_plan.studies)
            done = the_rest(images, scans.profile)
        unlocked.clear()
        loose = _cut(kit, folder, the_plan, occasion, done, rule)
        files = [
            manifest.hashed(folder, occasion.places.start, "paper"),
            *loose,
            *_packed(kit, folder, scans, ups, rule),
        ]
        ticks = _tick_list(kit, folder, occasion, files, ups, rule)
        problems = [
            *(Problem("still_locked", record) for record in still_locked),
            *said_of_scans(scans),
            *(Problem("to_review", record) for record in the_plan.to_review),
            *(Problem("names_another", record) for record in the_plan.names_another),
            *(Problem("no_page_of_it", r, str(p.problem)) for r, p in done.placed.items() if p.problem),
            *said_of_taken(the_plan),
            *(
                Problem("too_large", file.record, file.path)
                for file in files
                if rule.largest and file.size > rule.largest
            ),
        ]
        filled = listed(
            kit, folder, the_plan, occasion, made, done, images, [*files, ticks], scans.profile, problems
        )
        return replace(filled, images=keys_of(scans))


def _scans(
    kit: Kit, folder: Path, the_plan: Plan, occasion: Occasion, rule: UploadRule
) -> tuple[ImagingDone, tuple[tuple[str, Piece], ...]]:
    """Each piece as a file-set of its own below IMAGES; returns all of them, and the pieces by their place."""
    db, whole, ups = kit.library.catalogue.reader(), ImagingDone((), ()), []
    for number, piece in enumerate(pieces(db, the_plan, rule), start=1):
        root = f"{occasion.places.imaging}/{number}"
        one = imaging.copy(
            kit.library, db, kit.makers, folder, the_plan.studies, kit.progress, kit.cancel,
            root=root, only=piece.images, without=the_plan.images_sent,
        )  # fmt: skip
        whole = ImagingDone((*whole.files, *one.files), (*whole.not_in, *one.not_in), one.profile or whole.profile)
        if one.files:
            ups.append((root, piece))
    return whole, tuple(ups)


def _packed(
    kit: Kit, folder: Path, scans: ImagingDone, ups: Sequence[tuple[str, Piece]], rule: UploadRule
) -> Iterator[BundledFile]:
    """The scans as they go up: the files themselves, or each piece as one ZIP of its file-set."""
    if rule.images is not UploadImages.ZIP:
        yield from scans.files
        return
    for root, _ in ups:
        files = [file for file in scans.files if file.path.startswith(f"{root}/")]
        names = {file.path: file.path.removeprefix(f"{root}/") for file in files}
        inside = ((folder / path, name) for path, name in names.items())
        zip_writer.write(inside, folder / f"{root}.zip", step=lambda: None)
        check = plain_zip(folder / f"{root}.zip", {names[file.path]: file.sha256 for file in files})
        if not check.ok:  # the bundle's own check knows the sum of the ZIP, not of what is in it
            imaging.refuse_changed_scans(kit.library, files)
            raise PlaceProblem("bundle_not_sound", checks=check.check)
        images = sum(file.role == "imaging" for file in files)
        yield replace(manifest.hashed(folder, f"{root}.zip", "scans"), images=images)
        for file in files:
            (folder / file.path).unlink()
        for below in sorted((path for path in (folder / root).rglob("*")), reverse=True):
            below.rmdir()
        (folder / root).rmdir()


def _cut(
    kit: Kit, folder: Path, the_plan: Plan, occasion: Occasion, done: Written, rule: UploadRule
) -> list[BundledFile]:
    """The packet as a PDF a document; it and the sheets' own files go."""
    places = occasion.places
    for made, _ in done.sheets:
        (folder / made.path).unlink()
    if done.sheets:
        (folder / places.sheets).rmdir()
    if not done.packet.pages:
        return []
    (folder / places.loose).mkdir()
    wanted = list(_wanted(the_plan, occasion, done, kit.words))
    asked = {
        "packet": str(folder / places.packet),
        "cuts": [
            [place.first_page, place.last_page, title, str(folder / path)] for _, place, title, path in wanted
        ],
        "language": kit.words.language,
        "first_page": occasion.first_page,
        "largest": rule.largest,
    }
    deadline = _SECONDS + done.packet.pages * _SECONDS_A_PAGE
    found = kit.makers.run("cut", asked, deadline=deadline).header["files"]
    (folder / places.packet).unlink()
    return [
        manifest.hashed(folder, f"{places.loose}/{Path(out).name}", "copy", record=record, pages=last - first + 1)
        for (record, _, _, _), parts in zip(wanted, found, strict=True)
        for first, last, out in parts
    ]


def _wanted(
    the_plan: Plan, occasion: Occasion, done: Written, words: Words
) -> Iterator[tuple[str, PlacedItem, str, str]]:
    """Each loose PDF: the record it is of, its pages, its title and its path, which begins with its first page."""
    contents = words.say("bundle.packet_contents")
    whole = [("", PlacedItem(1, done.packet.contents_pages), contents, "")]
    whole += [("", place, made.title, "") for made, place in done.sheets]
    whole += [
        (
            item.record.id,
            done.placed[item.record.id],
            title_of(item.record, words),
            str(item.record.service_date or ""),
        )
        for item in the_plan.documents
        if item.record.id in done.placed
    ]
    for record, place, title, date in whole:
        number = f"p{place.first_page + occasion.first_page - 1:03}"
        name = safe(" ".join(part for part in (number, date, title) if part))
        yield record, place, title, f"{occasion.places.loose}/{name}.pdf"


def _tick_list(
    kit: Kit, folder: Path, occasion: Occasion, files: Sequence[BundledFile], ups: Sequence[tuple[str, Piece]],
    rule: UploadRule,
) -> BundledFile:  # fmt: skip
    """The list to tick off while uploading, as a PDF."""
    words, patient = kit.words, occasion.patient
    title = words.say("bundle.upload.title")
    whose = (
        f"{patient.name} · {words.say('bundle.born', date=patient.birth_date)}"
        if patient.birth_date
        else patient.name
    )
    blocks = [f"{title}\n{whose}", words.say("bundle.upload.how")]
    if rule.largest:
        blocks.append(words.say("bundle.upload.limit", size=words.size(rule.largest)))
    papers = [file for file in files if file.role in ("paper", "copy")]
    blocks.append(
        "\n".join(
            (words.say("bundle.upload.papers"), *(_tick(file.path, _of_paper(file, words)) for file in papers))
        )
    )
    if ups:
        scans = [_tick(_shown(root, rule), _of_scans(root, piece, files, rule, words)) for root, piece in ups]
        blocks.append("\n".join((words.say(f"bundle.upload.scans_{rule.images}"), *scans)))
    if rule.one_patient_id and len({piece.patient_id for _, piece in ups}) > 1:
        blocks.append(words.say("bundle.upload.several_numbers"))
    blocks.append(words.say("bundle.upload.end"))
    letter = Letter(f"{title}: {patient.name}", tuple(blocks), words.language, head=2)
    asked = {"letter": to_plain(letter), "out": str(folder / UPLOAD_LIST)}
    pages = int(kit.makers.run("letter", asked, deadline=_SECONDS).header["pages"])
    return manifest.hashed(folder, UPLOAD_LIST, "paper", pages=pages)


def _tick(name: str, about: str) -> str:
    return f"[   ]  {name}  ({about})"


def _shown(root: str, rule: UploadRule) -> str:
    return f"{root}.zip" if rule.images is UploadImages.ZIP else f"{root}/"


def _of_paper(file: BundledFile, words: Words) -> str:
    pages = f"{words.say('common.pages', count=file.pages)}, " if file.pages else ""
    return f"{pages}{words.size(file.size)}"


def _of_scans(root: str, piece: Piece, files: Sequence[BundledFile], rule: UploadRule, words: Words) -> str:
    own = [file for file in files if file.path == f"{root}.zip" or file.path.startswith(f"{root}/")]
    count = sum(file.images or file.role == "imaging" for file in own)
    about = f"{words.say('common.images', count=count)}, {words.size(sum(file.size for file in own))}"
    if rule.one_patient_id and piece.patient_id:
        about += f", {words.say('bundle.upload.number', number=piece.patient_id)}"
    return about
