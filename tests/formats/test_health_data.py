"""Dates as HL7 writes them, issuers of numbers, words in a document's language."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.formats.health_data import HealthData, date_of, shown_date

DATA = HealthData.load(Path(__file__).resolve().parents[2] / "resources")


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("20240305", "2024-03-05"),
        ("202403051415+0100", "2024-03-05"),
        ("20240305141500.123", "2024-03-05"),
        ("2024-03-05T14:15:00Z", "2024-03-05"),
        ("202403", "2024-03"),
        ("2024", "2024"),
        ("", "None"),
        ("00000000", "None"),
        ("20240230", "None"),
        ("yesterday", "None"),
    ],
)
def test_a_date_is_read_as_far_as_it_is_known(written: str, date: str) -> None:
    assert str(date_of(written)) == date


def test_a_date_is_shown_with_its_time_where_that_is_asked_for() -> None:
    assert shown_date("202403051415+0100", time=True) == "2024-03-05 14:15"
    assert shown_date("2024-03-05T00:00:00Z", time=True) == "2024-03-05"
    assert shown_date("2024-03-05T14:15:00Z") == "2024-03-05"
    assert shown_date("in spring") == "in spring"


def test_issuers_and_endings_are_known_by_their_codes() -> None:
    assert DATA.issuer("2.16.840.1.113883.4.1") == DATA.issuer("urn:oid:2.16.840.1.113883.4.1") == "SSN"
    assert DATA.issuer("1.2.3") == ""
    assert DATA.ending("Text/HTML; charset=utf-8") == ".html"
    assert DATA.ending("application/x-unheard-of") == ".bin"


@pytest.mark.parametrize(
    ("language", "born"),
    [("es-MX", "Fecha de nacimiento"), ("de", "Date of birth"), ("", "Date of birth"), ("../en", "Date of birth")],
)
def test_words_are_in_the_documents_language_where_we_have_it(language: str, born: str) -> None:
    assert DATA.words(language).say("health.born") == born
