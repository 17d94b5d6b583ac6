"""Whether a line of a list fits the filters a person set: one of each sort (or), all sorts (and)."""

from __future__ import annotations

from collections.abc import Iterable

from recordkeeper.records.asking import plain
from recordkeeper.records.query import NO_FILTERS, Filters, RecordLine


def fitting(lines: Iterable[RecordLine], filters: Filters) -> tuple[RecordLine, ...]:
    """The lines that fit, in their order. Places here are whole names, as lists show them."""
    if filters == NO_FILTERS:
        return tuple(lines)
    tags = {plain(tag) for tag in filters.tags}
    return tuple(line for line in lines if _fits(line, filters, tags))


def _fits(line: RecordLine, filters: Filters, tags: set[str]) -> bool:
    date = str(line.service_date) if line.service_date else ""
    return (
        (not filters.kinds or line.kind in filters.kinds)
        and (not filters.statuses or line.status in filters.statuses)
        and (not filters.places or line.facility in filters.places)
        and (not filters.starred or line.starred)
        and (not filters.noted or line.noted)
        and (not tags or any(plain(tag) in tags for tag in line.tags))
        and (not filters.since or (bool(date) and date >= filters.since[: len(date)]))
        and (not filters.until or (bool(date) and date[: len(filters.until)] <= filters.until))
    )
