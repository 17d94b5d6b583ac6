"""How many dates, people, places and numbers are read exactly, counted over papers whose facts are known."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from recordkeeper.records.document import Recognition
from tests.making.heads import MadePaper

HELD_OUT = Path(__file__).parents[1] / "recognise" / "held_out"
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "dra", "prof"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is true of a paper; nothing where it does not say. `days` are all right, `traps` plainly wrong."""

    days: frozenset[str] = frozenset()
    traps: frozenset[str] = frozenset()
    born: str = ""
    person: str = ""
    number: str = ""
    facility: str = ""
    author: str = ""
    accession: str = ""


@dataclass(slots=True)
class Exact:
    """Exact answers of those asked for, by fact; `dates` keeps how sure each was."""

    asked: Counter[str] = field(default_factory=Counter)
    exact: Counter[str] = field(default_factory=Counter)
    traps: int = 0
    dates: list[tuple[float, bool]] = field(default_factory=list)

    def judge(self, wanted: Wanted, found: Recognition) -> list[str]:
        """Count one paper; return the facts that are wrong."""
        if wanted.days:
            self.traps += str(found.service_date) in wanted.traps
            self.dates.append((found.date_confidence, str(found.service_date) in wanted.days))
        numbers = found.person.identifiers
        pairs = {
            "service date": (bool(wanted.days), str(found.service_date) in wanted.days),
            "birth date": (bool(wanted.born), str(found.person.birth_date) == wanted.born),
            "patient": (bool(wanted.person), words(found.person.name) == words(wanted.person)),
            "record number": (bool(wanted.number), bool(numbers) and numbers[0].value == wanted.number),
            "facility": (bool(wanted.facility), words(found.facility) == words(wanted.facility)),
            "author": (bool(wanted.author), words(found.author) == words(wanted.author)),
            "accession": (bool(wanted.accession), found.accession == wanted.accession),
        }
        for fact, (asked, right) in pairs.items():
            self.asked[fact] += asked
            self.exact[fact] += asked and right
        return [fact for fact, (asked, right) in pairs.items() if asked and not right]

    def shares(self) -> dict[str, str]:
        """The counts as "exact/asked"."""
        return {fact: f"{self.exact[fact]}/{asked}" for fact, asked in self.asked.items() if asked}


def words(text: str) -> list[str]:
    """The words of a name or place without titles, whatever their order."""
    return sorted(word for word in re.findall(r"\w+", text.lower()) if word not in _TITLES)


def of_made(paper: MadePaper) -> Wanted:
    """What is true of a made-up paper."""
    return Wanted(
        days=frozenset([paper.date]),
        traps=paper.traps - {paper.date},
        born=paper.born,
        person=paper.person,
        number=paper.number,
        facility=paper.facility,
        author=paper.author,
        accession=paper.accession,
    )


def held_out() -> Iterator[tuple[str, str, Wanted]]:
    """Yield the made-up papers nothing was fitted to: text, country and facts."""
    for path in sorted(HELD_OUT.glob("*.toml")):
        for paper in tomllib.loads(path.read_text("utf-8"))["papers"]:
            date = paper.get("date")
            wanted = Wanted(
                days=frozenset([date, *paper.get("accept_dates", ())]) if date else frozenset(),
                born=paper.get("born", ""),
                person=paper.get("person", ""),
                facility=paper.get("facility", ""),
                author=paper.get("author", ""),
                accession=paper.get("accession", ""),
            )
            yield paper["text"].strip("\n"), paper.get("country", ""), wanted


def of_label(row: dict[str, str], text: str) -> Wanted:
    """What a row of the shared data's labels says. An accession number the page does not print is not asked."""
    days = frozenset(filter(None, [row.get("service_date", ""), *row.get("accept_dates", "").split("|")]))
    accession = row.get("accession", "")
    return Wanted(
        days=days,
        traps=frozenset(filter(None, row.get("trap_dates", "").split("|"))) - days,
        born=row.get("patient_dob", ""),
        person=row.get("patient_shown", "") or row.get("patient_name", ""),
        number=row.get("mrn", ""),
        facility=row.get("facility", ""),
        author=row.get("author", ""),
        accession=accession if accession in text else "",
    )
