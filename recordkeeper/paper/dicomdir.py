"""Writes a DICOMDIR in one pass (PS3.10 section 8, PS3.3 annex F).

What a directory record must have and an image may leave empty is invented in the record, never in the image.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from recordkeeper.paper.dicom_directory import Record, directory_bytes
from recordkeeper.paper.dicom_encode import (
    UTF8,
    code,
    date,
    element,
    number,
    person,
    text,
    time,
)
from recordkeeper.paper.dicom_file_ids import People
from recordkeeper.paper.dicom_file_ids import assign_file_ids as assign_file_ids
from recordkeeper.paper.dicom_file_ids import belongs as belongs
from recordkeeper.paper.dicom_records import IMAGE, PRIVATE, ROOT_TYPES, own_keys, record_type
from recordkeeper.records.imaging import InstanceRead
from recordkeeper.records.papers_media import MediaEntry

PRIVATE_RECORD_UID: Final = "2.25.118283745920571630294857160284957102936"
_NO_DATE: Final = "19000101"
_COMPONENT: Final = re.compile(r"[A-Z0-9_]{1,8}")


def write(entries: Sequence[MediaEntry], out: Path, *, file_set_id: str) -> None:
    """Write the DICOMDIR of `entries` to `out`; their files lie below out's folder by their file ids.

    ValueError for an entry that has no place in a file-set: no UIDs, or a file id that is not one.
    """
    roots = _Tree(out.parent).grown(entries)
    out.write_bytes(directory_bytes(roots, _file_set(file_set_id)))


class _Tree:
    """Grows patient, study and series records while entries come in."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._roots: list[Record] = []
        self._people, self._ids, self._taken = People(), set[str](), set[str]()
        self._groups: dict[tuple[object, ...], Record] = {}
        self._study_ids: set[str] = set()
        self._numbers: dict[tuple[object, ...], set[int]] = {}

    def grown(self, entries: Iterable[MediaEntry]) -> list[Record]:
        entries = list(entries)
        self._remember_used(entries)
        for entry in entries:
            self._add(entry)
        return self._roots

    def _remember_used(self, entries: Sequence[MediaEntry]) -> None:
        """Real numbers and identifiers come first: what is invented must not meet them."""
        for entry in entries:
            one = entry.instance
            self._ids.add(one.patient_id)
            self._study_ids.add(one.study_id)
            if one.series_number is not None:
                self._numbers.setdefault((one.study_instance_uid,), set()).add(one.series_number)
            if one.instance_number is not None:
                series = (one.study_instance_uid, one.series_instance_uid)
                self._numbers.setdefault(series, set()).add(one.instance_number)

    def _add(self, entry: MediaEntry) -> None:
        one = entry.instance
        if not belongs(one) or not _is_file_id(entry.file_id):
            raise ValueError("no place in a file-set: " + "/".join(entry.file_id))
        kind = record_type(one)
        if kind in ROOT_TYPES:
            self._roots.append(_leaf(kind, entry, self._root, None))
            return
        who = self._people.key(one)
        path = (who, one.study_instance_uid, one.series_instance_uid)
        series = self._groups.get(path)
        if series is None:
            series = self._new_series(one, path)
        image = one.instance_number
        if image is None:
            image = self._free(path[1:])
        series.below.append(_leaf(kind, entry, self._root, image))

    def _new_series(self, one: InstanceRead, path: tuple[object, ...]) -> Record:
        patient = self._groups.get(path[:1])
        if patient is None:
            patient = self._groups[path[:1]] = Record(_patient(one, self._patient_id(one)))
            self._roots.append(patient)
        study = self._groups.get(path[:2])
        if study is None:
            study = self._groups[path[:2]] = Record(_study(one, self._study_id(one)))
            patient.below.append(study)
        number_ = one.series_number
        if number_ is None:
            number_ = self._free(path[1:2])
        series = self._groups[path] = Record(_series(one, number_))
        study.below.append(series)
        return series

    def _free(self, path: tuple[object, ...]) -> int:
        used = self._numbers.setdefault(path, set())
        free = max(used, default=0) + 1
        used.add(free)
        return free

    def _patient_id(self, one: InstanceRead) -> str:
        """The identifier for the record: unique in the file-set, invented or given a suffix where it is not."""
        wanted, count = text(one.patient_id), 1
        chosen = wanted or f"NOID{count:04}"
        while chosen in self._taken or (chosen != wanted and chosen in self._ids):
            count += 1
            chosen = f"{wanted[:58]}_{count}" if wanted else f"NOID{count:04}"
        self._taken.add(chosen)
        return chosen

    def _study_id(self, one: InstanceRead) -> str:
        if wanted := text(one.study_id, "SH"):
            return wanted
        count = len(self._groups)
        while (chosen := f"ST{count:06}") in self._study_ids:
            count += 1
        self._study_ids.add(chosen)
        return chosen


def _is_file_id(file_id: tuple[str, ...]) -> bool:
    return 0 < len(file_id) <= 8 and all(_COMPONENT.fullmatch(part) for part in file_id)


def _keys(kind: str, keys: list[tuple[int, str, str]]) -> bytes:
    """A record's type and keys, with the character set they need (PS3.3 C.12.1.1.2)."""
    plain = all(value.isascii() for _tag, _vr, value in keys)
    charset = b"" if plain else element(0x00080005, "CS", UTF8)
    return element(0x00041430, "CS", kind) + charset + b"".join(element(*key) for key in keys)


def _patient(one: InstanceRead, patient_id: str) -> bytes:
    birth = one.person.birth_date
    keys = [
        (0x00100010, "PN", person(one.person.name)),
        (0x00100020, "LO", patient_id),
        (0x00100030, "DA", str(birth).replace("-", "") if birth and birth.day else ""),
        (0x00100040, "CS", code(one.person.sex)),
    ]
    if one.issuer_of_patient_id:
        keys.insert(2, (0x00100021, "LO", text(one.issuer_of_patient_id)))
    return _keys("PATIENT", keys)


def _study(one: InstanceRead, study_id: str) -> bytes:
    dates = (one.study_date, one.series_date, one.acquisition_date, one.content_date)
    when = next((found for found in map(date, dates) if found), _NO_DATE)
    keys = [
        (0x00080020, "DA", when),
        (0x00080030, "TM", time(one.study_time) or "000000"),
        (0x00080050, "SH", text(one.accession_number, "SH")),
        (0x00080090, "PN", person(one.referring_physician_name)),
        (0x00081030, "LO", text(one.study_description)),
        (0x0020000D, "UI", one.study_instance_uid),
        (0x00200010, "SH", study_id),
    ]
    return _keys("STUDY", keys)


def _series(one: InstanceRead, series_number: int) -> bytes:
    keys = [
        (0x00080060, "CS", code(one.modality) or "OT"),
        (0x00080080, "LO", text(one.institution_name)),
        (0x0008103E, "LO", text(one.series_description)),
        (0x0020000E, "UI", one.series_instance_uid),
        (0x00200011, "IS", number(series_number)),
    ]
    return _keys("SERIES", keys)


def _leaf(kind: str, entry: MediaEntry, root: Path, image: int | None) -> Record:
    one = entry.instance
    reference = (
        (element(0x00041432, "UI", PRIVATE_RECORD_UID) if kind == PRIVATE else b"")
        + element(0x00041500, "CS", "\\".join(entry.file_id))
        + element(0x00041510, "UI", one.sop_class_uid)
        + element(0x00041511, "UI", one.sop_instance_uid)
        + element(0x00041512, "UI", one.transfer_syntax_uid[:64])
    )
    numbered = b"" if image is None else element(0x00200013, "IS", number(image))
    if kind == IMAGE:
        return Record(element(0x00041430, "CS", kind) + reference + numbered)
    keys, utf8 = own_keys(kind, root.joinpath(*entry.file_id))
    if numbered:
        keys[0x00200013] = numbered
    if utf8:
        keys[0x00080005] = element(0x00080005, "CS", UTF8)
    return Record(element(0x00041430, "CS", kind) + reference + b"".join(keys[tag] for tag in sorted(keys)))


def _file_set(file_set_id: str) -> str:
    return re.sub(r"[^A-Z0-9_]", "_", file_set_id.upper())[:16]
