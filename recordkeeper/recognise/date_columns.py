"""Dates in tables: the items of a bill, and results with a column for each day."""

from __future__ import annotations

import re
from collections.abc import Sequence

from recordkeeper.recognise.date_roles import DatedFact
from recordkeeper.recognise.layout import Sheets

_AMOUNT = re.compile(r"[^\W\d_].*\d[.,]\d\d\b")  # something, then money


def is_item(fact: DatedFact, sheets: Sheets) -> bool:
    """Whether the date begins a line of a bill that ends with an amount."""
    text, printed = sheets.pages[fact.printed.page].text, fact.printed
    start, end = text.rfind("\n", 0, printed.start) + 1, text.find("\n", printed.end)
    rest = text[printed.end : end if end >= 0 else len(text)]
    return not text[start : printed.start].strip() and _AMOUNT.search(rest) is not None


def is_column(fact: DatedFact, facts: Sequence[DatedFact], sheets: Sheets) -> bool:
    """Whether the date heads a column of results: others that no word names stand in its line."""
    text, printed = sheets.pages[fact.printed.page].text, fact.printed
    start, end = text.rfind("\n", 0, printed.start) + 1, text.find("\n", printed.end)
    return any(
        one is not fact
        and one.role == "unlabelled"
        and one.printed.page == printed.page
        and start <= one.printed.start < (end if end >= 0 else len(text))
        for one in facts
    )
