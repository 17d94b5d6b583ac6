"""The real files nobody here wrote, a folder at a time: outcomes, seconds, and how much was recognised rightly.

Prints the README's status table. Labels are coarser than our kinds; contract.md maps them.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from recordkeeper.catalogue import documents
from recordkeeper.records.document import Record
from recordkeeper.records.intake import Receipt
from recordkeeper.records.kinds import Kind, Outcome, Status
from recordkeeper.records.query import Listing
from tests.conftest import SHARED_DATA
from tests.making.labels import Label, labels
from tests.making.libraries import a_library, bring_in

FOLDERS = (
    "text", "reports", "scans", "office", "pdf", "dicom", "images", "ccda", "fhir", "portal", "archives",
)  # fmt: skip
_TAKEN = {Outcome.ADDED, Outcome.ALREADY_HERE, Outcome.SET_ASIDE}


@dataclass(slots=True)
class Score:
    """What came of one folder."""

    folder: str
    files: int = 0
    seconds: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def judge(self, what: str, right: bool, told: str) -> None:
        self.asked[what] += 1
        self.right[what] += right
        if not right:
            self.wrong.append(f"{what}: {told}")

    def share(self, what: str) -> str:
        return f"{self.right[what]}/{self.asked[what]}" if self.asked[what] else "–"


def score_folder(data: Path, folder: str) -> Score:
    """Add one folder to a fresh library and compare with its labels."""
    score = Score(folder)
    with TemporaryDirectory() as place, a_library(Path(place) / "library") as app:
        began = time.perf_counter()
        receipt = bring_in(app, data / folder)
        score.seconds = time.perf_counter() - began
        db = app.library.catalogue.reader()
        records = {record.id: record for record in documents.find(db, Listing())}
    score.files = len(receipt.files)
    score.outcomes.update(row.outcome.value for row in receipt.files)
    if (data / folder / "labels.csv").is_file():
        _compare(score, data / folder, receipt, records, labels(data, folder))
    return score


def _compare(
    score: Score, folder: Path, receipt: Receipt, records: dict[str, Record], expected: tuple[Label, ...]
) -> None:
    rows = {row.path: row for row in receipt.files}
    for label in expected:
        row = rows.get(str(folder / label.path))
        if row is None or row.outcome is Outcome.CONTAINER:
            continue
        if label.readable is not None:
            fine = row.outcome is Outcome.LOCKED if label.locked else (row.outcome in _TAKEN) >= label.readable
            score.judge("opened", fine, f"{label.path} {row.outcome} {row.reason_code}")
        if row.records and (label.kinds or label.dates or label.patient):
            _compare_record(score, label, records[row.records[0]])


def _compare_record(score: Score, label: Label, record: Record) -> None:
    sure = record.status in (Status.RECOGNISED, Status.CONFIRMED, Status.SET_ASIDE)
    if label.kinds:
        right = record.kind.value in label.kinds and (record.kind is not Kind.OTHER or "other" in label.kinds)
        told = f"{label.path} {record.kind} {record.kind_confidence:.2f} instead of {'|'.join(sorted(label.kinds))}"
        score.judge("kind", right, told)
        score.judge("kind, not asking", right and sure, told)
    if label.dates:
        date = str(record.service_date or "none")
        told = f"{label.path} {date} ({record.date_confidence:.2f}) instead of {'|'.join(sorted(label.dates))}"
        score.judge("date", date in label.dates, told)
        score.judge("date not a trap", date not in label.traps - label.dates, told)
    if label.document_date:
        said = {str(record.service_date), *(str(other.date) for other in record.other_dates)}
        score.judge("document date", label.document_date in said, f"{label.path} {sorted(said)}")
    if label.patient and not label.patient_shown:
        named = words_of(label.patient) <= words_of(record.person.name)
        score.judge("name", named, f"{label.path} {record.person.name!r} instead of {label.patient!r}")
    if label.birth_date and label.patient:
        birth = str(record.person.birth_date or "")
        score.judge("birth date", birth == label.birth_date, f"{label.path} born {birth or 'unknown'}")


def words_of(name: str) -> set[str]:
    """The words of a name, however it is ordered and punctuated."""
    return set(re.findall(r"[^\W_]+", name.casefold()))


def scores(data: Path) -> Iterator[Score]:
    for folder in FOLDERS:
        if (data / folder).is_dir():
            yield score_folder(data, folder)


def table(found: list[Score]) -> str:
    """The README's status table."""
    head = ("folder", "files", "added", "here already", "set aside", "no record", "unreadable", "locked", "s")
    judged = ("opened", "kind", "date", "date not a trap", "document date", "name", "birth date")
    lines = ["| " + " | ".join((*head, *judged)) + " |", "|" + "---|" * (len(head) + len(judged))]
    outcomes = ("added", "already_here", "set_aside", "not_records", "unreadable", "locked")
    for score in found:
        cells: list[Any] = [score.folder, score.files, *(score.outcomes[name] for name in outcomes)]
        cells += [f"{score.seconds:.1f}", *(score.share(what) for what in judged)]
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    found = list(scores(SHARED_DATA))
    print(table(found))
    place = Path("build/bench")
    place.mkdir(parents=True, exist_ok=True)
    wrong = {score.folder: score.wrong for score in found}
    (place / "shared_data_errors.json").write_text(json.dumps(wrong, indent=1, ensure_ascii=False), "utf-8")
