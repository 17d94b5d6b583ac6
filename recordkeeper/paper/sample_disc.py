"""The disc of a synthetic heap: phantom CT and MR series, a DICOMDIR, and the litter viewers leave on discs."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian

from recordkeeper.paper import dicomdir
from recordkeeper.paper.sample_person import Cast, Recipe
from recordkeeper.records.imaging import InstanceRead
from recordkeeper.records.papers_media import MediaEntry
from recordkeeper.records.patient import PersonRead

_CLASSES = {"CT": "1.2.840.10008.5.1.4.1.1.2", "MR": "1.2.840.10008.5.1.4.1.1.4"}
_AXIAL = [1, 0, 0, 0, 1, 0]
_SPACING = [3.0, 3.0]  # mm: a body of 38 cm on 128 pixels


def write(folder: Path, imaging: Recipe, cast: Cast, people: Recipe, seed: int) -> int:
    """Write the disc below `folder` and return how many images are on it."""
    root = folder / imaging["folder"]
    entries: list[MediaEntry] = []
    for study_number, study in enumerate(imaging["study"], start=1):
        for series in study["series"]:
            for slice_number in range(1, series["slices"] + 1):
                image = _image(study, series, slice_number, imaging, cast, people, seed)
                file_id = ("DICOM", f"ST{study_number:06d}", f"SE{series['number']:06d}", f"IM{slice_number:06d}")
                path = root.joinpath(*file_id)
                path.parent.mkdir(parents=True, exist_ok=True)
                image.save_as(path, enforce_file_format=True)
                entries.append(MediaEntry(file_id, _described(image)))
    dicomdir.write(entries, root / "DICOMDIR", file_set_id=imaging["file_set"])
    for name, text in imaging["litter"].items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("ascii"))
    return len(entries)


def _image(
    study: Recipe, series: Recipe, number: int, imaging: Recipe, cast: Cast, people: Recipe, seed: int
) -> Dataset:
    facility = people["facility"][study["facility"]]
    day = cast.first_day + dt.timedelta(days=study["day"])
    place = f"{seed}/{study['study_id']}"
    image = Dataset()
    image.file_meta = FileMetaDataset()
    image.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    image.SpecificCharacterSet = "ISO_IR 192"
    image.SOPClassUID = UID(_CLASSES[study["modality"]])
    image.SOPInstanceUID = _uid(f"{place}/{series['number']}/{number}")
    image.StudyInstanceUID, image.SeriesInstanceUID = _uid(place), _uid(f"{place}/{series['number']}")
    image.StudyDate = image.SeriesDate = image.ContentDate = day.strftime("%Y%m%d")
    image.StudyTime, image.StudyID, image.AccessionNumber = "101500", study["study_id"], study["accession"]
    image.Modality, image.StudyDescription = study["modality"], study["description"]
    image.SeriesDescription, image.SeriesNumber = series["description"], series["number"]
    image.InstanceNumber, image.BodyPartExamined = number, study["body_part"]
    image.PatientName = f"{cast.person.last}^{cast.person.first.replace(' ', '^')}"
    image.PatientID = facility["number"].format(digits=cast.person.digits)
    image.PatientBirthDate, image.PatientSex = cast.person.birth.strftime("%Y%m%d"), cast.person.sex
    image.InstitutionName, image.Manufacturer = facility["name"], "Synthetic"
    image.ImageComments = people["mark"]
    image.ReferringPhysicianName = ""
    _describe_pixels(image, series, number)
    _fill(image, phantom(study["modality"], number / (series["slices"] + 1), imaging["rows"], imaging["columns"]))
    return image


def _describe_pixels(image: Dataset, series: Recipe, number: int) -> None:
    image.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    image.SliceThickness = series["thickness"]
    image.ImageOrientationPatient, image.PixelSpacing = _AXIAL, _SPACING
    image.ImagePositionPatient = [-192.0, -192.0, series["thickness"] * number]
    if image.Modality == "CT":
        image.RescaleIntercept, image.RescaleSlope, image.RescaleType = -1024, 1, "HU"
        image.WindowCenter, image.WindowWidth, image.KVP = 40, 400, 120
    else:
        image.WindowCenter, image.WindowWidth = 500, 1000
        image.ScanningSequence, image.SequenceVariant, image.MagneticFieldStrength = "GR", "SP", 1.5


def _fill(image: Dataset, pixels: NDArray[np.uint16]) -> None:
    image.Rows, image.Columns = pixels.shape
    image.SamplesPerPixel, image.PhotometricInterpretation = 1, "MONOCHROME2"
    image.BitsAllocated, image.BitsStored, image.HighBit, image.PixelRepresentation = 16, 12, 11, 0
    image.PixelData = pixels.astype("<u2").tobytes()


def phantom(modality: str, depth: float, rows: int, columns: int) -> NDArray[np.uint16]:
    """An ellipse of a body with two lungs, a spine and a small bright mass; `depth` runs from 0 to 1 head to foot.

    CT values are Hounsfield units + 1024, MR values plain brightness.
    """
    y, x = np.mgrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j]
    lung, mass = max(0.0, 1 - 2.4 * abs(depth - 0.4)), max(0.0, 0.09 - abs(depth - 0.5) * 0.4)
    shapes = [  # centre x, y, half axes, CT, MR
        (0.0, 0.0, 0.82, 0.58, 1064, 420),
        (-0.36, -0.04, 0.28 * lung, 0.36 * lung, 174, 60),
        (0.36, -0.04, 0.28 * lung, 0.36 * lung, 174, 60),
        (0.0, 0.40, 0.10, 0.09, 1624, 180),
        (0.52, -0.46, mass, mass, 1144, 900),
    ]
    base = 24 if modality == "CT" else 8
    pixels = np.full((rows, columns), base, dtype=np.uint16)
    for centre_x, centre_y, across, down, hounsfield, bright in shapes:
        if across > 0 and down > 0:
            inside = ((x - centre_x) / across) ** 2 + ((y - centre_y) / down) ** 2 <= 1
            pixels[inside] = hounsfield if modality == "CT" else bright
    texture = ((np.sin(x * 41 + depth * 7) + np.cos(y * 37)) * 9).astype(np.int16)
    return np.asarray(np.clip(pixels + texture, 0, 4095), dtype=np.uint16)


def _uid(name: str) -> UID:
    """A UID of the "2.25." arc (PS3.5 annex B.2), the same for the same name."""
    number = int.from_bytes(hashlib.sha256(f"recordkeeper sample {name}".encode()).digest()[:16], "big")
    return UID(f"2.25.{number}")


def _described(image: Dataset) -> InstanceRead:
    """What the directory needs to know of an image."""
    return InstanceRead(
        person=PersonRead(name=str(image.PatientName), sex=image.PatientSex),
        sop_class_uid=image.SOPClassUID,
        sop_instance_uid=image.SOPInstanceUID,
        study_instance_uid=image.StudyInstanceUID,
        series_instance_uid=image.SeriesInstanceUID,
        transfer_syntax_uid=ExplicitVRLittleEndian,
        patient_id=image.PatientID,
        modality=image.Modality,
        study_id=image.StudyID,
        study_date=image.StudyDate,
        study_time=image.StudyTime,
        accession_number=image.AccessionNumber,
        study_description=image.StudyDescription,
        series_description=image.SeriesDescription,
        series_number=int(image.SeriesNumber),
        instance_number=int(image.InstanceNumber),
        rows=int(image.Rows),
        columns=int(image.Columns),
        specific_character_set=("ISO_IR 192",),
    )
