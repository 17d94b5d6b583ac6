"""Numbers as their cells show them, days as ISO."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordkeeper.formats.number_format import shown


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.1 + 0.2, "General", "0.3"),
        (1 / 3, "", "0.3333333333"),
        (123456789012, "General", "123456789012"),
        (4.1, "0.00", "4.10"),
        (2.675, "0.00", "2.68"),
        (0.2, "0%", "20%"),
        (0.125, "0.0%", "12.5%"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (12000, "0.0,", "12.0"),
        (-5, "0.0", "-5.0"),
        (-5, "0.0;(0.0)", "(5.0)"),
        (0, '0;-0;"-"', "-"),
        (1.5, "0.##", "1.5"),
        (2, "0.##", "2"),
        (7, "00000", "00007"),
        (0.02, ".00", ".02"),
        (12345, '0 "mg/l"', "12345 mg/l"),
        (3, '"<"0', "<3"),
        (3, "\\<0", "<3"),
        (12.5, "[$€-407] #,##0.00", "€ 12.50"),
        (5, "[Red]0.0", "5.0"),
        (5, "_-* #,##0.00_-;-* #,##0.00_-", "5.00"),
        (1e-5, "0.00E+00", "1.00E-05"),
        (0.5, "# ?/?", "0.5"),
        (5, "@", "5"),
        (5, 'General" mm"', "5 mm"),
        (float("nan"), "0", "nan"),
        (1e300, "0.00", "1e+300"),
    ],
)
def test_a_number_is_shown_by_its_format(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (45000, "m/d/yyyy", "2023-03-15"),
        (45000, "dd.mm.yyyy", "2023-03-15"),
        (45000, '[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', "2023-03-15"),
        (45000, "mmm-yy", "2023-03"),
        (45000, "yyyy", "2023"),
        (45000.5, "m/d/yyyy h:mm", "2023-03-15 12:00"),
        (45000, "m/d/yyyy h:mm", "2023-03-15"),
        (45000.000_011_574, "yyyy-mm-dd hh:mm:ss", "2023-03-15 00:00:01"),
        (0.75, "h:mm AM/PM", "18:00"),
        (1.5, "[h]:mm", "36:00"),
        (59, "yyyy-mm-dd", "1900-02-28"),
        (61, "yyyy-mm-dd", "1900-03-01"),
        (-3, "yyyy-mm-dd", "-3"),
        (1e12, "yyyy-mm-dd", "1000000000000"),
    ],
)  # fmt: skip
def test_a_day_is_shown_as_iso_only_as_far_as_its_cell_shows_it(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_workbooks_of_old_macs_count_from_1904() -> None:
    assert shown(43538, "d/m/yy", from_1904=True) == "2023-03-15"


@given(st.floats(), st.text(st.sampled_from('0#?.,%/E+-;"\\_*[]$hmsydAMP/@ General€x'), max_size=20))
def test_any_code_shows_something(value: float, code: str) -> None:
    assert isinstance(shown(value, code), str)
