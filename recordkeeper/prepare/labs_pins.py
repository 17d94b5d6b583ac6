"""Tests a person pinned to Home, kept as a choice of theirs: by the keys of our table, in the order of pinning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from recordkeeper.catalogue import own
from recordkeeper.prepare.labs import charts_of
from recordkeeper.records.labs import Series

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

CHOICE = "labs_pinned"
_BETWEEN = "\n"  # no name of a test holds it


def pinned(db: Database) -> tuple[str, ...]:
    """The keys of the tests pinned."""
    return tuple(key for key in own.choices(db).get(CHOICE, "").split(_BETWEEN) if key)


def with_pin(keys: Sequence[str], key: str, *, on: bool) -> str:
    """The choice once a test is pinned, or no longer."""
    left = [each for each in keys if each != key]
    return _BETWEEN.join([*left, key] if on else left)


def trends(series: Sequence[Series], keys: Sequence[str]) -> tuple[tuple[Series, ...], ...]:
    """The charts of the tests pinned, in their order; of tests without results there is none."""
    charts = charts_of(series)
    return tuple(chart for key in keys for chart in charts if chart[0].test.key == key)
