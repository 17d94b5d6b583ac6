"""Facts told by their shape: the patterns of facts_patterns.toml, and on which texts each is tried at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Shape:
    """A pattern that is tried only on texts that hold one of `needs`, as searching is dear."""

    pattern: re.Pattern[str]
    needs: tuple[str, ...]

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As `re` has it."""
        return self.pattern.finditer(text) if self._may_stand(text) else iter(())

    def stands(self, text: str) -> bool:
        """Whether it is found in the text."""
        return self._may_stand(text) and self.pattern.search(text) is not None

    def _may_stand(self, text: str) -> bool:
        return any(need in text for need in self.needs)


@dataclass(frozen=True, slots=True)
class PatternRules:
    """Facts told by their shape; each is described in facts_patterns.toml."""

    tnm: Shape
    tnm_solid: Shape
    lone: Shape
    qualifiers: re.Pattern[str]
    stage: Shape
    no_cancer_stage: re.Pattern[str]
    edition: Shape
    gleason: re.Pattern[str]
    grade: Shape
    own_grade: re.Pattern[str]
    no_cancer_grade: re.Pattern[str]
    differentiated: Shape
    g: Shape
    performance: re.Pattern[str]
    performance_word: Shape
    detail: re.Pattern[str]
    dose: re.Pattern[str]
    no_dose: re.Pattern[str]
    dated: re.Pattern[str]
    count: re.Pattern[str]
    node: Shape
    of_nodes: Shape

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> PatternRules:
        """From the tables of the file. KeyError, TypeError or re.error when one is missing or no good."""
        needs: Mapping[str, list[str]] = table["needs"]
        rules: dict[str, Any] = {}
        for name, lines in table.items():
            if name != "needs":
                pattern = re.compile("".join(lines))
                rules[name] = Shape(pattern, tuple(needs[name])) if name in needs else pattern
        return cls(**rules)
