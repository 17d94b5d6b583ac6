"""From rows as put together to results: names to tests, texts to numbers, days to rows, and what is doubtful."""

from __future__ import annotations

import re
from collections.abc import Sequence

from recordkeeper.recognise.labs_days import Days
from recordkeeper.recognise.labs_found import Found, text_of
from recordkeeper.recognise.labs_headings import Day
from recordkeeper.recognise.labs_lines import box_of
from recordkeeper.recognise.labs_names import name_of
from recordkeeper.recognise.labs_pieces import Piece, What, numbers_in, unit_in_name
from recordkeeper.recognise.labs_rules import LabRules
from recordkeeper.recognise.labs_units import Unit
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import Recognition
from recordkeeper.records.lab_numbers import DIGITS, Decimal, bounds_of, decimal_of, value_of
from recordkeeper.records.labs import LabDoubt, LabResult, LabTest, Taken
from recordkeeper.records.reading import PageText

_SURE_LETTERS = 0.9  # of a word of a picture: below it a person looks
_LIKELY = 0.5  # of words beside the value
_SURE_DATE = 0.9
_SURE_DAY = 0.7  # of the day of a document
_FAR_OFF = 4.0  # times a bound of the range: a scanner that lost a point is ten times off
_DOUBTED = 0.6
_EACH = 0.15
_SURE, _SURE_SCAN = 0.99, 0.97
_POINT = re.compile(r"(?<=\d)\.(?=\d{1,2}(?!\d))")
_JOINED_BY_A = re.compile(r"(\d)\s?[aàá]\s?(?=\d)")
_LONGEST = 200  # letters of a text


class Maker:
    """Makes the results of one document."""

    def __init__(self, pages: Sequence[PageText], days: Days, rules: LabRules, recognition: Recognition) -> None:
        self._pages, self._days, self._rules, self._document = pages, days, rules, recognition
        self._decimal = Decimal.UNKNOWN
        self._marks = False  # whether any result of the paper has a mark
        self._accented = False  # whether its ranges are joined by "à": a scanner reads "a" for some of them

    def made(self, found: Sequence[Found]) -> tuple[LabResult, ...]:
        """The results in the order of their pages and lines."""
        self._decimal = decimal_of(number for one in found for number in numbers_in((*one.value, *one.range)))
        self._accented = any("à" in piece.printed for one in found for piece in one.range)
        self._marks = any(one.flag or one.flag_words or one.marked for one in found)
        return tuple(self._result(one) for one in found)

    def _result(self, one: Found) -> LabResult:
        page = self._pages[one.page]
        doubts = set(one.doubts)
        name, unit = self._name_and_unit(one)
        name, unit, known, test = self._test(name, unit, one, doubts)
        printed, value, comparator = self._value(one, doubts)
        printed_range = self._range(one)
        if page.from_ocr:
            printed_range = self._mended(printed_range)
        flag = text_of(one.flag) or one.flag_words
        taken = self._taken(one, doubts)
        if value is not None:
            self._doubt_unit(one, unit, known, test, doubts)
            self._doubt_flag(flag, value, comparator, printed_range, doubts)
        if page.from_ocr:
            self._doubt_scan(one, value, printed_range, doubts)
            self._doubt_lost_flag(flag, value, comparator, printed_range, doubts)
        return LabResult(
            name=name[:_LONGEST],
            printed=printed[:_LONGEST],
            test=test,
            page=page.page,
            value=value,
            comparator=comparator,
            unit=unit[:_LONGEST],
            range=printed_range[:_LONGEST],
            flag=flag[:_LONGEST],
            specimen=one.specimen[:_LONGEST],
            method=one.method[:_LONGEST],
            comment=one.comment[: 4 * _LONGEST],
            taken=taken,
            box=box_of(page, one.words),
            confidence=_confidence(doubts, scan=page.from_ocr),
            doubts=tuple(sorted(doubts)),
        )

    def _name_and_unit(self, one: Found) -> tuple[str, str]:
        name = self._without_mark(name_of(one.name))
        unit = text_of(one.unit[:1])
        if not unit and (own := unit_in_name(name, self._rules)):
            unit = own[0]
        return name, unit

    def _without_mark(self, name: str) -> str:
        """A name without the signs of footnotes behind it."""
        bare = name.rstrip(self._rules.footnotes + "* ")
        return bare if bare and self._rules.analytes.find(name) is None else name.rstrip("* ")

    def _test(
        self, name: str, unit: str, one: Found, doubts: set[LabDoubt]
    ) -> tuple[str, str, Unit | None, LabTest]:
        """The test a name means, with the name and the unit as a scanner should have read them."""
        if self._pages[one.page].from_ocr:
            unit = unit.rstrip(".,;: ")  # specks
        known = self._rules.units.find(unit) if unit else None
        lookup = unit_in_name(name, self._rules)
        bare = lookup[1] if lookup and self._rules.analytes.find(name) is None else name
        if self._pages[one.page].from_ocr:
            analyte = self._rules.analytes.find(bare) or self._rules.analytes.scanned(bare)
            if analyte is not None and self._rules.analytes.find(bare) is None:
                bare = " ".join(self._spelled(analyte.key, bare))
                doubts.add(LabDoubt.NAME)
            if analyte is not None and unit and known is None:
                kinds = frozenset(analyte.codes) | {"ratio"}
                if mended := self._rules.units.like(unit, kinds):
                    unit, known = mended, self._rules.units.find(mended)
                    doubts.add(LabDoubt.UNIT)
        return name, unit, known, self._rules.analytes.test(bare, known, one.specimen, blood=one.blood)

    def _spelled(self, key: str, name: str) -> tuple[str, ...]:
        """The name of the table that is nearest to a misread one."""
        own = [words for words, each in self._rules.analytes.names.items() if each == key]
        return min(own, key=lambda words: abs(len("".join(words)) - len(name.replace(" ", ""))))

    def _value(self, one: Found, doubts: set[LabDoubt]) -> tuple[str, float | None, str]:
        printed = text_of(one.value)
        first = one.value[0]
        if first.what is not What.NUMBER or len(one.value) > 1:
            return printed, None, ""
        digits = printed[len(first.comparator) :].strip() if first.comparator else printed
        if first.comparator and not printed.startswith(first.comparator):
            digits = printed.lstrip("<>=≤≥ ")
        value, unclear = value_of(digits, self._decimal)
        if unclear:
            doubts.add(LabDoubt.NUMBER)
        if value is None:
            doubts.add(LabDoubt.VALUE)
        return printed, value, first.comparator

    def _range(self, one: Found) -> str:
        low, high = one.bounds
        if low or high:
            return f"{low} - {high}" if low and high else low or high
        text = text_of(one.range)
        pairs = {"(": ")", "[": "]"}
        if text[:1] in pairs and text[-1:] == pairs[text[:1]] and text.count(text[:1]) == 1:
            return text[1:-1].strip()
        return text

    def _mended(self, printed_range: str) -> str:
        """A range as the rest of the paper prints its ranges: a scanner loses commas, accents and spaces."""
        if self._decimal is Decimal.COMMA:
            printed_range = _POINT.sub(",", printed_range)  # a comma behind "<5" is often read as a point
        return _JOINED_BY_A.sub(r"\1 à ", printed_range) if self._accented else printed_range

    def _taken(self, one: Found, doubts: set[LabDoubt]) -> Taken:
        offset = one.name[0].start if one.name else 0
        collected = one.collected or self._days.for_row("collected", one.page, offset)
        received = one.received or self._days.for_row("received", one.page, offset)
        reported = one.reported or self._days.for_row("reported", one.page, offset)
        if collected is None:
            if self._document.service_date is None or self._document.date_confidence < _SURE_DAY:
                doubts.add(LabDoubt.DATE)
            return Taken(self._document.service_date, _date(received), _date(reported))
        if collected.sure < _SURE_DATE:
            doubts.add(LabDoubt.DATE)
        return Taken(collected.date, _date(received), _date(reported), collected.time)

    def _doubt_unit(self, one: Found, unit: str, known: Unit | None, test: LabTest, doubts: set[LabDoubt]) -> None:
        analyte = self._rules.analytes.by_key.get(test.key)
        if known is None:
            plain = {"ratio", "number"}
            needs_none = analyte is not None and bool(plain.intersection(analyte.codes))
            if analyte is not None and self._pages[one.page].from_ocr:
                needs_none = plain.issuperset(analyte.codes)  # a scanner may have lost the unit
            doubtful = bool(unit) or (one.blood and not needs_none)
        else:
            doubtful = analyte is not None and not analyte.takes(known)
            if self._pages[one.page].from_ocr and unit[:1] == "p":
                doubtful = doubtful or self._rules.units.find(f"u{unit[1:]}") is not None  # a scanner's µ
        if doubtful:
            doubts.add(LabDoubt.UNIT)

    def _doubt_flag(
        self, flag: str, value: float, comparator: str, printed_range: str, doubts: set[LabDoubt]
    ) -> None:
        """A mark that contradicts the paper's own range says that one of them was misread."""
        low, high = bounds_of(printed_range, self._decimal)
        mark, marks = flag.lower(), self._rules.marks
        if comparator or (low is None and high is None):
            return
        above, below = high is not None and value > high, low is not None and value < low
        if (
            (mark in marks.high and (below or (not above and high is not None)))
            or (mark in marks.low and (above or (not below and low is not None)))
            or (mark in marks.normal and (above or below))
        ):
            doubts.add(LabDoubt.FLAG)

    def _doubt_lost_flag(
        self, flag: str, value: float | None, comparator: str, printed_range: str, doubts: set[LabDoubt]
    ) -> None:
        """Where a paper marks what is outside, a scanner has lost the mark, or read a number into or out of it."""
        low, high = bounds_of(printed_range, self._decimal)
        if flag or comparator or value is None or not self._marks:
            return
        if (high is not None and value > high) or (low is not None and value < low):
            doubts.add(LabDoubt.FLAG)

    def _doubt_scan(self, one: Found, value: float | None, printed_range: str, doubts: set[LabDoubt]) -> None:
        """What a scanner may have misread: uncertain letters, a mark that is missing, a point that is lost."""
        pieces: Sequence[Piece] = (*one.unit, *one.range)
        if any(piece.sure < _SURE_LETTERS for piece in one.value) or any(piece.sure < _LIKELY for piece in pieces):
            doubts.add(LabDoubt.SCAN)
        if any(word.sure < _SURE_LETTERS and any(map(str.isdigit, word.text)) for word in one.name):
            doubts.add(LabDoubt.SCAN)
        low, high = bounds_of(printed_range, self._decimal)
        if value is None:
            return
        places = {_places(each) for each in re.findall(DIGITS, printed_range)}
        own = _places(text_of(one.value))
        if places and (own < min(places) or own > max(places) >= 1):
            doubts.add(LabDoubt.SCAN)  # a point that is lost, or a footnote that is taken for a digit
        too_high = high is not None and value > _FAR_OFF * high
        too_low = low is not None and low > 0 and value < low / _FAR_OFF
        if too_high or too_low or (low is None and high is None):
            doubts.add(LabDoubt.SCAN)


def _places(printed: str) -> int:
    """How many digits stand behind the last point or comma."""
    return len(re.split(r"[.,]", printed)[-1].strip("<>≤≥= ")) if re.search(r"[.,]", printed) else 0


def _date(day: Day | None) -> PartialDate | None:
    return day.date if day else None


def _confidence(doubts: set[LabDoubt], *, scan: bool) -> float:
    """Of results at this figure, about so many are wholly as printed."""
    if not doubts:
        return _SURE_SCAN if scan else _SURE
    return round(max(0.2, _DOUBTED - _EACH * (len(doubts) - 1)), 2)
