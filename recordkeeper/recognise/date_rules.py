"""How printed dates are read and which of them is the service date, read from resources/rules/dates.toml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from recordkeeper.recognise.folding import fold, spellings
from recordkeeper.recognise.words import Lexicon
from recordkeeper.records.kinds import DateRole, Kind

_LONGEST_LINE = 140  # characters; more is running text
# Beside the DateRoles: the kind's own date; none of this record; a visit, if it is not to come; a referral's own.
OWN_ROLES = frozenset({"service", "date", "not", "appointment", "referral"})


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that takes every date in it. `needs` stands in it, in small letters, if it is one."""

    role: str
    needs: str
    search: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class DateRules:
    """Roles are a DateRole, or one of OWN_ROLES, which say of themselves what they are."""

    labels: Lexicon
    suffixes: Lexicon
    lines: tuple[DateLine, ...]
    fillers: frozenset[str]
    plain_labels: frozenset[str]
    future: frozenset[str]
    past: frozenset[str]
    seeing: frozenset[str]  # what a doctor did with the patient who came: "saw", "examined"
    houses: frozenset[str]  # labels that end the name of a place: "Lung Cancer Clinic"
    writers: frozenset[str]  # how a sentence about its own writer begins: "I", "we"
    whom: frozenset[str]  # how a sentence speaks of the patient, and where: "this lady", "in my clinic"
    sections: Mapping[str, str]  # folded heading → what its dates are of: "others" or "story"
    order: Mapping[Kind, tuple[DateRole, ...]]
    months: Mapping[str, int]
    month_stems: tuple[str, ...]  # the first three letters of each
    month_first: Lexicon
    day_first: Lexicon
    month_first_signs: tuple[re.Pattern[str], ...]
    day_first_signs: tuple[re.Pattern[str], ...]
    month_first_form: re.Pattern[str]  # what a paper says itself: "mm/dd/yyyy"
    day_first_form: re.Pattern[str]
    month_first_countries: frozenset[str]
    english: frozenset[str]
    not_english: frozenset[str]
    little: frozenset[str]  # words that may stand among names in small letters

    def line_role(self, line: str) -> str:
        """What every date in this line is, where a machine printed or somebody signed it; "" for other lines."""
        if len(line) >= _LONGEST_LINE:
            return ""
        low = line.lower()
        return next((one.role for one in self.lines if one.needs in low and one.search.search(line)), "")

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> DateRules:
        """Take the tables of dates.toml; ValueError or KeyError when they are not as they should be."""
        months = {fold(name): number for number, names in enumerate(data["months"], 1) for name in names}
        for role in (*data["labels"], *data["suffixes"], *data["lines"]):
            if role not in OWN_ROLES:
                DateRole(role)
        return cls(
            labels=Lexicon.of(("date", role, patterns, False) for role, patterns in data["labels"].items()),
            suffixes=Lexicon.of(("date", role, patterns, False) for role, patterns in data["suffixes"].items()),
            lines=tuple(
                DateLine(role, needs, re.compile(search, re.IGNORECASE))
                for role, rows in data["lines"].items()
                for needs, search in rows
            ),
            fillers=frozenset(data["fillers"]),
            plain_labels=frozenset(data["plain_labels"]),
            future=frozenset(data["future"]),
            past=frozenset(data["past"]),
            seeing=frozenset(data["seeing"]),
            houses=frozenset(data["houses"]),
            whom=frozenset(data["whom"]),
            writers=frozenset(data["writers"]),
            sections={
                words: what for what, rows in data["sections"].items() for row in rows for words in spellings(row)
            },
            order={Kind(kind): tuple(DateRole(role) for role in roles) for kind, roles in data["order"].items()},
            months=months,
            month_stems=tuple(sorted({name[:3] for name in months})),
            month_first=Lexicon.of([("", "", data["month_first_words"], False)]),
            day_first=Lexicon.of([("", "", data["day_first_words"], False)]),
            month_first_signs=tuple(re.compile(sign) for sign in data["month_first_signs"]),
            day_first_signs=tuple(re.compile(sign) for sign in data["day_first_signs"]),
            month_first_form=re.compile(data["month_first_form"], re.IGNORECASE),
            day_first_form=re.compile(data["day_first_form"], re.IGNORECASE),
            month_first_countries=frozenset(data["month_first_countries"]),
            english=frozenset(data["english"]),
            not_english=frozenset(data["not_english"]),
            little=frozenset((*data["fillers"], *data["english"], *data["not_english"])),
        )
