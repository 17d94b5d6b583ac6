"""Opening a bundle as a stranger would: nothing is known but what lies in it."""

from __future__ import annotations

import hashlib
import json
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
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
from recordkeeper.work.pool import WorkerFailure, Workers
from recordkeeper.work.progress import Progress

_SECONDS = 120.0
_AT_ONCE = 24  # files a worker is asked about together: each takes less time than asking
_SLOWEST = 1_000_000  # bytes a second a medium gives at the least
_HREF = re.compile(r'href="([^"]*)"')
_SHOWN = 3  # names in a detail; the rest is counted


Found = Mapping[str, object]  # what a worker says of a file; empty where it could not be read


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
    seen = _looked_over(folder, manifest, workers, progress, hashes=hashes)
    if hashes:
        wrong = [file.path for file in manifest.files if seen[file.path].get("sha256") != file.sha256]
        yield check_of("hashes", wrong, f"{len(manifest.files)} files")
    yield _nothing_else(folder, manifest, places)
    yield _sums_agree(folder, manifest, places)
    yield _papers(manifest, seen)
    yield _links(folder, manifest, places)
    yield from _imaging(folder, manifest, seen, workers, places)
    yield _counts(manifest, places)


def _read_manifest(path: Path) -> Manifest | None:
    """None when it is not there, damaged, or lists paths that lead out of the bundle."""
    try:
        manifest = from_plain(Manifest, json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    return manifest if all(is_plain(file.path) for file in manifest.files) else None


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


def _papers(manifest: Manifest, seen: Mapping[str, Found]) -> Check:
    """Every PDF opens, with as many pages as the manifest says."""
    pdfs = [file for file in manifest.files if _is_pdf(file)]
    wrong: list[str] = []
    for file in pdfs:
        found = seen[file.path]
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


def _imaging(
    folder: Path, manifest: Manifest, seen: Mapping[str, Found], workers: Workers, places: Places
) -> Iterator[Check]:
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
    wrong = [file.path for file in images if seen[file.path].get("sop_instance_uid") != file.sop_instance_uid]
    yield check_of("images_open", wrong, f"{len(images)} images")


def _is_pdf(file: BundledFile) -> bool:
    return file.path.lower().endswith(".pdf")


def _looked_over(
    folder: Path, manifest: Manifest, workers: Workers, progress: Progress, *, hashes: bool
) -> dict[str, Found]:
    """What workers say of each file: every byte hashed if asked for, papers and images opened; each read once."""
    seen = dict[str, Found]()
    under_way: deque[tuple[Sequence[BundledFile], Future[Frame]]] = deque()

    def take() -> None:
        files, answer = under_way.popleft()
        for file, found in zip(files, _found(folder, files, answer, workers, hashes=hashes), strict=True):
            seen[file.path] = found
            progress.step()

    for start in range(0, len(manifest.files), _AT_ONCE):
        files = manifest.files[start : start + _AT_ONCE]
        under_way.append((files, _asked(folder, files, workers, hashes=hashes)))
        if len(under_way) > 2 * workers.slots:
            take()
    while under_way:
        take()
    return seen


def _asked(folder: Path, files: Sequence[BundledFile], workers: Workers, *, hashes: bool) -> Future[Frame]:
    plain = [
        [str(folder / file.path), file.path, hashes, _is_pdf(file) or file.role == "imaging"] for file in files
    ]
    seconds = _SECONDS + sum(file.size for file in files) / _SLOWEST
    return workers.submit("look_over", {"files": plain}, deadline=seconds)


def _found(
    folder: Path, files: Sequence[BundledFile], answer: Future[Frame], workers: Workers, *, hashes: bool
) -> Sequence[Found]:
    """The answer; where a file ended the worker, each is asked for alone, and of that one only its sum is known."""
    try:
        found: Sequence[Found] = answer.result().header["found"]
        return found
    except WorkerFailure:
        if len(files) > 1:
            alone = ([file] for file in files)
            return [
                _found(folder, one, _asked(folder, one, workers, hashes=hashes), workers, hashes=hashes)[0]
                for one in alone
            ]
        return [{"sha256": _digest(folder / files[0].path)}]


def _digest(path: Path) -> str:
    """ "" for what is not there, cannot be read or is no file of its own."""
    if path.is_symlink() or not path.is_file():
        return ""
    try:
        with path.open("rb", buffering=0) as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return ""


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
