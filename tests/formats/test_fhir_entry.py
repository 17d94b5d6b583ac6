"""FHIR resources as entries: what is in the columns and what stands below."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from recordkeeper.formats.fhir_entry import Entry, Shapes, Teller
from recordkeeper.formats.fhir_index import Index
from recordkeeper.formats.fhir_load import Resource
from recordkeeper.wording.words import Words, read_forms
from tests.making.health import coded, observation

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
SHAPES = Shapes.load(RESOURCES)
WORDS = Words.load(RESOURCES / "wording", "en")


def entry(content: dict[str, Any], *others: dict[str, Any]) -> Entry:
    index = Index([Resource(one) for one in (content, *others)])
    return Teller(SHAPES, index, {}, WORDS).entry(content)


def test_a_result_has_value_range_and_flag_as_printed() -> None:
    found = entry(
        observation(
            "o", "Hemoglobin", "9.10", "g/dL", "2024-03-05T10:11:00Z",  # type: ignore[arg-type]
            referenceRange=[{"low": {"value": "12.0"}, "high": {"value": "16.0"}}],
            interpretation=[{"coding": [{"code": "L", "display": "Low"}]}],
        )
    )  # fmt: skip
    assert (found.group, found.date) == ("results", "2024-03-05 10:11")
    assert found.cells == {
        "name": "Hemoglobin",
        "value": "9.10 g/dL",
        "range": "12.0–16.0",
        "flag": "Low",
        "status": "",
    }


def test_the_same_in_the_words_of_an_older_release() -> None:
    found = entry(
        {
            "resourceType": "Observation",
            "status": "preliminary",
            "category": coded("laboratory", "Laboratory"),
            "code": {"text": "Hb"},
            "valueQuantity": {"value": "9", "units": "g/dL"},
            "interpretation": {"text": "low"},
            "comments": "Sample was old.",
        }
    )
    assert found.cells["flag"] == "low"
    assert found.cells["status"] == "preliminary"
    assert found.below == ("Note: Sample was old.",)


def test_both_halves_of_a_blood_pressure_share_a_cell() -> None:
    parts = [
        {"code": {"text": name}, "valueQuantity": {"value": value, "unit": "mmHg"}}
        for name, value in (("Systolic", "120"), ("Diastolic", "80"))
    ]
    found = entry(
        {
            "resourceType": "Observation",
            "category": [coded("vital-signs", "Vital signs")],
            "code": {"text": "Blood pressure"},
            "component": parts,
        }
    )
    assert found.group == "measurements"
    assert found.cells["value"] == "Systolic 120 mmHg; Diastolic 80 mmHg"


def test_a_stage_is_quoted_with_the_condition() -> None:
    stage = [{"summary": {"text": "Stage IIIA (AJCC 8)"}}]
    found = entry({"resourceType": "Condition", "code": {"text": "Colon cancer"}, "stage": stage})
    assert found.below == ("Stage: Stage IIIA (AJCC 8)",)


def test_a_medicine_is_named_by_what_it_refers_to() -> None:
    drug = {"resourceType": "Medication", "id": "m", "code": {"text": "Capecitabine 500 mg"}}
    order = {
        "resourceType": "MedicationOrder",
        "medicationReference": {"reference": "Medication/m"},
        "dateWritten": "2016",
    }
    found = entry(order, drug)
    assert (found.group, found.cells["name"], found.date) == ("medicines", "Capecitabine 500 mg", "2016")


def test_results_inside_a_report_stand_below_it() -> None:
    report = {
        "resourceType": "DiagnosticReport",
        "code": {"text": "Blood count"},
        "conclusion": "Anaemia.",
        "contained": [observation("o", "Hb", "9", "g/dL", "2024")],  # type: ignore[arg-type]
    }
    assert entry(report).below == ("Conclusion: Anaemia.", "Hb   9 g/dL")


def test_results_that_are_not_in_the_file_are_named_and_those_that_are_stand_among_the_results() -> None:
    result = {"reference": "Observation/o", "display": "Hb"}
    report = {"resourceType": "DiagnosticReport", "code": {"text": "Blood count"}, "result": [result]}
    assert entry(report).below == ("Tests: Hb",)
    assert entry(report, observation("o", "Hb", 9, "g/dL", "2024")).below == ()


def test_a_questionnaire_shows_questions_with_answers() -> None:
    item = [
        {
            "text": "Pain",
            "answer": [{"valueInteger": "3"}],
            "item": [{"text": "Where", "answer": [{"valueString": "back"}]}],
        }
    ]
    assert entry({"resourceType": "QuestionnaireResponse", "item": item}).below == ("Pain: 3", "  Where: back")


def test_a_resource_nobody_described_is_shown_by_what_it_has() -> None:
    found = entry({"resourceType": "Flag", "code": {"text": "Fall risk"}, "period": {"start": "2024-01-02"}})
    assert (found.group, found.cells["name"], found.date) == ("other", "Fall risk", "2024-01-02")
    assert entry({"resourceType": "Flag"}).cells["name"] == "Flag"


def test_a_narrative_is_shown_when_a_person_may_have_written_it_and_it_says_more() -> None:
    told = "<div>Mild diffuse thickening of the bowel wall without any sign of obstruction or leakage today.</div>"
    report = {
        "resourceType": "DiagnosticReport",
        "code": {"text": "CT"},
        "text": {"status": "generated", "div": told},
    }
    assert "thickening" in " ".join(entry(report).below)
    condition = {**report, "resourceType": "Condition"}
    assert entry(condition).below == ()
    condition["text"] = {"status": "additional", "div": told}
    assert "thickening" in " ".join(entry(condition).below)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_label_of_the_table_has_words(language: str) -> None:
    forms = read_forms(RESOURCES / "wording" / language)
    keys = {key for shape in SHAPES.types.values() for key, _ in (*shape.columns, *shape.more)}
    groups = {f"group.{group}" for group in SHAPES.groups} | {
        f"group.{shape.group}" for shape in SHAPES.types.values()
    }
    assert {f"health.{key}" for key in keys | groups} <= set(forms)


def test_every_type_falls_into_a_group_that_is_shown() -> None:
    assert {shape.group for shape in SHAPES.types.values()} | {"measurements"} <= set(SHAPES.groups)
    assert set(SHAPES.like.values()) <= set(SHAPES.types)
