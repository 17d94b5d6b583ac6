"""Made-up papers in many layouts with known dates, people, places and numbers, for the recogniser's tests."""

from __future__ import annotations

import datetime as dt
import random
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).parents[1]
_GIVEN = (
    "Rosalind",
    "Percival",
    "Beatrix",
    "Humbert",
    "Ottilie",
    "Ignatius",
    "Jane",
    "Wei",
    "Ana María",
    "Søren",
    "Jean-Luc",
    "Mary Ann",
    "Siobhán",
    "Yuki",
    "Ngozi",
    "Dilip",
    "Zoë",
    "Ludmila",
    "Hamza",
    "Gwen",
)
_FAMILY = (
    "Fictley",
    "Dummy-Jones",
    "O'Placeholder",
    "van der Berg",
    "García López",
    "Ng",
    "Testerman",
    "de la Cruz",
    "Müller",
    "St. John",
    "Okonkwo",
    "MacAllister",
    "Hill",
    "Lane",
    "Ramírez Ortega",
    "Kowalczyk",
    "Brown",
    "Al-Rashid",
    "Page",
    "West",
)
_DOCTORS = (
    "Prudence Stone",
    "Aldo Ferrante",
    "Hannah Weiss",
    "K. Oyelaran",
    "Martin Cole",
    "Leticia Bravo",
    "Owen T. Pryce",
    "Sunil Rao",
)
_PLACES = (
    "Harborlight Hospital",
    "Fictional Valley Medical Center",
    "Northmere NHS Foundation Trust",
    "Mockingbird Cancer Institute",
    "St. Botolph's Hospital",
    "Pine Street Imaging Associates",
    "Clínica Santa Irene",
    "Hospital Universitario del Sur",
    "Lakeshore Pathology Laboratory",
    "Klinikum Altstadt",
    "University of Eastmarch Health",
    "Redwater Oncology Clinic",
)
_MAIN = {
    "collected": ("Date collected", "Fecha de toma", "Entnahme", "Date de prélèvement"),
    "exam": ("Exam date", "Fecha de exploración", "Untersuchung vom", "Date de l'examen"),
    "procedure": ("Date of procedure", "Fecha de intervención", "Operation vom", "Date de l'intervention"),
    "discharge": ("Date of discharge", "Fecha de alta", "Entlassung", "Date de sortie"),
    "visit": ("Date of service", "Fecha de atención", "Vorstellung vom", "Consultation du"),
}
_MAIN_OF = {
    "lab_report": "collected",
    "pathology_report": "collected",
    "cytology_report": "collected",
    "molecular_report": "collected",
    "germline_report": "collected",
    "hematopathology_report": "collected",
    "imaging_report": "exam",
    "procedure_report": "procedure",
    "operative_note": "procedure",
    "discharge_summary": "discharge",
}


@dataclass(frozen=True, slots=True)
class MadePaper:
    """A page of text and what is true of it; "" where the layout does not print it."""

    layout: str
    kind: str
    text: str
    country: str
    date: str
    born: str
    person: str
    facility: str
    author: str
    accession: str
    number: str
    traps: frozenset[str]


def made_papers(each: int = 8, seed: int = 7) -> Iterator[MadePaper]:
    """Yield `each` papers of every layout, the same on every run."""
    layouts = tomllib.loads((TESTS / "recognise" / "layouts.toml").read_text("utf-8"))["layouts"]
    bodies = tomllib.loads((TESTS / "recognise" / "samples.toml").read_text("utf-8"))
    for layout in layouts:
        chance = random.Random(f"{seed} {layout['name']}")
        for number in range(each):
            kind = layout["kinds"][number % len(layout["kinds"])]
            yield _paper(layout, kind, bodies[kind], chance)


def _paper(layout: dict[str, object], kind: str, bodies: list[str], chance: random.Random) -> MadePaper:
    text, dates = str(layout["text"]).lstrip("\n"), str(layout["dates"])
    body = bodies[-1] if layout.get("spanish") and len(bodies) > 1 else bodies[0]
    title, rest = _title_and_rest(body)
    day = dt.date(chance.randint(2015, 2025), chance.randint(1, 12), chance.randint(1, 28))
    born = dt.date(chance.randint(1935, 1995), chance.randint(1, 12), chance.randint(1, 28))
    days = {
        "date": day,
        "born": born,
        "received": day + dt.timedelta(1),
        "reported": day + dt.timedelta(4),
        "printed": day + dt.timedelta(200),
        "next": day + dt.timedelta(21),
        "old": day - dt.timedelta(400),
        "received_before": day - dt.timedelta(9),
    }
    given, family = chance.choice(_GIVEN), chance.choice(_FAMILY)
    author, other = chance.sample(_DOCTORS, 2)
    facility, main = chance.choice(_PLACES), _MAIN[_MAIN_OF.get(kind, "visit")]
    fields = {
        "name_lf": f"{family}, {given}",
        "NAME_LF": f"{family}, {given}".upper(),
        "name_fl": f"{given} {family}",
        "name_title": f"Mrs {given} {family}",
        "family": family,
        "given": given,
        "author": author,
        "other_doctor": f"Dr {other}",
        "other_name": f"{chance.choice(_GIVEN)} Bystander",
        "facility": facility,
        "FACILITY": facility.upper(),
        "title": title,
        "TITLE": title.upper(),
        "body": rest,
        "mrn": f"{chance.randint(1000000, 9999999)}",
        "accession": f"S{day:%y}-{chance.randint(1000, 99999)}",
        "age": str(day.year - born.year - ((day.month, day.day) < (born.month, born.day))),
        "main_es": main[1],
        "main_de": main[2],
        "main_fr": main[3],
        "Main": main[0],
        "MAIN": main[0].upper(),
    }
    printed = text.format(**fields, **{name: value.strftime(dates) for name, value in days.items()})
    return MadePaper(
        layout=str(layout["name"]),
        kind=kind,
        text=printed,
        country=str(layout.get("country", "")),
        date=day.isoformat(),
        born=born.isoformat() if "{born}" in text else "",
        person=f"{given} {family}",
        facility=facility if "acility}" in text or "ACILITY}" in text else "",
        author=author if "{author}" in text else "",
        accession=fields["accession"] if "{accession}" in text else "",
        number=fields["mrn"] if "{mrn}" in text else "",
        traps=frozenset(days[name].isoformat() for name in days if name not in ("date", "received_before")),
    )


def _title_and_rest(body: str) -> tuple[str, str]:
    """An example's title, and its other lines without dates and people of their own."""
    title, *lines = body.strip("\n").split("\n")
    kept = [line for line in lines if not re.search(r"\d{4}|^(?:Dear|Re:|Dra?\.? )", line)]
    return title, "\n".join(kept)
