"""Documents inside DICOM objects (PS3.3 A.45): a PDF, a CDA letter, a 3D model, named by what they say."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from recordkeeper.formats.dicom_report import Unloadable, load
from recordkeeper.formats.dicom_slow import hushed, trouble
from recordkeeper.formats.member_names import shown_name

_ENDINGS: Final = {
    "application/pdf": ".pdf",
    "text/xml": ".xml",
    "application/xml": ".xml",
    "application/hl7-sda+xml": ".xml",
    "model/stl": ".stl",
    "application/sla": ".stl",
    "model/obj": ".obj",
    "model/mtl": ".mtl",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "text/plain": ".txt",
    "text/html": ".html",
    "text/rtf": ".rtf",
    "application/rtf": ".rtf",
}


def encapsulated_document(path: Path) -> tuple[str, bytes] | None:
    """The document inside an encapsulated PDF, CDA or similar: its MIME type and bytes. None when there
    is none; ValueError when it is there and cannot be read.
    """
    found = _found(path)
    return (found[1], found[2]) if found else None


def named_document(path: Path) -> tuple[str, bytes] | None:
    """The same with a file name: its title and the ending of its MIME type."""
    found = _found(path)
    if found is None:
        return None
    title, mime, raw = found
    stem = shown_name(" ".join(title.replace("/", "-").replace("\\", "-").split()))[:200] or "document"
    ending = _ENDINGS.get(mime.partition(";")[0].strip().lower(), "")
    return (stem if stem.lower().endswith(ending or "\0") else stem + ending), raw


def _found(path: Path) -> tuple[str, str, bytes] | None:
    with hushed():
        data_set = load(path)
        try:
            raw = data_set.get("EncapsulatedDocument")
            length = data_set.get("EncapsulatedDocumentLength")
            words = (data_set.get("DocumentTitle"), data_set.get("MIMETypeOfEncapsulatedDocument"))
            title, mime = (str(each or "") for each in words)
        except trouble() as problem:
            raise Unloadable(type(problem).__name__) from problem
    if not isinstance(raw, bytes) or not raw:
        return None
    if isinstance(length, int) and 0 < length <= len(raw):
        raw = raw[:length]
    return title, mime, raw
