"""The scans of a finished bundle as an import station sees them: each file-set with its DICOMDIR, folder or ZIP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from recordkeeper.bundle.check_names import names_agree
from recordkeeper.bundle.checks import Check, check_of, inspected
from recordkeeper.bundle.imaging import INDEX
from recordkeeper.bundle.layout import IMAGES
from recordkeeper.bundle.manifest import BundledFile, Manifest
from recordkeeper.bundle.opening import as_folder
from recordkeeper.records.papers import Places
from recordkeeper.work.pool import WorkerFailure, Workers

_SECONDS = 120.0


def check_images(folder: Path, manifest: Manifest, places: Places, workers: Workers) -> Iterator[Check]:
    """Each DICOMDIR names every image and every name leads to one; each is the image the manifest says."""
    images = [file for file in manifest.files if file.role == "imaging"]
    packed = [file for file in manifest.files if file.role == "scans"]
    if not images and not packed:
        return
    wrong: list[str] = []
    references = 0
    roots = [file.path.rpartition("/")[0] for file in manifest.files if file.path.rpartition("/")[2] == INDEX]
    for root in roots or ([places.imaging] if images else []):
        named, differ = _references(folder, root, workers)
        references, wrong = references + named, wrong + differ
    for file in packed:
        named, differ = _of_zip(folder, file, workers)
        references, wrong = references + named, wrong + differ
    yield check_of("dicomdir", sorted(wrong), f"{references} references")
    opened = list(inspected(folder, images, workers))
    not_it = [
        file.path
        for file, found in zip(images, opened, strict=True)
        if found.get("sop_instance_uid") != file.sop_instance_uid
    ]
    yield check_of("images_open", not_it, f"{references} images")
    people = [person for found in opened if isinstance(person := found.get("person"), dict)]
    yield names_agree(manifest.patient, people, len(people))


def _references(folder: Path, root: str, workers: Workers) -> tuple[int, list[str]]:
    """How many images the DICOMDIR of a file-set names, and what does not agree with what lies there."""
    at = folder / root if root else folder
    try:
        header = workers.run("referenced_files", {"path": str(at / INDEX)}, deadline=_SECONDS).header
    except WorkerFailure:
        return 0, [f"{root}/{INDEX}".lstrip("/")]
    named = {"/".join(components) for components in header["files"]}
    below = at if root else at / IMAGES
    there = {path.relative_to(at).as_posix() for path in below.rglob("*") if path.is_file()} - {INDEX}
    return len(named), sorted("/".join(filter(None, (root, path))) for path in named ^ there)


def _of_zip(folder: Path, file: BundledFile, workers: Workers) -> tuple[int, list[str]]:
    """The same of a file-set in a ZIP, which is unpacked for as long as it takes."""
    with as_folder(folder / file.path, workers) as inside:
        if inside is None:
            return 0, [file.path]
        named, wrong = _references(inside, "", workers)
        if named != file.images:
            wrong.append(f"{file.path}: {named}≠{file.images}")
        return named, wrong
