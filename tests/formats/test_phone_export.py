"""Apple Health's export: counted and named as what a phone measured, in little memory, whatever its size."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.formats import phone_export
from recordkeeper.formats.health_data import HealthData
from recordkeeper.formats.sheets import TextFound
from recordkeeper.records.stated import Event, PlaceTold

DATA = HealthData.load(Path(__file__).resolve().parents[2] / "resources")
TYPE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 14 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|ClinicalRecord)*)>
<!ATTLIST Record
  type CDATA #REQUIRED
>
]>
"""
HEART = (
    '<Record type="HKQuantityTypeIdentifierHeartRate" sourceName="Anna&#8217;s Watch" '
    'device="&lt;&lt;HKDevice&gt;, name:Watch&gt;" startDate="{day} 02:28:55 -0700" value="72"/>\n'
)
CLINIC = (
    '<ClinicalRecord type="DiagnosticReport" identifier="x" sourceName="Sutter Health" fhirVersion="1.0.2" '
    'receivedDate="2020-08-06 05:01:22 -0800" resourceFilePath="/clinical-records/DiagnosticReport-1.json"/>\n'
)


def export(tmp_path: Path, body: str, locale: str = "en_US") -> TextFound:
    path = tmp_path / "export.xml"
    path.write_text(
        f'{TYPE}<HealthData locale="{locale}">\n<ExportDate value="2024-05-14 10:00:00 +0200"/>\n'
        '<Me HKCharacteristicTypeIdentifierDateOfBirth="1964-03-05" '
        f'HKCharacteristicTypeIdentifierBiologicalSex="HKBiologicalSexFemale"/>\n{body}</HealthData>'
    )
    return phone_export.read(path, DATA)


def test_records_are_counted_by_sort_and_device_with_first_and_last_day(tmp_path: Path) -> None:
    text = export(
        tmp_path, "".join(HEART.format(day=day) for day in ("2018-09-11", "2018-09-10", "2019-01-02"))
    ).text
    assert "A phone or a watch measured these. They do not come from a hospital." in text
    assert "Anna’s Watch   3" in text
    assert "Heart rate   3          2018-09-10   2019-01-02" in text


def test_clinics_that_only_this_file_names_are_listed(tmp_path: Path) -> None:
    found = export(tmp_path, CLINIC * 2)
    assert "Sutter Health   Diagnostic report   2" in found.text
    assert found.stated is not None
    assert found.stated.facility.words == "Sutter Health"
    assert found.stated.told == (PlaceTold("Sutter Health", ("clinical-records/DiagnosticReport-1.json",)),)


def test_it_states_the_birth_date_and_the_day_of_the_export(tmp_path: Path) -> None:
    stated = export(tmp_path, "").stated
    assert stated is not None
    assert (str(stated.person.birth_date), stated.person.sex, stated.person.name) == ("1964-03-05", "F", "")
    assert [(date.event, str(date.date)) for date in stated.dates] == [(Event.WRITTEN, "2024-05-14")]


def test_an_element_between_two_pieces_is_counted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for size in (97, 331, 1000):
        monkeypatch.setattr(phone_export, "_PIECE", size)
        text = export(tmp_path, HEART.format(day="2018-09-10") * 40 + CLINIC).text
        assert "Heart rate   40" in text
        assert "Diagnostic report   1" in text


def test_it_speaks_the_language_of_the_phone(tmp_path: Path) -> None:
    assert export(tmp_path, "", locale="es_ES").text.startswith("Exportación de Apple Health")


def test_it_is_known_behind_its_long_document_type() -> None:
    assert phone_export.is_export(TYPE + "<HealthData locale='x'>")
    assert phone_export.is_export("<HealthData/>")
    assert not phone_export.is_export("<Health/>")
