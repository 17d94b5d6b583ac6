"""HL7 version 2 messages as a page, and what they state."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.formats.health_data import HealthData
from recordkeeper.formats.hl7_message import read, unescaped
from recordkeeper.formats.sheets import TextFound
from recordkeeper.records.patient import Identifier
from recordkeeper.records.stated import Event

DATA = HealthData.load(Path(__file__).resolve().parents[2] / "resources")
REQUEST = {
    1: "1",
    3: "A-77^LAB",
    4: "58410-2^CBC panel^LN",
    7: "202403050815",
    22: "202403051200",
    24: "HM",
    25: "F",
}
REQUEST[32] = "88&Field&Ruth&&&Dr"
NUMBERS = "MR-4711^^^General Hospital^MR~999-00-1234^^^&2.16.840.1.113883.4.1&ISO^SS"
SEGMENTS = (
    r"MSH|^~\&|LAB|General Hospital|||202403060900||ORU^R01|1|P|2.5.1",
    f"PID|1||{NUMBERS}||Sample^Anna^Maria^^Ms.||19640305|F",
    "|".join(["OBR", *(REQUEST.get(field, "") for field in range(1, 33))]),
    "OBX|1|NM|718-7^Hemoglobin^LN||9.10|g/dL|12.0-16.0|L|||F",
    "OBX|2|SN|1^Blasts||<^1|%|||||P",
    "OBX|3|CE|2^Film||x^Target cells^L|||A|||F",
    r"OBX|4|FT|3^Comment||Repeat in\.br\two weeks \T\ call.||||||F",
    "NTE|1||Sample was haemolysed.",
)
RESULT = "\r".join(SEGMENTS)


def message(tmp_path: Path, text: str) -> TextFound:
    path = tmp_path / "result.hl7"
    path.write_text(text, newline="")
    return read(path, DATA)


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_results_are_rows_and_comments_lines(tmp_path: Path, end: str) -> None:
    text = message(tmp_path, RESULT.replace("\r", end)).text
    assert text.split("\n") == [
        "CBC panel",
        "",
        "Patient: Ms. Anna Maria Sample",
        "Date of birth: 1964-03-05",
        "Record number: MR-4711 General Hospital",
        "Record number: 999-00-1234",
        "From: General Hospital",
        "Author: Dr Ruth Field",
        "",
        "CBC panel",
        "Collected: 2024-03-05 08:15",
        "Reported: 2024-03-05 12:00",
        "Record       Value          Reference range   Flag   Status",
        "Hemoglobin   9.10 g/dL      12.0-16.0         L",
        "Blasts       <1 %                                    P",
        "Film         Target cells                     A",
        "Repeat in",
        "two weeks & call.",
        "Sample was haemolysed.",
    ]


def test_it_states_kind_patient_dates_place_and_number(tmp_path: Path) -> None:
    stated = message(tmp_path, RESULT).stated
    assert stated is not None
    assert [(code.system, code.code) for code in stated.codes] == [("loinc", "58410-2"), ("v2-0074", "HM")]
    assert stated.person.identifiers[0] == Identifier("General Hospital", "MR-4711")
    assert [(date.event, str(date.date)) for date in stated.dates] == [
        (Event.COLLECTED, "2024-03-05"),
        (Event.ISSUED, "2024-03-05"),
    ]
    assert (stated.facility.words, stated.author.words, stated.accession.words) == (
        "General Hospital",
        "Dr Ruth Field",
        "A-77",
    )


def test_several_requests_are_entries_and_two_patients_are_told(tmp_path: Path) -> None:
    stated = message(tmp_path, RESULT + "\r" + RESULT.replace("Sample^Anna", "Other^Bea")).stated
    assert stated is not None
    assert len(stated.entries) == 2
    assert stated.people == 2


def test_escapes_are_undone() -> None:
    assert unescaped(r"a\F\b\S\c\T\d\R\e\E\f") == "a|b^c&d~e\\f"
    assert unescaped(r"\H\bold\N\ one\.sp2\two") == "bold one\ntwo"
