"""Whose: the patient in every spelling agrees, strangers never do."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordkeeper.recognise.people import compare, could_be, weigh
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import Identity
from recordkeeper.records.patient import Identifier, Patient, PersonRead
from tests.making import people

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


def is_only_the_name(name: str, patient: Patient = ANNA) -> bool:
    """Whether the name fits and nothing else is printed to tell the patient by: never agreed by itself."""
    verdict = weigh(patient, PersonRead(name))
    assert verdict.identity is not Identity.AGREES
    return verdict.only_name


@pytest.mark.parametrize(
    "name",
    [
        "Anna Müller-Schmidt", "MUELLER-SCHMIDT, ANNA M", "Müller-Schmidt^Anna^Maria^Dr",
        "Frau Anna Muller Schmidt", "Anna Maria Mueller-Schmidt", "Muller-Schmidt, Anna", "Schmidt, Anna Maria",
        "Anna Müller", "Anna Weber", "WEBER, ANNA",
    ],
)  # fmt: skip
def test_the_patient_in_other_spellings_agrees_with_the_birth_date_and_alone_leaves_it_open(name: str) -> None:
    assert identity(name, BORN) is Identity.AGREES
    assert is_only_the_name(name)


@pytest.mark.parametrize(
    "name", ["A. Müller-Schmidt", "Müller-Schmidt", "Anna", "A M Schmidt", "Anna Muiler-Schmldt"]
)
def test_a_part_an_initial_or_a_slip_is_not_even_the_name(name: str) -> None:
    assert identity(name) is Identity.UNKNOWN
    assert not is_only_the_name(name)


@pytest.mark.parametrize("name", ["Anna Muiler-Schmidt", "ANNA MARlA MULLER-SCHMIDT"])
def test_a_scanning_slip_with_the_birth_date_agrees(name: str) -> None:
    assert identity(name, BORN) is Identity.AGREES


def test_an_initial_could_be_a_twins_and_is_left_to_the_person_unless_the_number_is_the_same() -> None:
    assert identity("A. Müller-Schmidt", BORN) is Identity.UNKNOWN
    assert identity("A. Müller-Schmidt", BORN, numbers=ANNA.identifiers) is Identity.AGREES


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


def test_a_century_missing_still_agrees() -> None:
    assert identity("Anna Müller-Schmidt", PartialDate(2060, 4, 3)) is Identity.AGREES


@pytest.mark.parametrize("born", [PartialDate(1960, 3, 4), PartialDate(1906, 4, 3), PartialDate(1968, 4, 3)])
def test_a_birth_date_that_is_nearly_the_same_is_left_to_the_person_unless_the_number_is(born: PartialDate) -> None:
    assert identity("Anna Müller-Schmidt", born) is Identity.UNKNOWN
    assert identity("Anna Müller-Schmidt", born, numbers=ANNA.identifiers) is Identity.AGREES


def test_father_and_son_are_told_apart() -> None:
    son = Patient("Robert Smith Jr", PartialDate(1980, 5, 6))
    assert identity("Robert Smith Sr", None, son) is Identity.UNKNOWN
    assert not is_only_the_name("Robert Smith Sr", son)
    assert is_only_the_name("Robert Smith Jr", son)
    assert identity("SMITH^ROBERT^^^JR", PartialDate(1980, 5, 6), son) is Identity.AGREES


def test_another_middle_name_without_a_birth_date_is_left_open() -> None:
    john = Patient("John Andrew Miller", PartialDate(1955, 1, 1))
    assert identity("John B Miller", None, john) is Identity.UNKNOWN
    assert not is_only_the_name("John B Miller", john)
    assert is_only_the_name("John A Miller", john)


def test_an_alias_may_be_a_family_name_alone() -> None:
    carmen = Patient("Carmen García López", PartialDate(1962, 11, 5), also_known_as=("Ruiz",))
    assert is_only_the_name("Carmen Ruiz", carmen)
    assert is_only_the_name("GARCIA LOPEZ, CARMEN", carmen)


@pytest.mark.parametrize("case", people.STRANGERS)
def test_of_a_thousand_strangers_of_each_sort_none_is_accepted(case: str) -> None:
    chance = random.Random(case)
    trials = [people.stranger(case, chance) for _ in range(1000)]
    accepted = [trial for trial in trials if compare(trial.patient, trial.read)[0] is Identity.AGREES]
    assert accepted == []


@pytest.mark.parametrize("case", people.OWN)
def test_of_a_thousand_own_records_of_each_sort_at_most_one_in_a_hundred_is_alarmed(case: str) -> None:
    chance = random.Random(case)
    trials = [people.own(case, chance) for _ in range(1000)]
    alarmed = [trial for trial in trials if compare(trial.patient, trial.read)[0] is Identity.DIFFERS]
    assert len(alarmed) <= 10, alarmed[:5]


# (the patient's name, the name printed): one person, if the birth date is the same
@pytest.mark.parametrize(
    ("own", "printed"),
    [
        ("Robert Smith", "Bob Smith"), ("José García López", "Pepe García"), ("Mary O'Brien", "O BRIEN, MARY"),
        ("Ian MacDonald", "McDonald, Ian"), ("Ian McDonald", "MC DONALD^IAN"), ("Anna Müller", "Mueller, Anna"),
        ("Anna Müller", "Anna Weber geb. Müller"), ("Anna Müller", "Anna Weber née Müller"),
        ("Anna Müller", "Weber (Müller), Anna"), ("Anna Müller", "Anna Weber, formerly Müller"),
        ("Jan Weiß", "WEISS, JAN"), ("Łukasz Żuraw", "LUKASZ ZURAW"), ("Begoña Núñez", "NUNEZ, BEGONA"),
        ("Søren Ødegård", "Oedegaard, Soeren"), ("Robert Smith", "Robert Smith, M.D., Ph.D."),
        ("Robert Smith", "Smith, Robert, MD"), ("Hans Weber", "Prof. Dr. med. Hans Weber"),
        ("Don Miller", "Miller, Don"), ("Yamada Tarō", "Yamada^Tarou=山田^太郎=やまだ^たろう"),
        ("山田太郎", "Yamada^Tarou=山田太郎"), ("Сергей Чайковский", "Tchaikovsky^Sergei"),
        ("Γεώργιος Παπαδόπουλος", "Papadopoulos, Georgios"), ("Mohammed Al-Sayed", "ELSAYED, MOHAMED"),
        ("Nguyễn Văn Hùng", "Hung Nguyen Van"), ("Nguyễn Văn Hùng", "NGUYEN^VAN HUNG"), ("Wang Xiaoming"
        , "Xiao Ming WANG"),
        ("Nagy Anna", "Anna Nagy"), ("Carmen García López", "GARCIA LOPEZ, CARMEN"), ("Carmen García López"
        , "Carmen García"),
        ("Jonathan Featherstone", "FEATHERSTO^JONATHAN"), ("Michael Brown", "Mlchael Brovvn"),
        ("Robert Smith Jr.", "Smith, Robert, Jr."), ("Robert Smith Jr.", "SMITH JR^ROBERT"), ("Robert Smith Jr."
        , "Smith, Jr., Robert"),
        ("Ludwig van Beethoven", "Beethoven, Ludwig van"), ("Maria de la Cruz", "DELACRUZ, MARIA"),
        ("Catherine Jones", "Katherine Jones"), ("Robert Smith", 'Robert "Bob" Smith'), ("Anna Schmidt"
        , "Schmidt Anna"),
    ],
)  # fmt: skip
def test_hard_spellings_of_ones_own_name_agree_with_the_birth_date(own: str, printed: str) -> None:
    assert identity(printed, BORN, Patient(own, BORN)) is Identity.AGREES
    assert identity(printed, None, Patient(own, BORN)) is not Identity.DIFFERS


# (the patient, the stranger): born on the same day, they are twins; nothing but the given name tells them apart
@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("Anna Smith", "Hanna Smith"), ("Daniel Smith", "Daniela Smith"), ("Jan Kowalski", "Jana Kowalski"),
        ("Jan Kowalski", "Ian Kowalski"), ("Sara Khan", "Zara Khan"), ("Tina Weber", "Lina Weber"),
        ("Francis Moore", "Frances Moore"), ("Jack Moore", "John Moore"), ("Mary Moore", "Maria Moore"),
        ("Alexander Lang", "Alexandra Lang"), ("John Smith", "J. Smith"), ("Michael King", "Michaela King"),
        ("Wang Xiaoming", "Wang Xiaomin"), ("Helen Ford", "Ellen Ford"), ("Paul Adams", "Paula Adams"),
        ("Carmen García López", "Luis García López"), ("Anna Maria Weber", "Eva Maria Weber"),
        ("James Thomas", "Thomas James"), ("Mateo Ruiz", "Matea Ruiz"), ("Joe Ford", "Jo Ford"), ("Samuel Ford"
        , "Sam Ford Jr."),
    ],
)  # fmt: skip
def test_hard_strangers_do_not_agree(own: str, other: str) -> None:
    patient = Patient(own, BORN)
    if (own, other) not in (("James Thomas", "Thomas James"), ("Samuel Ford", "Sam Ford Jr.")):
        assert identity(other, BORN, patient) is not Identity.AGREES
    assert identity(other, None, patient) is not Identity.AGREES
    assert identity(other, PartialDate(1971, 8, 9), patient) is Identity.DIFFERS


def test_a_name_alone_is_enough_to_be_offered_to_its_library_and_no_more() -> None:
    assert could_be(ANNA, PersonRead("Anna Müller-Schmidt"))
    assert could_be(ANNA, PersonRead("A. Müller-Schmidt", BORN, identifiers=ANNA.identifiers))
    assert not could_be(ANNA, PersonRead("A. Müller-Schmidt"))
    assert not could_be(ANNA, PersonRead("Anna Müller-Schmidt", PartialDate(1982, 11, 20)))


def test_husband_and_wife_share_the_insurers_number_and_are_two() -> None:
    number = (Identifier("Insurer", "W1234567"),)
    john = Patient("John Smith", BORN, identifiers=number)
    assert identity("J. Smith", None, john, number) is Identity.UNKNOWN
    assert identity("", None, john, number) is Identity.UNKNOWN


def test_a_namesake_without_a_birth_date_is_told_by_the_number_or_the_sex() -> None:
    other = (Identifier("General Hospital", "00123465"),)
    assert identity("Anna Müller-Schmidt", None, numbers=other) is Identity.UNKNOWN
    andrea = Patient("Andrea Rossi", BORN, sex="F")
    assert not weigh(andrea, PersonRead("Andrea Rossi", None, "M")).only_name
    assert weigh(andrea, PersonRead("Andrea Rossi", None, "F")).only_name


def test_whom_somebody_has_called_the_patient_agrees_and_nobody_else() -> None:
    ann = PersonRead("Ann Brown", PartialDate(1961, 4, 3))
    patient = replace(ANNA, also_printed=(ann,))
    assert compare(patient, PersonRead("BROWN^ANN", PartialDate(1961, 4, 3)))[0] is Identity.AGREES
    assert compare(patient, PersonRead("Ann Brown", PartialDate(1961, 4, 4)))[0] is Identity.DIFFERS
    assert compare(patient, PersonRead("Ann Brown"))[0] is Identity.DIFFERS
    assert compare(patient, PersonRead("Anna Müller-Schmidt", PartialDate(1961, 4, 3)))[0] is Identity.DIFFERS


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
def test_a_name_is_the_same_in_any_order(given_name: str, family: str, form: str) -> None:
    written = form.format(g=given_name, f=family, F=family.upper(), G=given_name.upper())
    assert is_only_the_name(written, Patient(f"{given_name} {family}", None))
    assert identity(written, BORN, Patient(f"{given_name} {family}", BORN)) is Identity.AGREES
