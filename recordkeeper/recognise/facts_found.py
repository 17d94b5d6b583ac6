"""A fact while it is being read: where on which page, before it is quoted."""

from __future__ import annotations

from dataclasses import dataclass

from recordkeeper.recognise.facts_text import Leaf, Statement
from recordkeeper.records.clinical import FactKind
from recordkeeper.records.dates import PartialDate

HEDGED = 0.4  # what a hedged wording is worth at most
_NUMBERING = 14  # letters: "12. " before it, "type." after it
LONGEST = 240  # letters of a quotation


@dataclass(frozen=True, slots=True)
class Found:
    """What was found between two offsets of a page. `about` are the folded words that tell it from others."""

    kind: FactKind
    leaf: Leaf
    statement: Statement
    start: int
    end: int
    confidence: float
    name: str = ""
    about: frozenset[str] = frozenset()
    date: PartialDate | None = None

    @property
    def printed(self) -> str:
        """Its words as printed."""
        return self.leaf.printed(self.start, self.end)

    @property
    def is_all_of_its_statement(self) -> bool:
        """Whether its statement says nothing else, but for a number before it."""
        return self.statement.end - self.statement.start - (self.end - self.start) <= _NUMBERING

    def overlaps(self, other: Found) -> bool:
        """Whether both stand in the same words of the same page."""
        return self.leaf is other.leaf and self.start < other.end and other.start < self.end
