"""Opening a bundle as a stranger would: nothing is known but what lies in it."""

from __future__ import annotations

import hashlib
import json
import re
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from recordkeeper.bundle.imaging import INDEX
from recordkeeper.bundle.layout import IMAGES, layout_of, names_below
from recordkeeper.bundle.manifest import BundledFile, Manifest, sums
from recordkeeper.bundle.opening import as_folder, is_plain
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.papers import Places
from recordkeeper.records.plain import from_plain
from recordkeeper.records.reading import Condition
from recordkeeper.work.frames import Frame
from recordkeeper.work.pool import Errand, WorkerFailure, Workers
from recordkeeper.work.progress import Progress

_SECONDS = 120.0
_HASHES_AT_ONCE = 2  # hashing frees the interpreter
_LOOKS_AT_ONCE = 16  # files a worker is asked about together: each takes less time than asking
_HREF = re.compile(r'href="([^"]*)"')
_SHOWN = 3  # names in a detail; the rest is counted


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. `detail` counts, or names what is wrong."""

    check: str
    ok: bool
    detail: str


def verify(
    place: Path, workers: Workers, progress: Progress, passwords: tuple[str, ...] = (), *, hashes: bool = True
) -> tuple[Check, ...]:
    """Every check on a bundle folder, ZIP or disc image; `passwords` are for a locked ZIP.

    Without `hashes` not every byte is read: for who holds what was packed from the folder against them.
    InputProblem "no_such_path" when nothing is there.
    """
    if not place.exists():
        raise InputProblem("no_such_path", path=str(place))
    with as_folder(place, workers, passwords) as folder:
        if folder is None:
            return (Check("opens", ok=False, detail="not a folder, a sound ZIP or a disc image"),)
        return tuple(_checks(folder, workers, progress, hashes=hashes))


def _checks(folder: Path, workers: Workers, progress: Progress, *, hashes: bool) -> Iterator[Check]:
    places = layout_of(folder)
    manifest = _read_manifest(folder / places.manifest)
    if manifest is None:
        yield Check("manifest", ok=False, detail=f"{places.manifest} is not there or cannot be read")
        return
    yield Check("manifest", ok=True, detail=manifest.bundle_id)
    progress.begin("verify", len(manifest.files))
    if hashes:
        yield _hashes(folder, manifest, progress)
    yield _nothing_else(folder, manifest, places)
    yield _sums_agree(folder, manifest, places)
    yield _papers(folder, manifest, workers)
    yield _links(folder, manifest, places)
    yield from _imaging(folder, manifest, workers, places)
    yield _counts(manifest, places)


def _read_manifest(path: Path) -> Manifest | None:
    """None when it is not there, damaged, or lists paths that lead out of the bundle."""
    try:
        manifest = from_plain(Manifest, json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    return manifest if all(is_plain(file.path) for file in manifest.files) else None


def _hashes(folder: Path, manifest: Manifest, progress: Progress) -> Check:
    wrong: list[str] = []
    with ThreadPoolExecutor(_HASHES_AT_ONCE) as pool:
        digests = pool.map(_digest, (folder / file.path for file in manifest.files))
        for file, digest in zip(manifest.files, digests, strict=True):
            if digest != file.sha256:
                wrong.append(file.path)
            progress.step()
    return check_of("hashes", wrong, f"{len(manifest.files)} files")


def _digest(path: Path) -> str:
    """ "" for what is not there, cannot be read or is no file of its own."""
    if path.is_symlink() or not path.is_file():
        return ""
    try:
        with path.open("rb", buffering=0) as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return ""


def _nothing_else(folder: Path, manifest: Manifest, places: Places) -> Check:
    listed = {file.path for file in manifest.files} | {places.manifest, places.sums}
    there = set(names_below(folder))
    return check_of("nothing_else", sorted(there - listed), f"{len(there)} files")


def _sums_agree(folder: Path, manifest: Manifest, places: Places) -> Check:
    try:
        digest = hashlib.sha256((folder / places.manifest).read_bytes()).hexdigest()
        lines = (folder / places.sums).read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return Check("sums", ok=False, detail=f"{places.sums} cannot be read")
    return check_of(
        "sums", sorted(set(lines) ^ set(sums(manifest.files, places.manifest, digest))), f"{len(lines)} lines"
    )


def _papers(folder: Path, manifest: Manifest, workers: Workers) -> Check:
    """Every PDF opens, with as many pages as the manifest says."""
    pdfs = [file for file in manifest.files if file.path.lower().endswith(".pdf")]
    wrong: list[str] = []
    for file, found in zip(pdfs, _inspected(folder, pdfs, workers), strict=True):
        pages = found.get("pages")
        locked = found.get("condition") == Condition.LOCKED and file.role == "original"  # sent as it is, by choice
        opens = locked or (found.get("condition") == Condition.READ and pages is not None)
        if not opens or (file.pages is not None and pages != file.pages):
            wrong.append(file.path)
    return check_of("documents_open", wrong, f"{len(pdfs)} PDFs")


def _links(folder: Path, manifest: Manifest, places: Places) -> Check:
    """Every link of the page for browsers leads to a file of the bundle, and to a page that is there."""
    try:
        page = (folder / places.index).read_text("utf-8")
    except (OSError, ValueError):
        return Check("links", ok=False, detail=f"{places.index} cannot be read")
    pages = {file.path: file.pages for file in manifest.files}
    wrong, links = [], _HREF.findall(page)
    for link in links:
        path, _, number = unquote(unescape(link)).partition("#page=")
        last = pages.get(path)
        if path not in pages or (number and not (number.isdecimal() and 1 <= int(number[:9]) <= (last or 0))):
            wrong.append(link)
    return check_of("links", wrong, f"{len(links)} links")


def _imaging(folder: Path, manifest: Manifest, workers: Workers, places: Places) -> Iterator[Check]:
    """The DICOMDIR names every image and every name leads to one; each is the image the manifest says."""
    images = [file for file in manifest.files if file.role == "imaging"]
    if not images:
        return
    try:
        header = workers.run(
            "referenced_files", {"path": str(folder / places.imaging / INDEX)}, deadline=_SECONDS
        ).header
    except WorkerFailure:
        yield Check("dicomdir", ok=False, detail=f"{INDEX} cannot be read")
        return
    named = {"/".join(filter(None, (places.imaging, *components))) for components in header["files"]}
    below = folder / (places.imaging or IMAGES)
    there = {(below / name).relative_to(folder).as_posix() for name in names_below(below)}
    there.discard(f"{places.imaging}/{INDEX}")
    yield check_of("dicomdir", sorted(named ^ there), f"{len(named)} references")
    wrong = [
        file.path
        for file, found in zip(images, _inspected(folder, images, workers), strict=True)
        if found.get("sop_instance_uid") != file.sop_instance_uid
    ]
    yield check_of("images_open", wrong, f"{len(images)} images")


def _inspected(folder: Path, files: Sequence[BundledFile], workers: Workers) -> Iterator[dict[str, object]]:
    """What a worker says of each file; {} where it failed. A bounded number is under way at a time."""
    under_way: deque[list[Errand]] = deque()
    for start in range(0, len(files), _LOOKS_AT_ONCE):
        errands = [
            Errand({"path": str(folder / file.path), "name": file.path}, _SECONDS, Future())
            for file in files[start : start + _LOOKS_AT_ONCE]
        ]
        workers.submit_many("inspect", errands)
        under_way.append(errands)
        if len(under_way) > 2 * workers.slots:
            yield from (_answer(errand.answer) for errand in under_way.popleft())
    for errands in under_way:
        yield from (_answer(errand.answer) for errand in errands)


def _answer(future: Future[Frame]) -> dict[str, object]:
    try:
        return future.result().header
    except WorkerFailure:
        return {}


def _counts(manifest: Manifest, places: Places) -> Check:
    """The counts on the first page are those of the list."""
    found = {
        "documents": sum(record.section != "imaging" for record in manifest.records),
        "instances": sum(file.role == "imaging" for file in manifest.files),
        "files": len(manifest.files),
        "pages": sum(file.pages or 0 for file in manifest.files if file.path == places.packet),
    }
    wrong = [f"{name} {manifest.counts.get(name)}≠{count}" for name, count in found.items()
             if manifest.counts.get(name) != count]  # fmt: skip
    return check_of("counts", wrong, ", ".join(f"{count} {name}" for name, count in found.items()))


def check_of(name: str, wrong: Sequence[str], fine: str) -> Check:
    """The check, with what is wrong named as far as there is room."""
    if not wrong:
        return Check(name, ok=True, detail=fine)
    more = f" (+{len(wrong) - _SHOWN})" if len(wrong) > _SHOWN else ""
    return Check(name, ok=False, detail=", ".join(wrong[:_SHOWN]) + more)
