"""One dated line of treatments, and the medicines: as printed, as typed, and whether anybody confirmed it."""

from __future__ import annotations

from recordkeeper.prepare.board import Said
from recordkeeper.prepare.treatments import medicines, treatment_line
from recordkeeper.records.clinical import FactKind
from recordkeeper.records.kinds import Kind
from recordkeeper.records.own import Entry, OwnList
from tests.prepare.holdings import fact, holding, record

LETTER = record("l", Kind.LETTER, "2024-05-06", title="Letter")
NOTE = record("o", Kind.OPERATIVE_NOTE, "2024-03-20", title="Operative note")
LIST = record("m", Kind.MEDICATION_LIST, "2024-05-01", title="Medication list")


def test_operations_drugs_and_radiation_are_one_line_by_date() -> None:
    facts = (
        fact("l", FactKind.DRUG_TREATMENT, "FOLFOX, 6 cycles", date="2024-04-02", page=2, status="confirmed"),
        fact("l", FactKind.RADIATION, "50 Gy in 25 fractions"),
    )
    typed = Entry(OwnList.TREATMENTS, "t1", {"name": "Biopsy", "kind": "operation", "start": "2024-02"})
    found = treatment_line(holding(LETTER, NOTE, facts=facts), Said(entries={OwnList.TREATMENTS: [typed]}))
    assert [(line.sort, line.text, str(line.date), line.record, line.page, line.confirmed) for line in found] == [
        ("operation", "Biopsy", "2024-02", "", None, True),
        ("operation", "Operative note", "2024-03-20", "o", 1, False),
        ("drug", "FOLFOX, 6 cycles", "2024-04-02", "l", 2, True),
        ("radiation", "50 Gy in 25 fractions", "None", "l", 1, False),
    ]


def test_the_same_words_of_one_day_are_one_line_and_a_confirmed_one_speaks() -> None:
    facts = (
        fact("l", FactKind.OPERATION, "lumpectomy", date="2024-03-20"),
        fact("o", FactKind.OPERATION, "Lumpectomy.", date="2024-03-20", status="confirmed"),
    )
    (line,) = treatment_line(holding(LETTER, NOTE, facts=facts), Said())
    assert (line.record, line.also_in, line.confirmed) == ("o", ("l",), True)


def test_medicines_are_what_was_typed_and_the_lists_that_are_here() -> None:
    typed = Entry(OwnList.MEDICINES, "m1", {"name": "Tamoxifen", "dose": "20 mg", "since": "2024-03"})
    found = medicines(
        holding(LIST, record("x", Kind.MEDICATION_LIST, trashed=True)), Said(entries={OwnList.MEDICINES: [typed]})
    )
    assert [(line.text, line.record) for line in found] == [("Tamoxifen, 20 mg", ""), ("Medication list", "m")]


def test_what_records_list_stands_unconfirmed_beside_it_and_a_list_that_is_quoted_does_not() -> None:
    facts = (
        fact("m", FactKind.MEDICINE, "Ramipril 5 mg daily", page=1),
        fact("l", FactKind.MEDICINE, "ramipril 5 mg daily", status="confirmed", page=2),
        fact("l", FactKind.ALLERGY, "Penicillin (hives)"),
        fact("l", FactKind.OTHER_ILLNESS, "Gout"),
    )
    found = medicines(holding(LETTER, LIST, facts=facts), Said())
    assert [(line.sort, line.text, line.record, line.confirmed, line.fact) for line in found] == [
        ("medicine", "ramipril 5 mg daily", "l", True, "l#framipril 5 mg daily"),
        ("allergy", "Penicillin (hives)", "l", False, "l#fPenicillin (hives)"),
    ]


def test_what_the_paper_of_a_treatment_says_of_it_has_the_papers_day() -> None:
    facts = (
        fact("o", FactKind.OPERATION, "left lumpectomy"),
        fact("o", FactKind.RADIATION, "50 Gy"),
        fact("l", FactKind.OPERATION, "biopsy"),
    )
    found = treatment_line(holding(LETTER, NOTE, facts=facts), Said())
    assert [(line.text, str(line.date)) for line in found] == [
        ("left lumpectomy", "2024-03-20"),
        ("biopsy", "None"),
        ("50 Gy", "None"),
    ]
