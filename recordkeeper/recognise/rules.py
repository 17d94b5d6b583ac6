"""The rules of recognition, read from resources/rules/*.toml into frozen values with compiled patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recordkeeper.recognise.folding import fold, spellings
from recordkeeper.recognise.stated_rules import StatedRules
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import DateRole, Kind

Says = tuple[tuple[Kind, float], ...]
Cues = Mapping[str, Says]
Phrase = tuple[str, Says]  # folded words and a space


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression over the text as printed, and what it says for a kind."""

    kind: Kind
    search: re.Pattern[str]
    weight: float


@dataclass(frozen=True, slots=True)
class Density:
    """How often a pattern stands in the text, by the word: each step reached adds its weight."""

    kind: Kind
    search: re.Pattern[str]
    steps: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class KindRules:
    """Cues for the kinds. `headings` and `phrases` are keyed by folded words."""

    names: Mapping[Kind, str]
    main_dates: Mapping[Kind, DateRole]
    subjects: Mapping[Kind, re.Pattern[str]]
    titles: tuple[tuple[Kind, re.Pattern[str]], ...]
    headings: Cues
    phrases: Mapping[str, tuple[Phrase, ...]]  # by first word
    patterns: tuple[Pattern, ...]
    densities: tuple[Density, ...]
    short_words: frozenset[str]  # abbreviations that stay in capitals
    of_another: frozenset[str]  # headings whose lines are about other records
    title_weight: float
    file_title_weight: float
    other_base: float
    temperature: float


@dataclass(frozen=True, slots=True)
class DateLabel:
    """Words that say what happened on the date beside them."""

    role: str  # a DateRole, or "service" / "date" (the kind's own) / "not" (no date of this record)
    search: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class DateRules:
    """How printed dates are read and which of them is the service date."""

    labels: tuple[DateLabel, ...]
    suffixes: tuple[DateLabel, ...]
    lines: tuple[DateLabel, ...]
    order: Mapping[Kind, tuple[DateRole, ...]]
    months: Mapping[str, int]
    month_first: re.Pattern[str]
    day_first: re.Pattern[str]
    month_first_countries: frozenset[str]


@dataclass(frozen=True, slots=True)
class PeopleRules:
    """How a record names its patient, its author and the place it comes from."""

    name_labels: re.Pattern[str]
    family_labels: re.Pattern[str]
    given_labels: re.Pattern[str]
    name_ends: re.Pattern[str]
    not_names: frozenset[str]
    identifier_labels: tuple[tuple[str, re.Pattern[str]], ...]
    accession_labels: re.Pattern[str]
    author_labels: tuple[tuple[re.Pattern[str], float], ...]
    facility_labels: re.Pattern[str]
    facility_words: re.Pattern[str]
    department_words: re.Pattern[str]
    not_facilities: re.Pattern[str]
    titles: frozenset[str]
    particles: frozenset[str]


@dataclass(frozen=True, slots=True)
class ImagingRules:
    """Plain words for DICOM terms."""

    modalities: Mapping[str, str]
    report_modalities: frozenset[str]
    body_parts: Mapping[str, str]
    series_words: tuple[tuple[re.Pattern[str], str], ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything recognition knows that is not code."""

    kinds: KindRules
    dates: DateRules
    people: PeopleRules
    imaging: ImagingRules
    stated: StatedRules

    @classmethod
    def load(cls, folder: Path) -> Rules:
        """Read kinds, dates, people, imaging and stated rules from `folder`.

        OSError when a file is missing, ValueError when one is not as it should be.
        """
        return cls(
            kinds=_kind_rules(_toml(folder / "kinds.toml")),
            dates=_date_rules(_toml(folder / "dates.toml")),
            people=_people_rules(_toml(folder / "people.toml")),
            imaging=_imaging_rules(_toml(folder / "imaging.toml")),
            stated=StatedRules.of(_toml(folder / "stated.toml")),
        )


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _kind_rules(data: Mapping[str, Any]) -> KindRules:
    tables = {Kind(name): table for name, table in data.items() if isinstance(table, dict)}
    headings: dict[str, dict[Kind, float]] = {}
    phrases: dict[str, dict[Kind, float]] = {}
    for kind, table in tables.items():
        _add_cues(headings, kind, table.get("headings", ()))
        _add_cues(phrases, kind, [*table.get("phrases", ()), *table.get("against", ())])
    return KindRules(
        names={kind: table["name"] for kind, table in tables.items()},
        short_words=frozenset(data["short_words"]),
        of_another=frozenset(data["of_another"]),
        main_dates={kind: DateRole(table["main_date"]) for kind, table in tables.items()},
        subjects={
            kind: re.compile(rf"^\W*{table['subject']}\s*:\s*(?P<words>.+)$", re.IGNORECASE)
            for kind, table in tables.items()
            if "subject" in table
        },
        titles=tuple(
            (kind, re.compile("|".join(f"(?:{title})" for title in table["titles"])))
            for kind, table in tables.items()
            if table.get("titles")
        ),
        headings={words: tuple(kinds.items()) for words, kinds in headings.items()},
        phrases=_by_first_word(phrases),
        patterns=tuple(
            Pattern(kind, re.compile(search, re.MULTILINE), weight)
            for kind, table in tables.items()
            for search, weight in table.get("patterns", ())
        ),
        densities=tuple(
            Density(kind, re.compile(row["pattern"]), tuple((least, weight) for least, weight in row["steps"]))
            for kind, table in tables.items()
            for row in table.get("densities", ())
        ),
        title_weight=float(data["title_weight"]),
        file_title_weight=float(data["file_title_weight"]),
        other_base=float(data["other_base"]),
        temperature=float(data["temperature"]),
    )


def _by_first_word(phrases: Mapping[str, Mapping[Kind, float]]) -> dict[str, tuple[Phrase, ...]]:
    groups: dict[str, list[Phrase]] = {}
    for words, kinds in phrases.items():
        groups.setdefault(words.split(" ", 1)[0], []).append((f"{words} ", tuple(kinds.items())))
    return {first: tuple(group) for first, group in groups.items()}


def _add_cues(cues: dict[str, dict[Kind, float]], kind: Kind, rows: Any) -> None:
    for pattern, weight in rows:
        for words in spellings(pattern):
            of_words = cues.setdefault(words, {})
            of_words[kind] = max(of_words.get(kind, -99.0), float(weight))


def _date_rules(data: Mapping[str, Any]) -> DateRules:
    return DateRules(
        labels=_date_labels(data["labels"], r"(?<![A-Za-z])(?:{})(?![A-Za-z])"),
        suffixes=_date_labels(data["suffixes"], r"{}"),
        lines=_date_labels(data["lines"], r"{}"),
        order={Kind(kind): tuple(DateRole(role) for role in roles) for kind, roles in data["order"].items()},
        months={fold(name): number for number, names in enumerate(data["months"], 1) for name in names},
        month_first=_either(data["month_first_cues"]),
        day_first=_either(data["day_first_cues"]),
        month_first_countries=frozenset(data["month_first_countries"]),
    )


def _date_labels(rows: Mapping[str, list[str]], frame: str) -> tuple[DateLabel, ...]:
    return tuple(
        DateLabel(role, re.compile(frame.format("|".join(words)), re.IGNORECASE)) for role, words in rows.items()
    )


def _either(patterns: list[str], flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), flags)


def _people_rules(data: Mapping[str, Any]) -> PeopleRules:
    return PeopleRules(
        name_labels=_either(data["name_labels"]),
        family_labels=_either(data["family_labels"]),
        given_labels=_either(data["given_labels"]),
        name_ends=_either(data["name_ends"]),
        not_names=frozenset(data["not_names"]),
        identifier_labels=tuple((issuer, _either(words)) for issuer, words in data["identifier_labels"].items()),
        accession_labels=_either(data["accession_labels"]),
        author_labels=tuple((_either(row["words"]), float(row["weight"])) for row in data["author_labels"]),
        facility_labels=_either(data["facility_labels"]),
        facility_words=_either(data["facility_words"]),
        department_words=_either(data["department_words"]),
        not_facilities=_either(data["not_facilities"]),
        titles=frozenset(data["titles"]),
        particles=frozenset(data["particles"]),
    )


def _imaging_rules(data: Mapping[str, Any]) -> ImagingRules:
    return ImagingRules(
        modalities=data["modalities"],
        report_modalities=frozenset(data["report_modalities"]),
        body_parts=data["body_parts"],
        series_words=tuple((re.compile(words, re.IGNORECASE), plain) for words, plain in data["series_words"]),
    )


def partial_date(year: int, month: int, day: int) -> PartialDate | None:
    """Return the date, or None when there is no such day."""
    try:
        return PartialDate(year, month, day)
    except ValueError:
        return None
