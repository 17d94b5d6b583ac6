"""Blue Button text of My HealtheVet (VA) and MyMedicare.gov: the page is read as it is; its own fields are stated.

Sections lie between dashed bars, facts are "Key: value", several on a line; what a person typed in says
"Source: Self-Entered".
"""

from __future__ import annotations

import re
from pathlib import Path

from recordkeeper.formats.decode import decode
from recordkeeper.formats.sheets import TextFound, read_start
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.patient import PersonRead
from recordkeeper.records.stated import Event, Said, Stated, StatedCode, StatedDate

_SAYS_SO = re.compile(
    r"produced by the (?:va )?blue button|my healthevet personal information report|"
    r"mymedicare\.gov personal health information|blue button (?:report|download|medical record)",
    re.IGNORECASE,
)
_BAR = re.compile(r"(?m)^-{8,}")
_FEWEST_BARS = 3
_HEAD = 6000  # letters: who it is about, and when it was made, stand on the first page
_NAME = re.compile(r"(?m)^\s*Name:[ \t]*(.+?)(?:[ \t]{2,}|$)")
_BORN = re.compile(r"Date of Birth:\s*(\S+(?: \S+ \d{4})?)")
_MADE = re.compile(r"System Request Date/Time:\s*(\S+ \S+ \d{4})|Produced by the [^\n]*\n\s*(\S+(?: \S+ \d{4})?)")
_RANGE = re.compile(r"Date Range Selected:\s*(\S+ \S+ \d{4})\s+to\s+(\S+ \S+ \d{4})")
_FACILITY = re.compile(r"(?m)Authentication Facility Name:[ \t]*(.+?)[ \t]*$")
_NAMED_DATE = re.compile(r"(\d{1,2}) ([A-Za-z]{3})[a-z]* (\d{4})")
_NUMBER_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")  # both agencies write the month first
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TITLE = re.compile(r"(?m)^[\s*-]*([A-Z][A-Z. ]*(?:REPORT|INFORMATION|SUMMARY|RECORD))[\s*-]*$")


def is_blue_button(head: str) -> bool:
    """Whether the beginning of a text is such an export."""
    return bool(_SAYS_SO.search(head[:_HEAD])) and len(_BAR.findall(head)) >= _FEWEST_BARS


def read(path: Path, head: str) -> TextFound:
    """The text as it is, with what its head states."""
    untrusted, cut = read_start(path)
    title = _TITLE.search(head[:_HEAD])
    shown = " ".join(title.group(1).split()) if title else ""
    return TextFound(decode(untrusted), cut, shown, stated=_stated(head, shown))


def _stated(head: str, title: str) -> Stated:
    name, born = _NAME.search(head[:_HEAD]), _BORN.search(head[:_HEAD])
    facility = _FACILITY.search(head)
    return Stated(
        codes=(StatedCode("export", "blue-button", title or "Blue Button", "heading"),),
        title=Said(title, "heading"),
        person=PersonRead(name.group(1).strip() if name else "", _date(born.group(1)) if born else None),
        person_path="Name, Date of Birth",
        dates=tuple(_dates(head[:_HEAD])),
        facility=Said(facility.group(1) if facility else "", "Authentication Facility Name"),
    )


def _dates(head: str) -> list[StatedDate]:
    found: list[tuple[Event, str, str]] = []
    if span := _RANGE.search(head):
        first, last = span.groups()
        found += [(Event.SERVICE, first, "Date Range Selected"), (Event.SERVICE_END, last, "Date Range Selected")]
    if made := _MADE.search(head):
        found.append((Event.WRITTEN, made.group(1) or made.group(2), "Produced by the Blue Button"))
    return [StatedDate(date, event, words, path) for event, words, path in found if (date := _date(words))]


def _date(text: str) -> PartialDate | None:
    named, numbers = _NAMED_DATE.match(text), _NUMBER_DATE.match(text)
    try:
        if named and named.group(2).lower() in _MONTHS:
            return PartialDate(int(named.group(3)), _MONTHS.index(named.group(2).lower()) + 1, int(named.group(1)))
        if numbers:
            return PartialDate(int(numbers.group(3)), int(numbers.group(1)), int(numbers.group(2)))
    except ValueError:
        return None
    return None
