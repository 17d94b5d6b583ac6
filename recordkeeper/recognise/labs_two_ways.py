"""Rows that can be read in two ways: what is read of them is right perhaps, and a person looks."""

from __future__ import annotations

from collections.abc import Sequence

from recordkeeper.recognise.labs_columns import Placed
from recordkeeper.recognise.labs_found import Found
from recordkeeper.recognise.labs_headings import DATED, UNKNOWN, VALUES, Column
from recordkeeper.recognise.labs_lines import Word
from recordkeeper.recognise.labs_names import name_of
from recordkeeper.recognise.labs_pieces import What
from recordkeeper.recognise.labs_rules import LabRules
from recordkeeper.records.labs import LabDoubt

_BOUNDS = frozenset({What.NUMBER, What.SPAN})
_FEW = 2  # rows that show that a table has a column of numbers we do not know


def has_strange_numbers(placed: Sequence[Placed], columns: Sequence[Column]) -> bool:
    """Whether a row has numbers nobody can place.

    Two results that are not of a day each, a number under a heading we do not know, or a bare number with other
    bounds, which may be of such a column.
    """
    numbers = [one for one in placed if one.piece.what is What.NUMBER]
    if any(columns[one.column].role == UNKNOWN for one in numbers):
        return True
    if len({one.column for one in numbers if columns[one.column].role in VALUES - {DATED}}) > 1:
        return True
    for role in ("range", "low", "high"):
        bounds = [one.piece for one in placed if columns[one.column].role == role and one.piece.what in _BOUNDS]
        if len(bounds) > 1 and any(piece.what is What.NUMBER and not piece.comparator for piece in bounds):
            return True
    return False


def doubt_all(found: Sequence[Found], strange: int) -> None:
    """Doubt every result of a table of which several rows have numbers nobody can place.

    Where the result is not there, such a number stands alone in its row, and looks like a result.
    """
    for one in found if strange >= _FEW else ():
        one.doubts.add(LabDoubt.COLUMN)


def may_be_another(above: Sequence[Word], name: Sequence[Word], rules: LabRules) -> bool:
    """Whether the line above makes another test of this name: "Mean Corpuscular" over "Hemoglobin"."""
    joined = rules.analytes.find(name_of((*above, *name)))
    return joined is not None and joined != rules.analytes.find(name_of(name))
