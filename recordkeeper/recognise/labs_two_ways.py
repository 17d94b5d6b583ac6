"""Rows that can be read in two ways: what is read of them is right perhaps, and a person looks."""

from __future__ import annotations

from collections.abc import Sequence

from recordkeeper.recognise.labs_columns import Placed
from recordkeeper.recognise.labs_headings import Column
from recordkeeper.recognise.labs_lines import Word
from recordkeeper.recognise.labs_names import name_of
from recordkeeper.recognise.labs_pieces import What
from recordkeeper.recognise.labs_rules import LabRules

_BOUNDS = frozenset({What.NUMBER, What.SPAN})


def has_stray_bounds(placed: Sequence[Placed], columns: Sequence[Column]) -> bool:
    """Whether a bare number stands with other bounds: it may be of a column whose heading we do not know."""
    for role in ("range", "low", "high"):
        bounds = [one.piece for one in placed if columns[one.column].role == role and one.piece.what in _BOUNDS]
        if len(bounds) > 1 and any(piece.what is What.NUMBER and not piece.comparator for piece in bounds):
            return True
    return False


def may_be_another(above: Sequence[Word], name: Sequence[Word], rules: LabRules) -> bool:
    """Whether the line above makes another test of this name: "Mean Corpuscular" over "Hemoglobin"."""
    joined = rules.analytes.find(name_of((*above, *name)))
    return joined is not None and joined != rules.analytes.find(name_of(name))
