"""Names of tests: what is one test, and what is not."""

from __future__ import annotations

import re

import pytest

from recordkeeper.paths import resources
from recordkeeper.wording.words import Words
from tests.recognise.lab_papers import rules


def key(name: str, unit: str = "") -> str:
    labs = rules().labs
    return labs.analytes.test(name, labs.units.find(unit) if unit else None).key


def code(name: str, unit: str) -> str:
    labs = rules().labs
    return labs.analytes.test(name, labs.units.find(unit)).loinc


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CA 15-3", "CA 27.29"),
        ("Free T4", "T4"),
        ("PSA, Free", "PSA, Total"),
        ("PSA Ultrasensitive", "PSA"),
        ("BUN", "Urea"),
        ("Calcium, ionized", "Calcium"),
        ("Calcium (corrected)", "Calcium"),
        ("LDH P to L", "LDH L to P"),
        ("LDH P to L", "LDH"),
        ("Kappa free light chains", "Kappa/Lambda ratio"),
        ("Cholesterol/HDL", "HDL Cholesterol"),
        ("eGFR (CKD-EPI 2021)", "eGFR (MDRD)"),
        ("Thyroglobulin Antibody", "Thyroglobulin"),
        ("Neutrophils %", "Neutrophils (Absolute)"),
        ("Hemoglobin A1c", "Hemoglobin"),
        ("Mean Corpuscular Hemoglobin", "Mean Corpuscular Hemoglobin Concentration"),
    ],
)
def test_unlike_tests_are_kept_apart(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("Bilirubin, Total", "bilirubin_total"),
        ("Total Bilirubin", "bilirubin_total"),
        ("SGPT (ALT)", "alt"),
        ("ALT/SGPT", "alt"),
        ("Antígeno carcinoembrionario (CEA)", "cea"),
        ("Carcinoembryonic Ag", "cea"),
        ("Cancer Ag 125", "ca_125"),
        ("CA19-9", "ca_19_9"),
        ("β2-Microglobulin", "beta_2_microglobulin"),
        ("Leukozyten", "wbc"),
        ("Hämoglobin", "hemoglobin"),
        ("PROSTATE SPECIFIC ANTIGEN, TOTAL", "psa"),
        ("Creatinine, Serum", "creatinine"),
    ],
)
def test_one_test_is_known_by_its_names(name: str, same: str) -> None:
    assert key(name) == same


def test_the_unit_tells_percent_from_count_and_mass_from_moles() -> None:
    assert (key("Neutrophils", "%"), key("Neutrophils", "K/uL")) == ("neutrophils_percent", "neutrophils")
    assert (code("Glucose", "mg/dL"), code("Glucose", "mmol/L")) == ("2345-7", "14749-6")
    assert (code("HE4", "pmol/L"), code("HE4", "pg/mL")) == ("55180-4", "96044-3")
    assert key("Neutrophils (Absolute)", "%") == "neutrophils"  # and the unit is a doubt


def test_codes_look_like_codes_and_none_means_two_tests() -> None:
    owners: dict[str, str] = {}
    for name, analyte in rules().labs.analytes.by_key.items():
        for loinc in set(analyte.codes.values()):
            assert re.fullmatch(r"\d{1,5}-\d", loinc)
            assert _check_digit(loinc) == loinc[-1], f"{name}: {loinc}"
            assert owners.setdefault(loinc, name) == name


def _check_digit(loinc: str) -> str:
    """The digit after the hyphen, by the algorithm LOINC uses (Mod 10, Luhn)."""
    digits = [int(sign) for sign in reversed(loinc.partition("-")[0])]
    doubled = [sum(divmod(2 * digit, 10)) if at % 2 == 0 else digit for at, digit in enumerate(digits)]
    return str(-sum(doubled) % 10)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_test_and_group_has_a_name(language: str) -> None:
    words = Words.load(resources() / "wording", language)
    for name, analyte in rules().labs.analytes.by_key.items():
        assert words.say(f"labs.test.{name}")
        assert words.say(f"labs.group.{analyte.group}")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("K/uL", "10^9/L", True),
        ("x10E3/µL", "10³/mm³", True),
        ("ng/mL", "µg/L", True),
        ("g/dL", "g/L", False),
        ("mg/dL", "mmol/L", False),
        ("U/mL", "kU/L", True),
        ("IU/mL", "ng/mL", False),
        ("mg/L", "mg/dL", False),
    ],
)
def test_only_exactly_equal_units_share_a_scale(one: str, other: str, *, same: bool) -> None:
    units = rules().labs.units
    first, second = units.find(one), units.find(other)
    assert first is not None
    assert second is not None
    assert (first.axis == second.axis) is same


def test_milliequivalents_are_millimoles_for_single_charges_only() -> None:
    labs = rules().labs
    unit, other = labs.units.find("mEq/L"), labs.units.find("mmol/L")
    axis = {name: labs.analytes.test(name, unit).axis for name in ("Sodium", "Potassium", "Calcium", "Magnesium")}
    assert axis["Sodium"] == axis["Potassium"] == labs.analytes.test("Sodium", other).axis
    assert axis["Calcium"] != labs.analytes.test("Calcium", other).axis


def test_a_misread_name_is_found_and_digits_must_be_right() -> None:
    analytes = rules().labs.analytes
    found = analytes.scanned("Alkaiine Phosphatase")
    assert found is not None
    assert found.key == "alp"
    assert analytes.scanned("Cancer Antigen 15-9") is None
