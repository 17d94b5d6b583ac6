"""Dates as people type them."""

from __future__ import annotations

import pytest

from recordkeeper.ui.records.editor import date_of


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("2024-03-05", "2024-03-05"), (" 2024-3-5 ", "2024-03-05"), ("2024-03", "2024-03"), ("2024", "2024")],
)
def test_a_date_may_be_a_year_a_month_or_a_day(typed: str, stored: str) -> None:
    assert date_of(typed) == stored


@pytest.mark.parametrize("typed", ["", "last March", "05/03/2024", "2024-13", "2023-02-29", "2024-00-10", "0000"])
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        date_of(typed)
