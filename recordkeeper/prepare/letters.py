"""Letters that ask for records, filled from a request, the record it is about and the patient.

The words are resources/letters/<language>.toml, or a person's own template with the same {places}, or a letter as a
person changed it. A line of which something is not known is left out.
"""

from __future__ import annotations

import datetime as dt
import string
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recordkeeper.records.dates import PartialDate
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.held import Held
from recordkeeper.records.letter import Letter, blocks_of
from recordkeeper.records.own import Entry
from recordkeeper.records.papers import paper_of
from recordkeeper.records.patient import Patient
from recordkeeper.wording.words import Words

LETTER = "letter"  # the field of a request that holds its letter, where a person changed it
PLACES = (
    "today", "from", "department", "address", "name", "also_known_as", "birth_date", "identifiers", "title",
    "service_date", "accession", "details", "reference", "authority", "signer",
)  # fmt: skip
NO_CHOICES: Mapping[str, str] = {}
_OTHER, _NEUTRAL = "other", "neutral"  # what a request asks for, and its wording, when nothing is said


@dataclass(frozen=True, slots=True)
class Templates:
    """The templates of one language."""

    language: str
    data: Mapping[str, Any]

    @classmethod
    def load(cls, folder: Path, language: str) -> Templates:
        """Read them from `folder` (resources/letters), English where the language has none."""
        path = folder / f"{language}.toml"
        found = path if path.is_file() else folder / "en.toml"
        return cls(found.stem, tomllib.loads(found.read_text("utf-8")))


def letter_for(
    request: Entry,
    about: Held | None,
    patient: Patient,
    templates: Templates,
    words: Words,
    today: dt.date,
    choices: Mapping[str, str] = NO_CHOICES,
) -> Letter:
    """The letter for a request: its own words where a person changed them, else the template filled.

    `choices` hold the templates a person changed (`choice_of`).
    """
    paper = paper_of(patient.country)
    title = templates.data["subject"][_what(request)]
    if own := request.get(LETTER):
        return Letter(title, blocks_of(own), templates.language, paper)
    text = template_for(request.get("what"), request.get("wording"), templates, choices)
    fields = _fields(request, about, patient, templates, words, today)
    blocks = (_filled(block, fields) for block in blocks_of(text))
    return Letter(title, tuple(block for block in blocks if block), templates.language, paper)


def template_for(what: str, wording: str, templates: Templates, choices: Mapping[str, str] = NO_CHOICES) -> str:
    """The text of a letter with its {places} open: as a person changed it, else ours."""
    own = choices.get(choice_of(what, wording, templates.language))
    return own or _ours(what or _OTHER, wording or _NEUTRAL, templates.data)


def choice_of(what: str, wording: str, language: str) -> str:
    """The name of the choice that holds a person's own template."""
    return f"letter:{language}:{what or _OTHER}:{wording or _NEUTRAL}"


def checked_template(text: str) -> str:
    """The template as it is kept; InputProblem "letter_place" for a {place} that there is not."""
    try:
        named = (name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
        unknown = next((name for name in named if name not in PLACES), None)
    except ValueError as error:  # a bracket without its other half
        raise InputProblem("letter_place", place="{", places=", ".join(PLACES)) from error
    if unknown is not None:
        raise InputProblem("letter_place", place=unknown, places=", ".join(PLACES))
    return "\n\n".join(blocks_of(text)) + "\n" if text.strip() else ""


def _ours(what: str, wording: str, data: Mapping[str, Any]) -> str:
    blocks = [
        data["to"],
        data["date"],
        data["subject"][what],
        data["greeting"],
        *data["ask"][what],
        data["patient"],
        data["about"],
        data["details"],
        data["right"][wording],
        data["reference"],
        data["authority"],
        data["closing"],
        data["sign"],
    ]
    return "\n\n".join(blocks) + "\n"


def _what(request: Entry) -> str:
    return request.get("what") or _OTHER


def _fields(
    request: Entry, about: Held | None, patient: Patient, templates: Templates, words: Words, today: dt.date
) -> dict[str, str]:
    """Everything that can stand in a letter; "" for what is not known."""
    what = _what(request)
    place = request.get("from") or (about.facility if about else "")
    signer = request.get("signed_by") or patient.name
    return {
        "today": words.date(PartialDate.of(today), long=True),
        "from": place,
        "department": templates.data["department"][what],
        "address": request.get("address"),
        "name": patient.name,
        "also_known_as": ", ".join(patient.also_known_as),
        "birth_date": words.date(patient.birth_date, long=True) if patient.birth_date else "",
        "identifiers": ", ".join(_numbers(patient, place)),
        "title": about.title if about else "",
        "service_date": words.date(about.date, long=True) if about and about.date else "",
        "accession": about.accession if about else "",
        "details": request.get("details"),
        "reference": request.get("reference"),
        "authority": request.get("authority") if request.get("signed_by") else "",
        "signer": signer,
    }


def _numbers(patient: Patient, place: str) -> Iterator[str]:
    """The numbers under which this place knows the patient; no place is told another's."""
    for each in patient.identifiers:
        if place and each.issuer and _alike(each.issuer, place):
            yield each.value


def _alike(one: str, other: str) -> bool:
    first, second = one.casefold().split(), other.casefold().split()
    return first == second or " ".join(first) in " ".join(second) or " ".join(second) in " ".join(first)


def _filled(template: str, fields: Mapping[str, str]) -> str:
    """The lines of a block of which everything is known."""
    lines = (line for line in template.split("\n") if all(fields[name] for name in _names(line)))
    return "\n".join(line.format_map(fields) for line in lines)


def _names(line: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(line) if name]
