"""The accession (case, specimen, visit) number as the page prints it."""

from __future__ import annotations

import re

from recordkeeper.recognise.evidence import reason
from recordkeeper.recognise.layout import Cell, Sheets
from recordkeeper.recognise.rules import PeopleRules
from recordkeeper.records.provenance import Reason

_ACCESSION = re.compile(
    r"\s*[:#.=\-]*\s*(?:#|no\.?|nr\.?|number)?\s*:?\s*"
    r"([A-Z]{0,5}\d{0,4}[-/ ]?\d[\dA-Za-z]*(?:[-/.]\d[\dA-Za-z]*)*)(?![\w])",
    re.IGNORECASE,
)
_CASE_NUMBER = re.compile(r"(?<![\w-])[A-Z]{1,3}\d{2}-\d{2,7}(?:\.\d+)?(?![\w-])")


def find_accession(sheets: Sheets, rules: PeopleRules) -> tuple[str, Reason | None]:
    """Return the accession (case, specimen, visit) number and why; ("", None) when none is printed."""
    for cell in sheets.cells[:80]:
        for label in rules.accession_labels.finditer(cell.text[:160]):
            if label.start() and cell.text[label.start() - 1].isalnum():
                continue
            number = _ACCESSION.match(cell.text, label.end())
            if number and _is_number(number.group(1), label.group()):
                return _told(number.group(1), sheets, cell, label.start(), number.end())
            if not cell.text[label.end() :].strip(" :#."):
                for other in (sheets.row_after(cell), sheets.below(cell)):
                    alone = _ACCESSION.fullmatch(other.text) if other else None
                    if other and alone and _is_number(alone.group(1), label.group()):
                        return _told(alone.group(1), sheets, other, 0, len(other.text))
    for cell in (*sheets.cells[:25], *sheets.cells[-6:]):
        found = _CASE_NUMBER.search(cell.text)
        if found and len(cell.text.split()) < 12:
            return _told(found.group(), sheets, cell, *found.span())
    return "", None


def _is_number(value: str, label: str) -> bool:
    digits = sum(sign.isdigit() for sign in value)
    plainly = "acc" in label.lower() or re.search(r"(?i)no|number|#|id|nr|n[uú]mero", label)
    return digits >= 3 and bool(plainly) and not re.fullmatch(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}", value)


def _told(value: str, sheets: Sheets, cell: Cell, start: int, end: int) -> tuple[str, Reason]:
    return value, reason("accession", value, "case number", sheets, cell.page, cell.start + start, cell.start + end)
