"""The invented person of a synthetic heap, and the fields recipes may ask for. Deterministic by seed."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from recordkeeper.records.dates import PartialDate
from recordkeeper.records.patient import Identifier, Patient

Recipe = Mapping[str, Any]  # a table of resources/sample/*.toml

_DAY = re.compile(r"day_(m?)(\d+)")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody a paper is about. `digits` end their hospital numbers."""

    first: str
    last: str
    birth: dt.date
    sex: str
    digits: str

    def named(self, style: str) -> str:
        """The name as a facility writes it: plain, comma or upper."""
        if style == "plain":
            return f"{self.first} {self.last}"
        name = f"{self.last}, {self.first}"
        return name.upper() if style == "upper" else name


@dataclass(frozen=True, slots=True)
class Cast:
    """The patient, the stranger, day 0 and the facts the papers share."""

    person: Person
    stranger: Person
    former_name: str
    first_day: dt.date
    facts: Mapping[str, str]


def choose(recipe: Recipe, stranger: Recipe, seed: int) -> Cast:
    """Choose everybody and everything that varies. The same seed chooses the same."""
    draw = random.Random(seed)  # noqa: S311 - made-up people, nothing secret
    first_day = dt.date.fromisoformat(draw.choice(recipe["first_days"]))
    birth = dt.date(draw.choice(recipe["birth_years"]), draw.randint(1, 12), draw.randint(1, 28))
    first = f"{draw.choice(recipe['first_names'])} {draw.choice(recipe['middle_names'])}"
    last, former = draw.choice(recipe["last_names"]), draw.choice(recipe["former_last_names"])
    person = Person(first, last, birth, draw.choice(recipe["sexes"]), f"{draw.randint(100, 999)}")
    facts = {name: draw.choice(choices) for name, choices in recipe["vary"].items()}
    facts["age"] = str(first_day.year - birth.year - ((first_day.month, first_day.day) < (birth.month, birth.day)))
    facts["digits"] = person.digits
    given, family = stranger["name"]
    other = Person(given, family, dt.date.fromisoformat(stranger["birth"]), stranger["sex"], "002")
    return Cast(person, other, f"{first.split()[0]} {former}", first_day, facts)


def patient(cast: Cast, recipe: Recipe) -> Patient:
    """The library's patient as the person would type it, with each facility's number once."""
    person = cast.person
    numbers = {
        Identifier(facility["issuer"], facility["number"].format(digits=person.digits))
        for facility in recipe["facility"].values()
        if facility.get("hospital", True)
    }
    return Patient(
        name=person.named("plain"),
        birth_date=PartialDate.of(person.birth),
        sex=person.sex,
        also_known_as=(cast.former_name,),
        identifiers=tuple(sorted(numbers, key=lambda number: number.issuer)),
        country=recipe["country"],
    )


def written(date: dt.date, style: str) -> str:
    """A date as a facility writes it: us, iso, long or short."""
    if style == "us":
        return date.strftime("%m/%d/%Y")
    if style == "long":
        return f"{_MONTHS[date.month - 1]} {date.day}, {date.year}"
    if style == "short":
        return f"{date.day} {_MONTHS[date.month - 1][:3]} {date.year}"
    return date.isoformat()


class Fields(dict[str, object]):
    """Fills a paper's placeholders; dates (`day_10`, `day_m21`) are worked out when asked for."""

    def __init__(self, cast: Cast, person: Person, facility: Recipe, day: int, draw: random.Random) -> None:
        super().__init__(cast.facts)
        self._first_day, self._style = cast.first_day, facility["date_style"]
        self.update(
            name=person.named("plain"),
            first=person.first,
            birth=written(person.birth, self._style),
            date=self.on(day),
            n=_Drawn(draw),
        )

    def on(self, day: int) -> str:
        return written(self._first_day + dt.timedelta(days=day), self._style)

    def __missing__(self, key: str) -> str:
        match = _DAY.fullmatch(key)
        if match is None:
            raise KeyError(key)
        return self.on(-int(match.group(2)) if match.group(1) else int(match.group(2)))


class _Drawn:
    """`{n:11.5~13.9}` is a number between the two, with as many decimals as they have."""

    def __init__(self, draw: random.Random) -> None:
        self._draw = draw

    def __format__(self, span: str) -> str:
        low, _, high = span.partition("~")
        decimals = len(low.partition(".")[2])
        return f"{self._draw.uniform(float(low), float(high)):.{decimals}f}"
