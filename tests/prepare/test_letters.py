"""Letters that ask for records: the right thing, asked the right way, with nothing that is not known."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import replace

import pytest

from recordkeeper.prepare.letters import Templates, letter_for
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.held import Held
from recordkeeper.records.kinds import Kind
from recordkeeper.records.letter import Letter, blocks_of
from recordkeeper.records.own import Entry, OwnList
from recordkeeper.records.papers import PaperSize
from recordkeeper.records.patient import Identifier, Patient
from recordkeeper.wording.words import Words
from tests.conftest import ROOT
from tests.prepare.holdings import record, rules

LETTERS = ROOT / "resources" / "letters"
LANGUAGES = ("en", "es")
PATIENT = Patient(
    "Anna Sample",
    PartialDate(1964, 3, 5),
    identifiers=(Identifier("St. Mary's Hospital", "SM-77"), Identifier("Pine Hollow Clinic", "PH-1")),
    country="US",
)
CT = record(
    "ct", Kind.IMAGING_REPORT, "2024-03-04", title="CT chest", accession="A123", facility="St. Mary's Hospital"
)


def letter(
    fields: dict[str, str], about: Held | None = None, language: str = "en", patient: Patient = PATIENT
) -> Letter:
    words = Words.load(ROOT / "resources" / "wording", language)
    entry = Entry(OwnList.REQUESTS, "r1", fields)
    return letter_for(entry, about, patient, Templates.load(LETTERS, language), words, dt.date(2024, 5, 6))


def test_images_are_asked_for_as_dicom_with_everything_that_finds_them() -> None:
    text = letter({"what": "images", "from": "St. Mary's Hospital", "address": "1 Hill Road"}, CT).text
    for part in ("Radiology", "DICOM", "DICOMDIR", "no password", "screenshots", "CT chest", "4 March 2024", "A123",
                 "Anna Sample", "5 March 1964", "SM-77", "1 Hill Road", "6 May 2024"):  # fmt: skip
        assert part in text


def test_no_hospital_is_told_anothers_number() -> None:
    text = letter({"what": "report", "from": "St. Mary's Hospital"}).text
    assert "SM-77" in text
    assert "PH-1" not in text
    assert "Your number" not in letter({"what": "report", "from": "Elsewhere"}).text


def test_slides_are_asked_of_pathology_by_their_case_number() -> None:
    pathology = record("p", Kind.PATHOLOGY_REPORT, "2024-03-20", title="Pathology", accession="S24-1234")
    text = letter({"what": "slides", "from": "St. Mary's Hospital"}, pathology).text
    assert text.splitlines()[1] == "Pathology"
    assert "Accession or case number: S24-1234" in text
    assert "lend" in text


@pytest.mark.parametrize(
    ("wording", "says"), [("us", "45 CFR 164.524"), ("uk", "UK GDPR"), ("eu", "Article 15"), ("neutral", "30 days")]
)
def test_the_right_is_named_as_the_country_has_it(wording: str, says: str) -> None:
    text = letter({"what": "records", "wording": wording}).text
    assert says in text
    others = {"45 CFR", "UK GDPR", "Article 15"} - {says[:10], says, "45 CFR" if wording == "us" else ""}
    assert not [other for other in others if other in text]


def test_a_caregiver_signs_with_authority_and_a_patient_without() -> None:
    text = letter({"what": "records", "signed_by": "Ben Sample", "authority": "health care proxy"}).text
    assert "Ben Sample" in text.split("Signed:")[1]
    assert "health care proxy" in text
    assert "Anna Sample" in letter({"what": "records"}).text.split("Signed:")[1]
    assert "I sign for" not in letter({"what": "records"}).text


def test_what_is_not_known_leaves_no_hole() -> None:
    text = letter({"what": "other"}, patient=replace(PATIENT, birth_date=None, identifiers=())).text
    assert "{" not in text
    assert "None" not in text
    assert "\n\n\n" not in text
    assert "Born" not in text


def test_braces_a_person_typed_stay_as_they_are() -> None:
    assert "{x} {name}" in letter({"what": "other", "details": "{x} {name}"}).text


def test_the_sheet_is_that_of_the_country() -> None:
    assert letter({}).paper is PaperSize.LETTER
    assert letter({}, patient=replace(PATIENT, country="ES")).paper is PaperSize.A4


def test_a_changed_letter_comes_back_in_its_blocks() -> None:
    made = letter({"what": "images", "from": "St. Mary's"}, CT)
    assert blocks_of(made.text) == made.blocks
    assert blocks_of("\n\nDear all,\nplease  \n\n\n\nThanks\n") == ("Dear all,\nplease", "Thanks")


def test_a_language_without_letters_is_answered_in_english() -> None:
    assert Templates.load(LETTERS, "fr").language == "en"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_of_a_request_has_its_words(language: str) -> None:
    data = tomllib.loads((LETTERS / f"{language}.toml").read_text("utf-8"))
    fields = rules().lists[OwnList.REQUESTS].fields
    for table in (data["subject"], data["department"], data["ask"]):
        assert set(table) == set(fields["what"].choices)
    assert set(data["right"]) == set(fields["wording"].choices)


def test_both_languages_leave_the_same_places_open() -> None:
    english, spanish = (tomllib.loads((LETTERS / f"{name}.toml").read_text("utf-8")) for name in LANGUAGES)
    assert set(english) == set(spanish)
    for name in ("to", "patient", "about", "sign", "authority", "reference", "details"):
        assert english[name].count("{") == spanish[name].count("{")
