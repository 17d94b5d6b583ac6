"""The accession (case, specimen, visit) number as the page prints it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from recordkeeper.recognise.evidence import reason
from recordkeeper.recognise.fields import Field
from recordkeeper.recognise.layout import Sheets
from recordkeeper.records.provenance import Reason

_NUMBER = re.compile(
    r"(?:(?:no|nr|number|id)\b[.:]?\s*|#\s*)?"
    r"([A-Z]{0,5}[-/]?\d{0,4}[A-Z]{0,3}[-/ ]?\d[\dA-Za-z]*(?:[-/.][\dA-Za-z]*\d[\dA-Za-z]*)*)(?!\w)",
    re.IGNORECASE,
)
_CASE_NUMBER = re.compile(
    r"(?<![\w/-])(?:[A-Z]{1,4}-?\d{2}-\d{2,7}(?:\.\d+)?|[A-Z]\d{2}[/-]\d{3,6}|\d{2}[/-]?[A-Z]{1,3}[/-]?\d{3,7})(?![\w/-])"
)
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
_HEAD, _FOOT = 40, 6
_FEWEST_DIGITS = 3


def find_accession(sheets: Sheets, form: Sequence[Field]) -> tuple[str, Reason | None]:
    """Return the accession (case, specimen, visit) number and why; ("", None) when none is printed."""
    best: tuple[int, Field, str] | None = None
    for field in form:
        number = _NUMBER.match(field.value) if field.field == "accession" else None
        if number is None or not _is_number(number.group(1)):
            continue
        rank = 2 if field.label.lower().startswith("acc") else 1
        if best is None or rank > best[0]:
            best = rank, field, number.group(1)
    if best:
        _, field, value = best
        start = field.start + field.value.find(value)
        return value, reason("accession", value, "case number", sheets, field.cell.page, start, start + len(value))
    for cell in sheets.ends(_HEAD, _FOOT):
        found = _CASE_NUMBER.search(cell.text) if len(cell.text) < 120 else None
        if found and len(cell.text.split()) < 12:
            start, end = cell.start + found.start(), cell.start + found.end()
            return found.group(), reason("accession", found.group(), "case number", sheets, cell.page, start, end)
    return "", None


def _is_number(value: str) -> bool:
    return sum(sign.isdigit() for sign in value) >= _FEWEST_DIGITS and not _DATE.fullmatch(value)
