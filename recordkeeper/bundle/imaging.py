"""Scans into a bundle: a complete file-set with a DICOMDIR of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import Future, wait
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from recordkeeper.bundle.layout import IMAGES
from recordkeeper.bundle.manifest import BundledFile, hashed
from recordkeeper.bundle.media_profile import media_profile
from recordkeeper.bundle.originals import refuse_changed
from recordkeeper.catalogue import documents, imaging
from recordkeeper.library.folder import Library
from recordkeeper.records.document import Record
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.papers_media import CopyDone, CopyNote
from recordkeeper.records.plain import from_plain
from recordkeeper.records.provenance import Fingerprint
from recordkeeper.work.frames import Frame
from recordkeeper.work.pool import Workers
from recordkeeper.work.progress import CancelToken, Progress

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

INDEX = "DICOMDIR"
_FILE_SET_ID = "RECORDKEEPER"  # PS3.10 8.6: up to 16 of A-Z 0-9 _ and space; ours without the space
_AT_ONCE = 40  # instances a request: enough to hide the round trip, few enough to stop soon
_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class _Going:
    """An instance on its way: whose study, which file, and its place in the file-set."""

    record: str
    fingerprint: Fingerprint
    uid: str  # of the SOP instance
    header: str  # as the catalogue keeps it: only handed on to who writes the DICOMDIR
    file_id: tuple[str, ...]
    root: str  # the folder of the file-set, "" = the bundle itself

    @property
    def path(self) -> str:
        return "/".join(filter(None, (self.root, *self.file_id)))


@dataclass(frozen=True, slots=True)
class ImagingDone:
    """What went in, and the original files that have no place in a file-set, by record. `profile` as in PS3.11."""

    files: tuple[BundledFile, ...]
    not_in: tuple[tuple[str, Fingerprint], ...]
    profile: str = ""


def copy(
    library: Library,
    db: Database,
    makers: Workers,
    folder: Path,
    studies: Sequence[Record],
    progress: Progress,
    cancel: CancelToken,
    *,
    root: str,
    only: AbstractSet[str] | None = None,
    without: AbstractSet[str] = frozenset(),
) -> ImagingDone:
    """Write the instances of `studies`, each SOP instance once, and their DICOMDIR below `root` of the bundle.

    `only` are the SHA-256 of the files that are on this part, None = all of them; those of `without` stay out.
    """
    going, not_in = _places(db, makers, studies, root, only, without)
    if not going:
        return ImagingDone((), tuple(not_in))
    for place in sorted({(folder / item.path).parent for item in going}):
        place.mkdir(parents=True, exist_ok=True)
    progress.begin("export", len(going))
    notes = _copy_all(library, makers, folder, going, progress, cancel)
    files: list[BundledFile] = []
    entries: list[tuple[tuple[str, ...], str, str]] = []
    for item, note in zip(going, notes, strict=True):
        if note is None:
            not_in.append((item.record, item.fingerprint))
            continue
        if note.done is not CopyDone.AS_IS:
            refuse_changed(library, item.fingerprint)
        elif note.size != item.fingerprint.size:
            raise PlaceProblem("original_changed", fingerprint=item.fingerprint.sha256[:12])
        files.append(_described(item, note))
        entries.append((item.file_id, item.header, note.transfer_syntax_uid))
    if not entries:
        shutil.rmtree(folder / root / IMAGES)
        return ImagingDone((), tuple(not_in))
    asked = {"entries": entries, "root": str(folder / root), "file_set_id": _FILE_SET_ID}
    makers.run("dicomdir", asked, deadline=_SECONDS)
    files.append(hashed(folder, f"{root}/{INDEX}" if root else INDEX, "index"))
    profile = media_profile({syntax for _, _, syntax in entries})
    return ImagingDone(tuple(files), tuple(not_in), profile)


def refuse_changed_scans(library: Library, files: Sequence[BundledFile]) -> None:
    """PlaceProblem "original_changed" for the first scan whose original is not what it was."""
    for file in files:
        if file.role == "imaging" and not file.from_sha256:
            refuse_changed(library, Fingerprint(file.sha256, file.size))


def by_series(files: Sequence[BundledFile], studies: Sequence[Record]) -> dict[str, dict[str, int]]:
    """How many images went in: study's record id → series UID → number. Studies without any are not there."""
    return _counted(((file.record, file.sop_instance_uid) for file in files if file.role == "imaging"), studies)


def expected(
    db: Database,
    makers: Workers,
    studies: Sequence[Record],
    only: AbstractSet[str] | None = None,
    without: AbstractSet[str] = frozenset(),
) -> dict[str, dict[str, int]]:
    """What `by_series` would tell after copying, without copying: all that has a place in a file-set."""
    going, _ = _places(db, makers, studies, "", only, without)
    return _counted(((item.record, item.uid) for item in going), studies)


def _counted(images: Iterable[tuple[str, str]], studies: Sequence[Record]) -> dict[str, dict[str, int]]:
    """Study and SOP instance of each image → how many of each series."""
    series_of = {
        uid: series.uid for study in studies if study.imaging for series in study.imaging.series
        for uid in series.instances
    }  # fmt: skip
    found: dict[str, dict[str, int]] = {}
    for record, instance in images:
        counts = found.setdefault(record, {})
        series_uid = series_of.get(instance, "")
        counts[series_uid] = counts.get(series_uid, 0) + 1
    return found


def count(
    db: Database,
    studies: Sequence[Record],
    only: AbstractSet[str] | None = None,
    without: AbstractSet[str] = frozenset(),
) -> int:
    """How many images the catalogue has to send, those without a place in a file-set too; each once."""
    return sum(1 for _ in _instances(db, studies, only, without))


def _instances(
    db: Database, studies: Sequence[Record], only: AbstractSet[str] | None, without: AbstractSet[str]
) -> Iterator[tuple[str, Fingerprint, str, str]]:
    """Record, fingerprint, SOP instance and header of each image; what was exported again comes once."""
    seen: set[str] = set()
    for record in studies:
        for fingerprint, uid, header in imaging.headers(db, documents.row_of(db, record.id)):
            if (only is not None and fingerprint.sha256 not in only) or fingerprint.sha256 in without:
                continue
            if not uid or uid not in seen:  # without a UID nobody can tell whether it is here already
                seen.add(uid)
                yield record.id, fingerprint, uid, header


def _places(
    db: Database,
    makers: Workers,
    studies: Sequence[Record],
    root: str,
    only: AbstractSet[str] | None,
    without: AbstractSet[str],
) -> tuple[list[_Going], list[tuple[str, Fingerprint]]]:
    """Give each instance a file id; a re-export of an instance that is in already stays out."""
    found = list(_instances(db, studies, only, without))
    if not found:
        return [], []
    asked = {"headers": [header for *_, header in found]}
    ids = makers.run("file_ids", asked, deadline=_SECONDS).header["ids"]
    going: list[_Going] = []
    not_in: list[tuple[str, Fingerprint]] = []
    for (record_id, fingerprint, uid, header), file_id in zip(found, ids, strict=True):
        if file_id is None:
            not_in.append((record_id, fingerprint))
        else:
            going.append(_Going(record_id, fingerprint, uid, header, tuple(file_id), root))
    return going, not_in


def _copy_all(
    library: Library,
    makers: Workers,
    folder: Path,
    going: Sequence[_Going],
    progress: Progress,
    cancel: CancelToken,
) -> list[CopyNote | None]:
    """Copy in batches over all maker processes; None for an instance that cannot be put into a file-set."""
    notes: list[CopyNote | None] = []
    asked: list[Future[Frame]] = []
    with ExitStack() as lent:
        lent.callback(_settle, asked)
        for start in range(0, len(going), _AT_ONCE):
            files = [
                [str(lent.enter_context(library.originals.lend(item.fingerprint))), str(folder / item.path)]
                for item in going[start : start + _AT_ONCE]
            ]
            asked.append(makers.submit("dicom_copy", {"files": files, "sums": False}, deadline=_SECONDS))
        for answer in asked:
            cancel.check()
            batch = answer.result().header["notes"]
            notes += [None if "problem" in note else from_plain(CopyNote, note) for note in batch]
            progress.step(len(batch))
    return notes


def _settle(asked: Sequence[Future[Frame]]) -> None:
    """Whatever happened, nobody writes into the folder any more once this is done."""
    for answer in asked:
        answer.cancel()
    wait(asked)


def _described(item: _Going, note: CopyNote) -> BundledFile:
    changed = note.done is not CopyDone.AS_IS
    return BundledFile(
        path=item.path,
        sha256=note.sha256 or item.fingerprint.sha256,  # the bundle's own check holds the copy against it
        size=note.size,
        role="imaging",
        record=item.record,
        sop_instance_uid=item.uid,
        from_sha256=item.fingerprint.sha256 if changed else "",
        done=note.done.value if changed else "",
    )
