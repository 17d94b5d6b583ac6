"""The rows of a list of records: year headings, records, and records with the words that were found in them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from recordkeeper.catalogue.pages import each_word, folded
from recordkeeper.records.query import Hit, RecordLine
from recordkeeper.ui.records.groups import MARKS
from recordkeeper.wording.words import Words

_BEFORE = 12  # characters of a snippet left standing before the words found
_SOUGHT_SHOWN = 32  # characters of what was sought that a heading repeats


@dataclass(frozen=True, slots=True)
class Heading:
    """A year and how many records it holds; "" where the date is not known."""

    year: str
    count: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A record and, in a search, the best page that holds the words."""

    line: RecordLine
    hit: Hit | None = None


Row = Heading | Entry


def by_year(lines: Sequence[RecordLine]) -> tuple[Row, ...]:
    """The records below the headings of their years, in the order given."""
    rows: list[Row] = []
    for year, group in groupby(lines, key=_year):
        entries = [Entry(line) for line in group]
        rows += [Heading(str(year or ""), len(entries)), *entries]
    return tuple(rows)


def by_hits(lines: Iterable[RecordLine], hits: Iterable[Hit]) -> tuple[Entry, ...]:
    """The records that hold the words, best first, each once with its best page.

    A copy or an older version is listed only where what is shown in its place does not hold them.
    """
    known = {line.id: line for line in lines}
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.record, hit)
    found = (Entry(known[record], hit if hit.snippet else None) for record, hit in best.items() if record in known)
    return tuple(entry for entry in found if entry.line.shown_as not in best)


def folded_up(lines: Iterable[RecordLine], *, but: Container[str] = ()) -> tuple[RecordLine, ...]:
    """The records without copies and older versions that another is shown for, `but` these."""
    return tuple(line for line in lines if not line.shown_as or line.id in but)


def _year(line: RecordLine) -> int:
    return line.service_date.year if line.service_date else 0


@dataclass(frozen=True, slots=True)
class RowWords:
    """What the rows say."""

    words: Words

    def heading(self, row: Heading) -> str:
        return row.year or self.words.say("records.no_date")

    def title(self, line: RecordLine) -> str:
        return line.title or self.kind(line)

    def kind(self, line: RecordLine) -> str:
        return self.words.say(f"cli.kind.{line.kind}")

    def when_and_kind(self, line: RecordLine) -> str:
        date = self.words.date(line.service_date) if line.service_date else self.words.say("common.no_date")
        return f"{date} · {self.kind(line)}"

    def origin(self, line: RecordLine) -> str:
        """From where; how many images a scan has, pages where nothing else is known, and further copies."""
        amount = self.amount(line) if line.is_study or not line.facility else ""
        copies = self.words.say("records.copies", count=line.copies) if line.copies else ""
        return " · ".join(part for part in (self.gone(line), *line.tags, amount, line.facility, copies) if part)

    def gone(self, line: RecordLine) -> str:
        """Whose library a record went to, "" for most."""
        return self.words.say("strangers.moved_to", name=line.moved_to) if line.moved_to else ""

    def amount(self, line: RecordLine) -> str:
        if line.count is None:
            return ""
        return self.words.say("common.images" if line.is_study else "common.pages", count=line.count)

    def mark(self, line: RecordLine) -> str:
        """The state in words, "" where nothing is to be said."""
        return self.words.say(f"cli.status.{line.status}") if line.status in MARKS else ""

    def spoken(self, row: Row) -> str:
        """One sentence for a screen reader."""
        if isinstance(row, Heading):
            return f"{self.heading(row)}, {self.words.say('records.records', count=row.count)}"
        line = row.line
        date = self.words.date(line.service_date, long=True) if line.service_date else ""
        parts = (
            self.mark(line),
            self.words.say("search.state.starred") if line.starred else "",
            date or self.words.say("common.no_date"),
            self.kind(line),
            line.title if line.title.casefold() != self.kind(line).casefold() else "",
            self.gone(line),
            line.facility,
            *line.tags,
            self.words.say("records.copies", count=line.copies) if line.copies else "",
            row.hit.snippet if row.hit else "",
        )
        return ", ".join(part for part in parts if part)


def from_the_words(snippet: str, sought: str) -> str:
    """The snippet cut so that the words found stand near its beginning."""
    first = next(marked(snippet, sought), None)
    if first is None or first[0] <= _BEFORE:
        return snippet
    space = snippet.find(" ", first[0] - _BEFORE)
    return "… " + snippet[space + 1 if 0 <= space < first[0] else first[0] :]


def marked(text: str, sought: str) -> Iterator[tuple[int, int]]:
    """(start, length) of every place where one of the words sought begins a word."""
    pattern = each_word(sought)
    if pattern is not None:
        for match in pattern.finditer(folded(text)):
            yield match.start(), match.end() - match.start()


def shortened(sought: str) -> str:
    """What was sought, as far as it fits a heading."""
    return sought if len(sought) <= _SOUGHT_SHOWN else sought[: _SOUGHT_SHOWN - 1].rstrip() + "…"
