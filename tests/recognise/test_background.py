"""Allergies, medicines, other illnesses and earlier operations: as printed, under their headings, none inferred."""

from __future__ import annotations

import pytest

from recordkeeper.recognise.background import read_background
from recordkeeper.recognise.facts import read_facts
from recordkeeper.recognise.rules import Rules
from recordkeeper.records.clinical import SURE, Fact, FactKind
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import Kind
from recordkeeper.records.reading import PageText
from recordkeeper.records.stated import CodedEntry, EntrySort, EntryStanding
from tests.conftest import ROOT

RULES = Rules.load(ROOT / "resources" / "rules")
ALLERGY, MEDICINE = FactKind.ALLERGY, FactKind.MEDICINE
ILLNESS, OPERATION = FactKind.OTHER_ILLNESS, FactKind.EARLIER_OPERATION


def read(*texts: str, kind: Kind = Kind.OTHER, coded: tuple[CodedEntry, ...] = ()) -> tuple[Fact, ...]:
    pages = [PageText(number, text) for number, text in enumerate(texts, 1)]
    beside = read_facts(pages, rules=RULES.facts, kind=kind, coded=coded)
    return read_background(pages, rules=RULES.background, dates=RULES.dates, kind=kind, coded=coded, beside=beside)


def lines(*texts: str, kind: Kind = Kind.OTHER) -> list[tuple[FactKind, str]]:
    return [(fact.kind, fact.printed) for fact in read(*texts, kind=kind)]


AMERICAN = """
PAST MEDICAL HISTORY: Hypertension, diabetes mellitus type II, and gout (2011).
PAST SURGICAL HISTORY: Significant for appendectomy in 1998; hip replacement, left.
ALLERGIES: Penicillin (hives), sulfa.
CURRENT MEDICATIONS: Lisinopril 10 mg p.o. daily, metformin 500 mg b.i.d., aspirin 81 mg and Zocor 20 mg q.h.s.
FAMILY HISTORY: Mother had breast cancer. Aspirin allergy in a brother.
PLAN: Start ibuprofen 400 mg.
"""
BRITISH = """
Dear Dr Standin,
Past Medical History
1. Ischaemic heart disease
2. COPD

Previous operations:
- Right hemicolectomy 2015
- Hernia repair

Drug History
Ramipril 5 mg OD
Salbutamol inhaler 2 puffs PRN
Apixaban 5 mg BD since March 2021

Drug allergies and sensitivities: NKDA

On examination
Chest clear.
"""
SPANISH = """
Antecedentes personales: Hipertensión arterial, diabetes tipo 2 desde 2009. No alergias medicamentosas conocidas.
Antecedentes quirúrgicos: Apendicectomía en 1985.
Tratamiento habitual:
- Enalapril 20 mg cada 24 horas
- Metformina 850 mg, un comprimido cada 12 horas
Exploración física: buen estado general.
"""


def test_an_american_note_is_read_section_by_section() -> None:
    assert lines(AMERICAN) == [
        (ILLNESS, "Hypertension"),
        (ILLNESS, "diabetes mellitus type II"),
        (ILLNESS, "gout (2011)"),
        (OPERATION, "appendectomy in 1998"),
        (OPERATION, "hip replacement, left"),
        (ALLERGY, "Penicillin (hives)"),
        (ALLERGY, "sulfa"),
        (MEDICINE, "Lisinopril 10 mg p.o. daily"),
        (MEDICINE, "metformin 500 mg b.i.d."),
        (MEDICINE, "aspirin 81 mg"),
        (MEDICINE, "Zocor 20 mg q.h.s."),
    ]


def test_a_british_letter_is_read_under_its_own_headings() -> None:
    assert lines(BRITISH) == [
        (ILLNESS, "Ischaemic heart disease"),
        (ILLNESS, "COPD"),
        (OPERATION, "Right hemicolectomy 2015"),
        (OPERATION, "Hernia repair"),
        (MEDICINE, "Ramipril 5 mg OD"),
        (MEDICINE, "Salbutamol inhaler 2 puffs PRN"),
        (MEDICINE, "Apixaban 5 mg BD since March 2021"),
        (ALLERGY, "NKDA"),
    ]


def test_a_spanish_report_is_read_too() -> None:
    assert lines(SPANISH) == [
        (ILLNESS, "Hipertensión arterial"),
        (ILLNESS, "diabetes tipo 2 desde 2009"),
        (ALLERGY, "No alergias medicamentosas conocidas"),
        (OPERATION, "Apendicectomía en 1985"),
        (MEDICINE, "Enalapril 20 mg cada 24 horas"),
        (MEDICINE, "Metformina 850 mg, un comprimido cada 12 horas"),
    ]


@pytest.mark.parametrize("text", [AMERICAN, BRITISH, SPANISH])
def test_everything_is_printed_on_its_page_and_stands_in_its_words(text: str) -> None:
    page = " ".join(text.split())
    for fact in read("A cover page.", text):
        assert fact.page == 2
        assert fact.printed in fact.words
        assert fact.words in page
        assert fact.confidence >= SURE


def test_a_date_in_the_same_words_is_the_lines() -> None:
    dated = {fact.printed: fact.date for fact in read(AMERICAN, BRITISH)}
    assert dated["appendectomy in 1998"] == PartialDate(1998)
    assert dated["Apixaban 5 mg BD since March 2021"] == PartialDate(2021, 3)
    assert dated["Hypertension"] is None


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Allergies: None", "Allergies: None"),
        ("Allergies\nNone known\n\nPlan\nRest", "Allergies None known"),
        ("ALLERGIES: NO KNOWN DRUG ALLERGIES.", "NO KNOWN DRUG ALLERGIES"),
        ("Alergias: No conocidas.", "Alergias: No conocidas"),
        ("Allergies: The patient is allergic to penicillin.", "The patient is allergic to penicillin"),
    ],
)
def test_that_no_allergy_is_known_is_quoted_with_what_it_is_about(text: str, quoted: str) -> None:
    assert lines(text) == [(ALLERGY, quoted)]


@pytest.mark.parametrize(
    "text",
    [
        "Past medical history: Denies diabetes, hypertension or stroke.",
        "Past medical history: None.",
        "PMH: Noncontributory.",
        "Medications: See attached list.",
        "Medications: Note: Watch for the possibility of galactorrhea.",
        "Medications: None.",
        "Medications: reviewed and reconciled in the chart.",
        "Allergies: Unknown",
        "Past medical history: Her mother had gout.",
        "The patient takes lisinopril 10 mg daily and is allergic to sulfa.",
        "Social History: Penicillin was discussed.",
        "Immunizations: Influenza vaccine 2020",
        "Medications: Influenza virus vaccine",
        "Allergies: There is no information available",
    ],
)
def test_what_is_denied_told_of_others_or_stands_elsewhere_is_not_listed(text: str) -> None:
    assert lines(text) == []


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("PMH: Significant for diabetes, hypertension, and TIA.", ["diabetes", "hypertension", "TIA"]),
        ("Medications: Include:\n1. Creon\n2. Diovan 160 mg", ["Creon", "Diovan 160 mg"]),
        (
            "Medications: Lasix 40 mg b.i.d. and potassium 10 mEq daily.",
            ["Lasix 40 mg b.i.d.", "potassium 10 mEq daily"],
        ),
        ("Past history: We reviewed her entire history.", []),
        ("Medications: Creon. Hospital stay: short. Follow up with oncology.", ["Creon"]),
        ("Discharge medications: Creon. Follow up in two weeks. Discharge condition: good.", ["Creon"]),
        ("Allergies: Penicillin: rash. Sulfa: hives.", ["Penicillin: rash", "Sulfa: hives"]),
    ],
)
def test_lists_are_parted_where_one_thing_ends(text: str, quoted: list[str]) -> None:
    assert [printed for _, printed in lines(text)] == quoted


def test_a_denial_in_a_list_ends_it() -> None:
    assert lines("PMH: Asthma, no diabetes, hypertension.") == [(ILLNESS, "Asthma")]


def test_the_illness_itself_is_not_listed_beside_itself() -> None:
    text = "Past medical history:\n- Breast cancer 2019\n- Asthma\nPSH:\n- Left mastectomy 2019\n- Cataract"
    assert lines(text) == [(ILLNESS, "Asthma"), (OPERATION, "Cataract")]


def test_what_a_sentence_tells_asks_for_a_look() -> None:
    (fact,) = read("Past medical history: She suffers from high cholesterol and takes Crestor.")
    assert (fact.printed, fact.confidence < SURE) == ("She suffers from high cholesterol and takes Crestor", True)


def test_rows_of_a_table_are_quoted_whole_and_its_head_is_no_line() -> None:
    text = (
        "MEDICATION LIST\n\nMedication                Dose      How often     Start\n"
        "Tamoxifen                 20 mg     once daily    03/12/2021\n"
        "Omeprazole                40 mg     as needed     2019-05-01\n\n"
        "Questions? Call the clinic.\n"
    )
    found = read(text, kind=Kind.MEDICATION_LIST)
    assert [(fact.printed, str(fact.date)) for fact in found] == [
        ("Tamoxifen 20 mg once daily 03/12/2021", "2021-03-12"),
        ("Omeprazole 40 mg as needed 2019-05-01", "2019-05-01"),
    ]


def test_a_list_goes_on_over_the_pages_end_and_running_words_do_not() -> None:
    found = read("Medications\n- Ramipril 5 mg", "Clinic of Springfield\n- Bisoprolol 2.5 mg\nAllergies: latex")
    assert [(fact.kind, fact.printed, fact.page) for fact in found] == [
        (MEDICINE, "Ramipril 5 mg", 1),
        (MEDICINE, "Bisoprolol 2.5 mg", 2),
        (ALLERGY, "latex", 2),
    ]


@pytest.mark.parametrize("kind", [Kind.LAB_REPORT, Kind.CONSENT, Kind.INSURANCE, Kind.GERMLINE_REPORT])
def test_papers_that_tell_nothing_of_the_patient_are_not_read(kind: Kind) -> None:
    assert read(AMERICAN, kind=kind) == ()


def test_what_was_given_in_an_operation_is_not_what_is_taken() -> None:
    found = lines("Medications: Versed 2 mg, fentanyl.\nAllergies: latex", kind=Kind.OPERATIVE_NOTE)
    assert found == [(ALLERGY, "latex")]


def test_entries_are_quoted_with_their_row_or_by_themselves() -> None:
    page = "Summary\n2020-01-02   Lisinopril 10 MG Oral Tablet   1 daily   active\n"
    coded = (
        CodedEntry(EntrySort.DRUG, "Lisinopril 10 MG Oral Tablet", date=PartialDate(2020, 1, 2)),
        CodedEntry(EntrySort.ALLERGY, "Penicillin G", date=PartialDate(2001), details="Hives"),
        CodedEntry(EntrySort.DIAGNOSIS, "Essential hypertension", standing=EntryStanding.DOUBTFUL),
        CodedEntry(EntrySort.DIAGNOSIS, "Asthma", standing=EntryStanding.REFUSED),
        CodedEntry(EntrySort.PROCEDURE, "Appendectomy"),
        CodedEntry(EntrySort.PROCEDURE, "Medication reconciliation"),
        CodedEntry(EntrySort.DRUG, "Naproxen 220 MG", over=True),
        CodedEntry(EntrySort.RESULT, "Sodium", "140"),
    )
    assert [(fact.kind, fact.printed, fact.confidence >= SURE) for fact in read(page, coded=coded)] == [
        (MEDICINE, "Lisinopril 10 MG Oral Tablet 1 daily active", True),
        (ALLERGY, "Penicillin G, Hives", True),
        (ILLNESS, "Essential hypertension", False),
        (OPERATION, "Appendectomy", True),
        (MEDICINE, "Naproxen 220 MG", False),
    ]


def test_what_the_page_lists_is_not_listed_again_from_its_entries() -> None:
    coded = (
        CodedEntry(EntrySort.ALLERGY, "Penicillin G benzathine"),
        CodedEntry(EntrySort.DIAGNOSIS, "Gout (disorder)"),
    )
    found = read("Allergies: Penicillin (hives)\nProblem list: Gout", coded=coded)
    assert [(fact.kind, fact.printed) for fact in found] == [(ALLERGY, "Penicillin (hives)"), (ILLNESS, "Gout")]


def test_an_allergy_to_a_drug_of_cancer_is_no_treatment() -> None:
    coded = (CodedEntry(EntrySort.ALLERGY, "Carboplatin"), CodedEntry(EntrySort.DIAGNOSIS, "Carcinoma of breast"))
    facts = read_facts([PageText(1, "Summary")], rules=RULES.facts, coded=coded)
    assert {fact.kind for fact in facts}.isdisjoint({FactKind.DRUG_TREATMENT})
