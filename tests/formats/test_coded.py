"""Coded entries of FHIR and CDA files, in their own words, with what they deny."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from recordkeeper.formats.cda import CdaHandler
from recordkeeper.formats.fhir import FhirHandler
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.reading import Format
from recordkeeper.records.stated import CodedEntry, EntrySort, EntryStanding
from tests.making.health import PATIENT, SUBJECT, bundle, cda, coded, section

ROOT = Path(__file__).resolve().parents[2]
SNOMED = "http://snomed.info/sct"
DUCT = "Infiltrating duct carcinoma of breast"


def of_fhir(tmp_path: Path, *resources: dict[str, Any]) -> tuple[CodedEntry, ...]:
    path = tmp_path / "bundle.json"
    path.write_bytes(bundle(PATIENT, *resources))
    stated = FhirHandler.from_resources(ROOT / "resources").read(path, Format.FHIR).stated
    assert stated is not None
    return stated.coded


def of_cda(tmp_path: Path, entries: str) -> tuple[CodedEntry, ...]:
    path = tmp_path / "document.xml"
    path.write_bytes(cda(section("Problems", "See below", entries)))
    stated = CdaHandler.from_resources(ROOT / "resources").read(path, Format.CDA).stated
    assert stated is not None
    return stated.coded


def resource(kind: str, **more: Any) -> dict[str, Any]:
    return {"resourceType": kind, "id": kind.lower(), "subject": SUBJECT, **more}


def test_fhir_entries_are_named_as_they_are_shown(tmp_path: Path) -> None:
    found = of_fhir(
        tmp_path,
        resource(
            "Condition", code=coded("1", DUCT, SNOMED) | {"text": "Breast cancer"}, onsetDateTime="2023-02-01"
        ),
        resource(
            "Observation",
            status="final",
            code=coded("21907-1", "Stage group.clinical Cancer"),
            effectiveDateTime="2023-02-10",
            valueCodeableConcept=coded("2", "Stage 2A (qualifier value)", SNOMED),
        ),
        resource("MedicationStatement", status="active", medicationCodeableConcept=coded("3", "letrozole 2.5 MG")),
        resource(
            "Procedure", status="completed", code=coded("4", "Lumpectomy", SNOMED), performedDateTime="2023-04"
        ),
        resource(
            "AllergyIntolerance",
            code=coded("5", "Penicillin", SNOMED),
            reaction=[{"manifestation": [coded("6", "Hives", SNOMED)]}],
        ),
        resource(
            "MedicationStatement",
            status="stopped",
            medicationCodeableConcept=coded("7", "ramipril"),
            dosage=[{"text": "5 mg daily"}],
        ),
        resource("Immunization", vaccineCode=coded("8", "Influenza vaccine")),
    )
    assert found == (
        CodedEntry(EntrySort.DIAGNOSIS, "Breast cancer", "", PartialDate(2023, 2, 1)),
        CodedEntry(
            EntrySort.RESULT, "Stage group.clinical Cancer", "Stage 2A (qualifier value)", PartialDate(2023, 2, 10)
        ),
        CodedEntry(EntrySort.DRUG, "letrozole 2.5 MG"),
        CodedEntry(EntrySort.PROCEDURE, "Lumpectomy", "", PartialDate(2023, 4)),
        CodedEntry(EntrySort.ALLERGY, "Penicillin", details="Hives"),
        CodedEntry(EntrySort.DRUG, "ramipril", details="5 mg daily", over=True),
    )


@pytest.mark.parametrize(
    ("kind", "said", "standing"),
    [
        ("Condition", {"verificationStatus": {"coding": [{"code": "refuted"}]}}, EntryStanding.REFUSED),
        ("Condition", {"verificationStatus": "entered-in-error"}, EntryStanding.REFUSED),
        ("Condition", {"verificationStatus": {"coding": [{"code": "provisional"}]}}, EntryStanding.DOUBTFUL),
        ("Condition", {"verificationStatus": {"coding": [{"code": "confirmed"}]}}, EntryStanding.HELD),
        ("Procedure", {"status": "not-done"}, EntryStanding.REFUSED),
        ("Procedure", {"status": "completed", "notPerformed": True}, EntryStanding.REFUSED),
        ("Procedure", {"status": "preparation"}, EntryStanding.DOUBTFUL),
        ("Procedure", {"status": "completed"}, EntryStanding.HELD),
    ],
)
def test_what_a_fhir_entry_denies_is_told(
    tmp_path: Path, kind: str, said: dict[str, Any], standing: EntryStanding
) -> None:
    (found,) = of_fhir(tmp_path, resource(kind, code=coded("1", DUCT, SNOMED), **said))
    assert found.standing is standing


PROBLEM = (
    "<entry><observation classCode='OBS' moodCode='EVN' {negated}>"
    "<templateId root='2.16.840.1.113883.10.20.22.4.4'/>"
    "<code code='282291009' displayName='Diagnosis'/><statusCode code='completed'/>"
    "<effectiveTime><low value='20100710'/></effectiveTime>{value}</observation></entry>"
)
SHOWN = (
    "<value code='1' displayName='Breast Cancer'><translation displayName='Malignant neoplasm of breast'/></value>"
)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (SHOWN, "Breast Cancer"),
        ("<value nullFlavor='OTH'><translation displayName='Cancer of breast'/></value>", "Cancer of breast"),
        ("<value displayName='Code'><originalText>Duct carcinoma</originalText></value>", "Duct carcinoma"),
    ],
)
def test_a_cda_problem_is_what_its_value_says(tmp_path: Path, value: str, name: str) -> None:
    found = of_cda(tmp_path, PROBLEM.format(negated="", value=value))
    assert found == (CodedEntry(EntrySort.DIAGNOSIS, name, "", PartialDate(2010, 7, 10)),)


def test_a_cda_problem_that_is_negated_is_denied(tmp_path: Path) -> None:
    (found,) = of_cda(tmp_path, PROBLEM.format(negated="negationInd='true'", value=SHOWN))
    assert found.standing is EntryStanding.REFUSED


def procedure(name: str, mood: str, status: str) -> str:
    code = f"<code displayName='{name}'/><statusCode code='{status}'/>"
    return f"<entry><procedure moodCode='{mood}'>{code}</procedure></entry>"


def measured(name: str, value: str, template: str) -> str:
    code = f"<templateId root='{template}'/><code displayName='{name}'/><value displayName='{value}'/>"
    return f"<entry><observation moodCode='EVN'>{code}</observation></entry>"


DRUG = (
    "<entry><substanceAdministration moodCode='INT'><statusCode code='active'/><consumable>"
    "<manufacturedProduct><manufacturedMaterial><code displayName='Tamoxifen 20 MG'/></manufacturedMaterial>"
    "</manufacturedProduct></consumable></substanceAdministration></entry>"
)


def test_medicines_procedures_and_results_of_a_cda_document(tmp_path: Path) -> None:
    found = of_cda(
        tmp_path,
        DRUG
        + procedure("Mastectomy", "EVN", "completed")
        + procedure("Biopsy", "RQO", "active")
        + procedure("Excision", "EVN", "aborted")
        + measured("HER2", "Negative", "2.16.840.1.113883.10.20.22.4.2")
        + measured("Diagnosis", "Breast cancer of mother", "2.16.840.1.113883.10.20.22.4.46"),
    )
    assert found == (
        CodedEntry(EntrySort.DRUG, "Tamoxifen 20 MG"),
        CodedEntry(EntrySort.PROCEDURE, "Mastectomy"),
        CodedEntry(EntrySort.PROCEDURE, "Biopsy", standing=EntryStanding.DOUBTFUL),
        CodedEntry(EntrySort.PROCEDURE, "Excision", standing=EntryStanding.REFUSED),
        CodedEntry(EntrySort.RESULT, "HER2", "Negative"),
    )


ALLERGY = (
    "<entry><act classCode='ACT' moodCode='EVN'><entryRelationship typeCode='SUBJ'>"
    "<observation classCode='OBS' moodCode='EVN'>"
    "<templateId root='2.16.840.1.113883.10.20.22.4.7'/><code code='ASSERTION'/><statusCode code='completed'/>"
    "<value code='419511003' displayName='Propensity to adverse reactions to drug'/>"
    "<participant typeCode='CSM'><participantRole><playingEntity>"
    "<code code='7982' displayName='Penicillin G benzathine'/></playingEntity></participantRole></participant>"
    "<entryRelationship><observation classCode='OBS' moodCode='EVN'>"
    "<templateId root='2.16.840.1.113883.10.20.22.4.9'/><value displayName='Hives'/></observation>"
    "</entryRelationship></observation></entryRelationship></act></entry>"
)
TAKEN = (
    "<entry><substanceAdministration classCode='SBADM' moodCode='INT'><statusCode code='active'/>"
    "<effectiveTime><low value='20200102'/></effectiveTime><doseQuantity value='{dose}' {unit}/>"
    "<consumable><manufacturedProduct><manufacturedMaterial><code displayName='Ramipril'/>"
    "</manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration></entry>"
)


def test_a_cda_allergy_is_the_substance_that_takes_part_and_what_it_does(tmp_path: Path) -> None:
    assert of_cda(tmp_path, ALLERGY) == (CodedEntry(EntrySort.ALLERGY, "Penicillin G benzathine", details="Hives"),)


@pytest.mark.parametrize(
    ("dose", "unit", "told"), [("5", "unit='mg'", "5 mg"), ("1", "", ""), ("1", "unit='1'", "")]
)
def test_a_cda_medicine_has_its_dose_where_it_has_a_unit(tmp_path: Path, dose: str, unit: str, told: str) -> None:
    (found,) = of_cda(tmp_path, TAKEN.format(dose=dose, unit=unit))
    assert (found.name, found.details, found.date) == ("Ramipril", told, PartialDate(2020, 1, 2))
