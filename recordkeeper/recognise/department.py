"""The part of a hospital a record comes from: "Department of Radiology", "Servicio de Anatomía Patológica"."""

from __future__ import annotations

import re

from recordkeeper.recognise.evidence import reason
from recordkeeper.recognise.folding import fold
from recordkeeper.recognise.layout import Cell, Sheets
from recordkeeper.recognise.rules import Rules
from recordkeeper.records.provenance import Reason

_TOP = 10  # cells of the letterhead
_LONGEST = 60
_SAYS_SO = re.compile(
    r"\b(?:department|dept\.?|division|section|institut\w*|abteilung|klinik f[üu]r|servicio|unidad|service)\b"
    r"(?: (?:of|de|f[üu]r|d['’])| d['’])? ?[^\W\d_][^,|;:\d\n]{2,50}",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s+[-–—|•·]\s+|,\s+|\s{3,}")
_DOCUMENT = re.compile(r"\b(?:report|results?|note|summary|letter|informe|hoja|list|consult\w*)\b", re.IGNORECASE)


def find_department(sheets: Sheets, rules: Rules) -> tuple[str, Reason | None]:
    """Return the department the letterhead names, as printed, and why; ("", None) when it names none."""
    for cell in sheets.top(_TOP):
        if ":" in cell.text and not _SAYS_SO.match(cell.text):
            continue
        for part in _PARTS.split(cell.text):
            name = part.strip(" .*#_-")
            if len(name) <= _LONGEST and _is_department(name, rules):
                start = cell.start + cell.text.find(name)
                why = reason("department", name, "letterhead", sheets, cell.page, start, start + len(name))
                return name, why
        found = _within(cell)
        if found:
            start = cell.start + cell.text.find(found)
            why = reason("department", found, "letterhead", sheets, cell.page, start, start + len(found))
            return found, why
    return "", None


def _is_department(name: str, rules: Rules) -> bool:
    words = fold(name)
    if not words or _DOCUMENT.search(name) or words in rules.kinds.headings:
        return False
    return bool(rules.people.departments.search(name)) and len(words.split()) <= 7


def _within(cell: Cell) -> str:
    """ "Moorside Hospital Department of Radiology": the department within a longer line."""
    if len(cell.text) > 2 * _LONGEST or _DOCUMENT.search(cell.text):
        return ""
    match = re.search(r"\b(?:Department|Dept\.?|Division|Servicio|Abteilung) (?:of|de|für) .{3,40}$", cell.text)
    return match.group().strip(" .") if match else ""
