"""A range that stands below its row with a label of its own: "Reference Range: 4.0 - 11.0 K/uL"."""

from __future__ import annotations

from recordkeeper.recognise.folding import fold
from recordkeeper.recognise.labs_found import Found
from recordkeeper.recognise.labs_lines import Line
from recordkeeper.recognise.labs_pieces import Cutter, What
from recordkeeper.recognise.labs_rules import LabRules

_MOST_LABEL = 5  # words
_BOUNDS = frozenset({What.SPAN, What.NUMBER, What.WORD, What.TEXT})


def is_range_below(line: Line, rules: LabRules) -> bool:
    """Whether a line begins with the label of a range, and says more than that."""
    return bool(_words_of_label(line, rules))


def take_range(line: Line, found: Found, cutter: Cutter, rules: LabRules) -> None:
    """Give a result the bounds and the unit such a line says, as far as its row has none."""
    pieces = cutter.pieces(line.words[_words_of_label(line, rules) :])
    bounds = tuple(piece for piece in pieces if piece.what in _BOUNDS)
    units = tuple(piece for piece in pieces if piece.what is What.UNIT)
    if not found.range and not any(found.bounds):
        found.range = bounds
        found.unit = found.unit or units[:1]


def _words_of_label(line: Line, rules: LabRules) -> int:
    """How many words the label has; 0 when the line has none."""
    for count, word in enumerate(line.words[:_MOST_LABEL], 1):
        if word.text.endswith(":"):
            label = fold(" ".join(each.text for each in line.words[:count]))
            return count if rules.headings.get(label) == "range" and len(line.words) > count else 0
    return 0
