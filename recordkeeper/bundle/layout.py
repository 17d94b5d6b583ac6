"""The ways a bundle is laid out: readable names in a folder, the strict ones of a hospital disc, locked papers."""

from __future__ import annotations

import os
from pathlib import Path

from recordkeeper.records.papers import Places

FOLDER = Places()
# README.TXT, INDEX.HTM and DICOMDIR at the root and every document outside DICOM/, as IHE PDI has it; ISO 9660
# level 1 knows no longer names.
DISC = Places(
    start="DOCS/START.PDF",
    packet="DOCS/PACKET.PDF",
    readme="README.TXT",
    index="INDEX.HTM",
    manifest="DOCS/MANIFEST.JSN",
    sums="DOCS/SHA256.TXT",
    fhir="DOCS/FHIR.JSN",
    originals="DOCS",
    imaging="",
    sheets="DOCS",
    contact_sheets="DOCS",
    label="DOCS/LABEL.PDF",
    strict=True,
)
# What a patient puts up piece by piece, and beside it what this program itself reads again.
UPLOAD = Places(
    readme="",
    index="",
    manifest="LISTS/MANIFEST.json",
    sums="LISTS/SHA256SUMS",
    fhir="LISTS/FHIR-Bundle.json",
    originals="PAPERS",
    loose="PAPERS",
    imaging="IMAGES",
)
# Only papers, each locked: names that tell nothing, and no word of a record outside them.
LOCKED_PAPERS = Places(
    start="START.PDF",
    packet="PACKET.PDF",
    readme="",
    index="",
    manifest="LISTS/MANIFEST.JSN",
    sums="LISTS/SHA256.TXT",
    fhir="LISTS/FHIR.JSN",
    originals="",
    imaging="",
    sheets="SHEETS",
    contact_sheets="",
    locked_lists="LISTS.PDF",
    strict=True,
)
UPLOAD_LIST = "UPLOAD-LIST.pdf"
IMAGES = "DICOM"  # every file id begins with it


def layout_of(folder: Path) -> Places:
    """How a finished bundle is laid out, by where its list of files lies."""
    found = (places for places in (DISC, UPLOAD, LOCKED_PAPERS) if (folder / places.manifest).is_file())
    return next(found, FOLDER)


def has_locked_papers(place: Path) -> bool:
    """Whether a finished bundle is a folder of PDFs that are locked one by one."""
    return (place / LOCKED_PAPERS.locked_lists).is_file()


def list_of(folder: Path) -> Path:
    """The file of a finished bundle that lists all others; a locked one where they are locked."""
    return folder / (LOCKED_PAPERS.locked_lists if has_locked_papers(folder) else layout_of(folder).manifest)


def is_scan(path: str) -> bool:
    """Whether a path of a bundle belongs to the file-set of its scans."""
    return path.startswith((f"{FOLDER.imaging}/", f"{UPLOAD.imaging}/", f"{IMAGES}/")) or path == "DICOMDIR"


def names_below(folder: Path) -> list[str]:
    """Paths below a folder, sorted, of everything in it that is no folder; a link to a folder is none."""
    found: list[str] = []
    top = len(os.fspath(folder)) + 1
    for place, folders, files in os.walk(folder):
        below = f"{place[top:]}{os.sep}" if len(place) >= top else ""
        links = [name for name in folders if os.path.islink(os.path.join(place, name))]  # noqa: PTH114, PTH118
        found += [f"{below}{name}".replace(os.sep, "/") for name in (*files, *links)]
    return sorted(found)
