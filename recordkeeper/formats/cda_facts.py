"""What the header of a CDA document states: kind, patient, dates, place and people (CDA release 2, section 4.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recordkeeper.formats.cda_coded import coded_entries
from recordkeeper.formats.health_data import HealthData, date_of
from recordkeeper.formats.xml_tree import every, first, kids, local, value_of, words_of
from recordkeeper.records.patient import Identifier, PersonRead
from recordkeeper.records.stated import Event, Said, Stated, StatedCode, StatedDate

if TYPE_CHECKING:
    from lxml.etree import _Element

_LOINC = "2.16.840.1.113883.6.1"
_SNOMED = "2.16.840.1.113883.6.96"
_SYSTEMS = {_LOINC: "loinc", _SNOMED: "snomed"}
_NOT_OF_USE = frozenset(("BR", "P", "A", "ASGN", "SRCH", "PHON", "SNDX", "OLD", "BAD"))  # birth and stage names …
_SEXES = {"M": "M", "F": "F"}
_PEOPLE = "recordTarget/patientRole"
_MOST_IDS = 8


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the header: a name, and the place they speak for."""

    name: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class CdaFacts:
    """The header, for the heading of the text (`patient` …) and for recognition (`stated`)."""

    stated: Stated
    language: str
    patient: Person
    other_names: tuple[str, ...]
    died: str
    written: str
    authors: tuple[Person, ...]
    signed_by: Person
    custodian: str
    service: tuple[str, ...]  # what was done, as named
    visit: str  # what sort of visit, as named
    place: str  # where the visit was: often a department


def cda_facts(root: _Element, data: HealthData) -> CdaFacts:
    """Read the header of the document at `root`. Whatever is missing stays empty."""
    role = first(root, "recordTarget", "patientRole")
    patient = first(role, "patient")
    custodian = words_of(first(root, "custodian", "assignedCustodian", "representedCustodianOrganization", "name"))
    visit = first(root, "componentOf", "encompassingEncounter")
    authors = tuple(_authors(root))
    signed = _person(first(root, "legalAuthenticator", "assignedEntity"))
    names = _names(patient)
    facility = _provider(visit) or Said(custodian, "custodian") or _first_place(authors)
    author = _author(authors, signed)
    order = first(root, "inFulfillmentOf", "order", "id")
    title = words_of(first(root, "title"))
    return CdaFacts(
        stated=Stated(
            codes=tuple(_codes(root)),
            title=Said(title, "title"),
            person=_read(role, patient, names, data, custodian),
            person_path=_PEOPLE,
            people=_people(root),
            dates=tuple(_dates(root, visit)),
            facility=facility,
            author=author,
            accession=Said(value_of(order, "extension"), "inFulfillmentOf/order/id"),
            coded=tuple(coded_entries(root)),
        ),
        language=value_of(first(root, "languageCode"), "code"),
        patient=Person(names[0] if names else "", words_of(first(role, "providerOrganization", "name"))),
        other_names=tuple(names[1:]),
        died=value_of(first(patient, "deceasedTime")),
        written=value_of(first(root, "effectiveTime")),
        authors=authors,
        signed_by=signed,
        custodian=custodian,
        service=_services(root),
        visit=_named(first(visit, "code")),
        place=words_of(first(visit, "location", "healthCareFacility", "location", "name")),
    )


def person_name(name: _Element | None) -> str:
    """A name as people write it: prefix, given, family, suffix; plain text as it is."""
    if name is None:
        return ""
    parts: dict[str, list[str]] = {"prefix": [], "given": [], "family": [], "suffix": []}
    for child in name:
        words = words_of(child)
        if words and local(child) in parts:
            parts[local(child)].append(words)
    pieces = [word for kind in ("prefix", "given", "family", "suffix") for word in parts[kind]]
    return " ".join(pieces) if pieces else words_of(name)


def _names(patient: _Element | None) -> list[str]:
    """The patient's names, the one in use first."""
    names = [(person_name(each), (each.get("use") or "").split()) for each in kids(patient, "name")]
    names.sort(key=lambda pair: (bool(_NOT_OF_USE.intersection(pair[1])), "L" not in pair[1]))
    return list(dict.fromkeys(name for name, _ in names if name))


def _read(
    role: _Element | None, patient: _Element | None, names: list[str], data: HealthData, custodian: str
) -> PersonRead:
    issuer = words_of(first(role, "providerOrganization", "name")) or custodian
    numbers = []
    for each in kids(role, "id"):
        value = value_of(each, "extension")
        if value:
            of = data.issuer(value_of(each, "root")) or value_of(each, "assigningAuthorityName") or issuer
            numbers.append(Identifier(of, value))
    sex = value_of(first(patient, "administrativeGenderCode"), "code").upper()
    return PersonRead(
        name=names[0] if names else "",
        birth_date=date_of(value_of(first(patient, "birthTime"))),
        sex=_SEXES.get(sex, ""),
        identifiers=tuple(dict.fromkeys(numbers))[:_MOST_IDS],
    )


def _codes(root: _Element) -> Iterator[StatedCode]:
    """The document's code, its translations, and the templates it says it follows."""
    code = first(root, "code")
    for each in (code, *kids(code, "translation")):
        value = value_of(each, "code")
        if value and each is not None:
            system = value_of(each, "codeSystem")
            yield StatedCode(_SYSTEMS.get(system, system), value, _named(each), "code")
    for template in kids(root, "templateId"):
        if value := value_of(template, "root"):
            yield StatedCode("template", value, "", "templateId")
    if value := value_of(first(root, "id"), "extension"):
        yield StatedCode("cda-id", value, "", "id")


def _dates(root: _Element, visit: _Element | None) -> Iterator[StatedDate]:
    yield from _span(first(visit, "effectiveTime"), Event.VISIT, Event.VISIT_END, "encompassingEncounter")
    for service in every(root, "documentationOf", "serviceEvent"):
        yield from _span(first(service, "effectiveTime"), Event.SERVICE, Event.SERVICE_END, "serviceEvent")
    yield from _moment(first(root, "effectiveTime"), Event.WRITTEN, "effectiveTime")


def _span(time: _Element | None, start: Event, end: Event, path: str) -> Iterator[StatedDate]:
    yield from _moment(time, start, f"{path}/effectiveTime")
    yield from _moment(first(time, "low"), start, f"{path}/effectiveTime/low")
    yield from _moment(first(time, "high"), end, f"{path}/effectiveTime/high")


def _moment(time: _Element | None, event: Event, path: str) -> Iterator[StatedDate]:
    value = value_of(time)
    date = date_of(value)
    if date:
        yield StatedDate(date, event, value, path)


def _authors(root: _Element) -> Iterator[Person]:
    for author in kids(root, "author"):
        found = _person(first(author, "assignedAuthor"))
        if found.name or found.place:
            yield found


def _person(entity: _Element | None) -> Person:
    place = words_of(first(entity, "representedOrganization", "name"))
    return Person(person_name(first(entity, "assignedPerson", "name")), place)


def _people(root: _Element) -> int:
    """How many different people the document names as its patient."""
    patients = (first(each, "patientRole", "patient") for each in kids(root, "recordTarget"))
    return max(1, len({(tuple(_names(each)), value_of(first(each, "birthTime"))) for each in patients}))


def _services(root: _Element) -> tuple[str, ...]:
    named = map(_named, every(root, "documentationOf", "serviceEvent", "code"))
    return tuple(dict.fromkeys(filter(None, named)))


def _author(authors: tuple[Person, ...], signed: Person) -> Said:
    for author in authors:
        if author.name:
            return Said(author.name, "author")
    return Said(signed.name, "legalAuthenticator")


def _first_place(authors: tuple[Person, ...]) -> Said:
    return Said(next((author.place for author in authors if author.place), ""), "author/representedOrganization")


def _provider(visit: _Element | None) -> Said:
    provider = first(visit, "location", "healthCareFacility", "serviceProviderOrganization", "name")
    return Said(words_of(provider), "encompassingEncounter/location/serviceProviderOrganization")


def _named(code: _Element | None) -> str:
    """What a code means, in the writer's words where they are given."""
    return words_of(first(code, "originalText")) or value_of(code, "displayName") if code is not None else ""
