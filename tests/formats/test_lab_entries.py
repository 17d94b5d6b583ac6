"""Results stated in the fields of C-CDA, FHIR and HL7 version 2 files, and what becomes of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from recordkeeper.formats.registry import Registry
from recordkeeper.paths import resources
from recordkeeper.recognise.document import recognise
from recordkeeper.recognise.labs_stated import stated_labs
from recordkeeper.records.labs import LabEntry, LabResult
from recordkeeper.records.reading import Format, Reading
from tests.recognise.lab_papers import rules

CDA = """<?xml version="1.0"?>
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
<code code="34133-9" codeSystem="2.16.840.1.113883.6.1"/><title>Summary</title>
<effectiveTime value="20240601"/>
<component><structuredBody>
<component><section><code code="30954-2" codeSystem="2.16.840.1.113883.6.1"/><title>Results</title>
<text><table><tbody><tr><td ID="r1">CEA</td><td>5.9 ng/mL</td><td>2024-05-17</td></tr></tbody></table></text>
<entry><organizer classCode="BATTERY" moodCode="EVN">
<effectiveTime value="20240517081500+0100"/>
<specimen><specimenRole><specimenPlayingEntity><code displayName="Serum"/></specimenPlayingEntity></specimenRole>
</specimen>
<component>{observation}</component></organizer></entry></section></component>
<component><section><code code="8716-3" codeSystem="2.16.840.1.113883.6.1"/><title>Vitals</title><text>BP</text>
<entry><observation classCode="OBS" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.2"/>
<code code="8480-6" displayName="Systolic"/><value xsi:type="PQ" value="120" unit="mm[Hg]"/></observation></entry>
</section></component></structuredBody></component></ClinicalDocument>"""
OBSERVATION = """<observation classCode="OBS" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.2"/>
<code code="2039-6" codeSystem="2.16.840.1.113883.6.1"><originalText><reference value="#r1"/></originalText></code>
{value}<interpretationCode code="H"/>
<referenceRange><observationRange><value xsi:type="IVL_PQ"><low value="0.0"/><high value="5.0"/></value>
</observationRange></referenceRange></observation>"""
PQ = '<value xsi:type="PQ" value="5.90" unit="ng/mL"/>'


def reading(folder: Path, name: str, content: str) -> Reading:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return Registry(resources()).read(path, name)


def cda(folder: Path, value: str = PQ) -> tuple[LabEntry, ...]:
    return reading(folder, "ccd.xml", CDA.format(observation=OBSERVATION.format(value=value))).labs


def results(read: Reading) -> tuple[LabResult, ...]:
    found = recognise(read.pages, rules=rules(), format=read.format, stated=read.stated)
    return stated_labs(read.labs, read.pages, rules().labs, found)


def test_a_result_of_a_ccda_is_taken_as_stated(tmp_path: Path) -> None:
    (entry,) = cda(tmp_path)
    assert (entry.name, entry.printed, entry.unit, entry.range, entry.flag) == (
        "CEA",
        "5.90",
        "ng/mL",
        "0.0-5.0",
        "H",
    )
    assert (entry.codes, entry.specimen, entry.collected) == (("2039-6",), "Serum", "20240517081500+0100")


@pytest.mark.parametrize(
    ("value", "printed", "unit"),
    [
        ('<value xsi:type="IVL_PQ"><high value="0.1" unit="ng/mL" inclusive="false"/></value>', "<0.1", "ng/mL"),
        ('<value xsi:type="IVL_PQ"><low value="60" unit="mL/min"/></value>', ">=60", "mL/min"),
        ('<value xsi:type="ST">Not detected</value>', "Not detected", ""),
        ('<value xsi:type="CD" code="1" displayName="Negative"/>', "Negative", ""),
    ],
)
def test_values_of_other_sorts(tmp_path: Path, value: str, printed: str, unit: str) -> None:
    (entry,) = cda(tmp_path, value)
    assert (entry.printed, entry.unit) == (printed, unit)


def test_an_entry_without_a_value_is_no_result(tmp_path: Path) -> None:
    assert cda(tmp_path, '<value xsi:type="PQ" nullFlavor="NI"/>') == ()


def test_a_stated_result_knows_its_day_its_test_and_its_line(tmp_path: Path) -> None:
    read = reading(tmp_path, "ccd.xml", CDA.format(observation=OBSERVATION.format(value=PQ.replace("5.90", "5.9"))))
    (found,) = results(read)
    assert (found.test.key, found.test.loinc, found.value) == ("cea", "2039-6", 5.9)
    assert (str(found.taken.collected), found.taken.time, found.doubts) == ("2024-05-17", "08:15", ())
    assert found.box is not None
    words = "".join(
        read.pages[0].text[each.start : each.end] for each in read.pages[0].words if each.y0 >= found.box.y0 - 1
    )
    assert words.startswith("CEA5.9")


def fhir(folder: Path, *resources_: dict[str, object]) -> Reading:
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": each} for each in resources_]}
    return reading(folder, "bundle.json", json.dumps(bundle))


LAB = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory"}]}


def observation(**more: object) -> dict[str, object]:
    return {
        "resourceType": "Observation",
        "id": "o1",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "2857-1"}], "text": "PSA"},
        "effectiveDateTime": "2024-05-17T08:15:00+01:00",
        **more,
    }


QUANTITY = {"value": 0.010, "comparator": "<", "unit": "ng/mL"}


def test_an_observation_of_a_laboratory_is_taken_as_stated(tmp_path: Path) -> None:
    read = fhir(
        tmp_path,
        observation(
            category=[LAB],
            valueQuantity=QUANTITY,
            referenceRange=[{"high": {"value": 4.0}}],
            interpretation=[{"coding": [{"code": "N"}]}],
            issued="2024-05-18T10:00:00Z",
            method={"text": "IA"},
        ),
    )
    (entry,) = read.labs
    assert (entry.name, entry.printed, entry.unit, entry.range, entry.flag) == (
        "PSA",
        "<0.01",
        "ng/mL",
        "<=4.0",
        "N",
    )
    (found,) = results(read)
    assert (found.test.key, found.value, found.comparator, found.method) == ("psa", 0.01, "<", "IA")
    assert (str(found.taken.collected), str(found.taken.reported)) == ("2024-05-17", "2024-05-18")


def test_what_is_no_result_of_a_laboratory_is_left(tmp_path: Path) -> None:
    vital = {"coding": [{"code": "vital-signs"}]}
    for category, status in ((vital, "final"), (LAB, "entered-in-error")):
        read = fhir(tmp_path, observation(category=[category], valueQuantity=QUANTITY, status=status))
        assert read.labs == ()


def test_results_named_by_a_report_of_a_laboratory_count(tmp_path: Path) -> None:
    report = {
        "resourceType": "DiagnosticReport",
        "id": "r1",
        "category": [{"coding": [{"code": "LAB"}]}],
        "issued": "2024-05-20",
        "result": [{"reference": "Observation/o1"}],
    }
    read = fhir(tmp_path, report, observation(valueQuantity=QUANTITY))
    (entry,) = read.labs
    assert entry.reported == "2024-05-20"


def test_parts_of_a_panel_are_results(tmp_path: Path) -> None:
    parts = [
        {"code": {"text": "Kappa free light chains"}, "valueQuantity": {"value": 12.1, "unit": "mg/L"}},
        {"code": {"text": "Lambda free light chains"}, "valueString": "too small to quantify"},
    ]
    read = fhir(tmp_path, observation(category=[LAB], component=parts))
    assert [(one.test.key, one.printed, one.value) for one in results(read)] == [
        ("kappa_free", "12.1", 12.1),
        ("lambda_free", "too small to quantify", None),
    ]


HL7 = (
    "MSH|^~\\&|LAB|HARBOR|||202405181200||ORU^R01|1|P|2.5\rPID|1||1^^^H||Sample^Anna||19640305|F\r"
    "OBR|1|A|B|24331-1^Lipids^LN|||20240517081500|||||||20240517090000||||||||20240518110000||CH\r"
    "OBX|1|NM|2093-3^Cholesterol^LN||185|mg/dL|<200|N|||F\r"
    "OBX|2|SN|2039-6^CEA^LN||<^0.5|ng/mL|0.0-5.0||||F\rNTE|1||Roche assay\r"
    "OBX|3|ST|X^Comment||a long text that goes on and on, and is certainly not the value of any test||||||F\r"
    "OBX|4|NM|718-7^Hemoglobin^LN||12.1|g/dL||||| X\r"
    "OBR|2|A|B|X^CT chest||||||||||||||||||||RAD\rOBX|1|ST|X^Impression||Normal||||||F\r"
)


def test_results_of_a_message_are_taken_as_sent(tmp_path: Path) -> None:
    read = reading(tmp_path, "oru.hl7", HL7)
    assert read.format is Format.TEXT
    cholesterol, cea = results(read)
    assert (cholesterol.printed, cholesterol.unit) == ("185", "mg/dL")
    assert (cholesterol.range, cholesterol.flag) == ("<200", "N")
    assert (cea.printed, cea.comparator, cea.value, cea.comment) == ("<0.5", "<", 0.5, "Roche assay")
    assert cea.test.loinc == "2039-6"
    assert (str(cea.taken.collected), cea.taken.time) == ("2024-05-17", "08:15")
    assert (str(cea.taken.received), str(cea.taken.reported)) == ("2024-05-17", "2024-05-18")


def test_a_code_we_do_not_know_is_a_test_of_its_own(tmp_path: Path) -> None:
    read = reading(tmp_path, "oru.hl7", HL7.replace("2039-6^CEA", "99999-9^CEA"))
    assert results(read)[1].test.key == "loinc 99999-9"


def test_a_table_of_results_is_read_with_the_day_of_each_row(tmp_path: Path) -> None:
    from recordkeeper.recognise.labs_read import read_labs

    table = (
        "Date,Test,Result,Units,Reference Range,Flag\n2024-05-17,CEA,5.9,ng/mL,0.0-5.0,H\n"
        "2024-06-20,CEA,<0.5,ng/mL,0.0-5.0,\n2024-06-20,Sodium,140,mmol/L,135-145,\n"
    )
    read = reading(tmp_path, "results.csv", table)
    found = recognise(read.pages, rules=rules(), format=read.format, stated=read.stated)
    labs = read_labs(read.pages, rules=rules().labs, recognition=found)
    assert [(one.test.key, one.printed, str(one.taken.collected), one.flag) for one in labs] == [
        ("cea", "5.9", "2024-05-17", "H"),
        ("cea", "<0.5", "2024-06-20", ""),
        ("sodium", "140", "2024-06-20", ""),
    ]


def test_real_files_give_results(shared_data: Path) -> None:
    found = {
        path.name: len(Registry(resources()).read(path, path.name).labs)
        for folder in ("ccda", "fhir")
        for path in sorted((shared_data / folder).rglob("*"))
        if path.suffix in (".xml", ".json")
    }
    assert sum(count > 0 for count in found.values()) >= 30
