"""Turns the stored bytes of a DICOM header into an InstanceRead (PS3.5 section 6 value representations)."""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Callable, Mapping
from typing import Any, Final

from recordkeeper.formats.dicom_walk import TRANSFER_SYNTAX, UNDEFINED, Header
from recordkeeper.formats.dicom_words import Words
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.imaging import InstanceRead
from recordkeeper.records.patient import Identifier, PersonRead

CHARACTER_SET: Final = 0x00080005
DIRECTORY_CLASS: Final = "1.2.840.10008.1.3.10"  # Media Storage Directory Storage
_FIRST_RECORD: Final = 0x00041200  # only a DICOMDIR has it
_NAME, _PATIENT_ID, _ISSUER, _BIRTH, _SEX, _OTHER_IDS = (
    0x00100010,
    0x00100020,
    0x00100021,
    0x00100030,
    0x00100040,
    0x00101000,
)
_DATE: Final = re.compile(r"(\d{4})[.:/-]?(\d\d)?[.:/-]?(\d\d)?")

Convert = Callable[[bytes, "Words"], Any]


def _plain(raw: bytes, _words: Words) -> str:
    return raw.decode("ascii", "replace").strip(" \0")


def _text(raw: bytes, words: Words) -> str:
    return words.text(raw)


def _person(raw: bytes, words: Words) -> str:
    return words.person(raw)


def _many(raw: bytes, _words: Words) -> tuple[str, ...]:
    text = raw.decode("ascii", "replace").strip(" \0")
    return tuple(part.strip(" \0") for part in text.split("\\")) if text else ()


def _number(raw: bytes, _words: Words) -> float | None:
    try:
        number = float(raw.partition(b"\\")[0].strip(b" \0"))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _whole(raw: bytes, words: Words) -> int | None:
    """An integer string. "3.0" is three, "1A" is nothing."""
    text = raw.partition(b"\\")[0].strip(b" \0")
    if len(text) < 12 and (text.isdigit() or text[1:].isdigit()):
        try:
            return int(text)
        except ValueError:
            return None
    number = _number(raw, words)
    return int(number) if number is not None and number == int(number) and abs(number) < 2**53 else None


def _numbers(raw: bytes, _words: Words) -> tuple[float, ...]:
    try:
        numbers = tuple(float(part) for part in raw.strip(b" \0").split(b"\\") if part.strip())
    except ValueError:
        return ()
    return numbers if all(map(math.isfinite, numbers)) else ()


def _unsigned(raw: bytes, words: Words) -> int | None:
    if len(raw) < 2:
        return None
    return int.from_bytes(raw[:2], "little" if words.little else "big")


FIELDS: Final[Mapping[int, tuple[str, Convert]]] = {
    0x00080008: ("image_type", _many),
    0x00080016: ("sop_class_uid", _plain),
    0x00080018: ("sop_instance_uid", _plain),
    0x00080020: ("study_date", _plain),
    0x00080021: ("series_date", _plain),
    0x00080022: ("acquisition_date", _plain),
    0x00080023: ("content_date", _plain),
    0x00080030: ("study_time", _plain),
    0x00080050: ("accession_number", _text),
    0x00080060: ("modality", _plain),
    0x00080070: ("manufacturer", _text),
    0x00080080: ("institution_name", _text),
    0x00080090: ("referring_physician_name", _person),
    0x00081030: ("study_description", _text),
    0x0008103E: ("series_description", _text),
    0x00081040: ("department_name", _text),
    0x00081090: ("model_name", _text),
    0x00180010: ("contrast_bolus_agent", _text),
    0x00180015: ("body_part_examined", _text),
    0x00180050: ("slice_thickness", _number),
    0x00181030: ("protocol_name", _text),
    0x0020000D: ("study_instance_uid", _plain),
    0x0020000E: ("series_instance_uid", _plain),
    0x00200010: ("study_id", _text),
    0x00200011: ("series_number", _whole),
    0x00200012: ("acquisition_number", _whole),
    0x00200013: ("instance_number", _whole),
    0x00200032: ("image_position_patient", _numbers),
    0x00200037: ("image_orientation_patient", _numbers),
    0x00200060: ("laterality", _plain),
    0x00201041: ("slice_location", _number),
    0x00280002: ("samples_per_pixel", _unsigned),
    0x00280004: ("photometric_interpretation", _plain),
    0x00280008: ("number_of_frames", _whole),
    0x00280010: ("rows", _unsigned),
    0x00280011: ("columns", _unsigned),
    0x00280030: ("pixel_spacing", _numbers),
    0x00280100: ("bits_allocated", _unsigned),
    0x00420010: ("document_title", _text),
    0x00420012: ("mime_type_of_encapsulated_document", _plain),
}
_PERSON_TAGS: Final = frozenset({_NAME, _PATIENT_ID, _ISSUER, _BIRTH, _SEX, _OTHER_IDS})
WANTED: Final = frozenset(FIELDS) | _PERSON_TAGS | {CHARACTER_SET, TRANSFER_SYNTAX, _FIRST_RECORD}


def to_instance(header: Header, pixels_missing: bool = False) -> InstanceRead:
    """The header's values as they are kept. What cannot be understood is left empty."""
    values, encoding = header.values, header.encoding
    declared = _many(values.get(CHARACTER_SET, b""), Words((), little=True))
    words = Words(declared, encoding.little)
    read: dict[str, Any] = {
        # A DICOMDIR names its class in the meta information only.
        "sop_class_uid": DIRECTORY_CLASS if _FIRST_RECORD in values else "",
        "sop_instance_uid": "",
        "study_instance_uid": "",
        "series_instance_uid": "",
    }
    for tag, raw in values.items():
        known = FIELDS.get(tag)
        if known is not None and raw:
            read[known[0]] = known[1](raw, words)
    issuer, patient_id = (words.text(values.get(tag, b"")) for tag in (_ISSUER, _PATIENT_ID))
    return InstanceRead(
        person=_read_person(values, words, issuer, patient_id),
        transfer_syntax_uid=encoding.transfer_syntax,
        patient_id=patient_id,
        issuer_of_patient_id=issuer,
        specific_character_set=declared,
        has_pixels=header.pixels_at is not None,
        frames_of_pixels_missing=pixels_missing,
        has_part10_header=encoding.part10,
        program_in_preamble=encoding.program,
        **read,
    )


def _read_person(values: Mapping[int, bytes], words: Words, issuer: str, patient_id: str) -> PersonRead:
    identifiers: tuple[Identifier, ...] = (Identifier(issuer, patient_id),) if patient_id else ()
    for other in words.text(values.get(_OTHER_IDS, b"")).split("\\"):
        if other.strip() and other.strip() != patient_id:
            identifiers += (Identifier("", other.strip()),)
    return PersonRead(
        name=words.person(values.get(_NAME, b"")),
        birth_date=date_of(_plain(values.get(_BIRTH, b""), words)),
        sex=_plain(values.get(_SEX, b""), words),
        identifiers=identifiers,
    )


def date_of(text: str) -> PartialDate | None:
    """A DA value, also as old files write it ("1964.03.05"); None when it is no date."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    try:
        return PartialDate(*(int(part or 0) for part in match.groups()))
    except ValueError:
        return None


def native_frame_bytes(rows: int, columns: int, samples: int, bits: int, photometric: str) -> float:
    """Bytes of one uncompressed frame; a fraction where a pixel is one bit (PS3.5 section 8.1.1)."""
    if photometric == "YBR_FULL_422":  # two chrominance samples for two pixels
        samples = 2
    return rows * columns * samples * bits / 8


def pixels_missing(header: Header, tail_of: Callable[[int, int], bytes]) -> bool:
    """Whether the file ends before its pixels do. `tail_of(offset, length)` reads from the data set."""
    if header.cut:
        return _unsigned(header.values.get(0x00280010, b""), Words((), header.encoding.little)) is not None
    if header.pixels_at is None:
        return False
    if header.pixels_length == UNDEFINED:
        return not _ends_in_delimiter(header, tail_of)
    if header.pixels_at + header.pixels_length > header.size:
        return True
    return header.pixels_length < _declared_bytes(header)


def _declared_bytes(header: Header) -> float:
    words = Words((), header.encoding.little)

    def number(tag: int, default: int = 1) -> int:
        value = FIELDS[tag][1](header.values.get(tag, b""), words)
        return default if value is None else int(value)

    frame = native_frame_bytes(
        number(0x00280010, 0),
        number(0x00280011, 0),
        number(0x00280002),
        number(0x00280100, 0),
        _plain(header.values.get(0x00280004, b""), words),
    )
    return math.floor(frame * max(1, number(0x00280008)))


def _ends_in_delimiter(header: Header, tail_of: Callable[[int, int], bytes]) -> bool:
    """Encapsulated pixels end in a sequence delimiter: as a rule the file's last eight bytes."""
    assert header.pixels_at is not None
    if tail_of(header.size - 8, 8) == b"\xfe\xff\xdd\xe0\0\0\0\0":
        return True
    at = header.pixels_at
    while at + 8 <= header.size:
        item = tail_of(at, 8)
        tag, length = struct.unpack("<II", item) if len(item) == 8 else (0, 0)
        if tag != 0xE000FFFE:
            return bool(tag == 0xE0DDFFFE)
        at += 8 + length
    return False
