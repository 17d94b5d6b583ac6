"""The kit that made-up families are made with: a patient, texts as data, layouts, a record of what is true."""

from __future__ import annotations

import datetime as dt
import random
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from recordkeeper.records.belonging import PairCandidate, PairKind
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import Kind
from recordkeeper.records.reading import PageText
from tests.making.layouts import EncounterPrint, FootNumber, Layout, Letterhead, Portal, RunningShort, SpanishPaged
from tests.making.noise import misread
from tests.making.paper import Paper, Person, a_doctor, renumbered
from tests.making.prose import filled

DATA: dict[str, Any] = tomllib.loads(Path(__file__).with_name("families.toml").read_text("utf-8"))
SIDES = {
    "left": ("left", "LT", "izquierda"),
    "right": ("right", "RT", "derecha"),
    "both": ("bilateral", "BILAT", "bilateral"),
    "": ("", "", ""),
}
_LAYOUTS: tuple[type[Layout], ...] = (Letterhead, RunningShort, FootNumber, EncounterPrint, Portal)
_PROSE = re.compile(r"\{prose(\d)\}")
_MISREAD, _LETTERS = 0.15, 0.004  # share of papers a scanner read, and of letters it misread

Truth = tuple[PairKind, str, str]


@dataclass(frozen=True, slots=True)
class Document:
    """A made-up paper of a known kind and day."""

    id: str
    kind: Kind
    pages: tuple[PageText, ...]
    date: PartialDate


@dataclass(slots=True)
class Family:
    """One patient's records, what belongs to what, and what is true but cannot be told."""

    person: Person
    documents: list[Document] = field(default_factory=list)
    studies: list[PairCandidate] = field(default_factory=list)
    truth: set[Truth] = field(default_factory=set)
    open: set[Truth] = field(default_factory=set)


@dataclass(slots=True)
class Maker:
    """Makes one patient's records."""

    draw: random.Random
    language: str
    person: Person
    place: str
    made: Family = field(init=False)
    count: int = 0

    def __post_init__(self) -> None:
        self.made = Family(self.person)

    @property
    def spanish(self) -> bool:
        return self.language == "es"

    @property
    def texts(self) -> dict[str, Any]:
        """The texts of documents in the patient's language."""
        found: dict[str, Any] = DATA["documents"][self.language]
        return found

    def name(self, what: str) -> str:
        self.count += 1
        return f"{what} {self.count}"

    def chance(self, share: float) -> bool:
        return self.draw.random() < share

    def accession(self, day: dt.date) -> str:
        if self.chance(0.3):
            return f"{day:%y}-{self.draw.randint(10000, 99999)}"
        return f"{self.draw.choice(('A', 'R', 'CT', 'RAD', ''))}{self.draw.randint(1_000_000, 9_999_999)}"

    def spelled(self) -> str:
        """The hospital's name in one of its spellings."""
        return self.draw.choice(
            (self.place, self.place.upper(), self.place.split()[0], f"{self.place}, Imaging", "")
        )

    def prose(self, sentences: int, about: str) -> str:
        """Sentences as they stand in reports about "imaging", "tissue", "operation" or "molecular" tests."""
        data = DATA["prose"][self.language]
        some = self.draw.sample(data[about], min(sentences, len(data[about])))
        organs = iter(self.draw.choices(data["organs"], k=len(some)))
        return " ".join(filled(self.draw, text.replace("{o}", next(organs))) for text in some)

    def fill(self, text: str, about: str, **values: object) -> str:
        """The text with its blanks filled; {prose3} with three sentences."""
        text = _PROSE.sub(lambda match: self.prose(int(match.group(1)), about), text)
        return text.format(**values)

    def write(
        self, kind: Kind, title: str, body: str, day: dt.date, number: str, *, doctor: str = "", place: str = ""
    ) -> str:
        """A paper in one of the layouts; the name it goes by."""
        paper = Paper(
            title,
            self.person,
            place or self.place,
            "Radiology",
            day,
            number,
            doctor or a_doctor(self.draw),
            body,
            str(kind),
            self.language,
        )
        layout = SpanishPaged if self.spanish else self.draw.choice(_LAYOUTS)
        pages = renumbered(layout(self.draw).pages(paper))
        if self.chance(_MISREAD):
            pages = [misread(page, self.draw, _LETTERS) for page in pages]
        name = self.name(str(kind))
        self.made.documents.append(Document(name, kind, tuple(pages), PartialDate.of(day)))
        return name
