"""Whose: the patient in every spelling agrees, strangers never do."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordkeeper.recognise.people import compare
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import Identity
from recordkeeper.records.patient import Identifier, Patient, PersonRead

BORN = PartialDate(1960, 4, 3)
ANNA = Patient(
    "Anna Maria Müller-Schmidt",
    BORN,
    also_known_as=("Anna Weber",),
    identifiers=(Identifier("General Hospital", "00123456"),),
)
GIVEN = [
    "James", "Mary", "Robert", "Patricia", "John", "Jennifer", "Michael", "Linda", "David", "Susan",
    "Carmen", "José", "María", "Ana", "Luis", "Elena", "Wei", "Mei", "Ahmed", "Fatima", "Olga",
    "Ivan", "Grace", "Peter", "Ruth", "Paul", "Irene",
]  # fmt: skip
FAMILY = [
    "Smith", "Johnson", "Williams", "Brown", "Jones", "Garcia", "Miller", "Davis", "Rodriguez",
    "Martinez", "Hernandez", "Lopez", "Wilson", "Anderson", "Taylor", "Moore", "Lee", "Nguyen",
    "Kowalski", "O'Brien", "Petrov", "Schmidt", "Rossi", "Dupont", "Chen", "Khan", "Haddad",
    "Okafor",
]  # fmt: skip


def identity(
    name: str, born: PartialDate | None = None, patient: Patient = ANNA, numbers: tuple[Identifier, ...] = ()
) -> Identity:
    return compare(patient, PersonRead(name, born, identifiers=numbers))[0]


@pytest.mark.parametrize(
    "name",
    [
        "Anna Müller-Schmidt", "MUELLER-SCHMIDT, ANNA M", "Müller-Schmidt^Anna^Maria^Dr",
        "Frau Anna Muller Schmidt", "Anna Maria Mueller-Schmidt", "Muller-Schmidt, Anna", "Schmidt, Anna Maria",
        "Anna Müller", "Anna Weber", "WEBER, ANNA",
    ],
)  # fmt: skip
def test_the_patient_in_other_spellings_agrees_with_or_without_a_birth_date(name: str) -> None:
    assert identity(name, BORN) is Identity.AGREES
    assert identity(name) is Identity.AGREES


@pytest.mark.parametrize(
    "name", ["A. Müller-Schmidt", "Müller-Schmidt", "Anna", "A M Schmidt", "Anna Muiler-Schmldt"]
)
def test_a_part_an_initial_or_a_slip_is_not_enough_without_the_birth_date(name: str) -> None:
    assert identity(name) is Identity.UNKNOWN


@pytest.mark.parametrize("name", ["Anna Muiler-Schmidt", "ANNA MARlA MULLER-SCHMIDT", "A. Müller-Schmidt"])
def test_a_scanning_slip_or_an_initial_with_the_birth_date_agrees(name: str) -> None:
    assert identity(name, BORN) is Identity.AGREES


def test_the_same_name_with_another_birth_date_is_somebody_else() -> None:
    assert identity("Anna Müller-Schmidt", PartialDate(1982, 11, 20)) is Identity.DIFFERS
    assert identity("Anna Müller-Schmidt", PartialDate(1970, 4, 3)) is Identity.DIFFERS


def test_another_name_with_the_same_birth_date_is_somebody_else() -> None:
    assert identity("John Brown", BORN) is Identity.DIFFERS


def test_a_twin_or_a_name_by_marriage_is_left_to_the_person() -> None:
    assert identity("Peter Müller-Schmidt", BORN) is Identity.UNKNOWN
    assert identity("Anna Kowalski", BORN) is Identity.UNKNOWN


def test_a_birth_date_alone_says_nothing() -> None:
    assert identity("", BORN) is Identity.UNKNOWN
    assert identity("", PartialDate(1999, 1, 1)) is Identity.UNKNOWN
    assert identity("") is Identity.UNKNOWN


def test_a_number_counts_only_with_its_issuer() -> None:
    same = (Identifier("General Hospital", "00123456"),)
    elsewhere = (Identifier("Other Clinic", "00123456"),)
    assert identity("", None, numbers=same) is Identity.AGREES
    assert identity("", None, numbers=elsewhere) is Identity.UNKNOWN
    assert identity("Anna M", None, numbers=elsewhere) is not Identity.AGREES
    assert identity("Anna Müller-Schmidt", PartialDate(1982, 11, 20), numbers=same) is Identity.DIFFERS


def test_day_and_month_swapped_or_a_century_missing_still_agrees() -> None:
    assert identity("Anna Müller-Schmidt", PartialDate(1960, 3, 4)) is Identity.AGREES
    assert identity("Anna Müller-Schmidt", PartialDate(2060, 4, 3)) is Identity.AGREES


def test_father_and_son_are_told_apart() -> None:
    son = Patient("Robert Smith Jr", PartialDate(1980, 5, 6))
    assert identity("Robert Smith Sr", None, son) is Identity.UNKNOWN
    assert identity("Robert Smith Jr", None, son) is Identity.AGREES
    assert identity("SMITH^ROBERT^^^JR", PartialDate(1980, 5, 6), son) is Identity.AGREES


def test_another_middle_name_without_a_birth_date_is_left_open() -> None:
    john = Patient("John Andrew Miller", PartialDate(1955, 1, 1))
    assert identity("John B Miller", None, john) is Identity.UNKNOWN
    assert identity("John A Miller", None, john) is Identity.AGREES


def test_an_alias_may_be_a_family_name_alone() -> None:
    carmen = Patient("Carmen García López", PartialDate(1962, 11, 5), also_known_as=("Ruiz",))
    assert identity("Carmen Ruiz", None, carmen) is Identity.AGREES
    assert identity("GARCIA LOPEZ, CARMEN", None, carmen) is Identity.AGREES


def _somebody(chance: random.Random) -> tuple[str, str, PartialDate]:
    return (
        chance.choice(GIVEN),
        chance.choice(FAMILY),
        PartialDate(chance.randint(1930, 2005), chance.randint(1, 12), chance.randint(1, 28)),
    )


def _spelled(given_name: str, family: str, chance: random.Random) -> str:
    initial = chance.choice(["", "", " J", " M."])
    return chance.choice(
        [
            f"{given_name} {family}",
            f"{family}, {given_name}{initial}",
            f"{family.upper()}, {given_name.upper()}",
            f"{family}^{given_name}",
            f"Dr. {given_name}{initial} {family}",
        ]
    )


def test_of_a_thousand_strangers_none_is_accepted() -> None:
    chance = random.Random(20240312)
    accepted = []
    for _ in range(1000):
        given_name, family, born = _somebody(chance)
        patient = Patient(f"{given_name} {family}", born)
        other_given, other_family, other_born = _somebody(chance)
        if chance.random() < 0.3:  # a namesake
            other_given, other_family = given_name, family
        elif chance.random() < 0.3:
            other_family = family
        if (other_given, other_family) == (given_name, family) and other_born == born:
            continue
        printed_born = (
            other_born if chance.random() < 0.8 or (other_given, other_family) == (given_name, family) else None
        )
        read = PersonRead(_spelled(other_given, other_family, chance), printed_born)
        swapped = (other_born.year, other_born.day, other_born.month) == (born.year, born.month, born.day)
        if compare(patient, read)[0] is Identity.AGREES and not swapped:
            accepted.append((patient, read))
    assert accepted == []


def test_of_a_thousand_own_records_at_most_one_in_a_hundred_is_alarmed() -> None:
    chance = random.Random(7)
    alarms = 0
    for _ in range(1000):
        given_name, family, born = _somebody(chance)
        patient = Patient(f"{given_name} {family}", born)
        name = _spelled(given_name, family, chance)
        if chance.random() < 0.2:  # a letter misread
            at = chance.randrange(len(name))
            name = name[:at] + (chance.choice("iloe") if name[at].isalpha() else name[at]) + name[at + 1 :]
        alarms += compare(patient, PersonRead(name, born))[0] is Identity.DIFFERS
    assert alarms <= 10


@given(st.text(max_size=40), st.none() | st.just(BORN))
def test_any_text_for_a_name_gets_an_answer_with_a_reason(name: str, born: PartialDate | None) -> None:
    found, why = compare(ANNA, PersonRead(name, born))
    assert why.field == "identity"
    assert why.value == found
    assert why.rule


@given(
    st.sampled_from(GIVEN),
    st.sampled_from(FAMILY),
    st.sampled_from(["{g} {f}", "{f}, {g}", "{f}^{g}", "{F} {G}", "{g} {f}-Extra"]),
)
def test_a_name_agrees_with_itself_in_any_order(given_name: str, family: str, form: str) -> None:
    written = form.format(g=given_name, f=family, F=family.upper(), G=given_name.upper())
    assert identity(written, None, Patient(f"{given_name} {family}", None)) is Identity.AGREES
