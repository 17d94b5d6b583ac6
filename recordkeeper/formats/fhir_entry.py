"""One FHIR resource as it is shown: date, columns, lines below. What goes where is data in fhir.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recordkeeper.formats.fhir_files import Files
from recordkeeper.formats.fhir_index import Index
from recordkeeper.formats.fhir_load import Json, each, text
from recordkeeper.formats.fhir_narrative import narrative, narrative_status
from recordkeeper.formats.fhir_words import Refer, first_words, values, words_at
from recordkeeper.formats.health_data import date_of, shown_date
from recordkeeper.wording.words import Words

Paths = tuple[str, ...]

_NEW_WORDS = 8  # a narrative with so many words that the columns lack says more than they do
_WORD = re.compile(r"[^\W_]{4,}")
_MEASURED = frozenset(("vital-signs", "social-history", "survey", "activity", "exam", "functional-status"))
_USUAL = frozenset(("final", "completed", "finished", "current", "available", "recorded", "confirmed", "none"))
_MOST_IN_A_CELL = 3  # parts of a measurement: blood pressure has two
_MOST_ANSWERS = 400
_DEEPEST = 8  # questions inside questions


@dataclass(frozen=True, slots=True)
class Shape:
    """How resources of a type are shown: columns and further lines by the key of their label."""

    group: str
    when: Paths
    columns: tuple[tuple[str, Paths], ...]
    more: tuple[tuple[str, Paths], ...]


@dataclass(frozen=True, slots=True)
class Shapes:
    """How every type is shown, which only serve others, and which have narratives worth reading."""

    groups: tuple[str, ...]
    serving: frozenset[str]
    narrated: frozenset[str]
    types: Mapping[str, Shape]
    like: Mapping[str, str]

    @classmethod
    def load(cls, resources: Path) -> Shapes:
        """OSError or tomllib.TOMLDecodeError when resources/formats/fhir.toml is absent or broken."""
        table = tomllib.loads((resources / "formats" / "fhir.toml").read_text("utf-8"))
        types = {name: _shape(row) for name, row in table["type"].items()}
        return cls(
            tuple(table["groups"]),
            frozenset(table["serving"]),
            frozenset(table["narrated"]),
            types,
            table["like"],
        )

    def of(self, kind: str) -> Shape:
        return self.types.get(self.like.get(kind, kind)) or self.types["default"]


def _shape(row: Mapping[str, Any]) -> Shape:
    columns = tuple((key, tuple(paths)) for key, *paths in row["columns"])
    more = tuple((key, tuple(paths)) for key, *paths in row["more"])
    return Shape(row["group"], tuple(row["when"]), columns, more)


@dataclass(frozen=True, slots=True)
class Entry:
    """One resource in words. `when` is its date as written; `below` are lines under its row."""

    group: str
    when: str
    cells: Mapping[str, str]
    below: tuple[str, ...]

    @property
    def date(self) -> str:
        return shown_date(self.when, time=self.group == "results")


def when_of(resource: Json, shape: Shape) -> str:
    """The first date of a resource by its shape, as written; "" when it has none."""
    for path in shape.when:
        for value in values(resource, path):
            for moment in (value, *values(value, "start"), *values(value, "end")):
                if isinstance(moment, str) and date_of(moment):
                    return moment
    return ""


class Teller:
    """Puts resources into words."""

    def __init__(self, shapes: Shapes, index: Index, files: Files, words: Words) -> None:
        self._shapes, self._index, self._files, self._words = shapes, index, files, words

    def entry(self, resource: Json) -> Entry:
        """The resource in words."""
        kind = text(resource.get("resourceType"))
        shape = self._shapes.of(kind)

        def refer(reference: Json) -> str:
            return self._index.name(reference, resource)

        cells = {key: first_words(resource, paths, refer) for key, paths in shape.columns}
        cells["name"] = cells.get("name") or kind
        if cells.get("status", "").lower() in _USUAL:
            cells["status"] = ""
        below = [self._line(key, first_words(resource, paths, refer)) for key, paths in shape.more]
        if kind == "Observation":
            below += _components(resource, cells, refer)
        if kind == "DiagnosticReport":
            below += [self._line("tests", self._tests_elsewhere(resource))]
            below += [self._inline(one) for one in each(resource.get("contained")) if "code" in one]
        if kind == "QuestionnaireResponse":
            below += _answers(resource, refer, 0)
        below += self._attachments(resource)
        shown = [line for line in below if line]
        shown += self._narrative(resource, " ".join((*cells.values(), *shown)))
        return Entry(_group(resource, shape), when_of(resource, shape), cells, tuple(shown))

    def _line(self, key: str, said: str) -> str:
        return f"{self._words.say(f'health.{key}')}: {said}" if said and said.lower() not in _USUAL else ""

    def _tests_elsewhere(self, resource: Json) -> str:
        """The names of a report's results, unless they are in the file and shown among its results."""
        results = list(each(resource.get("result")))
        if all(self._index.find(one, resource) for one in results):
            return ""
        return ", ".join(filter(None, (self._index.name(one, resource) for one in results)))

    def _inline(self, contained: Json) -> str:
        """A result that lies inside its report, on one line."""
        if text(contained.get("resourceType")) != "Observation":
            return ""
        cells = self.entry(contained).cells
        return "   ".join(filter(None, (cells.get(key, "") for key in ("name", "value", "range", "flag"))))

    def _attachments(self, resource: Json) -> Iterator[str]:
        for held in self._files.get(id(resource), ()):
            if held.words:
                yield from ("", *held.words.split("\n"))
            elif held.file is not None:
                yield self._words.say("health.attached", name=held.file.name)
            else:
                yield self._words.say("health.ask_hospital")

    def _narrative(self, resource: Json, said: str) -> tuple[str, ...]:
        """The narrative, when a person wrote it or may have, and it says much that the columns do not."""
        kind, status = text(resource.get("resourceType")), narrative_status(resource)
        if status == "generated" and kind not in self._shapes.narrated:
            return ()
        told = narrative(resource)
        known = set(_WORD.findall(said.lower()))
        new = set(_WORD.findall(" ".join(told).lower())) - known
        return told if len(new) >= _NEW_WORDS else ()


def _group(resource: Json, shape: Shape) -> str:
    if shape.group == "results" and _MEASURED.intersection(
        text(value) for value in values(resource, "category.coding.code")
    ):
        return "measurements"
    return shape.group


def _components(resource: Json, cells: dict[str, str], refer: Refer) -> list[str]:
    """The parts of a measurement: in its cell when they are few, else a line each."""
    parts = []
    for part in each(resource.get("component")):
        said = first_words(part, ("value[x]", "dataAbsentReason"), refer)
        around = first_words(part, ("referenceRange",), refer)
        name = words_at(part, "code", refer)
        parts.append(" ".join(filter(None, (name, said, f"({around})" if around else ""))))
    if parts and not cells.get("value") and len(parts) <= _MOST_IN_A_CELL:
        cells["value"] = "; ".join(parts)
        return []
    return parts


def _answers(resource: Json, refer: Refer, depth: int) -> list[str]:
    found: list[str] = []
    for item in each(resource.get("item")):
        question = text(item.get("text")) or text(item.get("linkId"))
        answer = words_at(item, "answer.value[x]", refer)
        found.append("  " * depth + (f"{question}: {answer}" if answer else question))
        if depth < _DEEPEST:
            found += _answers(item, refer, depth + 1)
    return found[:_MOST_ANSWERS]
