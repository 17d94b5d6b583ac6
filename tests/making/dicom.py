"""Builds synthetic DICOM series, reports and discs. The same recipe and seed give the same bytes."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from pydicom import dcmwrite
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import UID

CT: Final = "1.2.840.10008.5.1.4.1.1.2"
MR: Final = "1.2.840.10008.5.1.4.1.1.4"
BASIC_REPORT: Final = "1.2.840.10008.5.1.4.1.1.88.11"
ENCAPSULATED_PDF: Final = "1.2.840.10008.5.1.4.1.1.104.1"
SYNTAXES: Final = {
    "implicit": "1.2.840.10008.1.2",
    "explicit": "1.2.840.10008.1.2.1",
    "deflated": "1.2.840.10008.1.2.1.99",
    "big": "1.2.840.10008.1.2.2",
    "rle": "1.2.840.10008.1.2.5",
    "jpeg2000": "1.2.840.10008.1.2.4.90",
    "jpegls": "1.2.840.10008.1.2.4.80",
}
Syntax = Literal["implicit", "explicit", "deflated", "big", "rle", "jpeg2000", "jpegls"]
Directory = Literal["right", "wrong", "absent"]


@dataclass(frozen=True, slots=True)
class SeriesRecipe:
    """One series of one study of one patient. `empty` names elements left empty, `absent` those left out."""

    patient_name: str = "Sample^Anna"
    patient_id: str = "MRN-1001"
    birth_date: str = "19640305"
    sex: str = "F"
    study: str = "study-1"  # makes the UIDs; series of one study share it
    study_date: str = "20240312"
    study_time: str = "101530"
    study_id: str = "S1"
    accession: str = "ACC1"
    study_description: str = "CT CHEST W CONTRAST"
    series_number: int = 1
    series_description: str = "Axial 5 mm"
    modality: str = "CT"
    institution: str = "Sample Hospital"
    body_part: str = "CHEST"
    laterality: str = ""
    slices: int = 4
    rows: int = 32
    columns: int = 32
    syntax: Syntax = "explicit"
    charset: str = "ISO_IR 192"
    empty: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    seed: int = 1


def uid(*parts: object) -> str:
    """A UID that follows from `parts`."""
    digest = hashlib.sha256("/".join(map(str, parts)).encode()).digest()
    return "2.25." + str(int.from_bytes(digest[:15], "big"))


def make_slice(recipe: SeriesRecipe, number: int) -> FileDataset:
    """Slice `number` (from 1) of a series, uncompressed and explicit little endian in memory."""
    data_set = _blank(recipe, CT if recipe.modality == "CT" else MR, number)
    data_set.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    data_set.SliceThickness = "5"
    data_set.ImagePositionPatient = [-100, -100, 5 * number]
    data_set.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    data_set.PixelSpacing = [0.7, 0.7]
    data_set.RescaleSlope, data_set.RescaleIntercept, data_set.RescaleType = 1, -1024, "HU"
    data_set.WindowCenter, data_set.WindowWidth = 40, 400
    data_set.SamplesPerPixel, data_set.PhotometricInterpretation = 1, "MONOCHROME2"
    data_set.Rows, data_set.Columns = recipe.rows, recipe.columns
    data_set.BitsAllocated, data_set.BitsStored, data_set.HighBit = 16, 12, 11
    data_set.PixelRepresentation = 0
    random = np.random.default_rng([recipe.seed, recipe.series_number, number])
    ramp = np.linspace(0, 2000, recipe.rows * recipe.columns).reshape(recipe.rows, recipe.columns)
    pixels = (ramp + random.integers(0, 100, ramp.shape)).astype("<u2")
    data_set.PixelData = pixels.tobytes()
    data_set["PixelData"].VR = "OW"
    for keyword in recipe.empty:
        setattr(data_set, keyword, None if keyword in data_set else "")
    for keyword in recipe.absent:
        if keyword in data_set:
            delattr(data_set, keyword)
    return data_set


def make_report(recipe: SeriesRecipe, lines: Iterable[tuple[str, str]]) -> FileDataset:
    """A basic text report with a TEXT item for each (concept, words)."""
    data_set = _blank(dataclasses.replace(recipe, modality="SR"), BASIC_REPORT, 1)
    data_set.CompletionFlag, data_set.VerificationFlag = "COMPLETE", "UNVERIFIED"
    data_set.ValueType, data_set.ContinuityOfContent = "CONTAINER", "SEPARATE"
    data_set.ConceptNameCodeSequence = [_code("18748-4", "LN", "Diagnostic imaging report")]
    data_set.ReferencedPerformedProcedureStepSequence = []
    data_set.PerformedProcedureCodeSequence = []
    items = []
    for concept, words in lines:
        item = Dataset()
        item.RelationshipType, item.ValueType = "CONTAINS", "TEXT"
        item.ConceptNameCodeSequence = [_code("121070", "DCM", concept)]
        item.TextValue = words
        items.append(item)
    data_set.ContentSequence = items
    return data_set


def make_encapsulated_pdf(recipe: SeriesRecipe, pdf: bytes, title: str) -> FileDataset:
    """A PDF wrapped in DICOM."""
    data_set = _blank(dataclasses.replace(recipe, modality="DOC"), ENCAPSULATED_PDF, 1)
    data_set.DocumentTitle = title
    data_set.MIMETypeOfEncapsulatedDocument = "application/pdf"
    data_set.ConversionType, data_set.BurnedInAnnotation = "WSD", "YES"
    data_set.ConceptNameCodeSequence = []
    data_set.EncapsulatedDocumentLength = len(pdf)
    data_set.EncapsulatedDocument = pdf + b"\0" * (len(pdf) % 2)
    return data_set


def save(data_set: FileDataset, path: Path, syntax: Syntax = "explicit", *, part10: bool = True) -> Path:
    """Write `data_set` in a transfer syntax, as a Part 10 file or as a bare data set. Changes `data_set`."""
    if syntax in ("rle", "jpeg2000", "jpegls"):
        data_set.compress(UID(SYNTAXES[syntax]), generate_instance_uid=False)
    else:
        data_set.file_meta.TransferSyntaxUID = UID(SYNTAXES[syntax])
    if syntax == "big" and "PixelData" in data_set:
        data_set.PixelData = np.frombuffer(data_set.PixelData, "<u2").astype(">u2").tobytes()
    path.parent.mkdir(parents=True, exist_ok=True)
    if part10:
        dcmwrite(path, data_set, enforce_file_format=True)
    else:
        bare = Dataset(data_set)
        dcmwrite(path, bare, implicit_vr=syntax == "implicit", little_endian=syntax != "big")
    return path


def damage(path: Path) -> None:
    """Overwrite the second half of a file: the header can be read, the image cannot."""
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3] + bytes(len(content) - len(content) * 2 // 3))


def write_series(folder: Path, recipe: SeriesRecipe, name: str = "IM{:06}") -> list[Path]:
    """Write every slice of a series into `folder`; the paths in slice order."""
    numbers = range(1, recipe.slices + 1)
    return [save(make_slice(recipe, n), folder / name.format(n), recipe.syntax) for n in numbers]


def write_disc(
    folder: Path, recipes: Iterable[SeriesRecipe], *, directory: Directory = "right", viewer: bool = True
) -> list[Path]:
    """A hospital CD: 8.3 names without extensions, a DICOMDIR (right, wrong or none), a viewer's litter.

    Returns the instances. A wrong DICOMDIR names files that are not there and leaves out half of those that are.
    """
    paths: list[Path] = []
    for at, recipe in enumerate(recipes):
        paths += write_series(folder / "DICOM" / f"ST{at:06}" / "SE000000", recipe)
    if directory != "absent":
        write_directory(folder, paths, wrong=directory == "wrong")
    if viewer:
        write_viewer(folder)
    return paths


def write_directory(folder: Path, paths: list[Path], *, wrong: bool = False) -> None:
    """Put a DICOMDIR of `paths` into `folder`."""
    from recordkeeper.formats.dicom import read_instance
    from recordkeeper.paper import dicomdir
    from recordkeeper.records.papers_media import MediaEntry

    entries = [MediaEntry(path.relative_to(folder).parts, read_instance(path)) for path in paths]
    if wrong:
        kept = entries[: max(1, len(entries) // 2)]
        gone = [
            dataclasses.replace(entry, file_id=("DICOM", "GONE", f"IM{at:06}")) for at, entry in enumerate(kept)
        ]
        entries = kept[1:] + gone
    dicomdir.write(entries, folder / "DICOMDIR", file_set_id="SAMPLE")


def write_viewer(folder: Path) -> list[Path]:
    """What a viewer program leaves on a disc."""
    litter = {
        "AUTORUN.INF": b"[autorun]\r\nopen=VIEWER.EXE\r\n",
        "VIEWER.EXE": b"MZ" + bytes(510),
        "PLUGINS/CODEC.DLL": b"MZ" + bytes(254),
        "JRE/README.TXT": b"Runtime for the viewer.\r\n",
        "HELP/INDEX.HTM": b"<html><body>How to use the viewer</body></html>",
    }
    written = []
    for name, content in litter.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        written.append(path)
    return written


def _blank(recipe: SeriesRecipe, sop_class: str, number: int) -> FileDataset:
    """Patient, study and series of a recipe, for any kind of instance."""
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = UID(SYNTAXES["explicit"])
    data_set: Any = FileDataset("", {}, file_meta=meta, preamble=bytes(128))
    where = (recipe.seed, recipe.patient_id, recipe.study)
    data_set.SpecificCharacterSet = recipe.charset
    data_set.SOPClassUID = UID(sop_class)
    data_set.SOPInstanceUID = UID(uid(*where, recipe.modality, recipe.series_number, number))
    data_set.StudyDate = data_set.SeriesDate = data_set.ContentDate = recipe.study_date
    data_set.StudyTime = data_set.ContentTime = recipe.study_time
    data_set.AccessionNumber, data_set.Modality = recipe.accession, recipe.modality
    data_set.Manufacturer, data_set.InstitutionName = "Sample Maker", recipe.institution
    data_set.ReferringPhysicianName = "Doctor^Sample"
    data_set.StudyDescription, data_set.SeriesDescription = recipe.study_description, recipe.series_description
    data_set.PatientName, data_set.PatientID = recipe.patient_name, recipe.patient_id
    data_set.PatientBirthDate, data_set.PatientSex = recipe.birth_date, recipe.sex
    data_set.BodyPartExamined = recipe.body_part
    if recipe.laterality:
        data_set.Laterality = recipe.laterality
    data_set.StudyInstanceUID = UID(uid(*where))
    data_set.SeriesInstanceUID = UID(uid(*where, recipe.modality, recipe.series_number))
    data_set.StudyID, data_set.SeriesNumber, data_set.InstanceNumber = recipe.study_id, recipe.series_number, number
    data_set.FrameOfReferenceUID = UID(uid(*where, "frame"))
    data_set.PositionReferenceIndicator = ""
    built: FileDataset = data_set
    return built


def _code(value: str, scheme: str, meaning: str) -> Dataset:
    code = Dataset()
    code.CodeValue, code.CodingSchemeDesignator, code.CodeMeaning = value, scheme, meaning
    return code
