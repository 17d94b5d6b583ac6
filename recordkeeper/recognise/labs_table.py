"""The rows of one table under its heading: pieces put in columns, names that run over lines, notes below rows."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from recordkeeper.recognise.folding import fold
from recordkeeper.recognise.labs_below import is_range_below, take_range
from recordkeeper.recognise.labs_columns import Placed, is_doubtful, place, settled
from recordkeeper.recognise.labs_found import Found, text_of
from recordkeeper.recognise.labs_headings import DATED, UNKNOWN, VALUES, Column, Day
from recordkeeper.recognise.labs_lines import Line, Word
from recordkeeper.recognise.labs_loose import read_loose
from recordkeeper.recognise.labs_names import is_known, may_be_test, name_of, split_name
from recordkeeper.recognise.labs_pieces import Cutter, Piece, What
from recordkeeper.recognise.labs_rules import LabRules
from recordkeeper.recognise.labs_two_ways import doubt_all, has_strange_numbers, may_be_another
from recordkeeper.records.labs import LabDoubt

_FAR = 4.0  # letter heights from its column: what stands farther away is no value of this table
_CLOSE_LINES = 0.8  # of the usual step between rows: a line nearer than this goes on with the one above
_EDGE = 0.7  # letter heights left of the next column a name may not reach
_IN_PLACE = 1.5  # letter heights from where its column stands
_LONGEST_UNIT = 14  # letters
_SHORT_NAME = 5  # words
_COMMENT_WORDS = 4


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table, its words put in columns. `at` counts the lines of its page."""

    at: int
    line: Line
    name: tuple[Word, ...]
    sure_name: bool
    placed: tuple[Placed, ...]

    def has_value(self, columns: Sequence[Column]) -> bool:
        """Whether something stands in a column of values, near enough to it."""
        return any(is_value(one, columns) for one in self.placed)


@dataclass(slots=True)
class Context:
    """What headings and labels between rows say of the rows below."""

    blood: bool = True
    specimen: str = ""
    method: str = ""


@dataclass(slots=True)
class TableReader:
    """Reads the lines under one heading; `columns` from left to right."""

    columns: tuple[Column, ...]
    cutter: Cutter
    rules: LabRules
    days: Mapping[int, Day]
    page: int
    context: Context = field(default_factory=Context)

    def read(self, lines: Sequence[tuple[int, Line]]) -> list[Found]:
        """The results of these lines, top down."""
        rows = [self._row(at, line) for at, line in lines]
        in_columns = [row.placed for row in rows if not is_range_below(row.line, self.rules)]
        self.columns = settled(self.columns, in_columns)
        rows = [self._row(at, line) for at, line in lines]
        found = self._gathered(rows)
        doubt_all(found, sum(has_strange_numbers(row.placed, self.columns) for row in rows))
        return found

    def _name_at(self) -> int:
        return next(at for at, column in enumerate(self.columns) if column.role == "name")

    def _row(self, at: int, line: Line) -> Row:
        """Put the words of a line in columns: the name first, then what is right of it."""
        number = self._name_at()
        edge = self.columns[number + 1].x0 - _EDGE * line.height if number + 1 < len(self.columns) else 1e9
        left = (self.columns[number - 1].x1 + self.columns[number].x0) / 2 if number else -1e9
        name: list[Word] = []
        rest: list[Piece] = []
        sure = True
        cells = line.cells()
        for index, cell in enumerate(cells):
            past = any(piece.x0 >= left for piece in rest)  # the names
            if cell[-1].x1 <= left or cell[0].x0 < left:
                rest += self.cutter.pieces(cell)
            elif cell[0].x0 < edge and not past and (not name or self._is_text(cell)):
                follows = any(self._begins_value(other) for other in cells[index + 1 :])
                count, certain = split_name(cell, self.cutter, self.rules, value_follows=follows, edge=edge)
                if not name and not any(map(str.isalpha, "".join(word.text for word in cell[:count]))):
                    count = 0  # a row without a name: a line of numbers
                name += cell[:count]
                sure = sure and certain
                if cell[count:]:
                    rest += self.cutter.pieces(cell[count:])
            else:
                rest += self.cutter.pieces(cell)
        placed = self._placed(rest, left, number, line.height)
        return Row(at, line, tuple(name), sure, tuple(placed))

    def _placed(self, rest: Sequence[Piece], left: float, number: int, height: float) -> list[Placed]:
        before = [piece for piece in rest if piece.x0 < left]
        after = [piece for piece in rest if piece.x0 >= left]
        found = place(before, self.columns[:number], height)
        for one in place(after, self.columns[number + 1 :], height):
            found.append(Placed(one.piece, one.column + number + 1, one.margin, one.distance))
        return found

    def _is_text(self, cell: Sequence[Word]) -> bool:
        return all(piece.what is What.TEXT for piece in self.cutter.pieces(cell))

    def _begins_value(self, cell: Sequence[Word]) -> bool:
        pieces = self.cutter.pieces(cell)
        return bool(pieces) and pieces[0].what in (What.NUMBER, What.WORD, What.FLAG, What.SPAN)

    def _gathered(self, rows: Sequence[Row]) -> list[Found]:
        """Rows to results; lines without a value are parts of names, headings or notes."""
        found: list[Found] = []
        waiting: Row | None = None  # a line with a name only, which may begin the next one's
        step = self._step(rows)
        for index, row in enumerate(rows):
            if is_range_below(row.line, self.rules):
                if self._is_near(row, found):
                    take_range(row.line, found[-1], self.cutter, self.rules)
                continue
            if row.has_value(self.columns):
                above = rows[: index - (waiting is not None)][-1:]
                made = self._results(row, waiting, above[0] if above else None)
                found += made
                waiting = None
                continue
            waiting = None
            if loose := self._loose(row):
                found += loose
                continue
            if self._note(row, found):
                continue
            following = rows[index + 1] if index + 1 < len(rows) else None
            if row.name and not row.placed:
                if self._goes_on(row, found, following, step):
                    self._append_name(row, found)
                elif following is not None and self._begins(row, following, step):
                    waiting = row
                else:
                    self._heading(row)
            elif not row.name and self._is_near(row, found) and self._is_range(row):
                found[-1].range = (*found[-1].range, *(one.piece for one in row.placed))
        return found

    def _loose(self, row: Row) -> list[Found]:
        """A row that fits no column of values and yet is plainly a result: nothing is left out without a word."""
        if not row.name or not row.placed:
            return []
        found = read_loose([(row.at, row.line)], self.cutter, self.rules, self.page)
        for one in found:
            one.doubts.add(LabDoubt.COLUMN)
            one.blood, one.specimen = self.context.blood, self.context.specimen
        return found

    def _step(self, rows: Sequence[Row]) -> float:
        tops = [row.line.top for row in rows if row.name and row.has_value(self.columns)]
        steps = [b - a for a, b in itertools.pairwise(tops) if b > a]
        return median(steps) if steps else 0.0

    def _goes_on(self, row: Row, found: Sequence[Found], following: Row | None, step: float) -> bool:
        """Whether a line goes on with the name of the row above."""
        if not found or row.at - found[-1].line > 2:
            return False
        last = found[-1]
        joined = rules_join(last.name, row.name)
        if is_known(joined, self.rules) and not is_known(row.name, self.rules):
            return True
        if following is not None and not following.name and following.has_value(self.columns):
            return False
        if is_known(row.name, self.rules) or is_known(last.name, self.rules):
            return False
        text = name_of(row.name)
        if text[:1].islower() or text[:1] == "(" or last.name_text[-1:] in ",(-/&":
            return len(row.name) <= _COMMENT_WORDS
        above = row.line.top - self._top_of(last)
        below = following.line.top - row.line.top if following is not None else step
        return (
            bool(step) and 0 < above < _CLOSE_LINES * min(step, max(below, 1.0)) and len(row.name) <= _COMMENT_WORDS
        )

    def _begins(self, row: Row, following: Row, step: float) -> bool:
        """Whether a line begins the name of the row below."""
        if not following.has_value(self.columns):
            return False
        if not following.name:
            return True
        if is_known(following.name, self.rules):
            return is_known(rules_join(row.name, following.name), self.rules) and name_of(following.name)[:1] == "("
        if is_known(rules_join(row.name, following.name), self.rules):
            return True
        below = following.line.top - row.line.top
        return bool(step) and 0 < below < _CLOSE_LINES * step and row.line.text[-1:] in ",(-/&"

    def _top_of(self, last: Found) -> float:
        return min(word.y0 for word in last.name) if last.name else 0.0

    def _append_name(self, row: Row, found: list[Found]) -> None:
        """The line belongs to all results of the row above it: a grid has several."""
        line = found[-1].line
        for one in found:
            if one.line == line:
                one.name = rules_join(one.name, row.name)
                one.line = row.at

    def _is_near(self, row: Row, found: Sequence[Found]) -> bool:
        """Whether a line stands right below the last result."""
        if not found or row.at - found[-1].line > 2:
            return False
        return row.line.top - max(word.y1 for word in found[-1].words) < row.line.height * 1.1

    def _is_range(self, row: Row) -> bool:
        return all(self.columns[one.column].role == "range" for one in row.placed)

    def _note(self, row: Row, found: Sequence[Found]) -> bool:
        """Take a line that tells of specimen, method or a comment; a sentence belongs to the row above."""
        text = row.line.text
        label, colon, said = text.partition(":")
        role = self.rules.labels.get(fold(label)) if colon else None
        if role == "specimen":
            self.context.specimen = said.strip()
            self.context.blood = not self._says(said, self.rules.not_blood)
            return True
        near = self._is_near(row, found)
        if role and near:
            if role == "method":
                found[-1].method = said.strip()
            else:
                found[-1].comment = f"{found[-1].comment} {said.strip()}".strip()
            return True
        if near and len(row.line.words) > 2 * _COMMENT_WORDS and not row.has_value(self.columns):
            found[-1].comment = f"{found[-1].comment} {text}".strip()
            found[-1].line = row.at
            return True
        return role is not None

    def _heading(self, row: Row) -> None:
        text = name_of(row.name)
        if self._says(text, self.rules.not_blood):
            self.context.blood = False
        elif self._says(text, self.rules.blood) or len(row.name) <= _COMMENT_WORDS:
            self.context.blood, self.context.specimen = True, ""

    def _says(self, text: str, words: frozenset[str]) -> bool:
        folded = f" {fold(text)} "
        return any(f" {word} " in folded for word in words)

    def _results(self, row: Row, waiting: Row | None, above: Row | None) -> list[Found]:
        """The results of a row: one, or one for each day that has a value."""
        name = rules_join(waiting.name, row.name) if waiting is not None else row.name
        if not name or not may_be_test(name, self.rules):
            return []
        values = [one for one in row.placed if is_value(one, self.columns)]
        made = [
            self._result(row, name, [one for one in values if one.column == column], column)
            for column in dict.fromkeys(one.column for one in values)
        ]
        results = [one for one in made if one is not None]
        if above is not None and above.name and not above.placed and may_be_another(above.name, name, self.rules):
            for one in results:
                one.doubts.add(LabDoubt.NAME)
        return results

    def _result(self, row: Row, name: tuple[Word, ...], values: Sequence[Placed], column: int) -> Found | None:
        of_columns = self._by_role(row)
        own = self.columns[column]
        value = [one.piece for one in values if one.piece.what is not What.UNIT and one.piece.what is not What.FLAG]
        if not value:
            return None
        cells = [one.piece for one in row.placed if one.column == column]
        if _is_number_with_unit(value) and not of_columns.get("unit"):
            cells.append(replace(value.pop(), what=What.UNIT))  # a unit we do not know
        found = Found(
            page=self.page,
            name=name,
            value=tuple(value),
            line=row.at,
            unit=tuple(of_columns.get("unit", ())) or _of(cells, What.UNIT),
            range=tuple(of_columns.get("range", ())),
            flag=(*_of(cells, What.FLAG), *of_columns.get("flag", ())),
            bounds=(text_of(of_columns.get("low", ())), text_of(of_columns.get("high", ()))),
            method=text_of(of_columns.get("method", ())) or self.context.method,
            specimen=text_of(of_columns.get("specimen", ())) or self.context.specimen,
            blood=self.context.blood,
            marked=any(each.role == "flag" for each in self.columns),
            collected=own.day if own.role == DATED else self._day(of_columns.get("collected", ())),
            received=self._day(of_columns.get("received", ())),
            reported=self._day(of_columns.get("reported", ())),
        )
        if own.role == "out_of_range":
            found.flag_words = own.label
        self._tidy_range(found)
        if not self._belongs(found, row, values):
            return None
        self._doubt(found, row, values)
        return found

    def _belongs(self, found: Found, row: Row, values: Sequence[Placed]) -> bool:
        """Whether this is a row of the table at all: a name we know, a unit, range or mark, or all in its place."""
        if is_known(found.name, self.rules) or found.unit or found.range or found.flag or any(found.bounds):
            return True
        near = all(one.distance < _IN_PLACE for one in values) and len(found.name) <= _SHORT_NAME
        name_at = self.columns[self._name_at()]
        return near and (
            name_at.x1 - name_at.x0 > 1e5 or abs(row.name[0].x0 - name_at.x0) < _IN_PLACE * row.line.height
        )

    def _by_role(self, row: Row) -> dict[str, list[Piece]]:
        """The pieces of the columns by role; specks of a scan say nothing."""
        found: dict[str, list[Piece]] = {}
        for one in row.placed:
            if one.piece.what is What.TEXT and not any(map(str.isalnum, one.piece.printed)):
                continue
            role = self.columns[one.column].role
            if role == "flag" and fold(one.piece.printed) in self.rules.marks.states:
                continue
            if role in ("low", "high", UNKNOWN) and one.piece.what is What.FLAG:
                role = "flag"  # the column of marks has a heading we do not know
            if role == "unit" and one.piece.what is What.SPAN:
                role = "range"  # a row without a unit
            found.setdefault(role, []).append(one.piece)
        return found

    def _tidy_range(self, found: Found) -> None:
        """A unit or a mark that stands in the column of the range is no part of it."""
        if not found.unit:
            found.range = tuple(self._as_unit(at, found.range) for at in range(len(found.range)))
            found.unit = _of(found.range, What.UNIT)
        marks = _of(found.range, What.FLAG)
        if marks and len(marks) < len(found.range):
            found.flag = found.flag or marks
            found.range = tuple(piece for piece in found.range if piece.what is not What.FLAG)
        if all(piece.what in (What.UNIT, What.SPAN, What.NUMBER) for piece in found.range):
            found.range = tuple(piece for piece in found.range if piece.what is not What.UNIT)

    def _as_unit(self, at: int, pieces: Sequence[Piece]) -> Piece:
        """A piece behind the bounds that a scanner read a little differently from a unit, as that unit."""
        piece = pieces[at]
        bounds = at and pieces[at - 1].what in (What.SPAN, What.NUMBER)
        if bounds and piece.what is What.TEXT and self.rules.units.like(piece.printed):
            return replace(piece, what=What.UNIT)
        return piece

    def _doubt(self, found: Found, row: Row, values: Sequence[Placed]) -> None:
        if not row.sure_name:
            found.doubts.add(LabDoubt.NAME)
        if len(found.value) > 1 or found.value[0].what in (What.TEXT, What.SPAN):
            found.doubts.add(LabDoubt.VALUE)
        if has_strange_numbers(row.placed, self.columns) or any(is_doubtful(one) for one in values):
            found.doubts.add(LabDoubt.COLUMN)

    def _day(self, pieces: Sequence[Piece]) -> Day | None:
        for piece in pieces:
            for word in piece.words:
                if word.start in self.days:
                    return self.days[word.start]
        return None


def _is_number_with_unit(value: Sequence[Piece]) -> bool:
    """Whether a number and one short word behind it fill a cell."""
    if [piece.what for piece in value] != [What.NUMBER, What.TEXT]:
        return False
    return len(value[1].words) == 1 and len(value[1].printed) <= _LONGEST_UNIT


def is_value(one: Placed, columns: Sequence[Column]) -> bool:
    """Whether a piece is, or is part of, what stands in a column of values."""
    return (
        columns[one.column].role in VALUES
        and one.distance <= _FAR
        and one.piece.what in (What.NUMBER, What.WORD, What.SPAN, What.TEXT)
        and any(sign.isalnum() or sign in "+-" for sign in one.piece.printed)
    )


def rules_join(first: Sequence[Word], second: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a name that runs over two lines."""
    return (*first, *second)


def _of(pieces: Sequence[Piece], what: What) -> tuple[Piece, ...]:
    return tuple(piece for piece in pieces if piece.what is what)
