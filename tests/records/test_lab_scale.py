"""Where values lie on a chart."""

from __future__ import annotations

import pytest

from recordkeeper.records.dates import PartialDate
from recordkeeper.records.lab_scale import Scale, days_shown, spots_of
from recordkeeper.records.labs import KeptResult, LabResult, LabStatus, LabTest, Series

TEST = LabTest("cea", "2039-6", "markers", "µg/L")


def line(*values: tuple[str, float | None, str]) -> Series:
    points = tuple(
        KeptResult(
            f"l{printed}",
            "d1",
            LabResult("CEA", printed, TEST, 1, value=value, unit="ng/mL", range="0.0-5.0"),
            LabStatus.SURE,
            day=PartialDate.parse(day),
        )
        for printed, value, day in values
    )
    return Series(TEST, "CEA", "ng/mL", "A", points)


def test_only_numbers_with_a_day_are_drawn_with_the_range_of_their_paper() -> None:
    (spot,) = spots_of(line(("4.2", 4.2, "2024-05-01"), ("TNP", None, "2024-06-01")))
    assert (spot.value, spot.low, spot.high) == (4.2, 0.0, 5.0)


def test_values_near_each_other_lie_on_a_plain_scale_with_their_range() -> None:
    scale = Scale.of(spots_of(line(("4.2", 4.2, "2024-05-01"), ("7.9", 7.9, "2024-06-01"))))
    assert not scale.by_tens
    assert 0 <= scale.place(0.0) < scale.place(4.2) < scale.place(5.0) < scale.place(7.9) < 1
    assert all(scale.low <= tick <= scale.high for tick in scale.ticks())
    assert 3 <= len(scale.ticks()) <= 8


def test_values_far_apart_lie_by_powers_of_ten() -> None:
    scale = Scale.of(spots_of(line(("1.1", 1.1, "2024-05-01"), ("1800", 1800.0, "2024-06-01"))))
    assert scale.by_tens
    assert scale.ticks() == (1.0, 10.0, 100.0, 1000.0)
    assert scale.place(10.0) < scale.place(100.0)


@pytest.mark.parametrize("value", [0.0, -3.5, 7.0])
def test_one_value_by_itself_has_room_around_it(value: float) -> None:
    scale = Scale.of(spots_of(line(("x", value, "2024-05-01"))))
    assert scale.low <= value < scale.high
    assert scale.ticks()


def test_no_value_is_no_fault() -> None:
    assert Scale.of(()).ticks()


def test_the_first_and_the_last_day_are_among_those_written() -> None:
    assert days_shown(range(100), 4) == (0, 33, 66, 99)
    assert days_shown([5, 5, 9], 4) == (5, 9)
