"""Results that stand under no heading: lines that begin with a name and go on as only a result does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recordkeeper.recognise.labs_found import Found
from recordkeeper.recognise.labs_lines import Line, Word
from recordkeeper.recognise.labs_names import is_known, may_be_test, split_name
from recordkeeper.recognise.labs_pieces import Cutter, Piece, What, may_hold_value
from recordkeeper.recognise.labs_rules import LabRules
from recordkeeper.recognise.labs_two_ways import doubt_all
from recordkeeper.records.labs import LabDoubt

_MOST_PIECES = 7
_MOST_WORDS = 40  # of a line: more is running text
_VALUES = (What.NUMBER, What.WORD)


def read_loose(lines: Sequence[tuple[int, Line]], cutter: Cutter, rules: LabRules, page: int) -> list[Found]:
    """The results among these lines. One by itself counts only if we know its name; of others, two in a row."""
    candidates = [
        (at, list(_of_line(line, at, cutter, rules, page)) if _may_be_result(line, rules) else [])
        for at, line in lines
    ]
    found: list[Found] = []
    for index, (at, results) in enumerate(candidates):
        near = [one for there, others in candidates[max(0, index - 2) : index + 3] for one in others if there != at]
        for result in results:
            _go_on(result, lines[index + 1 :], rules)
            known = is_known(result.name, rules)
            if known or (near and result.unit and (result.range or result.flag)):
                found.append(result)
    doubt_all(found, sum(LabDoubt.COLUMN in one.doubts for one in found))
    return found


def _may_be_result(line: Line, rules: LabRules) -> bool:
    return len(line.words) <= _MOST_WORDS and may_hold_value(line.words, rules)


def _go_on(result: Found, below: Sequence[tuple[int, Line]], rules: LabRules) -> None:
    """Let a name go on in the line below, where both together are the name of a test."""
    if not below:
        return
    at, line = below[0]
    joined = (*result.name, *line.words)
    if len(line.cells()) == 1 and is_known(joined, rules) and not is_known(line.words, rules):
        result.name, result.line = joined, at


def _of_line(line: Line, at: int, cutter: Cutter, rules: LabRules, page: int) -> Iterator[Found]:
    """The results of one line: one, or several side by side, each beginning with a name."""
    name: list[Word] = []
    pieces: list[Piece] = []
    sure = True
    cells = line.cells()
    for index, cell in enumerate(cells):
        follows = index + 1 < len(cells) and _is_value(cutter.pieces(cells[index + 1]))
        count, certain = split_name(cell, cutter, rules, value_follows=follows, edge=1e9)
        begins = (
            any(map(str.isalpha, cell[0].text))
            and (not _typed(cutter.pieces(cell)) or is_known(cell[:count], rules))
            and (not name or bool(pieces and is_known(cell[:count], rules)))
        )
        if begins:
            if name:
                yield from _made(name, pieces, sure, at, rules, page)
            name, pieces, sure = list(cell[:count]), cutter.pieces(cell[count:]), certain
        elif name:
            pieces += cutter.pieces(cell)
    if name:
        yield from _made(name, pieces, sure, at, rules, page)


def _typed(pieces: Sequence[Piece]) -> bool:
    return bool(pieces) and all(piece.what is not What.TEXT for piece in pieces)


def _is_value(pieces: Sequence[Piece]) -> bool:
    return bool(pieces) and pieces[0].what in (*_VALUES, What.FLAG)


def _made(
    name: Sequence[Word], pieces: Sequence[Piece], sure: bool, at: int, rules: LabRules, page: int
) -> Iterator[Found]:
    """A result, where what follows the name is a value and little else, in the order all papers have it."""
    rest = [piece for piece in pieces if piece.what is not What.TEXT]
    if not rest or len(pieces) > _MOST_PIECES or not may_be_test(name, rules):
        return
    if any(piece.what is What.DATE for piece in pieces) or len(pieces) - len(rest) > 1:
        return
    flags = [piece for piece in rest if piece.what is What.FLAG]
    others = [piece for piece in rest if piece.what is not What.FLAG]
    if not others or others[0].what not in _VALUES or (pieces[0].what is What.TEXT):
        return
    value, *others = others
    units = [piece for piece in others if piece.what is What.UNIT]
    ranges = [
        piece for piece in others if piece.what is What.SPAN or (piece.what is What.NUMBER and piece.comparator)
    ]
    more = [piece for piece in others if piece not in units and piece not in ranges]
    marks = [piece for piece in more if piece.what is What.WORD]
    if not units and not ranges and not flags:
        return
    found = Found(
        page=page,
        name=tuple(name),
        value=(value,),
        line=at,
        unit=tuple(units[:1]),
        range=tuple(ranges[:1]),
        flag=tuple(flags or marks)[:1],
        table=False,
    )
    if not sure:
        found.doubts.add(LabDoubt.NAME)
    unread = any(map(str.isdigit, "".join(piece.printed for piece in pieces if piece.what is What.TEXT)))
    if unread or len(more) > len(marks) or len(ranges) > 1 or len(flags) + len(marks) > 1:
        found.doubts.add(LabDoubt.COLUMN)
    yield found
