"""Identifiers and people as records print them."""

from __future__ import annotations

import pytest

from recordkeeper.records.dates import PartialDate
from recordkeeper.records.patient import NOBODY, Identifier, PersonRead


def test_an_identifier_is_its_issuer_and_its_value() -> None:
    assert Identifier.parse(" Old Hospital : 12:34 ") == Identifier("Old Hospital", "12:34")


@pytest.mark.parametrize("text", ["", "12", ":12", "Hospital:", " : "])
def test_a_number_without_an_issuer_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="ISSUER:ID"):
        Identifier.parse(text)


def test_nobody_is_nobody_and_a_birth_date_is_somebody() -> None:
    assert not NOBODY
    assert PersonRead(birth_date=PartialDate(1961))
    assert not PersonRead(sex="F")
