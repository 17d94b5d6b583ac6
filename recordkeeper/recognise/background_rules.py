"""How allergies, medicines, illnesses and operations are found in lists, from resources/rules/background.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from recordkeeper.recognise.folding import spellings
from recordkeeper.records.clinical import FactKind
from recordkeeper.records.kinds import Kind

SORTS = {
    "allergy": FactKind.ALLERGY,
    "medicine": FactKind.MEDICINE,
    "illness": FactKind.OTHER_ILLNESS,
    "operation": FactKind.EARLIER_OPERATION,
}


@dataclass(frozen=True, slots=True)
class BackgroundPatterns:
    """Regular expressions over small plain letters, by what they are signs of."""

    allergy: re.Pattern[str]
    of_allergies: re.Pattern[str]
    denied: re.Pattern[str]
    denied_on: re.Pattern[str]
    lead: re.Pattern[str]
    tells: re.Pattern[str]
    told_medicine: re.Pattern[str]
    told_illness: re.Pattern[str]
    told_operation: re.Pattern[str]
    told_allergy: re.Pattern[str]
    denies: re.Pattern[str]
    relatives: re.Pattern[str]
    goes_on: re.Pattern[str]
    nothing: re.Pattern[str]
    operation: re.Pattern[str]
    dose: re.Pattern[str]
    no_medicine: re.Pattern[str]
    over: re.Pattern[str]
    no_illness: re.Pattern[str]

    def told(self, kind: FactKind) -> re.Pattern[str]:
        """What a sentence that lists nothing must hold to say something of this kind."""
        return {
            FactKind.MEDICINE: self.told_medicine,
            FactKind.EARLIER_OPERATION: self.told_operation,
            FactKind.ALLERGY: self.told_allergy,
        }.get(kind, self.told_illness)


@dataclass(frozen=True, slots=True)
class BackgroundRules:
    """Everything the reader of these lists knows that is not code."""

    skipped: frozenset[Kind]
    not_in: Mapping[FactKind, frozenset[Kind]]
    headings: Mapping[str, FactKind]  # folded
    ends: frozenset[str]
    columns: frozenset[str]
    patterns: BackgroundPatterns

    @classmethod
    def load(cls, folder: Path, ends: Iterable[str] = ()) -> BackgroundRules:
        """Read the file; `ends` are more folded headings that end a section.

        OSError when it is missing, KeyError or ValueError when it is no good.
        """
        data = tomllib.loads((folder / "background.toml").read_text("utf-8"))
        headings = {
            spelling: SORTS[sort]
            for sort, patterns in data["headings"].items()
            for pattern in patterns
            for spelling in spellings(pattern)
        }
        return cls(
            skipped=frozenset(map(Kind, data["skipped_kinds"])),
            not_in={SORTS[sort]: frozenset(map(Kind, kinds)) for sort, kinds in data["not_in"].items()},
            headings=headings,
            ends=frozenset({*ends, *_spelled(data["ends"]["headings"])} - headings.keys()),
            columns=frozenset(_spelled(data["columns"]["heads"])),
            patterns=BackgroundPatterns(**{name: re.compile(each) for name, each in data["patterns"].items()}),
        )


def _spelled(patterns: Iterable[str]) -> Iterable[str]:
    return (spelling for pattern in patterns for spelling in spellings(pattern))
