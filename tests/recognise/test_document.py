"""A whole document: patient, place, author, numbers and title, with words and boxes for each."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.recognise.document import recognise
from recordkeeper.recognise.rules import Rules
from recordkeeper.records.document import Recognition
from recordkeeper.records.reading import Format, PageText

RULES_FOLDER = Path(__file__).parents[2] / "resources" / "rules"

OPERATION = """MERCY GENERAL HOSPITAL
1 Main St, Springfield, IL 62701
OPERATIVE REPORT
PATIENT NAME: DOE, JANE A.    MR#: 00-12-34
DATE OF OPERATION: 3/4/19
DOB: 7/14/52
SURGEON: Harold Kim, M.D.
PREOPERATIVE DIAGNOSIS: Colon cancer.
POSTOPERATIVE DIAGNOSIS: Same.
OPERATION: Right hemicolectomy.
ANESTHESIA: General.
D: 03/05/19 09:00"""
BIOPSY = """Hospital Universitario La Esperanza
Servicio de Anatomía Patológica
INFORME DE BIOPSIA
Paciente: García López, María del Carmen
Fecha de nacimiento: 05/11/1962
NHC: 4478123
Fecha de toma: 11 de marzo de 2024
Nº biopsia: B24-01233
Descripción macroscópica: fragmento de piel
Diagnóstico: carcinoma basocelular
Fdo.: Dra. Ana Ruiz Pérez"""
LETTER = """Riverside Oncology Associates
100 Elm Street

March 12, 2024

Jane Smith, MD
5 Oak Road

RE: Thomas Black
DOB: 05/16/1949

Dear Dr. Smith:
Thank you for referring Mr. Black.

Sincerely,

Robert Green, MD
Medical Oncology"""
HISTOLOGY = """Royal Northfield NHS Foundation Trust
Department of Histopathology
Histopathology Report
NHS Number: 943 476 5919
Surname: WALKER   Forename: Susan
DOB: 24/07/1955
Specimen taken: 03/04/2024
Macroscopy: core biopsies
Microscopy: invasive carcinoma
Reported by: Dr A. Hussain, Consultant Histopathologist"""


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules.load(RULES_FOLDER)


def read(text: str, rules: Rules) -> Recognition:
    return recognise([PageText(1, text)], rules=rules, format=Format.TEXT)


def test_an_operation_is_read_whole(rules: Rules) -> None:
    found = read(OPERATION, rules)
    assert found.person.name == "DOE, JANE A"
    assert str(found.person.birth_date) == "1952-07-14"
    assert [(one.issuer, one.value) for one in found.person.identifiers] == [("Mercy General Hospital", "00-12-34")]
    assert (found.facility, found.author) == ("Mercy General Hospital", "Harold Kim")
    assert found.title == "Operative report: Right hemicolectomy"


def test_a_spanish_biopsy_is_read_whole(rules: Rules) -> None:
    found = read(BIOPSY, rules)
    assert found.person.name == "García López, María del Carmen"
    assert (str(found.person.birth_date), str(found.service_date)) == ("1962-11-05", "2024-03-11")
    assert (found.facility, found.author, found.accession) == (
        "Hospital Universitario La Esperanza",
        "Dra. Ana Ruiz Pérez",
        "B24-01233",
    )
    assert found.person.identifiers[0].value == "4478123"


def test_a_letter_is_about_the_patient_not_about_the_doctors(rules: Rules) -> None:
    found = read(LETTER, rules)
    assert (found.person.name, found.author, found.facility) == (
        "Thomas Black",
        "Robert Green",
        "Riverside Oncology Associates",
    )


def test_surname_and_forename_behind_their_own_labels_make_a_name(rules: Rules) -> None:
    found = read(HISTOLOGY, rules)
    assert (found.person.name, found.author) == ("Susan WALKER", "Dr A. Hussain")
    assert found.facility == "Royal Northfield NHS Foundation Trust"
    assert ("NHS", "943 476 5919") in [(one.issuer, one.value) for one in found.person.identifiers]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Patient: John Q. Public MRN: 12345 DOB: 01/30/1950", "John Q. Public"),
        ("GARCIA, BETTY | 07/28/1947 | F\nReport Date: March 11, 2023", "GARCIA, BETTY"),
        ("Fictive, Rosa J\n06/14/1985 (F) MRN# E14603882", "Fictive, Rosa J"),
        ("Re: Mrs Joan HILL, DOB 19/08/1950, 12 High Street", "Mrs Joan HILL"),
        ("Name : Mr. Juan Pablo de la Cruz   Age/Sex: 54/M", "Mr. Juan Pablo de la Cruz"),
        ("Test Name\nAlanine Aminotransferase\n12 U/L", ""),
        ("The patient tolerated the procedure well. Patient Information and Instructions", ""),
        ("Patient: The patient is a 50-year-old woman", ""),
    ],
)
def test_names_are_found_and_other_words_are_not_names(text: str, name: str, rules: Rules) -> None:
    assert read(f"PROGRESS NOTE\n{text}\nSubjective: well", rules).person.name == name


def test_every_reason_quotes_the_page_and_names_its_field(rules: Rules) -> None:
    for text in (OPERATION, BIOPSY, LETTER, HISTOLOGY):
        found = read(text, rules)
        fields = {reason.field for reason in found.reasons}
        assert {"kind", "service_date", "patient_name", "facility", "birth_date"} <= fields
        flat = " ".join(text.split())
        for reason in found.reasons:
            if reason.field != "kind":
                assert reason.words, reason
                assert " ".join(reason.words.split()).split(" ")[0] in flat
                assert reason.page == 1


def test_a_page_of_the_real_reports_takes_little_time(rules: Rules) -> None:
    import time

    page = PageText(1, OPERATION + "\n" + "The abdomen was entered and the colon was mobilised with care. " * 60)
    read(page.text, rules)
    began = time.process_time()
    for _ in range(10):
        recognise([page], rules=rules, format=Format.TEXT)
    assert (time.process_time() - began) / 10 < 0.05  # 3 ms on a quiet machine; ten times over is a fault
