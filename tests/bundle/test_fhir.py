"""The bundle's list for hospital programs, judged by fhir.resources."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from recordkeeper.app import App
from recordkeeper.bundle import fhir
from recordkeeper.bundle.fhir import Coding
from recordkeeper.bundle.layout import FOLDER
from recordkeeper.bundle.manifest import BundledFile, BundledRecord
from recordkeeper.paths import resources
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import Kind
from recordkeeper.records.patient import Identifier, Patient
from tests.bundle.shelf import manifest_of, named

CODING = Coding.load(resources() / "bundle" / "fhir.toml")


def judged(content: bytes) -> Any:
    """The Bundle as fhir.resources reads it; it raises on anything FHIR R4 does not allow."""
    pytest.importorskip("fhir.resources")
    from fhir.resources.R4B.bundle import Bundle

    return Bundle.model_validate_json(content)


def references(bundle: Path) -> list[dict[str, Any]]:
    content = json.loads((bundle / FOLDER.fhir).read_bytes())
    found = [entry["resource"] for entry in content["entry"]]
    return [resource for resource in found if resource["resourceType"] == "DocumentReference"]


def test_it_is_valid_and_tells_of_every_record(bundle: Path) -> None:
    found = judged((bundle / FOLDER.fhir).read_bytes())
    assert found.type == "collection"
    ids = {reference["identifier"][0]["value"] for reference in references(bundle)}
    assert ids == {record["id"] for record in manifest_of(bundle)["records"]}


def test_every_attachment_lies_in_the_bundle_with_its_size(bundle: Path) -> None:
    for reference in references(bundle):
        for content in reference["content"]:
            file = bundle / unquote(content["attachment"]["url"])
            assert file.stat().st_size == content["attachment"]["size"]


def test_a_report_has_its_code_its_day_and_its_patient(shelf: App, bundle: Path) -> None:
    biopsy = named(shelf, "biopsy.pdf").id
    (found,) = (each for each in references(bundle) if each["identifier"][0]["value"] == biopsy)
    assert found["type"]["coding"][0]["code"] == "11526-1"
    assert found["context"]["period"]["start"] == "2024-03-12"
    assert found["content"][0]["attachment"]["contentType"] == "application/pdf"
    entries = json.loads((bundle / FOLDER.fhir).read_bytes())["entry"]
    assert found["subject"]["reference"] == entries[0]["fullUrl"]
    assert entries[0]["resource"]["name"][0]["text"] == "Anna Sample"


def test_what_is_not_known_is_not_there() -> None:
    nobody = Patient("Li Wei", None, identifiers=(Identifier("", "7"), Identifier("H", "")))
    record = BundledRecord("d1", Kind.OTHER, "")
    files = [BundledFile("ORIGINALS/10 Other/x y.bin", "0" * 64, 3, "original", "d1")]
    made = "2026-11-26T14:00:00+00:00"
    content = fhir.bundle(nobody, [record], files, CODING, bundle_id="b1", made=made, kinds={})
    found = judged(content)
    patient = found.entry[0].resource
    assert patient.birthDate is None
    assert [number.value for number in patient.identifier] == ["7"]
    assert found.entry[1].resource.content[0].attachment.url == "ORIGINALS/10%20Other/x%20y.bin"


@pytest.mark.parametrize("day", ["2024", "2024-03", "2024-03-12"])
def test_a_day_that_is_half_known_stays_half_known(day: str) -> None:
    record = BundledRecord("d1", Kind.LETTER, "Letter", day, facility="General", author="Dr. A")
    files = [BundledFile("a.pdf", "0" * 64, 3, "original", "d1")]
    patient = Patient("Li Wei", PartialDate.parse("1950-07"), sex="F")
    made = "2026-11-26T14:00:00+00:00"
    content = fhir.bundle(patient, [record], files, CODING, bundle_id="b1", made=made, kinds={"letter": "Letter"})
    judged(content)
    assert json.loads(content)["entry"][1]["resource"]["context"]["period"]["start"] == day
    assert json.loads(content)["entry"][0]["resource"]["birthDate"] == "1950-07"


def test_every_kind_of_code_is_one_of_ours() -> None:
    assert set(CODING.loinc) <= {kind.value for kind in Kind}
