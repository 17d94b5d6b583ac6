"""The two ways a bundle is laid out: readable names in a folder, or the strict ones of a hospital disc."""

from __future__ import annotations

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
UPLOAD_LIST = "UPLOAD-LIST.pdf"
IMAGES = "DICOM"  # every file id begins with it


def layout_of(folder: Path) -> Places:
    """How a finished bundle is laid out, by where its list of files lies."""
    found = (places for places in (DISC, UPLOAD) if (folder / places.manifest).is_file())
    return next(found, FOLDER)


def is_scan(path: str) -> bool:
    """Whether a path of a bundle belongs to the file-set of its scans."""
    return path.startswith((f"{FOLDER.imaging}/", f"{UPLOAD.imaging}/", f"{IMAGES}/")) or path == "DICOMDIR"
