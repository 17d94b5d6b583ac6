"""Letters that ask for records, filled from a request, the record it is about and the patient.

The words are resources/letters/<language>.toml. A line or block of which nothing is known is left out.
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
from recordkeeper.records.held import Held
from recordkeeper.records.letter import Letter
from recordkeeper.records.own import Entry
from recordkeeper.records.papers import PaperSize
from recordkeeper.records.patient import Patient
from recordkeeper.wording.words import Words

_ON_LETTER_PAPER = frozenset({"US", "CA", "MX"})


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
    request: Entry, about: Held | None, patient: Patient, templates: Templates, words: Words, today: dt.date
) -> Letter:
    """The letter for a request."""
    what, wording = request.get("what") or "other", request.get("wording") or "neutral"
    fields = _fields(request, about, patient, templates, words, today)
    data = templates.data
    blocks = [
        _filled(data["to"], fields),
        _filled(data["date"], fields),
        data["subject"][what],
        data["greeting"],
        *data["ask"][what],
        _filled(data["patient"], fields),
        _filled(data["about"], fields),
        _filled(data["details"], fields),
        data["right"][wording],
        _filled(data["reference"], fields),
        _filled(data["authority"], fields) if request.get("signed_by") else "",
        data["closing"],
        _filled(data["sign"], fields),
    ]
    paper = PaperSize.LETTER if patient.country in _ON_LETTER_PAPER else PaperSize.A4
    return Letter(data["subject"][what], tuple(block for block in blocks if block), templates.language, paper)


def _fields(
    request: Entry, about: Held | None, patient: Patient, templates: Templates, words: Words, today: dt.date
) -> dict[str, str]:
    """Everything that can stand in a letter; "" for what is not known."""
    what = request.get("what") or "other"
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
        "authority": request.get("authority"),
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
