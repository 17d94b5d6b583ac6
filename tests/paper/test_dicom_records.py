"""Directory records of documents hold their own keys, from the file or invented."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from pydicom.dataset import Dataset
from pydicom.filereader import read_dataset

from recordkeeper.paper.dicom_record_keys import KEYS
from recordkeeper.paper.dicom_records import own_keys
from tests.making.dicom import SeriesRecipe, make_report, save


def record(keys: dict[int, bytes]) -> Dataset:
    raw = b"".join(keys[tag] for tag in sorted(keys))
    return read_dataset(BytesIO(raw), is_implicit_VR=False, is_little_endian=True)


@pytest.mark.parametrize("kind", sorted(KEYS))
def test_a_file_that_is_gone_still_gives_a_complete_record(tmp_path: Path, kind: str) -> None:
    keys, utf8 = own_keys(kind, tmp_path / "gone")
    found = record(keys)
    assert not utf8
    for keyword, default in KEYS[kind].items():
        if default not in (None, "?"):
            assert found[keyword].value not in (None, ""), keyword


def test_images_need_no_second_look(tmp_path: Path) -> None:
    assert own_keys("IMAGE", tmp_path / "gone") == ({}, False)


def test_a_verified_report_says_when_it_was_verified(tmp_path: Path) -> None:
    report = make_report(SeriesRecipe(), [])
    report.VerificationFlag = "VERIFIED"
    path = save(report, tmp_path / "a")
    assert record(own_keys("SR DOCUMENT", path)[0]).VerificationDateTime == "20240312000000"
    observer = Dataset()
    observer.VerifyingObserverName, observer.VerificationDateTime = "Doctor^Sample", "20240313120000"
    report.VerifyingObserverSequence = [observer]
    path = save(report, tmp_path / "b")
    assert record(own_keys("SR DOCUMENT", path)[0]).VerificationDateTime == "20240313120000"


def test_only_what_modifies_the_name_goes_into_the_directory(tmp_path: Path) -> None:
    report = make_report(SeriesRecipe(), [("Findings", "long text")])
    modifier = Dataset()
    modifier.RelationshipType, modifier.ValueType, modifier.TextValue = "HAS CONCEPT MOD", "TEXT", "English"
    report.ContentSequence.append(modifier)
    found = record(own_keys("SR DOCUMENT", save(report, tmp_path / "a"))[0])
    assert [item.TextValue for item in found.ContentSequence] == ["English"]
