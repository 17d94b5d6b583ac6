"""Right files to spoil: those made here of each format, and the real ones beside the project where they are."""

from __future__ import annotations

import tempfile
from pathlib import Path

from recordkeeper.formats.registry import HANDLERS, Registry
from recordkeeper.records.reading import Format
from tests.formats.good_files import good_files
from tests.making import dicom_objects
from tests.making.dicom import SYNTAXES, SeriesRecipe, make_report, make_slice, save

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"
FOLDERS = ("archives", "ccda", "dicom", "fhir", "images", "office", "pdf", "portal", "reports", "scans", "text")
LARGEST = 150_000  # bytes of a seed: spoiling large files finds no more and takes longer
MOST = 60  # real seeds of one reader


def readers(registry: Registry) -> dict[str, frozenset[Format]]:
    """Name of each reader → its formats, in the order of the registry."""
    return {registry.handler(form).name: registry.handler(form).formats for form in HANDLERS}


def seeds_of(reader: str, registry: Registry, *, real: bool) -> list[tuple[str, bytes]]:
    """(name, bytes) of right files this reader takes."""
    forms = readers(registry)[reader]
    found = [(name, data) for name, (form, data) in good_files().items() if form in forms]
    if Format.DICOM in forms:
        found += _made_dicom()
    if real and SHARED.is_dir():
        found += _real(forms, registry)
    return found


def _made_dicom() -> list[tuple[str, bytes]]:
    objects = {
        "key.dcm": dicom_objects.key_images,
        "shown.dcm": dicom_objects.presentation_state,
        "structures.dcm": dicom_objects.structures,
        "plan.dcm": dicom_objects.plan,
        "curves.dcm": dicom_objects.curves,
        "slide.dcm": dicom_objects.slide,
        "outlined.dcm": dicom_objects.segmentation,
        "report.dcm": lambda: make_report(SeriesRecipe(), [("Findings", "No change of the nodule.")] * 5),
        "letter.dcm": lambda: dicom_objects.encapsulated(b"%PDF-1.4 no", "application/pdf", "Old letter"),
    }
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for name, make in objects.items():
            found.append((name, save(make(), Path(folder) / name).read_bytes()))
        for syntax in SYNTAXES:
            path = save(make_slice(SeriesRecipe(), 1), Path(folder) / syntax, syntax)  # type: ignore[arg-type]
            found.append((f"{syntax}.dcm", path.read_bytes()))
    return found


def _real(forms: frozenset[Format], registry: Registry) -> list[tuple[str, bytes]]:
    paths = sorted(
        path
        for folder in FOLDERS
        for path in (SHARED / folder).rglob("*")
        if path.is_file() and path.name != "labels.csv" and 0 < path.stat().st_size <= LARGEST
    )
    fitting = [path for path in paths if registry.sniff(path, path.name) in forms]
    step = max(1, len(fitting) // MOST)
    return [(path.name, path.read_bytes()) for path in fitting[::step]]
