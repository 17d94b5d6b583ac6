"""Results set as blocks: the name on a line, value and range below it, each with a label, as portals print them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from recordkeeper.recognise.labs_found import Found
from recordkeeper.recognise.labs_lines import Line, Word, folded
from recordkeeper.recognise.labs_names import is_known, may_be_test
from recordkeeper.recognise.labs_pieces import Cutter, Piece, What
from recordkeeper.recognise.labs_rules import LabRules

_MOST_LINES = 6  # of a block below its name
_VALUES = (What.NUMBER, What.WORD)
_MOST_NAME = 8  # words
_COLON = re.compile(r"[:：]$")


def read_blocks(lines: Sequence[tuple[int, Line]], cutter: Cutter, rules: LabRules, page: int) -> list[Found]:
    """The results of blocks among these lines: those that have a value, and a label of a range or of a value."""
    found: list[Found] = []
    at = 0
    while at < len(lines):
        made, used = _block(lines[at : at + _MOST_LINES + 1], cutter, rules, page)
        if made is not None:
            found.append(made)
        at += used
    return found


def _block(
    lines: Sequence[tuple[int, Line]], cutter: Cutter, rules: LabRules, page: int
) -> tuple[Found | None, int]:
    """The block that begins with the first line, and how many lines it takes; (None, 1) when none does."""
    number, name = lines[0]
    if not _is_name(name.words, cutter, rules):
        return None, 1
    block = Found(page, name.words, (), number)
    labelled = False
    taken = 1
    for at, line in lines[1:]:
        role, rest = _label(line, rules)
        if not role and not rest:
            break
        pieces = cutter.pieces(rest) if rest else []
        if not role and (block.value or not pieces or pieces[0].what not in _VALUES or _has_text(pieces)):
            break
        labelled = labelled or bool(role)
        _take(block, role or "value", pieces)
        block.line, taken = at, taken + 1
    if not block.value or not labelled or not (block.range or block.unit or is_known(block.name, rules)):
        return None, 1
    return block, taken


def _is_name(words: Sequence[Word], cutter: Cutter, rules: LabRules) -> bool:
    if len(words) > _MOST_NAME or not may_be_test(words, rules) or _label(Line(tuple(words), 0, 1), rules)[0]:
        return False
    return is_known(words, rules) or all(piece.what is What.TEXT for piece in cutter.pieces(words))


def _label(line: Line, rules: LabRules) -> tuple[str, Sequence[Word]]:
    """The label a line begins with, and the words after it; "" and all words for a line without one."""
    words = line.words
    for count in range(min(4, len(words)), 0, -1):
        text = " ".join(word.text for word in words[:count])
        role = rules.headings.get(folded(text), "")
        ends = bool(_COLON.search(text)) or count == len(words)
        if role in ("value", "range", "unit", "flag") and ends:
            return role, words[count:]
    return "", words


def _has_text(pieces: Sequence[Piece]) -> bool:
    return any(piece.what in (What.TEXT, What.DATE) for piece in pieces)


def _take(block: Found, role: str, pieces: Sequence[Piece]) -> None:
    """Put what a line says where it belongs."""
    for piece in pieces:
        if piece.what is What.UNIT:
            block.unit = block.unit or (piece,)
        elif role == "value" and piece.what in _VALUES and not block.value:
            block.value = (piece,)
        elif piece.what is What.FLAG and role in ("value", "flag"):
            block.flag = (*block.flag, piece)
        elif role == "range":
            block.range = (*block.range, piece)
