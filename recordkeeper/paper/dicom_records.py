"""Which directory record an instance gets, and the keys that record needs (PS3.3 annex F)."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from recordkeeper.paper.dicom_encode import date, time
from recordkeeper.paper.dicom_record_keys import DAY, HOUR, IF_PRESENT, KEYS, TERM
from recordkeeper.paper.dicom_trouble import hushed, trouble
from recordkeeper.records.imaging import InstanceRead

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_STORAGE: Final = "1.2.840.10008.5.1.4.1.1."
IMAGE: Final = "IMAGE"
PRIVATE: Final = "PRIVATE"
# By the end of the SOP class UID, exact first, then by its leading components. Everything else is an IMAGE.
_EXACT: Final[Mapping[str, str]] = {
    "481.1": IMAGE,
    "481.2": "RT DOSE",
    "481.3": "RT STRUCTURE SET",
    "481.4": "RT TREAT RECORD",
    "481.5": "RT PLAN",
    "481.6": "RT TREAT RECORD",
    "481.7": "RT TREAT RECORD",
    "481.8": "RT PLAN",
    "481.9": "RT TREAT RECORD",
    "88.59": "KEY OBJECT DOC",
    "4.2": "SPECTROSCOPY",
    "66": "RAW DATA",
    "66.1": "REGISTRATION",
    "66.2": "FIDUCIAL",
    "66.3": "REGISTRATION",
    "66.5": "SURFACE",
    "66.6": "TRACT",
    "67": "VALUE MAP",
    "77.1.5.3": "STEREOMETRIC",
    "78.6": "SR DOCUMENT",
    "79.1": "SR DOCUMENT",
    "90.1": "ASSESSMENT",
    "91.1": "ANNOTATION",
    "131": "PRESENTATION",
}
_LEADING: Final[Mapping[str, str]] = {
    "481.": "RADIOTHERAPY",
    "88.": "SR DOCUMENT",
    "11.": "PRESENTATION",
    "9.": "WAVEFORM",
    "68.": "SURFACE SCAN",
    "78.": "MEASUREMENT",
    "80.": "MEASUREMENT",
    "104.": "ENCAP DOC",
}
_OTHER: Final[Mapping[str, str]] = {
    "1.2.840.10008.5.1.4.34.7": "PLAN",
    "1.2.840.10008.5.1.4.34.10": "PLAN",
    "1.2.840.10008.5.1.4.38.1": "HANGING PROTOCOL",
    "1.2.840.10008.5.1.4.39.1": "PALETTE",
    "1.2.840.10008.5.1.4.43.1": "IMPLANT",
    "1.2.840.10008.5.1.4.44.1": "IMPLANT ASSY",
    "1.2.840.10008.5.1.4.45.1": "IMPLANT GROUP",
}
ROOT_TYPES: Final = frozenset({"HANGING PROTOCOL", "PALETTE", "IMPLANT", "IMPLANT ASSY", "IMPLANT GROUP"})


def record_type(instance: InstanceRead) -> str:
    """The directory record type of an instance, by its SOP class; PRIVATE for a foreign class without pixels."""
    uid = instance.sop_class_uid
    if uid in _OTHER:
        return _OTHER[uid]
    if not uid.startswith(_STORAGE):
        return IMAGE if instance.has_pixels else PRIVATE
    end = uid.removeprefix(_STORAGE)
    if end in _EXACT:
        return _EXACT[end]
    return next((kind for start, kind in _LEADING.items() if end.startswith(start)), IMAGE)


def own_keys(kind: str, file: Path) -> tuple[dict[int, bytes], bool]:
    """The encoded keys of a record of type `kind` beside InstanceNumber, by tag; and whether they are UTF-8.

    They are read from the instance itself. A file that cannot be read gives the values a type 1 key must have.
    """
    wanted = KEYS.get(kind)
    if not wanted:
        return {}, False
    with hushed():
        try:
            return _encoded(_record(wanted, _header(file)))
        except trouble():
            from pydicom.dataset import Dataset

            return _encoded(_record(wanted, Dataset()))


def _header(file: Path) -> Dataset:
    from pydicom import dcmread

    data_set = dcmread(file, stop_before_pixels=True, force=True, defer_size=2**20)
    data_set.decode()
    return data_set


def _record(wanted: Mapping[str, str | None], instance: Dataset) -> Dataset:
    from pydicom.dataset import Dataset

    record = Dataset()
    for keyword, default in wanted.items():
        value = _value(keyword, instance)
        if not value and value != 0:
            if default == IF_PRESENT:
                continue
            value = [_unnamed()] if default == TERM else default
        if keyword == "ImageType" and isinstance(value, str):
            value = [value, "PRIMARY"]
        record.add_new(keyword, _vr(keyword), _typed(keyword, value))
    return record


def _value(keyword: str, instance: Dataset) -> Any:
    value: Any = instance.get(keyword)
    if keyword == "VerificationDateTime":
        return _verified_at(instance)
    if keyword == "ContentSequence":  # only what modifies the document's name belongs into the directory
        return [item for item in value or () if item.get("RelationshipType") == "HAS CONCEPT MOD"]
    if keyword.endswith("Date"):
        return date(str(value or ""))
    if keyword.endswith("Time") and not keyword.endswith("DateTime"):
        return time(str(value or ""))
    return value


def _verified_at(instance: Dataset) -> str:
    """When a report was last verified: it stands with the observers, and must be there for a verified one."""
    observers: Any = instance.get("VerifyingObserverSequence") or ()
    times = [str(observer.get("VerificationDateTime") or "") for observer in observers]
    if str(instance.get("VerificationFlag") or "") != "VERIFIED":
        return ""
    return max(times, default="") or (date(str(instance.get("ContentDate") or "")) or DAY) + HOUR


def _vr(keyword: str) -> str:
    from pydicom.datadict import dictionary_VR

    return dictionary_VR(keyword)


def _typed(keyword: str, value: Any) -> Any:
    if value is None and _vr(keyword) == "SQ":
        return []
    return int(value) if _vr(keyword) in ("US", "UL") and isinstance(value, str) else value


def _unnamed() -> Dataset:
    from pydicom.dataset import Dataset

    name = Dataset()
    name.CodeValue, name.CodingSchemeDesignator, name.CodeMeaning = "121144", "DCM", "Document Title"
    return name


def _encoded(record: Dataset) -> tuple[dict[int, bytes], bool]:
    from pydicom.filebase import DicomIO
    from pydicom.filewriter import write_data_element

    keys: dict[int, bytes] = {}
    utf8 = False
    for one in record:
        buffer = BytesIO()
        out = DicomIO(buffer)
        out.is_little_endian, out.is_implicit_VR = True, False
        write_data_element(out, one, ["utf-8"])
        raw = buffer.getvalue()
        keys[int(one.tag)] = raw
        utf8 = utf8 or (not raw.isascii() and not str(one.value).isascii())
    return keys, utf8
