"""Structured reports become lines a person can read."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydicom.dataset import Dataset

from recordkeeper.formats.dicom_report import Unloadable, load, report_text
from tests.making.dicom import SeriesRecipe, make_report, save


def code(meaning: str, value: str = "1", scheme: str = "99TEST") -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return item


def item(kind: str, concept: str, **values: object) -> Dataset:
    one = Dataset()
    one.RelationshipType, one.ValueType = "CONTAINS", kind
    one.ConceptNameCodeSequence = [code(concept)]
    for keyword, value in values.items():
        setattr(one, keyword, value)
    return one


def measured(number: str, unit: Dataset) -> list[Dataset]:
    value = Dataset()
    value.NumericValue, value.MeasurementUnitsCodeSequence = number, [unit]
    return [value]


def lines(tmp_path: Path, *items: Dataset) -> list[str]:
    report = make_report(SeriesRecipe(), [])
    report.ContentSequence = list(items)
    _title, text = report_text(save(report, tmp_path / "sr"))
    return text.splitlines()


def test_each_kind_of_item_is_one_line(tmp_path: Path) -> None:
    found = lines(
        tmp_path,
        item("CODE", "Finding site", ConceptCodeSequence=[code("Left upper lobe")]),
        item("NUM", "Diameter", MeasuredValueSequence=measured("12.5", code("millimeter", "mm", "UCUM"))),
        item("NUM", "Count", MeasuredValueSequence=measured("3", code("no units", "1", "UCUM"))),
        item("PNAME", "Observer", PersonName="Doctor^Sample"),
        item("DATE", "Seen on", Date="20240312"),
        item("IMAGE", "Source"),
    )
    assert found[-5:] == [
        "  Finding site: Left upper lobe",
        "  Diameter: 12.5 mm",
        "  Count: 3",
        "  Observer: Doctor^Sample",
        "  Seen on: 20240312",
    ]


def test_containers_indent_what_they_hold(tmp_path: Path) -> None:
    inner = item("TEXT", "Impression", TextValue="Stable.")
    found = lines(tmp_path, item("CONTAINER", "Conclusions", ContentSequence=[inner]))
    assert found[-2:] == ["  Conclusions", "    Impression: Stable."]


def test_what_cannot_be_read_gives_no_text(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("no report")
    assert report_text(tmp_path / "a") == ("", "")
    with pytest.raises(Unloadable):
        load(tmp_path / "a")
