"""The list of a bundle as hospital programs read it: a FHIR R4 Bundle of the patient and DocumentReferences.

R4 is what hospitals run; http://hl7.org/fhir/R4/documentreference.html. Nothing is coded but the kind of document.
"""

from __future__ import annotations

import json
import tomllib
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from recordkeeper.bundle.manifest import BundledFile, BundledRecord
from recordkeeper.records.patient import Patient

_NAMESPACE = uuid.UUID(
    "6f1d0d0e-5a0e-5a52-9d3b-6f0c8f1c2a77"
)  # ours: the same record has the same address each time
_LOINC = "http://loinc.org"
_SEXES = {"F": "female", "M": "male", "O": "other"}
_ROLES = frozenset({"original", "extract", "copy"})


@dataclass(frozen=True, slots=True)
class Coding:
    """LOINC codes by kind and media types by ending (resources/bundle/fhir.toml)."""

    loinc: Mapping[str, tuple[str, str]]
    media_types: Mapping[str, str]

    @classmethod
    def load(cls, path: Path) -> Coding:
        with path.open("rb") as file:
            table = tomllib.load(file)
        return cls({kind: (row["code"], row["name"]) for kind, row in table["loinc"].items()}, table["media_types"])


def bundle(
    patient: Patient,
    records: Sequence[BundledRecord],
    files: Sequence[BundledFile],
    coding: Coding,
    *,
    bundle_id: str,
    made: str,
    kinds: Mapping[str, str],
) -> bytes:
    """The FHIR Bundle as JSON. `made` is an instant, `kinds` the plain names of kinds in the bundle's language."""
    who = _address(bundle_id, "patient")
    entries = [_entry(who, _patient(patient))]
    for record in records:
        own = [file for file in files if file.record == record.id and file.role in _ROLES]
        index = [file for file in files if file.role == "index"] if record.section == "imaging" else []
        attached = own or index
        if attached:
            reference = _reference(record, attached, coding, who=who, made=made, kind=kinds.get(record.kind, ""))
            entries.append(_entry(_address(bundle_id, record.id), reference))
    content = {
        "resourceType": "Bundle",
        "id": bundle_id,
        "type": "collection",
        "timestamp": made,
        "entry": entries,
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _address(bundle_id: str, name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, f'{bundle_id}/{name}')}"


def _entry(address: str, resource: dict[str, Any]) -> dict[str, Any]:
    return {"fullUrl": address, "resource": resource}


def _patient(patient: Patient) -> dict[str, Any]:
    """The patient; empty elements are not allowed in FHIR, so what is not known is not there."""
    names = [{"use": "official", "text": patient.name}]
    names += [{"text": name} for name in patient.also_known_as if name.strip()]
    numbers = [
        {"value": number.value, **({"assigner": {"display": number.issuer}} if number.issuer else {})}
        for number in patient.identifiers
        if number.value
    ]
    found: dict[str, Any] = {"resourceType": "Patient", "name": names, "gender": _SEXES.get(patient.sex, "unknown")}
    if numbers:
        found["identifier"] = numbers
    if patient.birth_date:
        found["birthDate"] = str(patient.birth_date)
    return found


def _reference(
    record: BundledRecord, files: Sequence[BundledFile], coding: Coding, *, who: str, made: str, kind: str
) -> dict[str, Any]:
    code = coding.loinc.get(record.kind)
    type_: dict[str, Any] = {"text": kind or record.kind}
    if code is not None:
        type_["coding"] = [{"system": _LOINC, "code": code[0], "display": code[1]}]
    found: dict[str, Any] = {
        "resourceType": "DocumentReference",
        "identifier": [{"value": record.id}],
        "status": "current",
        "type": type_,
        "subject": {"reference": who},
        "date": made,
        "description": record.title or kind or record.kind,
        "content": [{"attachment": attachment} for attachment in _attachments(record, files, coding)],
    }
    if record.facility:
        found["custodian"] = {"display": record.facility}
    if record.author:
        found["author"] = [{"display": record.author}]
    if record.service_date:
        found["context"] = {"period": {"start": record.service_date}}
    return found


def _attachments(record: BundledRecord, files: Sequence[BundledFile], coding: Coding) -> Iterator[dict[str, Any]]:
    for file in files:
        ending = PurePosixPath(file.path).suffix.lower()
        media_type = "application/dicom" if file.role == "index" else coding.media_types.get(ending, "")
        yield {
            "contentType": media_type or "application/octet-stream",
            "url": quote(file.path),
            "size": file.size,
            **({"title": record.title} if record.title else {}),
        }
