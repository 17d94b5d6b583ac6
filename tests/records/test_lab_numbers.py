"""Numbers as laboratories print them."""

from __future__ import annotations

import pytest

from recordkeeper.records.lab_numbers import Decimal, bounds_of, decimal_of, value_of


@pytest.mark.parametrize(
    ("printed", "decimal", "value", "unclear"),
    [
        ("14.2", Decimal.UNKNOWN, 14.2, False),
        ("3,4", Decimal.UNKNOWN, 3.4, False),
        ("0,123", Decimal.UNKNOWN, 0.123, False),
        ("1,234", Decimal.POINT, 1234.0, False),
        ("1,234", Decimal.COMMA, 1.234, False),
        ("1,234", Decimal.UNKNOWN, 1234.0, True),
        ("1.234", Decimal.COMMA, 1234.0, False),
        ("1.234,5", Decimal.UNKNOWN, 1234.5, False),
        ("12,345.6", Decimal.UNKNOWN, 12345.6, False),
        ("1 234", Decimal.UNKNOWN, 1234.0, False),
        ("1,234,567", Decimal.UNKNOWN, 1234567.0, False),
        (".5", Decimal.POINT, 0.5, False),
        ("−3.5", Decimal.POINT, -3.5, False),
        ("12a", Decimal.POINT, None, False),
        ("1,23,4", Decimal.POINT, None, True),
    ],
)
def test_values(printed: str, decimal: Decimal, value: float | None, *, unclear: bool) -> None:
    assert value_of(printed, decimal) == (value, unclear)


def test_the_other_numbers_of_a_paper_tell_its_decimal_sign() -> None:
    assert decimal_of(["1.234", "14.2"]) is Decimal.POINT
    assert decimal_of(["1.234", "3,4"]) is Decimal.COMMA
    assert decimal_of(["1,234", "140"]) is Decimal.UNKNOWN


@pytest.mark.parametrize(
    ("printed", "bounds"),
    [
        ("12.0-16.0", (12.0, 16.0)),
        ("(12 – 16)", (12.0, 16.0)),
        ("<5.0", (None, 5.0)),
        (">= 60", (60.0, None)),
        ("12 to 16", (12.0, 16.0)),
        ("Negative", (None, None)),
    ],
)
def test_bounds(printed: str, bounds: tuple[float | None, float | None]) -> None:
    assert bounds_of(printed, Decimal.POINT) == bounds
