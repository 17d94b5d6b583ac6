"""Partial dates: read, written, ordered and compared."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordkeeper.records.dates import PartialDate

DAYS = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))
PARTIAL = st.one_of(
    DAYS.map(PartialDate.of),
    DAYS.map(lambda day: PartialDate(day.year, day.month)),
    DAYS.map(lambda day: PartialDate(day.year)),
)


@given(PARTIAL)
def test_what_is_written_is_read_back(date: PartialDate) -> None:
    assert PartialDate.parse(str(date)) == date


@given(PARTIAL)
def test_a_date_agrees_with_itself_and_with_its_year(date: PartialDate) -> None:
    assert date.agrees_with(date)
    assert date.agrees_with(PartialDate(date.year))
    assert PartialDate(date.year).agrees_with(date)


@given(DAYS, DAYS)
def test_whole_days_order_as_the_calendar_does(one: dt.date, other: dt.date) -> None:
    assert (PartialDate.of(one) < PartialDate.of(other)) == (one < other)
    assert PartialDate.of(one).agrees_with(PartialDate.of(other)) == (one == other)


def test_the_vaguer_date_comes_first() -> None:
    dates = [PartialDate(2024, 3, 5), PartialDate(2024, 3), PartialDate(2024), PartialDate(2023, 12, 31)]
    assert [str(date) for date in sorted(dates)] == ["2023-12-31", "2024", "2024-03", "2024-03-05"]


def test_another_month_or_day_does_not_agree() -> None:
    assert not PartialDate(2024, 3).agrees_with(PartialDate(2024, 4))
    assert not PartialDate(2024, 3, 5).agrees_with(PartialDate(2024, 3, 6))
    assert not PartialDate(2023).agrees_with(PartialDate(2024))


@pytest.mark.parametrize(
    "text",
    ["", "24", "2024-3", "2024-13", "2024-00", "2024-03-00", "2024-02-30", "2023-02-29", "0000", "2024-03-05T10:00",
     " 2024", "2024/03/05", "20240305"],
)  # fmt: skip
def test_what_is_no_iso_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        PartialDate.parse(text)


def test_a_day_without_its_month_is_refused() -> None:
    with pytest.raises(ValueError, match="month"):
        PartialDate(2024, 0, 5)


def test_a_leap_day_is_a_date() -> None:
    assert str(PartialDate.parse("2024-02-29")) == "2024-02-29"
