"""Opening a bundle as a stranger would: nothing is known but what lies in it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from recordkeeper.bundle.check_images import check_images
from recordkeeper.bundle.check_paths import names_fit
from recordkeeper.bundle.checks import Check, Found, check_of, is_pdf, looked_over
from recordkeeper.bundle.layout import has_locked_papers, layout_of, names_below
from recordkeeper.bundle.manifest import BundledFile, Manifest, sums
from recordkeeper.bundle.opening import as_folder, is_plain
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.papers import Places
from recordkeeper.records.plain import from_plain
from recordkeeper.records.reading import Condition
from recordkeeper.work.pool import WorkerFailure, Workers
from recordkeeper.work.progress import Progress

_SECONDS = 120.0
_HREF = re.compile(r'(?:href|src)="([^"]*)"')


def verify(
    place: Path,
    workers: Workers,
    progress: Progress,
    passwords: tuple[str, ...] = (),
    *,
    fits: int = 0,
    hashes: bool = True,
) -> tuple[Check, ...]:
    """Every check on a bundle folder, ZIP or disc image; `passwords` are for a locked ZIP or locked PDFs.

    With `fits`, also whether it is no larger than so many bytes. Without `hashes` not every byte is read: for who
    holds what was packed from the folder against them.

    InputProblem "no_such_path" when nothing is there.
    """
    if not place.exists():
        raise InputProblem("no_such_path", path=str(place))
    with as_folder(place, workers, passwords) as folder:
        if folder is None:
            return (Check("opens", ok=False, detail="not a folder, a sound ZIP or a disc image, or locked"),)
        found = tuple(_checks(folder, workers, progress, passwords, hashes=hashes))
    if has_locked_papers(place):
        found = (*found, _all_locked(place, workers))
    return (*found, size_fits(size_of(place), fits)) if fits else found


def size_fits(size: int, most: int) -> Check:
    """Whether so many bytes fit."""
    return Check("fits", ok=size <= most, detail=f"{size} of {most} bytes")


def size_of(place: Path) -> int:
    """Bytes of a bundle, one file or a folder."""
    files = [place] if place.is_file() else [place / name for name in names_below(place)]
    return sum(file.stat().st_size for file in files if file.is_file())


def _checks(
    folder: Path, workers: Workers, progress: Progress, passwords: tuple[str, ...], *, hashes: bool
) -> Iterator[Check]:
    places = layout_of(folder)
    manifest = _read_manifest(folder / places.manifest)
    if manifest is None:
        yield Check("manifest", ok=False, detail=f"{places.manifest} is not there or cannot be read")
        return
    yield Check("manifest", ok=True, detail=manifest.bundle_id)
    progress.begin("verify", len(manifest.files))
    seen = looked_over(folder, manifest, workers, progress, passwords, hashes=hashes)
    if hashes:
        wrong = [file.path for file in manifest.files if seen[file.path].get("sha256") != file.sha256]
        yield check_of("hashes", wrong, f"{len(manifest.files)} files")
    yield _nothing_else(folder, manifest, places)
    yield names_fit([file.path for file in manifest.files], places)
    yield _sums_agree(folder, manifest, places)
    yield _papers(manifest, seen)
    yield _packet_links(folder, manifest, places, workers, passwords)
    if places.index:
        yield _links(folder, manifest, places)
    yield from check_images(folder, manifest, seen, places, workers)
    yield _counts(manifest, places)


def _all_locked(place: Path, workers: Workers) -> Check:
    """Nothing in a bundle of locked PDFs opens without the passphrase."""
    names = names_below(place)
    open_ = [name for name in names if not _is_locked(place / name, workers)]
    return check_of("locked", open_, f"{len(names)} PDFs")


def _is_locked(path: Path, workers: Workers) -> bool:
    try:
        found = workers.run("inspect", {"path": str(path), "name": path.name}, deadline=_SECONDS).header
    except WorkerFailure:
        return False
    return bool(found["condition"] == Condition.LOCKED)


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
    pdfs = [file for file in manifest.files if is_pdf(file)]
    wrong: list[str] = []
    for file in pdfs:
        found = seen[file.path]
        pages = found.get("pages")
        locked = found.get("condition") == Condition.LOCKED and file.role == "original"  # sent as it is, by choice
        opens = locked or (found.get("condition") == Condition.READ and pages is not None)
        if not opens or (file.pages is not None and pages != file.pages):
            wrong.append(file.path)
    return check_of("documents_open", wrong, f"{len(pdfs)} PDFs")


def _packet_links(
    folder: Path, manifest: Manifest, places: Places, workers: Workers, passwords: tuple[str, ...]
) -> Check:
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
            found = workers.run(
                "pdf_links", {"path": str(folder / path), "passwords": passwords}, deadline=_SECONDS
            ).header
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
