"""Results a structured file states in fields of its own, as results: named by their codes and by our table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from recordkeeper.recognise.folding import fold
from recordkeeper.recognise.labs_lines import box_of, lines_of
from recordkeeper.recognise.labs_rules import LabRules
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import Recognition
from recordkeeper.records.lab_numbers import COMPARATOR, Decimal, comparator_of, value_of
from recordkeeper.records.labs import LabDoubt, LabEntry, LabResult, LabTest, Taken
from recordkeeper.records.provenance import Box
from recordkeeper.records.reading import PageText

_NUMBER = re.compile(rf"\s*(?P<sign>{COMPARATOR})?\s*(?P<number>[+\-−]?[\d.,]+)\s*")
_ISO = re.compile(r"(\d{4})-?(\d{2})?-?(\d{2})?")
_CLOCK = re.compile(r"(?:\d{4}-\d{2}-\d{2}T(\d{2}):(\d{2})|\d{8}(\d{2})(\d{2}))")
_CONFIDENCE, _UNDATED = 0.99, 0.6
_LONGEST = 200
_MOST_LINES = 20_000

_Place = tuple[int, Box | None]


def stated_labs(
    entries: Sequence[LabEntry], pages: Sequence[PageText], rules: LabRules, recognition: Recognition
) -> tuple[LabResult, ...]:
    """The results these entries state, each with the line of the file's own text that tells it, where one does."""
    places = _Places(pages)
    return tuple(_result(entry, places.of(entry), rules, recognition) for entry in entries)


def _result(entry: LabEntry, place: _Place, rules: LabRules, recognition: Recognition) -> LabResult:
    match = _NUMBER.fullmatch(entry.printed)
    value = value_of(match["number"], Decimal.POINT)[0] if match else None
    collected = _date(entry.collected)
    dated = collected or recognition.service_date
    page, box = place
    return LabResult(
        name=entry.name[:_LONGEST],
        printed=entry.printed[:_LONGEST],
        test=_test(entry, rules),
        page=page,
        value=value,
        comparator=comparator_of(match["sign"] or "") if match and value is not None else "",
        unit=entry.unit[:_LONGEST],
        range=entry.range[:_LONGEST],
        flag=entry.flag[:_LONGEST],
        specimen=entry.specimen[:_LONGEST],
        method=entry.method[:_LONGEST],
        comment=entry.comment[: 4 * _LONGEST],
        taken=Taken(collected, _date(entry.received), _date(entry.reported), _clock(entry.collected)),
        box=box,
        confidence=_CONFIDENCE if dated else _UNDATED,
        doubts=() if dated else (LabDoubt.DATE,),
    )


def _test(entry: LabEntry, rules: LabRules) -> LabTest:
    """The test of a code of the file, else of its name. A code we do not know names a test by itself."""
    unit = rules.units.find(entry.unit) if entry.unit else None
    for code in entry.codes:
        analyte = rules.analytes.by_code(code)
        if analyte is not None:
            axis = rules.analytes.axis(analyte, unit)
            return LabTest(analyte.key, code, analyte.group, axis)
    if entry.codes:
        named = rules.analytes.find(entry.name)
        group = named.group if named else ""
        return LabTest(f"loinc {entry.codes[0]}", entry.codes[0], group, unit.axis if unit else "")
    return rules.analytes.test(entry.name, unit, entry.specimen)


def _date(written: str) -> PartialDate | None:
    """The day "20240305081500+0100" or "2024-03-05T08:15" begins with."""
    match = _ISO.match(written.strip())
    if match is None:
        return None
    year, month, day = (int(part or 0) for part in match.groups())
    try:
        return PartialDate(year, month, day if month else 0)
    except ValueError:
        return None


def _clock(written: str) -> str:
    match = _CLOCK.match(written.strip())
    if match is None:
        return ""
    hour, minute = (match.group(1) or match.group(3)), (match.group(2) or match.group(4))
    return f"{hour}:{minute}" if f"{hour}{minute}" != "0000" else ""


class _Places:
    """The lines of the file's own text, to find the one a result stands on. Each is taken once."""

    def __init__(self, pages: Sequence[PageText]) -> None:
        self._pages = pages
        self._lines: dict[str, list[tuple[int, int]]] = {}  # a word of a line → (page index, line)
        self._words = [lines_of(page) for page in pages]
        left = _MOST_LINES
        for number, lines in enumerate(self._words):
            for at, line in enumerate(lines):
                left -= 1
                if left < 0:
                    return
                for word in {word.text for word in line.words}:
                    self._lines.setdefault(word, []).append((number, at))
        self._taken: set[tuple[int, int, str]] = set()

    def of(self, entry: LabEntry) -> _Place:
        """Page and box of the line that says name, value and day; the first page where none does."""
        best, chosen = 0, None
        name = set(fold(entry.name).split())
        day = str(_date(entry.collected) or "\0")
        for place in self._lines.get(entry.printed.split(" ")[0], ())[:500]:
            line = self._words[place[0]][place[1]]
            shared = len(name & set(fold(line.text).split()))
            score = 2 * shared + (1 if day in line.text else 0)
            if shared and score > best and (*place, entry.name) not in self._taken:
                best, chosen = score, place
        if chosen is None:
            return (self._pages[0].page if self._pages else 1), None
        self._taken.add((*chosen, entry.name))
        page = self._pages[chosen[0]]
        return page.page, box_of(page, self._words[chosen[0]][chosen[1]].words)
