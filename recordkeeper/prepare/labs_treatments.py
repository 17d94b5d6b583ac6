"""Treatments as they stand behind the lines of blood tests: dated ones of records, and those a person typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from recordkeeper.records.flow import Cite, Treatment
from recordkeeper.records.story import Event

LANES = ("operations", "medicines", "radiation")  # of resources/rules/story.toml
Citing = Callable[[str, int | None, str | None], Cite | None]
"""Record, page and the SHA-256 of the file it is counted in → where a bundle has it; None where it has not."""


def nowhere(_record: str, _page: int | None, _file: str | None) -> None:
    """Where there is no bundle to cite."""


def treatments_of(
    events: Iterable[Event], what: Callable[[Event], str], cite: Citing = nowhere
) -> tuple[Treatment, ...]:
    """The treatments among dated events, oldest first; `what` says what an event without words of its own is."""
    return tuple(
        Treatment(
            event.what or what(event),
            event.date,
            event.end,
            cite(event.record, event.page, None) if event.record else None,
            typed=bool(event.entry),
        )
        for event in events
        if event.lane in LANES
    )
