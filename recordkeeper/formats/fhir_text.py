"""FHIR resources as text: the patient on top, then a summary's own sections, or a heading for each sort."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from recordkeeper.formats.fhir_entry import Entry, Shapes, Teller
from recordkeeper.formats.fhir_index import Index
from recordkeeper.formats.fhir_load import Json, Resource, each, text
from recordkeeper.formats.fhir_narrative import narrative
from recordkeeper.formats.fhir_people import names_of, numbers_of
from recordkeeper.formats.fhir_words import words_at
from recordkeeper.formats.health_data import HealthData, shown_date
from recordkeeper.formats.table_text import aligned
from recordkeeper.records.stated import Event, Stated
from recordkeeper.wording.words import Words

_DEEPEST = 8  # sections inside sections
_INDENT = "    "
_COVERED = 0.7  # of a section's entries that its narrative names: then the author's own words will do
_NEW_WORDS = 8  # that a narrative must add to its entries to be shown as well
_WORD = re.compile(r"[^\W_]{4,}")
_LONGEST_RULE = 90


class FhirText:
    """Writes the text of one file."""

    def __init__(self, shapes: Shapes, index: Index, teller: Teller, words: Words, data: HealthData) -> None:
        self._shapes, self._index, self._teller = shapes, index, teller
        self._words, self._data = words, data

    def lines(self, resources: Sequence[Resource], stated: Stated) -> Iterator[str]:
        """All lines: heading, sections of a summary, then everything no section showed."""
        yield stated.title.words or self._words.say("health.untitled_data")
        yield ""
        yield from self._heading(resources, stated)
        shown: set[int] = set()
        for resource in resources:
            if resource.type == "Composition":
                for section in each(resource.content.get("section")):
                    yield from self._section(section, resource.content, shown, 0)
        rest = [
            self._teller.entry(one.content)
            for one in resources
            if id(one.content) not in shown and not self._only_serves(one, resources)
        ]
        for group in self._shapes.groups:
            entries = [entry for entry in rest if entry.group == group]
            if entries:
                yield ""
                yield from _titled(self._words.say(f"health.group.{group}"), 0)
                yield from self._rows(entries)

    def _only_serves(self, resource: Resource, resources: Sequence[Resource]) -> bool:
        """Whether a resource is shown where others name it; one that is alone in its file is shown itself."""
        return resource.type in self._shapes.serving and (len(resources) > 1 or resource.type == "Patient")

    def _heading(self, resources: Sequence[Resource], stated: Stated) -> Iterator[str]:
        summaries = [one.content for one in resources if one.type == "Composition"]
        patients = [one.content for one in resources if one.type == "Patient"]
        if summaries:
            about = [
                self._index.find(reference) for each_one in summaries for reference in each(each_one.get("subject"))
            ]
            patients = [one for one in patients if any(one is found for found in about)] or patients[:1]
        if not patients:
            yield from self._said("patient", stated.person.name)
            yield from self._said("born", str(stated.person.birth_date or ""))
        for patient in patients:
            yield from self._patient(patient)
        yield from self._said("author", stated.author.words)
        yield from self._said("place", stated.facility.words)
        for event, key in ((Event.WRITTEN, "written"), (Event.LATEST, "latest")):
            dates = [str(date.date) for date in stated.dates if date.event is event]
            yield from self._said(key, max(dates, default=""))

    def _patient(self, patient: Json) -> Iterator[str]:
        for at, name in enumerate(names_of(patient)):
            yield from self._said("other_name" if at else "patient", name)
        yield from self._said("born", shown_date(text(patient.get("birthDate"))))
        yield from self._said("sex", text(patient.get("gender")))
        yield from self._said("died", shown_date(text(patient.get("deceasedDateTime"))))
        for number in numbers_of(patient, self._data):
            say = self._words.say
            label = say("health.number_of", issuer=number.issuer) if number.issuer else say("health.number")
            yield f"{label}: {number.value}"

    def _said(self, key: str, said: str) -> Iterator[str]:
        if said:
            yield f"{self._words.say(f'health.{key}')}: {said}"

    def _section(self, section: Json, owner: Json, shown: set[int], depth: int) -> Iterator[str]:
        found = [self._index.find(reference, owner) for reference in each(section.get("entry"))]
        contents = [one for one in found if one and text(one.get("resourceType")) not in self._shapes.serving]
        shown.update(id(one) for one in contents)
        entries = [self._teller.entry(one) for one in contents]
        told = narrative(section)
        yield ""
        yield from _titled(text(section.get("title")) or words_at(section, "code", self._index.name), depth)
        covered = bool(told) and _covers(told, entries)
        if not covered:
            yield from self._rows(entries)
        if told and (covered or _adds(told, entries)):
            yield from (*([""] if entries and not covered else []), *told)
        elif not told and not entries:
            yield words_at(section, "emptyReason", self._index.name)
        if depth < _DEEPEST:
            for inner in each(section.get("section")):
                yield from self._section(inner, owner, shown, depth + 1)

    def _rows(self, entries: Sequence[Entry]) -> Iterator[str]:
        """Entries newest first, in columns, each with its further lines below."""
        if not entries:
            return
        ordered = sorted(entries, key=lambda entry: entry.when[:10], reverse=True)
        used = {key for entry in ordered for key, cell in entry.cells.items() if cell}
        keys = list(dict.fromkeys(key for entry in ordered for key in entry.cells if key in used))
        heading = ["", *(self._words.say(f"health.{key}") for key in keys)]
        heading[0] = self._words.say("health.date") if any(entry.when for entry in ordered) else ""
        rows = [[entry.date, *(entry.cells.get(key, "") for key in keys)] for entry in ordered]
        first, *lines = aligned([heading, *rows])
        yield first
        for entry, line in zip(ordered, lines, strict=True):
            yield line
            yield from (_INDENT + below if below else "" for below in entry.below)


def _titled(title: str, depth: int) -> Iterator[str]:
    if title:
        yield title
        if not depth:
            yield "-" * min(len(title), _LONGEST_RULE)


def _covers(told: Sequence[str], entries: Sequence[Entry]) -> bool:
    """Whether a narrative names most of the entries, and their values where they have some."""
    if not entries:
        return True
    known = " ".join(told).casefold()
    named = sum(
        all(cell.casefold() in known for cell in (entry.cells["name"], entry.cells.get("value", "")))
        for entry in entries
    )
    return named >= _COVERED * len(entries)


def _adds(told: Sequence[str], entries: Sequence[Entry]) -> bool:
    known = {
        word for entry in entries for cell in (*entry.cells.values(), *entry.below) for word in _words_of(cell)
    }
    return len(_words_of(" ".join(told)) - known) >= (_NEW_WORDS if entries else 0)


def _words_of(told: str) -> set[str]:
    return set(_WORD.findall(told.casefold()))
