"""What the scans page reads of the catalogue, on a reader lane, as immutable values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from recordkeeper.catalogue import documents, imaging, key_images, pages, sources, study_lines
from recordkeeper.catalogue.relatives import relatives
from recordkeeper.prepare.prior import previous
from recordkeeper.recognise.image_references import ImageReference, image_references
from recordkeeper.recognise.names import display_name
from recordkeeper.recognise.stacks import stacks_of
from recordkeeper.records.belonging import Relation
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import Record
from recordkeeper.records.imaging import Placed, Series
from recordkeeper.records.key_images import KeyImage
from recordkeeper.records.kinds import Identity, Status
from recordkeeper.records.patient import Patient
from recordkeeper.records.provenance import Fingerprint

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

_ALL = -1
THUMBNAILS = 3  # on a card


@dataclass(frozen=True, slots=True)
class Place:
    """Where one image is: its file and the frame in it (from 0)."""

    file: Fingerprint
    frame: int


@dataclass(frozen=True, slots=True)
class Named:
    """Whom an image names."""

    name: str
    birth_date: PartialDate | None


@dataclass(frozen=True, slots=True)
class Instance:
    """Which instance an image is of, and where it lies (nowhere known for the frames of a clip)."""

    uid: str
    placed: Placed


@dataclass(frozen=True, slots=True)
class SeriesShown:
    """A stack of a series: `part` of so many `parts`, mostly the only one. `places`, `named`, `instances`: one for
    each image, in geometric order. `missing` images are absent from the run of numbers; `absent` seem to lie
    in gaps between others.
    """

    uid: str  # of the series, with the part where there are several
    number: int | None
    name: str
    modality: str
    missing: int
    places: tuple[Place, ...]
    named: tuple[Named, ...]
    instances: tuple[Instance, ...] = ()
    part: int = 1
    parts: int = 1
    absent: int = 0
    uneven: bool = False
    spacing: float = 0.0
    cut: str = ""  # axial, coronal or sagittal, where the images were made here by cutting others …
    cut_of: int = 0  # … of which there are so many

    @property
    def middle(self) -> Place:
        return self.places[len(self.places) // 2]


@dataclass(frozen=True, slots=True)
class StudyCard:
    """A study as a card: `images` in all, in so many `series`; up to three `thumbnails`. `missing` images are
    absent from the runs of numbers; `source` is the name of the folder, disc or archive it came from.
    """

    record: str
    title: str
    date: PartialDate | None
    facility: str
    set_aside: bool
    identity: Identity
    images: int
    series: int
    thumbnails: tuple[Place, ...]
    patient: str  # whose library it is in
    missing: int = 0
    has_report: bool = False
    source: str = ""
    added: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class StudyShown:
    """A study as the viewer's content."""

    record: str
    title: str
    date: PartialDate | None
    facility: str
    identity: Identity
    series: tuple[SeriesShown, ...]
    patient: Patient  # whose library it is in
    marked: tuple[KeyImage, ...] = ()
    presentations: tuple[Fingerprint, ...] = ()  # files that say how images are to be shown


@dataclass(frozen=True, slots=True)
class ReportShown:
    """A report of a study, and the images it points at."""

    record: Record
    references: tuple[ImageReference, ...]


def studies(db: Database) -> tuple[StudyCard, ...]:
    """Every study that holds images, newest first, undated last; the trash is left out."""
    patient = sources.patient(db).name
    return tuple(_card(db, line, patient) for line in study_lines.find(db))


def _card(db: Database, line: study_lines.StudyLine, patient: str) -> StudyCard:
    origin = study_lines.origin(db, line.record)
    return StudyCard(
        record=line.record,
        title=line.title,
        date=line.service_date,
        facility=line.facility,
        set_aside=line.status is Status.SET_ASIDE,
        identity=line.identity,
        images=sum(images for _, images in line.series),
        series=len(line.series),
        thumbnails=_thumbnails(db, line),
        patient=patient,
        missing=line.missing,
        has_report=bool(_reports(db, line.record)),
        source=PurePath(origin.source).name or origin.source if origin else "",
        added=origin.day if origin else None,
    )


def study(db: Database, record_id: str) -> StudyShown:
    """One study; InputProblem "no_such_record"."""
    record = documents.get(db, record_id)
    shown = tuple(
        part
        for series in (record.imaging.series if record.imaging else ())
        for part in _parts(series, imaging.image_files(db, record.id, series.uid))
    )
    return StudyShown(
        record=record.id,
        title=record.title,
        date=record.service_date,
        facility=record.facility,
        identity=record.identity,
        series=shown,
        patient=sources.patient(db),
        marked=key_images.of_study(db, record.id),
        presentations=imaging.presentation_files(db, record.id),
    )


def previous_study(db: Database, record_id: str) -> StudyShown | None:
    """The scan before this one that is like it; None where there is none. InputProblem "no_such_record"."""
    before = previous(db, record_id)
    return study(db, before) if before else None


def reports_of(db: Database, record_id: str) -> tuple[ReportShown, ...]:
    """The reports of a study, the surest first, and then what the study itself holds to read: reports, curves and
    plans among its images. InputProblem "no_such_record".
    """
    documents.row_of(db, record_id)  # refuses ids that are not here
    own = (record_id,) if pages.leaves(db, record_id) else ()
    return tuple(
        ReportShown(documents.get(db, report), image_references(_text(db, report)))
        for report in (*_reports(db, record_id), *own)
    )


def _reports(db: Database, record_id: str) -> tuple[str, ...]:
    of = (Relation.STUDY_OF_REPORT, Relation.READ_AGAIN_BY)
    return tuple(dict.fromkeys(each.record for each in relatives(db, record_id).pairings if each.relation in of))


def _text(db: Database, record_id: str) -> str:
    return "\n".join(page.text for page in documents.pages(db, record_id))


def _parts(series: Series, files: Sequence[imaging.ImageFile]) -> Iterator[SeriesShown]:
    """A series as its stacks, each of them shown as a series of its own; enhanced files come apart into frames."""
    stacks = stacks_of([member for number, file in enumerate(files) for member in _members(number, file)])
    for part, stack in enumerate(stacks, start=1):
        images = [(files[number], frame) for number, frame in _images(stack.members, files)]
        yield SeriesShown(
            uid=series.uid if len(stacks) == 1 else f"{series.uid}#{part}",
            number=series.number,
            name=series.plain_name or series.description,
            modality=series.modality,
            missing=len(series.missing or ()) if len(stacks) == 1 else 0,
            places=tuple(Place(file.fingerprint, frame) for file, frame in images),
            named=_named([file for file, _frame in images]),
            instances=tuple(
                Instance(file.uid, file.each[frame] if file.each else file.placed) for file, frame in images
            ),
            part=part,
            parts=len(stacks),
            absent=stack.absent,
            uneven=stack.uneven,
            spacing=stack.spacing,
        )


def _members(number: int, file: imaging.ImageFile) -> Iterator[tuple[tuple[int, int], Placed]]:
    """What of a file is put in order: each frame where it says how they lie, else all of it together (frame -1)."""
    if file.each:
        yield from (((number, frame), placed) for frame, placed in enumerate(file.each))
    else:
        yield (number, _ALL), file.placed


def _images(members: Iterable[tuple[int, int]], files: Sequence[imaging.ImageFile]) -> Iterator[tuple[int, int]]:
    """File number and frame of every image, in order."""
    for number, frame in members:
        yield from ((number, each) for each in (range(files[number].frames) if frame == _ALL else (frame,)))


def _thumbnails(db: Database, line: study_lines.StudyLine) -> tuple[Place, ...]:
    """The middles of up to three series, those with most images; fewer series give more of their images."""
    longest = sorted(line.series, key=lambda series: -series[1])[:THUMBNAILS]
    row = documents.row_of(db, line.record)
    places = {
        uid: _places(imaging.series_frames(db, row, uid)) for uid, images in line.series if (uid, images) in longest
    }
    chosen = [found[len(found) // 2] for found in places.values() if found]
    spare = places[longest[0][0]]
    chosen += [spare[len(spare) * quarter // 4] for quarter in (1, 3) if spare]
    return tuple(dict.fromkeys(chosen))[:THUMBNAILS]


def _places(files: Iterable[tuple[Fingerprint, int]]) -> tuple[Place, ...]:
    return tuple(Place(file, frame) for file, frames in files for frame in range(frames))


def _named(files: Sequence[imaging.ImageFile]) -> tuple[Named, ...]:
    """Whom each image names, by the file it is in."""
    whom = {(file.name, file.birth_date) for file in files}  # mostly one person: three thousand slices say it alike
    named = {each: Named(display_name(each[0]), each[1]) for each in whom}
    return tuple(named[file.name, file.birth_date] for file in files)
