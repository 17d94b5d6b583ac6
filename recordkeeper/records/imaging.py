"""The DICOM levels as this program keeps them. Field names are DICOM keywords in snake case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from recordkeeper.records.patient import PersonRead

# How programs begin: a DICOM preamble may hold one and still be valid DICOM (CVE-2019-11687).
PROGRAM_STARTS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"PK",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\xbe\xba\xfe\xca",
)


@dataclass(frozen=True, slots=True)
class InstanceRead:
    """The header of one DICOM instance, text decoded by its SpecificCharacterSet, "" or None where absent.

    Dates and times stay as stored (DA "20240131", TM "101530.5"); decimal strings are floats.
    """

    person: PersonRead
    sop_class_uid: str
    sop_instance_uid: str
    study_instance_uid: str
    series_instance_uid: str
    transfer_syntax_uid: str
    patient_id: str = ""
    issuer_of_patient_id: str = ""
    modality: str = ""
    study_id: str = ""
    study_date: str = ""
    study_time: str = ""
    series_date: str = ""
    acquisition_date: str = ""
    content_date: str = ""
    accession_number: str = ""
    study_description: str = ""
    series_description: str = ""
    series_number: int | None = None
    instance_number: int | None = None
    acquisition_number: int | None = None
    body_part_examined: str = ""
    protocol_name: str = ""
    laterality: str = ""
    institution_name: str = ""
    department_name: str = ""
    referring_physician_name: str = ""
    manufacturer: str = ""
    model_name: str = ""
    image_type: tuple[str, ...] = ()
    contrast_bolus_agent: str = ""
    slice_thickness: float | None = None
    image_position_patient: tuple[float, ...] = ()
    image_orientation_patient: tuple[float, ...] = ()
    slice_location: float | None = None
    pixel_spacing: tuple[float, ...] = ()
    rows: int | None = None
    columns: int | None = None
    number_of_frames: int | None = None
    samples_per_pixel: int | None = None
    bits_allocated: int | None = None
    photometric_interpretation: str = ""
    document_title: str = ""
    mime_type_of_encapsulated_document: str = ""
    specific_character_set: tuple[str, ...] = ()
    has_pixels: bool = False
    frames_of_pixels_missing: bool = False  # the file ends before its pixel data does
    has_part10_header: bool = True  # False: bare data set without preamble and meta information
    program_in_preamble: bool = False  # its first 128 bytes begin as a program does
    # Frame after frame of an enhanced file: three numbers each, six each (or once for all), one each.
    frame_positions: tuple[float, ...] = ()
    frame_orientations: tuple[float, ...] = ()
    frame_kinds: tuple[int, ...] = ()  # frames of one place differ in it: in time, echo, diffusion, segment


Vector = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """What of an instance decides which images it belongs with, and where among them."""

    position: Vector = ()  # the middle of the first pixel in the patient, mm
    orientation: Vector = ()  # direction cosines of a row and of a column
    rows: int | None = None
    columns: int | None = None
    image_type: tuple[str, ...] = ()
    acquisition_number: int | None = None
    instance_number: int | None = None
    frames: int = 1


def placed(instance: InstanceRead) -> Placed:
    """The place of an instance as its header has it."""
    return Placed(
        position=instance.image_position_patient,
        orientation=instance.image_orientation_patient,
        rows=instance.rows,
        columns=instance.columns,
        image_type=instance.image_type,
        acquisition_number=instance.acquisition_number,
        instance_number=instance.instance_number,
        frames=instance.number_of_frames or 1,
    )


def placed_frames(
    file: Placed, positions: Sequence[float], orientations: Sequence[float], kinds: Sequence[int]
) -> tuple[Placed, ...]:
    """The place of every frame of a file, in the order of the file; () where it does not say of each."""
    count = file.frames
    wide = len(orientations) == 6 * count
    if len(positions) != 3 * count or len(kinds) != count or not (wide or len(orientations) == 6):
        return ()
    return tuple(
        replace(
            file,
            position=tuple(positions[3 * at : 3 * at + 3]),
            orientation=tuple(orientations[6 * at : 6 * at + 6] if wide else orientations),
            acquisition_number=kinds[at],
            instance_number=at + 1,
            frames=1,
        )
        for at in range(count)
    )


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a study. `instances` holds SOP instance UIDs in geometric order.

    `missing` is the instance numbers absent from an otherwise complete run, None when numbers cannot tell.
    """

    uid: str
    number: int | None
    modality: str
    description: str
    plain_name: str
    instances: tuple[str, ...]
    missing: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Study:
    """One imaging study: the imaging part of a record whose kind is `imaging_study`."""

    study_uid: str
    modalities: tuple[str, ...]
    body_part: str
    description: str
    series: tuple[Series, ...]
