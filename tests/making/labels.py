"""What the labels of the shared real files say, in this program's words."""

from __future__ import annotations

import csv
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
    facility: str = ""
    container: str = ""
    locked: bool = False
    readable: bool | None = None


def labels(data: Path, folder: str) -> tuple[Label, ...]:
    """The labels of one folder of the shared data, paths relative to that folder."""
    with (data / folder / "labels.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_label(folder, row) for row in csv.DictReader(file))


def _label(folder: str, row: dict[str, str]) -> Label:
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
