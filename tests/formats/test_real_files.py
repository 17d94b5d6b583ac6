"""The real files beside the project, against what their labels say another program did with them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from recordkeeper.formats.registry import Registry
from recordkeeper.records.reading import Condition, Format
from tests.formats.test_contract import check_reading, refusals

ROOT = Path(__file__).resolve().parents[2]
REGISTRY = Registry(ROOT / "resources")


def labelled(folder: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    with (folder / "labels.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield folder / row["file"], row


@pytest.mark.slow
def test_every_pdf_opens_as_far_as_the_reference_opens_it(shared_data: Path) -> None:
    for path, label in labelled(shared_data / "pdf"):
        reading = REGISTRY.read(path, path.name)
        check_reading(reading)
        if path.name == "bad11.pdf":  # the labels' reader finds no page, others do
            assert (reading.page_count, reading.pages[0].text) == (1, "Salad")
        elif label["needs_password"] == "yes":
            assert reading.condition is Condition.LOCKED, path.name
        elif not label["opens"].startswith("yes") or label["pages"] == "0" or label["renders"].startswith("fails"):
            assert reading.condition is Condition.UNREADABLE, path.name
        else:
            assert reading.condition is Condition.READ, path.name
            assert reading.page_count == int(label["pages"])
            assert REGISTRY.render(path, Format.PDF, 1, 40).pixels


@pytest.mark.slow
def test_every_picture_decodes_as_far_as_the_reference_decodes_it(shared_data: Path) -> None:
    for path, label in labelled(shared_data / "images"):
        reading = REGISTRY.read(path, path.name)
        check_reading(reading)
        if label["decodes"] == "yes":
            assert reading.condition is Condition.READ, path.name
            assert reading.page_count == int(label["frames"])
            picture = REGISTRY.render(path, reading.format, 1, 72)
            assert picture.pixels
        else:
            assert reading.condition is Condition.UNREADABLE or reading.reason_code == "picture_cut_short", (
                path.name
            )


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["reports", "scans", "text"])
def test_every_report_is_read(shared_data: Path, folder: str) -> None:
    for path, label in labelled(shared_data / folder):
        reading = REGISTRY.read(path, path.name)
        check_reading(reading)
        assert reading.condition is Condition.READ, path.name
        if label.get("container") == "pdf_text" and "pages" in label:
            assert reading.page_count == int(label["pages"])
            assert label["patient_shown"].split()[0].lower().strip(",") in reading.pages[0].text.lower()


@pytest.mark.slow
def test_every_archive_is_opened_or_refused_with_a_reason(shared_data: Path) -> None:
    for path, label in labelled(shared_data / "archives"):
        reading = REGISTRY.read(path, path.name)
        if "bomb" in path.name:
            assert reading.reason_code == "archive_bomb"
        elif reading.condition is Condition.CONTAINER:
            reasons = refusals(REGISTRY, path, reading.format)
            assert all(reason.startswith("member_") for reason in reasons), label["expected"]
        else:
            assert reading.reason_code, path.name


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["office", "portal", "ccda", "fhir"])
def test_every_document_is_read_or_kept_with_a_reason(shared_data: Path, folder: str) -> None:
    readable = {
        ".docx", ".doc", ".odt", ".rtf", ".html", ".eml", ".msg", ".xlsx", ".xls", ".txt", ".xml", ".json",
    }  # fmt: skip
    for path, _ in labelled(shared_data / folder):
        reading = REGISTRY.read(path, path.name)
        check_reading(reading)
        if path.suffix.lower() in readable and reading.condition is not Condition.READ:
            assert reading.reason_code in ("document_locked", "no_text"), path.name
