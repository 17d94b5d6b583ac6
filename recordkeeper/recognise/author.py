"""From whom: who wrote or signed the record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from recordkeeper.recognise.evidence import reason
from recordkeeper.recognise.layout import Cell, Sheets
from recordkeeper.recognise.person import clean_name
from recordkeeper.recognise.rules import PeopleRules
from recordkeeper.records.provenance import Reason

_TITLE = r"(?:Dr|Prof|Professor|Mr|Mrs|Ms|Dra|Doctor|DR|PROF)\b\.?"
_LABEL_WITHIN = 60  # characters of a line
_CREDENTIALS = re.compile(
    r",?\s*\b(?:M\.?D|D\.?O|Ph\.?D|R\.?N|N\.?P|P\.?A(?:-C)?|FACS|FCAP|FRC\w+|MBBS|MB\s?ChB|MPH|M\.?S|APRN|FNP|BSN"
    r"|DDS|DPM|O\.?D|CNP)\b\.?"
)
_DOCTOR_LINE = re.compile(r"^\s*(?:Dr|Prof|Professor|Dra|Doctor|DR|PROF)\b\.?\s+[^\W\d_]")
_CLOSING = re.compile(
    r"(?im)^\W*(?:yours\s+\w+|sincerely(?:\s+yours)?|(?:kind|best|warm)\s+regards|regards|atentamente"
    r"|un cordial saludo)\W*$"
)


@dataclass(frozen=True, slots=True)
class _Writer:
    name: str
    cell: Cell
    start: int
    weight: float
    rule: str


def find_author(sheets: Sheets, rules: PeopleRules) -> tuple[str, Reason | None]:
    """Return who wrote or signed the record and why; ("", None) when it does not say."""
    found = max(_authors(sheets, rules), key=lambda one: one.weight, default=None)
    if found is None:
        return "", None
    end = found.start + len(found.name)
    return found.name, reason("author", found.name, found.rule, sheets, found.cell.page, found.start, end)


def _authors(sheets: Sheets, rules: PeopleRules) -> Iterator[_Writer]:
    for cell in (*sheets.cells[:60], *sheets.cells[60:][-30:]):
        if len(cell.text) > 160:
            continue
        for labels, weight in rules.author_labels:
            yield from _labelled_author(cell, labels, weight, sheets, rules)
        signed = re.search(r"(?i),?\s+(?:electronically )?(?:signed|firmado)\b", cell.text)
        if signed and signed.start() > 4:
            name = _person(cell.text[: signed.start()], rules)
            if name:
                yield _Writer(name, cell, cell.start + max(cell.text.find(name), 0), 0.9, "name before “signed”")
    yield from _closing_lines(sheets, rules)


def _labelled_author(
    cell: Cell, labels: re.Pattern[str], weight: float, sheets: Sheets, rules: PeopleRules
) -> Iterator[_Writer]:
    label = labels.search(cell.text, 0, _LABEL_WITHIN)
    if (
        label is None
        or len(cell.text[: label.start()].split()) > 3
        or cell.text[label.end() : label.end() + 1].isalpha()
    ):
        return
    if re.search(
        r"(?i)\b(?:ordering|authori[sz]ing|referring|requesting|primary care|family)\s*$",
        cell.text[: label.start()],
    ):
        return
    rest = cell.text[label.end() :]
    name = _person(rest.lstrip(" :.-"), rules)
    if name and (":" in rest[:3] or rest[:1] in " ."):
        at = cell.text.find(name, label.end())
        yield _Writer(
            name,
            cell,
            cell.start + max(at, 0),
            weight if ":" in rest[:3] or "by" in label.group().lower() else weight - 0.15,
            "name after “" + label.group() + "”",
        )
    elif not rest.strip(" :."):
        for other in (sheets.row_after(cell), sheets.below(cell)):
            name = _person(other.text, rules) if other else ""
            if other and name:
                yield _Writer(
                    name,
                    other,
                    other.start + max(other.text.find(name), 0),
                    weight - 0.05,
                    "name beside “" + label.group() + "”",
                )
                return


def _closing_lines(sheets: Sheets, rules: PeopleRules) -> Iterator[_Writer]:
    """A doctor's name on a line of its own near the end, better still after "Yours sincerely"."""
    for place, cell in enumerate(sheets.cells[-14:]):
        text = sheets.pages[cell.page].text
        closed = _CLOSING.search(text[max(0, cell.start - 90) : cell.start])
        titled = _DOCTOR_LINE.match(cell.text) or _CREDENTIALS.search(cell.text)
        if (closed or titled) and len(cell.text.split()) <= 8:
            name = _person(cell.text, rules)
            if name and name in cell.text:
                weight = (0.86 if closed else 0.6) + 0.005 * place
                yield _Writer(name, cell, cell.start + cell.text.find(name), weight, "name at the end")


def _person(text: str, rules: PeopleRules) -> str:
    """Return the person's name `text` starts with, with a leading title, without degrees."""
    text = re.split(
        r"(?i)\s+(?:on|at|signed|firmado)\s|\s+\d|\s[|]\s|\s{3,}|\(|,\s*(?=Consultant|Attending|Staff|Specialist|Professor|Department|Resident|Fellow|Chief|Director)",
        text.strip(),
    )[0]
    without = _CREDENTIALS.sub("", text).strip(" ,.;-")
    title = re.match(_TITLE, without)
    bare = without[title.end() :].strip(" .") if title else without
    name = clean_name(bare, rules)
    if not name and title and re.fullmatch(r"[A-Z][\w'’-]{2,20}", bare):
        name = bare
    if not name:
        return ""
    return f"{title.group()} {name}" if title and f"{title.group()} {name}" in without else name
