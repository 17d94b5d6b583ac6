"""Every command answers with exactly the names the contract fixes, present even where there is nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.calling import call

RECORD = {
    "id", "kind", "kind_confidence", "title", "service_date", "date_role", "date_confidence", "other_dates",
    "facility", "author", "accession", "patient_read", "identity", "status", "set_aside_reason", "page_count",
    "files", "imaging", "encloses", "enclosed_in", "pairings", "pairing_offers", "twins", "supersedes",
    "shown_as", "kept_apart_from", "moved_to", "facility_printed", "department", "doubts",
    "starred", "tags", "note",
}  # fmt: skip
FILE = {"name", "fingerprint", "format", "bytes", "first_page", "last_page"}
STUDY = {"study_uid", "modalities", "body_part", "description", "series"}
SERIES = {"uid", "number", "modality", "description", "plain_name", "instances", "missing"}
REASON = {"field", "value", "file", "page", "box", "words", "rule"}
HIT = {"record", "page", "boxes", "snippet", "score"}
TOTALS = {"added", "already_here", "set_aside", "not_records", "unreadable", "locked", "pending"}
ROW = {"path", "outcome", "reason_code", "reason", "records"}
BUNDLE = {"bundle", "path", "manifest_sha256", "counts", "problems"}
CHANGE = {"seq", "at", "label", "undoes", "undone", "records"}


def looks_like_a_record(record: dict[str, Any]) -> None:
    assert set(record) == RECORD
    assert set(record["patient_read"]) == {"name", "birth_date", "identifiers"}
    assert all(set(file) == FILE for file in record["files"])
    assert record["identity"] in ("agrees", "differs", "unknown")
    assert record["status"] in ("recognised", "to_review", "confirmed", "set_aside", "trashed")
    assert 0 <= record["kind_confidence"] <= 1
    assert record["service_date"] is None or re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", record["service_date"])
    if record["imaging"] is not None:
        assert set(record["imaging"]) == STUDY
        assert all(set(series) == SERIES for series in record["imaging"]["series"])


def test_a_record(library: Path) -> None:
    records = call(library, "list").data["records"]
    assert len(records) == 4
    assert sum(record["imaging"] is not None for record in records) == 1
    for record in records:
        looks_like_a_record(record)


def test_a_record_in_full(library: Path, ids: dict[str, str]) -> None:
    for name, record in ids.items():
        shown = call(library, "show", record).data
        assert set(shown) == RECORD | {"reasons", "text"}
        looks_like_a_record({key: shown[key] for key in RECORD})
        assert all(set(reason) == REASON for reason in shown["reasons"])
        assert all(reason["box"] is None or len(reason["box"]) == 4 for reason in shown["reasons"])
        assert all(set(page) == {"page", "text", "from_ocr"} for page in shown["text"])
        if name == "biopsy.pdf":
            assert [page["page"] for page in shown["text"]] == [1, 2]


def test_a_receipt(added: tuple[Path, dict[str, Any]]) -> None:
    library, receipt = added
    assert set(receipt) == {"intake", "totals", "files", "gaps", "offers", "date_questions", "strangers", "unsure"}
    assert set(receipt["totals"]) == TOTALS
    assert all(set(row) == ROW for row in receipt["files"])
    assert call(library, "receipt", receipt["intake"]).data == receipt


def test_hits(library: Path) -> None:
    (hit,) = call(library, "search", "quokka").data["hits"]
    assert set(hit) == HIT
    assert hit["page"] == 1
    assert all(len(box) == 4 for box in hit["boxes"])


def test_the_records_an_act_touched(library: Path, ids: dict[str, str]) -> None:
    answer = call(library, "accept", ids["note.txt"])
    assert set(answer.data) == {"records"}
    looks_like_a_record(answer.data["records"][0])
    call(library, "undo")


def test_history(library: Path, ids: dict[str, str]) -> None:
    call(library, "accept", ids["note.txt"])
    call(library, "undo")
    changes = call(library, "history").data["changes"]
    assert all(set(change) >= CHANGE for change in changes)
    assert changes[0]["undoes"] == changes[1]["seq"]


def test_a_library(tmp_path: Path) -> None:
    answer = call(
        tmp_path / "new", "init", "--name", "Anna Sample", "--birth-date", "1964-03", "--sex", "F",
        "--also-known-as", "Anna Before", "--identifier", "H:12:3", "--country", "us",
    )  # fmt: skip
    assert answer.data == {
        "library": str(tmp_path / "new"),
        "patient": {
            "name": "Anna Sample",
            "birth_date": "1964-03",
            "sex": "F",
            "also_known_as": ["Anna Before"],
            "identifiers": [{"issuer": "H", "value": "12:3"}],
            "country": "US",
        },
        "place": "local",
    }


def test_a_bundle_its_checks_and_the_ledger(library: Path, tmp_path: Path) -> None:
    made = call(library, "export", tmp_path / "out", "--recipient", "Dr. Second").data
    assert set(made) >= BUNDLE
    assert all(set(p) >= {"problem", "record"} for p in made["problems"])
    verdict = call(None, "verify", tmp_path / "out").data
    assert set(verdict) == {"ok", "checks"}
    assert verdict["ok"] is True
    assert all(set(check) == {"check", "ok", "look", "detail"} for check in verdict["checks"])
    bundles = call(library, "bundles").data
    assert set(bundles) == {"bundles"}
    (noted,) = (b for b in bundles["bundles"] if b["bundle"] == made["bundle"])
    assert (noted["path"], noted["recipient"], noted["manifest_sha256"]) == (
        made["path"], "Dr. Second", made["manifest_sha256"],
    )  # fmt: skip


def test_pictures(library: Path, ids: dict[str, str], tmp_path: Path) -> None:
    page = call(library, "render", ids["biopsy.pdf"], "--out", tmp_path / "p.png").data
    assert set(page) >= {"width", "height"}
    study = next(r for r in call(library, "list", "--kind", "imaging_study").data["records"])
    series = study["imaging"]["series"][0]["uid"]
    frame = call(library, "frame", study["id"], "--series", series, "--out", tmp_path / "f.npy").data
    assert (frame["width"], frame["height"]) == (40, 24)


def test_check(library: Path) -> None:
    verdict = call(library, "check").data
    assert set(verdict) >= {"ok", "originals", "missing", "changed", "orphans"}
    assert verdict["ok"] is True


@pytest.mark.parametrize(
    ("command", "key"), [("list", "records"), ("history", "changes"), ("bundles", "bundles"), ("work", "receipts")]
)
def test_lists_are_there_though_empty(tmp_path: Path, command: str, key: str) -> None:
    call(tmp_path / "new", "init", "--name", "Anna Sample", "--birth-date", "1964")
    assert call(tmp_path / "new", command).data[key] == []
