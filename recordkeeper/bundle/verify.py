"""Opening a bundle as a stranger would: nothing is known but what lies in it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from recordkeeper.bundle.check_images import check_images
from recordkeeper.bundle.check_paths import names_fit
from recordkeeper.bundle.checks import Check, check_of, inspected
from recordkeeper.bundle.layout import layout_of
from recordkeeper.bundle.manifest import BundledFile, Manifest, sums
from recordkeeper.bundle.opening import as_folder, is_plain
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.papers import Places
from recordkeeper.records.plain import from_plain
from recordkeeper.records.reading import Condition
from recordkeeper.work.pool import WorkerFailure, Workers
from recordkeeper.work.progress import Progress

_SECONDS = 120.0
_HASHES_AT_ONCE = 2  # hashing frees the interpreter
_HREF = re.compile(r'(?:href|src)="([^"]*)"')


def verify(
    place: Path, workers: Workers, progress: Progress, passwords: tuple[str, ...] = (), *, fits: int = 0
) -> tuple[Check, ...]:
    """Every check on a bundle folder, ZIP or disc image; `passwords` are for a locked ZIP.

    With `fits`, also whether it is no larger than so many bytes.

    InputProblem "no_such_path" when nothing is there.
    """
    if not place.exists():
        raise InputProblem("no_such_path", path=str(place))
    with as_folder(place, workers, passwords) as folder:
        if folder is None:
            return (Check("opens", ok=False, detail="not a folder, a sound ZIP or a disc image"),)
        found = tuple(_checks(folder, workers, progress))
    return (*found, size_fits(size_of(place), fits)) if fits else found


def size_fits(size: int, most: int) -> Check:
    """Whether so many bytes fit."""
    return Check("fits", ok=size <= most, detail=f"{size} of {most} bytes")


def size_of(place: Path) -> int:
    """Bytes of a bundle, one file or a folder."""
    files = [place] if place.is_file() else [path for path in place.rglob("*") if path.is_file()]
    return sum(file.stat().st_size for file in files)


def _checks(folder: Path, workers: Workers, progress: Progress) -> Iterator[Check]:
    places = layout_of(folder)
    manifest = _read_manifest(folder / places.manifest)
    if manifest is None:
        yield Check("manifest", ok=False, detail=f"{places.manifest} is not there or cannot be read")
        return
    yield Check("manifest", ok=True, detail=manifest.bundle_id)
    progress.begin("verify", len(manifest.files))
    yield _hashes(folder, manifest, progress)
    yield _nothing_else(folder, manifest, places)
    yield names_fit([file.path for file in manifest.files], places)
    yield _sums_agree(folder, manifest, places)
    yield _papers(folder, manifest, workers)
    yield _packet_links(folder, manifest, places, workers)
    if places.index:
        yield _links(folder, manifest, places)
    yield from check_images(folder, manifest, places, workers)
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
    there = {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()
    }
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
    for file, found in zip(pdfs, inspected(folder, pdfs, workers), strict=True):
        pages = found.get("pages")
        locked = found.get("condition") == Condition.LOCKED and file.role == "original"  # sent as it is, by choice
        opens = locked or (found.get("condition") == Condition.READ and pages is not None)
        if not opens or (file.pages is not None and pages != file.pages):
            wrong.append(file.path)
    return check_of("documents_open", wrong, f"{len(pdfs)} PDFs")


def _packet_links(folder: Path, manifest: Manifest, places: Places, workers: Workers) -> Check:
    """Every link and bookmark of our own papers leads to a page of theirs."""
    ours = [
        file.path
        for file in manifest.files
        if file.path in (places.start, places.packet) or _is_packet(file, places)
    ]
    wrong: list[str] = []
    count = 0
    for path in ours:
        try:
            found = workers.run("pdf_links", {"path": str(folder / path)}, deadline=_SECONDS).header
        except WorkerFailure:
            wrong.append(path)
            continue
        count += found["links"]
        wrong += [f"{path}: {each}" for each in found["wrong"]]
    return check_of("packet_links", wrong, f"{count} links and bookmarks")


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


def _counts(manifest: Manifest, places: Places) -> Check:
    """The counts on the first page are those of the list."""
    found = {
        "documents": sum(record.section != "imaging" for record in manifest.records),
        "instances": sum(file.images or file.role == "imaging" for file in manifest.files),
        "files": len(manifest.files),
        "pages": sum(file.pages or 0 for file in manifest.files if _is_packet(file, places)),
    }
    wrong = [f"{name} {manifest.counts.get(name)}≠{count}" for name, count in found.items()
             if manifest.counts.get(name) != count]  # fmt: skip
    return check_of("counts", wrong, ", ".join(f"{count} {name}" for name, count in found.items()))


def _is_packet(file: BundledFile, places: Places) -> bool:
    return file.path.startswith(f"{places.loose}/") if places.loose else file.path == places.packet
