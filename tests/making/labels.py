"""What the labels of the shared real files say, in this program's words."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

# The labels use a coarser list of kinds; contract.md maps it so.
KINDS = {
    "radiology_report": {"imaging_report"},
    "clinic_letter": {"letter"},
    "lab_result": {"lab_report"},
    "genetic_test": {"molecular_report", "germline_report"},
    "other_diagnostic": {"procedure_report", "other"},
    "autopsy_report": {"pathology_report", "other"},
}
TEXT_FOLDERS = ("text", "reports", "scans", "office")
# What the document codes of the C-CDA labels mean, by LOINC's own names. 57113-1 is HL7's slip for 57133-1.
CDA_KINDS = {
    "34133-9": {"portal_summary"},
    "18748-4": {"imaging_report"},
    "18842-5": {"discharge_summary"},
    "34117-2": {"consult_note"},
    "11488-4": {"consult_note"},
    "11504-8": {"operative_note"},
    "57113-1": {"letter"},
}
_SORTS_IN_A_SUMMARY = 4  # a FHIR bundle of fewer sorts of entries may be of one kind
_EVENTS = re.compile(r"<(?:\w+:)?(serviceEvent|encompassingEncounter)\b.*?</(?:\w+:)?\1>", re.DOTALL)
_TIMES = re.compile(r"<(?:\w+:)?(?:effectiveTime|low|high)\b[^>]*?value=\"(\d{8})")


@dataclass(frozen=True, slots=True)
class Label:
    """One labelled file. `readable`: a reference reader opens it; None where nothing is said."""

    path: str
    kinds: frozenset[str] = frozenset()
    dates: frozenset[str] = frozenset()
    traps: frozenset[str] = frozenset()
    patient: str = ""
    patient_shown: str = ""
    birth_date: str = ""
    document_date: str = ""  # when a document was put together
    facility: str = ""
    container: str = ""
    locked: bool = False
    readable: bool | None = None


def labels(data: Path, folder: str) -> tuple[Label, ...]:
    """The labels of one folder of the shared data, paths relative to that folder."""
    with (data / folder / "labels.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_label(data, folder, row) for row in csv.DictReader(file))


def _cda_label(folder: Path, row: dict[str, str]) -> Label:
    """The day of care is one of the days the document says something was done, else that of the document."""
    written = row["effective_date"]
    header = (folder / row["file"]).read_text("utf-8", "replace").partition("structuredBody")[0]
    events = {
        f"{time[:4]}-{time[4:6]}-{time[6:]}"
        for event in _EVENTS.finditer(header)
        for time in _TIMES.findall(event[0])
    }
    return Label(
        path=row["file"],
        kinds=frozenset(CDA_KINDS.get(row["doc_code"], ())),
        dates=frozenset(filter(None, {written, *events})) if written else frozenset(),
        traps=frozenset(filter(None, [row["patient_birth_date"]])),
        patient=row["patient_name"],
        birth_date=row["patient_birth_date"],
        facility=row["custodian"],
        document_date=written,
    )


def _fhir_label(row: dict[str, str]) -> Label:
    sorts = [part.partition(":")[0] for part in row["resources"].split("|")]
    summary = "Composition" in sorts or len(sorts) >= _SORTS_IN_A_SUMMARY
    return Label(
        path=row["file"],
        kinds=frozenset({"portal_summary"} if summary else ()),
        dates=frozenset({row["last_date"]} if summary and row["last_date"] else ()),
        traps=frozenset(filter(None, [row["patient_birth_date"]])),
        patient=row["patient_name"],
        birth_date=row["patient_birth_date"],
    )


def _label(data: Path, folder: str, row: dict[str, str]) -> Label:
    if folder == "ccda":
        return _cda_label(data / folder, row)
    if folder == "fhir":
        return _fhir_label(row)
    date = row.get("service_date", "")
    return Label(
        path=row["file"],
        kinds=frozenset(_kinds(row)) if folder in TEXT_FOLDERS else frozenset(),
        dates=frozenset(filter(None, [date, *row.get("accept_dates", "").split("|")])) if date else frozenset(),
        traps=frozenset(filter(None, row.get("trap_dates", "").split("|"))),
        patient=row.get("patient", ""),
        patient_shown=row.get("patient_shown", ""),
        birth_date=row.get("patient_dob", ""),
        facility=row.get("facility", ""),
        container=row.get("container", ""),
        locked=bool(row.get("needs_password")),
        readable=_readable(folder, row),
    )


def _kinds(row: dict[str, str]) -> set[str]:
    said = [kind for kind in (row["type"], *row.get("accept", "").split("|")) if kind]
    return {kind for name in said for kind in KINDS.get(name, {name})}


def _readable(folder: str, row: dict[str, str]) -> bool | None:
    match folder:
        case "pdf":
            return row["opens"] == "yes" and row["pages"] != "0"
        case "images":
            return row["decodes"] == "yes"
        case "dicom":
            return True if row["ref_decode"].startswith("ok") else None
        case "text" | "reports" | "scans":
            return True
    return None
