"""`list`: newest first, by kind, by status, a page at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from recordkeeper.records.kinds import Status
from tests.cli.calling import call, init
from tests.cli.conftest import names
from tests.making.libraries import write


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nine notes; most with a date that a person set, two on one day, one with a year only, one without."""
    library = init(tmp_path_factory.mktemp("dated") / "library")
    heap = write(library.parent / "heap", {f"{n}.txt": f"words number {n}" for n in range(9)})
    call(library, "add", heap)
    dates = ("2024-03-05", "2024-03-05", "2024-03", "2024", "2023-12-31", "2025-01-01", "1999", "2024-11")
    for (_, record), date in zip(sorted(names(library).items()), dates, strict=False):
        call(library, "correct", record, "service_date", date)
    return library


def listed(library: Path, *arguments: object) -> list[dict[str, Any]]:
    answer = call(library, "list", *arguments)
    assert answer.code == 0, answer.err
    records: list[dict[str, Any]] = answer.data["records"]
    return records


def test_newest_service_date_first_and_undated_last(dated: Path) -> None:
    dates = [record["service_date"] for record in listed(dated)]
    assert dates == [
        "2025-01-01",
        "2024-11",
        "2024-03-05",
        "2024-03-05",
        "2024-03",
        "2024",
        "2023-12-31",
        "1999",
        None,
    ]


@pytest.mark.parametrize("limit", [1, 2, 4, 9, 20])
def test_page_by_page_gives_the_same_as_all_at_once(dated: Path, limit: int) -> None:
    found: list[dict[str, Any]] = []
    while page := listed(dated, "--limit", limit, *(("--after", found[-1]["id"]) if found else ())):
        assert len(page) <= limit
        found += page
    assert found == listed(dated)


def test_by_kind(dated: Path) -> None:
    record = listed(dated)[0]["id"]
    call(dated, "correct", record, "kind", "letter")
    assert [r["id"] for r in listed(dated, "--kind", "letter")] == [record]
    assert record not in {r["id"] for r in listed(dated, "--kind", "other")}
    call(dated, "undo")


@pytest.mark.parametrize("status", list(Status))
def test_by_status(dated: Path, status: Status) -> None:
    assert all(record["status"] == status for record in listed(dated, "--status", status))


def test_the_trash_only_when_asked(dated: Path) -> None:
    record = listed(dated)[0]["id"]
    call(dated, "trash", record)
    assert record not in {r["id"] for r in listed(dated)}
    assert [r["id"] for r in listed(dated, "--status", "trashed")] == [record]
    call(dated, "untrash", record)
    assert listed(dated)[0]["id"] == record


def test_after_a_record_that_is_not_there(dated: Path) -> None:
    assert call(dated, "list", "--after", "d2222222222222222").code == 2
