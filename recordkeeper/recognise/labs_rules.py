"""What the reader of results knows that is not code: resources/rules/labs.toml and analytes.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recordkeeper.recognise.date_rules import DateRules
from recordkeeper.recognise.folding import spellings
from recordkeeper.recognise.labs_analytes import Analytes
from recordkeeper.recognise.labs_units import Units
from recordkeeper.records.kinds import Kind

ROLES = (
    "name",
    "value",
    "in_range",
    "out_of_range",
    "unit",
    "range",
    "low",
    "high",
    "flag",
    "method",
    "specimen",
    "previous",
    "other",
    "collected",
    "received",
    "reported",
)


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks a laboratory puts beside a value."""

    words: frozenset[str]
    high: frozenset[str]
    low: frozenset[str]
    normal: frozenset[str]
    needs_column: frozenset[str]
    glued: frozenset[str]
    states: frozenset[str]  # of the whole report: no marks, though they stand in a column of marks


@dataclass(frozen=True, slots=True)
class LabRules:
    """Everything the reader of results knows. All words are folded, but for signs."""

    headings: Mapping[str, str]  # heading → role
    heading_words: frozenset[str]  # all words of headings
    values: frozenset[str]
    value_words: frozenset[str]  # the first words of values and of ranges
    marks: Marks
    footnotes: str
    ranges: frozenset[str]
    joins: frozenset[str]
    not_blood: frozenset[str]
    blood: frozenset[str]
    not_tests: frozenset[str]
    labels: Mapping[str, str]  # a label beside the columns → "specimen", "method", "comment"
    lab_kinds: frozenset[Kind]
    table_kinds: frozenset[Kind]
    units: Units
    analytes: Analytes
    dates: DateRules

    @classmethod
    def read(cls, folder: Path) -> LabRules:
        """The same with the rules of dates from `folder`."""
        return cls.load(folder, DateRules.of(tomllib.loads((folder / "dates.toml").read_text("utf-8"))))

    @classmethod
    def load(cls, folder: Path, dates: DateRules) -> LabRules:
        """Read both files; OSError when one is missing, KeyError or ValueError when it is no good."""
        labs, analytes = (
            tomllib.loads((folder / f"{name}.toml").read_text("utf-8")) for name in ("labs", "analytes")
        )
        context, flags = labs["context"], labs["flags"]
        headings = _headings(labs["headings"])
        values, ranges = _folded(labs["values"]["words"]), _folded(labs["ranges"]["words"])
        return cls(
            headings=headings,
            heading_words=frozenset(word for heading in headings for word in heading.split()),
            values=values,
            value_words=frozenset(said.split()[0] for said in values | ranges),
            marks=Marks(**{name: _as_they_are(flags[name]) for name in Marks.__slots__}),
            footnotes="".join(labs["marks"]["after"]),
            ranges=ranges,
            joins=frozenset(labs["ranges"]["joins"]),
            not_blood=_folded(context["not_blood"]),
            blood=_folded(context["blood"]),
            not_tests=_folded(context["not_tests"]),
            labels={word: role for role in ("specimen", "method", "comment") for word in _folded(context[role])},
            lab_kinds=frozenset(map(Kind, labs["kinds"]["lab"])),
            table_kinds=frozenset(map(Kind, labs["kinds"]["tables"])),
            units=Units.of(labs["unit"]),
            analytes=Analytes.of(analytes, _folded(context["silent"])),
            dates=dates,
        )


def _headings(table: Mapping[str, Sequence[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for role in ROLES:
        for pattern in table[role]:
            for spelling in spellings(pattern):
                found.setdefault(spelling, role)
    return found


def _folded(patterns: Sequence[Any]) -> frozenset[str]:
    return frozenset(spelling for pattern in patterns for spelling in spellings(pattern))


def _as_they_are(marks: Sequence[str]) -> frozenset[str]:
    return frozenset(mark.lower() for mark in marks)
