"""Where the name of a test ends in a row: names have numbers in them, and values may stand close behind."""

from __future__ import annotations

from collections.abc import Sequence

from recordkeeper.recognise.folding import fold
from recordkeeper.recognise.labs_lines import Word
from recordkeeper.recognise.labs_pieces import Cutter, What
from recordkeeper.recognise.labs_rules import LabRules

_VALUE_LIKE = (What.NUMBER, What.WORD)
_MOST_NAME_WORDS = 14
_MOST_CELL = 30  # words: more is running text
_EDGE = ".:;,|_ "


def split_name(
    cell: Sequence[Word], cutter: Cutter, rules: LabRules, *, value_follows: bool, edge: float
) -> tuple[int, bool]:
    """How many words of a row's first cell are the name, and whether that is certain.

    `value_follows` says that another cell of the row holds a value; `edge` is where the next column begins.
    """
    count = len(cell)
    if count == 1 or count > _MOST_CELL or is_known(cell, rules):
        return count, True
    beyond = next((at for at in range(1, count) if cell[at].x0 >= edge), None)
    known = [at for at in range(count - 1, 0, -1) if is_known(cell[:at], rules) and _is_rest(cell[at:], cutter)]
    if known and (not value_follows or (beyond is not None and known[0] <= beyond)):
        return known[0], True
    if beyond is not None and _is_rest(cell[beyond:], cutter, loosely=value_follows):
        return beyond, True
    if value_follows:
        return count, True
    for at in range(1, count):
        if cell[at].text[:1].isdigit() or cell[at].text[:1] in "<>≤≥":
            pieces = cutter.pieces(cell[at:])
            if pieces and pieces[0].what is What.NUMBER and all(piece.what is not What.TEXT for piece in pieces):
                return at, len(pieces) > 1
    return count, True


def is_known(words: Sequence[Word], rules: LabRules) -> bool:
    """Whether these words are the name of a test of our table."""
    return rules.analytes.find(name_of(words)) is not None


def name_of(words: Sequence[Word]) -> str:
    """A name as printed, without the signs that lead on to the value."""
    return " ".join(word.text for word in words).strip(_EDGE)


def may_be_test(words: Sequence[Word], rules: LabRules) -> bool:
    """Whether a line that begins so can be a result: it has letters, is not too long, and is no "Patient: …"."""
    text = name_of(words)
    folded = fold(text)
    if not folded or len(folded.split()) > _MOST_NAME_WORDS or not any(map(str.isalpha, folded)):
        return False
    if rules.analytes.find(text) is not None:
        return True
    if any(word.text.endswith(":") for word in words[:3]) and len(words) > 1:
        return False
    parts = folded.split()
    return not any(" ".join(parts[:count]) in rules.not_tests for count in (1, 2, 3) if count <= len(parts))


def _is_rest(words: Sequence[Word], cutter: Cutter, *, loosely: bool = False) -> bool:
    """Whether all that follows a name is value, unit, range and marks, the value first."""
    pieces = cutter.pieces(words)
    if not pieces or any(piece.what in (What.TEXT, What.DATE) for piece in pieces):
        return False
    return loosely or pieces[0].what in _VALUE_LIKE or (pieces[0].what is What.FLAG and len(pieces) > 1)
