"""Facts from coded entries: quoted as the file shows them, beside what the page says, none where they deny."""

from __future__ import annotations

import pytest

from recordkeeper.recognise.facts import read_facts
from recordkeeper.records.clinical import SURE, Fact, FactKind
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.reading import PageText
from recordkeeper.records.stated import CodedEntry, EntrySort, EntryStanding
from tests.bench.facts import load_rules

RULES = load_rules()
DIAGNOSIS = "2023-02-01   Infiltrating duct carcinoma of breast (disorder)   Active"
ER = "Estrogen receptor Ag [Presence] in Breast cancer specimen by Immune stain"
POSITIVE = "Positive (qualifier value)"
DAY = PartialDate(2023, 2, 10)


def read(text: str, *coded: CodedEntry) -> dict[tuple[FactKind, str], Fact]:
    return {(fact.kind, fact.name): fact for fact in read_facts([PageText(1, text)], rules=RULES, coded=coded)}


def test_a_receptor_is_quoted_with_the_row_it_stands_in() -> None:
    page = f"{DIAGNOSIS}\n2023-02-10   {ER}   {POSITIVE}\n2023-02-11   Sodium   140"
    assert (FactKind.MARKER, "ER") not in read(page)
    fact = read(page, CodedEntry(EntrySort.RESULT, ER, POSITIVE, DAY))[FactKind.MARKER, "ER"]
    assert fact.printed == f"{ER} {POSITIVE}"
    assert fact.words == f"2023-02-10 {ER} {POSITIVE}"
    assert (fact.page, fact.date) == (1, DAY)
    assert fact.confidence >= SURE


def test_what_no_page_shows_is_quoted_from_the_entry_and_has_no_place() -> None:
    entries = [
        CodedEntry(EntrySort.DIAGNOSIS, "Malignant neoplasm of female breast NOS", date=DAY),
        CodedEntry(EntrySort.DRUG, "Letrozole 2.5 MG Oral Tablet", date=DAY),
        CodedEntry(EntrySort.PROCEDURE, "Mastectomy of left breast (procedure)", date=DAY),
        CodedEntry(EntrySort.RESULT, "ECOG Performance Status score", "1", DAY),
    ]
    found = read("Summary of care", *entries)
    assert {kind: fact.printed for (kind, _), fact in found.items() if kind is not FactKind.SITE} == {
        FactKind.DIAGNOSIS: "Malignant neoplasm of female breast NOS",
        FactKind.DRUG_TREATMENT: "Letrozole 2.5 MG Oral Tablet",
        FactKind.OPERATION: "Mastectomy of left breast (procedure)",
        FactKind.PERFORMANCE_STATUS: "ECOG Performance Status score 1",
    }
    assert {fact.box for fact in found.values()} == {None}
    assert {fact.page for fact in found.values()} == {1}
    assert {fact.date for fact in found.values()} == {DAY}


def test_what_the_page_says_is_not_said_twice() -> None:
    entry = CodedEntry(EntrySort.DIAGNOSIS, "Infiltrating duct carcinoma of breast (disorder)", date=DAY)
    assert read_facts([PageText(1, DIAGNOSIS)], rules=RULES, coded=[entry]) == read_facts(
        [PageText(1, DIAGNOSIS)], rules=RULES
    )


MELANOMA = "Malignant melanoma of skin (disorder)"


@pytest.mark.parametrize(
    ("standing", "most"), [(EntryStanding.REFUSED, None), (EntryStanding.DOUBTFUL, 0.4), (EntryStanding.HELD, 0.8)]
)
def test_a_refuted_condition_is_no_fact_and_a_provisional_one_is_not_sure(
    standing: EntryStanding, most: float | None
) -> None:
    page = f"{DIAGNOSIS}\n2023-02-02   {MELANOMA}"
    facts = read_facts(
        [PageText(1, page)], rules=RULES, coded=[CodedEntry(EntrySort.DIAGNOSIS, MELANOMA, "", None, standing)]
    )
    told = [fact.confidence for fact in facts if "melanoma" in fact.printed]
    assert told == ([] if most is None else [most])


def test_a_name_that_another_entry_affirms_is_left_alone() -> None:
    refused = CodedEntry(EntrySort.DIAGNOSIS, MELANOMA, standing=EntryStanding.REFUSED)
    held = CodedEntry(EntrySort.DIAGNOSIS, MELANOMA)
    facts = read_facts([PageText(1, f"2023-02-02   {MELANOMA}")], rules=RULES, coded=[refused, held])
    assert any("melanoma" in fact.printed for fact in facts)


def test_an_operation_that_was_not_done_is_no_fact() -> None:
    page = f"Problems\n{DIAGNOSIS}\n\nProcedures\n2023-04-01   Mastectomy (procedure)   not-done"
    entry = CodedEntry(EntrySort.PROCEDURE, "Mastectomy (procedure)", standing=EntryStanding.REFUSED)
    assert (FactKind.OPERATION, "") in read(page)
    assert (FactKind.OPERATION, "") not in read(page, entry)


def test_entries_about_other_things_tell_nothing() -> None:
    others = [
        CodedEntry(EntrySort.DIAGNOSIS, "Essential hypertension"),
        CodedEntry(EntrySort.PROCEDURE, "Appendectomy"),
        CodedEntry(EntrySort.RESULT, "Sodium", "140 mmol/L"),
        CodedEntry(EntrySort.DIAGNOSIS, "Family history of malignant neoplasm of breast"),
    ]
    assert read("Summary of care", *others) == {}


def test_a_provisional_entry_that_no_page_shows_is_not_sure_either() -> None:
    entry = CodedEntry(EntrySort.DIAGNOSIS, MELANOMA, standing=EntryStanding.DOUBTFUL)
    assert all(fact.confidence < SURE for fact in read("Summary of care", entry).values())
