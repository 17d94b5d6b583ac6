"""A statement of a page in folded words, with the dates and the examinations that stand in it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from recordkeeper.recognise.facts_text import Leaf, Statement
from recordkeeper.recognise.pairing_rules import Vocabulary
from recordkeeper.recognise.printed_dates import PrintedDate
from recordkeeper.records.dates import PartialDate

_AROUND = 90  # letters quoted before and after what is told
_PRINTED_LARGE = frozenset({"us", "rm", "tc", "mr", "nm", "xr", "mam", "rx", "wb", "tte", "tee", "pt"})
_PART_OF = {"CT": "PT", "XA": "CT"}  # "PET/CT" is one examination, "CT angiogram" too


class Dated(NamedTuple):
    """A date in a statement: the numbers of its first word and of the one after it."""

    first: int
    last: int
    date: PartialDate
    year_known: bool = True


class Named(NamedTuple):
    """Something named in a statement, words first to last - 1."""

    first: int
    last: int
    what: str


@dataclass(frozen=True, slots=True)
class Line:
    """A statement as it is searched. Word numbers are those of its page."""

    leaf: Leaf
    statement: Statement
    dates: tuple[Dated, ...]

    def words(self, first: int, last: int) -> str:
        """Words first to last - 1 of the page, within this statement, folded."""
        return " ".join(self.leaf.words.words[max(first, self.statement.first) : min(last, self.statement.last)])

    @property
    def folded(self) -> str:
        return self.words(self.statement.first, self.statement.last)

    def quoted(self, first: int, last: int) -> str:
        """What is printed around words first to last - 1: the statement, cut where it is long."""
        starts, ends = self.leaf.words.starts, self.leaf.words.ends
        begin = max(self.statement.start, starts[first] - _AROUND)
        end = min(self.statement.end, ends[last - 1] + _AROUND)
        text = self.leaf.text
        while begin > self.statement.start and not text[begin - 1].isspace():
            begin -= 1
        while end < self.statement.end and not text[end].isspace():
            end += 1
        cut = "…" if begin > self.statement.start else ""
        return f"{cut}{self.leaf.printed(begin, end)}{'…' if end < self.statement.end else ''}"

    def find(self, search: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        """Where a pattern stands: the numbers of the first word and of the one after."""
        starts = self._starts()
        for match in search.finditer(self.folded):
            first = bisect_right(starts, match.start()) - 1
            last = bisect_left(starts, match.end())
            yield self.statement.first + first, self.statement.first + last

    def examinations(self, modalities: Vocabulary) -> list[Named]:
        """The examinations named, in order; each once."""
        found = [
            Named(first, last, code)
            for code, search in modalities.words.items()
            for first, last in self.find(search)
            if self._as_printed(first, last)
        ]
        return _joined(sorted(found))

    def _as_printed(self, first: int, last: int) -> bool:
        """Short words are names of examinations only in capitals: "US", not "us"."""
        word = self.leaf.words.words[first]
        if last - first > 1 or word not in _PRINTED_LARGE:
            return True
        return self.leaf.text[self.leaf.words.starts[first] : self.leaf.words.ends[first]].isupper()

    def _starts(self) -> list[int]:
        starts, at = list[int](), 0
        for word in self.leaf.words.words[self.statement.first : self.statement.last]:
            starts.append(at)
            at += len(word) + 1
        return starts


def _joined(found: Sequence[Named]) -> list[Named]:
    """Without those that are part of another: of "PET/CT" the first name counts."""
    kept = list[Named]()
    for one in found:
        if kept and one.first < kept[-1].last + 1 and one.what in (kept[-1].what, *_PART_OF, "XA"):
            before = kept[-1]
            if one.first < before.last or _PART_OF.get(one.what) == before.what or one.what == before.what:
                kept[-1] = Named(before.first, max(before.last, one.last), before.what)
                continue
        elif kept and one.first < kept[-1].last:
            continue
        kept.append(one)
    return kept


def lines_of(leaf: Leaf, dates: Iterable[PrintedDate], vague: Iterable[PrintedDate] = ()) -> Iterator[Line]:
    """The statements of a page, each with its dates; of the `vague` ones the year is not printed."""
    by_statement: dict[int, list[Dated]] = {}
    starts = leaf.words.starts
    found = [*((one, True) for one in dates), *((one, False) for one in vague)]
    for one, year_known in sorted(found, key=lambda each: each[0].start):
        statement = leaf.statement_at(one.start)
        if statement is not None:
            dated = Dated(bisect_left(starts, one.start), bisect_left(starts, one.end), one.date, year_known)
            by_statement.setdefault(statement.first, []).append(dated)
    for statement in leaf.statements:
        yield Line(leaf, statement, tuple(by_statement.get(statement.first, ())))
