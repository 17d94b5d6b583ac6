"""A CDA document as text: who and when on top, then each section as its author wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from recordkeeper.formats.cda_entries import counts, entry_lines
from recordkeeper.formats.cda_facts import CdaFacts, Person
from recordkeeper.formats.cda_narrative import narrative_lines
from recordkeeper.formats.grid import COLUMNS
from recordkeeper.formats.health_data import shown_date
from recordkeeper.formats.table_text import table_lines
from recordkeeper.formats.xml_tree import every, first, kids, local, value_of, words_of
from recordkeeper.records.stated import Event
from recordkeeper.wording.words import Words

if TYPE_CHECKING:
    from lxml.etree import _Element

PHONE_EXPORT = "Health Export CDA"  # the id Apple's Health app gives its own measurements
_DEEPEST = 12  # sections inside sections
_MOST_RULE = COLUMNS


def heading_lines(facts: CdaFacts, words: Words) -> Iterator[str]:
    """Title, patient, dates and people, a line each; what is not stated has no line."""
    stated = facts.stated
    yield stated.title.words or words.say("health.untitled")
    yield ""
    yield from _said(words, "patient", facts.patient.name)
    for name in facts.other_names:
        yield from _said(words, "other_name", name)
    yield from _said(words, "born", str(stated.person.birth_date or ""))
    yield from _said(words, "sex", words.say(f"health.sex_{stated.person.sex}") if stated.person.sex else "")
    yield from _said(words, "died", shown_date(facts.died))
    for number in stated.person.identifiers:
        issuer = number.issuer
        label = words.say("health.number_of", issuer=issuer) if issuer else words.say("health.number")
        yield f"{label}: {number.value}"
    yield from _said(words, "visit", _spans(facts, Event.VISIT, Event.VISIT_END, (facts.visit,)))
    yield from _said(words, "service", _spans(facts, Event.SERVICE, Event.SERVICE_END, facts.service))
    yield from _said(words, "written", shown_date(facts.written))
    for author in facts.authors:
        yield from _said(words, "author", _with_place(author))
    if facts.signed_by.name and facts.signed_by not in facts.authors:
        yield from _said(words, "signed_by", _with_place(facts.signed_by))
    places = dict.fromkeys(filter(None, (facts.place, stated.facility.words)))
    yield from _said(words, "place", ", ".join(place for place in places if place != facts.custodian))
    yield from _said(words, "kept_by", facts.custodian)


def section_lines(root: _Element, words: Words, pictures: Mapping[str, str]) -> Iterator[str]:
    """The sections of a structured body, each under its title."""
    for section in every(root, "component", "structuredBody", "component", "section"):
        yield from _section(section, words, pictures, 0)


def measured_lines(root: _Element, words: Words) -> Iterator[str]:
    """What a phone measured by itself: how many of what, and when. Never a hospital's data."""
    yield words.say("health.phone_measured")
    yield ""
    heading = tuple(words.say(f"health.{key}") for key in ("what", "how_many", "first_date", "last_date"))
    yield from table_lines(heading, [(name, str(count), low, high) for name, count, low, high in counts(root)])


def _said(words: Words, key: str, value: str) -> Iterator[str]:
    if value:
        yield f"{words.say(f'health.{key}')}: {value}"


def _with_place(person: Person) -> str:
    return ", ".join(dict.fromkeys(filter(None, (person.name, person.place))))


def _spans(facts: CdaFacts, start: Event, end: Event, named: tuple[str, ...]) -> str:
    """The dates of a visit or service, with what it was: "2024-03-05 to 2024-03-09, biopsy"."""
    starts = [str(date.date) for date in facts.stated.dates if date.event is start]
    ends = [str(date.date) for date in facts.stated.dates if date.event is end]
    dates = list(dict.fromkeys((*([min(starts)] if starts else []), *([max(ends)] if ends else []))))
    return ", ".join(filter(None, (" – ".join(dates), *named)))


def _section(section: _Element, words: Words, pictures: Mapping[str, str], depth: int) -> Iterator[str]:
    title = words_of(first(section, "title")) or value_of(first(section, "code"), "displayName")
    text = first(section, "text")
    lines = narrative_lines(text, pictures) if text is not None else ()
    lines = lines or tuple(entry_lines(section) if not _has_sections(section) else ())
    if title or lines:
        yield ""
        yield from _titled(title, depth)
    yield from lines
    if depth < _DEEPEST:
        for inner in every(section, "component", "section"):
            yield from _section(inner, words, pictures, depth + 1)


def _titled(title: str, depth: int) -> Iterator[str]:
    if title:
        yield title
        if not depth:
            yield "-" * min(len(title), _MOST_RULE)


def _has_sections(section: _Element) -> bool:
    return any(local(child) == "section" for component in kids(section, "component") for child in component)
