"""FHIR files into resources, whatever box they came in, and as far as they are whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from recordkeeper.formats.fhir_load import Loaded, each, load
from recordkeeper.formats.sheets import NotRead
from tests.making.health import PATIENT, alone, bundle, observation

HB = observation("o1", "Hemoglobin", 9.10, "g/dL", "2024-03-05")


def loaded(tmp_path: Path, data: bytes) -> Loaded:
    path = tmp_path / "file"
    path.write_bytes(data)
    return load(path)


def types(found: Loaded) -> list[str]:
    return [resource.type for resource in found.resources]


@pytest.mark.parametrize(
    "data",
    [
        bundle(PATIENT, HB),
        alone(PATIENT) + b"\n" + alone(HB) + b"\n",
        json.dumps([PATIENT, HB]).encode(),
        json.dumps({"Patients": [PATIENT], "Results": {"labs": [HB]}}).encode(),
        b'{"resourceType": "Parameters", "parameter": [{"resource": ' + bundle(PATIENT, HB) + b"}]}",
        "\ufeff".encode() + bundle(PATIENT, HB),
        bundle(PATIENT, HB).decode().encode("utf-16"),
    ],
    ids=["bundle", "one a line", "list", "vendor's own box", "parameters", "byte order mark", "UTF-16"],
)
def test_every_box_is_opened(tmp_path: Path, data: bytes) -> None:
    found = loaded(tmp_path, data)
    assert types(found) == ["Patient", "Observation"]
    assert found.bundle
    assert not found.broken


def test_one_resource_is_alone(tmp_path: Path) -> None:
    found = loaded(tmp_path, alone(HB))
    assert types(found) == ["Observation"]
    assert not found.bundle


def test_numbers_stay_as_printed(tmp_path: Path) -> None:
    found = loaded(tmp_path, b'{"resourceType": "Observation", "valueQuantity": {"value": 4.00}}')
    assert found.resources[0].content["valueQuantity"] == {"value": "4.00"}


def test_a_bundle_that_is_cut_short_gives_its_whole_entries_and_says_so(tmp_path: Path) -> None:
    found = loaded(tmp_path, bundle(PATIENT, HB)[:-40])
    assert types(found) == ["Patient"]
    assert found.broken


def test_a_broken_line_costs_only_itself(tmp_path: Path) -> None:
    found = loaded(tmp_path, alone(PATIENT) + b"\n{broken\n" + alone(HB))
    assert types(found) == ["Patient", "Observation"]


def test_only_the_beginning_of_a_very_long_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = bundle(*(observation(str(number), "Hb", 9, "g/dL", "2024-03-05") for number in range(200)))
    monkeypatch.setattr("recordkeeper.formats.fhir_load.MOST_BYTES", len(data) // 2)
    found = loaded(tmp_path, data)
    assert 90 < len(found.resources) < 110
    assert found.cut
    assert not found.broken


@pytest.mark.parametrize("data", [b"{}", b'{"resourceType": 3}', b"[" * 100_000, b'{"resourceType": "Bundle"}'])
def test_a_file_without_resources_is_damaged(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(NotRead) as problem:
        loaded(tmp_path, data)
    assert problem.value.reason_code == "damaged"


def test_one_or_many_are_alike() -> None:
    assert list(each({"a": 1})) == list(each([{"a": 1}])) == list(each([[{"a": 1}]])) == [{"a": 1}]
    assert list(each("x")) == list(each(None)) == []
