"""Reasons: the words that decided a field, with their page and box."""

from __future__ import annotations

from recordkeeper.recognise.layout import Sheets
from recordkeeper.records.provenance import Reason

_MOST_WORDS = 160  # characters quoted


def reason(field: str, value: str, rule: str, sheets: Sheets, page: int, start: int, end: int) -> Reason:
    """Return the reason that text[start:end] of the page with index `page` gives `field` its `value`."""
    text = sheets.pages[page].text
    words = " ".join(text[start:end].split())[:_MOST_WORDS]
    return Reason(
        field=field,
        value=value,
        rule=rule,
        words=words,
        page=sheets.pages[page].page,
        box=sheets.box_of(page, start, end),
    )
