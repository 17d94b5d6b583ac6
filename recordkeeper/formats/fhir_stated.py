"""What a FHIR file states: codes of its kind, its patient, the dates of care, place and author."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from recordkeeper.formats.fhir_coded import coded_entries
from recordkeeper.formats.fhir_entry import Shapes, when_of
from recordkeeper.formats.fhir_index import Index, codes_of
from recordkeeper.formats.fhir_load import Json, Loaded, Resource, each, text
from recordkeeper.formats.fhir_people import whose
from recordkeeper.formats.fhir_words import first_words, values
from recordkeeper.formats.health_data import HealthData, date_of
from recordkeeper.records.stated import Event, Said, Stated, StatedCode, StatedDate

_SYSTEMS = {
    "http://loinc.org": "loinc",
    "http://snomed.info/sct": "snomed",
    "http://terminology.hl7.org/CodeSystem/v2-0074": "v2-0074",
    "http://hl7.org/fhir/v2/0074": "v2-0074",
    "http://terminology.hl7.org/CodeSystem/observation-category": "observation-category",
    "http://hl7.org/fhir/observation-category": "observation-category",
}
# Where a resource says what it is, most telling first; the others are only of their type.
_TELLING = {
    "Composition": ("type", "category", "class"),
    "DocumentReference": ("type", "category", "class"),
    "DiagnosticReport": ("code", "category"),
    "Observation": ("category", "code"),
    "Media": ("type", "modality"),
}
_MOST_ENTRIES = 200  # different codes kept
_PLANNED = frozenset(
    (
        "Goal",
        "Appointment",
        "CarePlan",
        "ServiceRequest",
        "ImmunizationRecommendation",
        "NutritionOrder",
        "Coverage",
    )
)
_CARE = ("effective[x]", "performed[x]", "occurrence[x]", "started", "context.period", "event.period")
_ORGANIZATIONS = (
    "custodian",
    "serviceProvider",
    "performer",
    "performer.actor",
    "author",
    "organization",
    "content.author",
)
_WRITERS = (
    "author",
    "resultsInterpreter",
    "performer",
    "performer.actor",
    "asserter",
    "requester",
    "recorder",
    "operator",
)
_CONTENT_TITLES = ("title", "description", "code", "type", "vaccineCode", "medication[x]", "category")
_ACCESSION = "ACSN"  # HL7 version 2 table 0203


def fhir_stated(loaded: Loaded, index: Index, shapes: Shapes, data: HealthData) -> Stated:
    """What the resources state, as one record."""
    resources = loaded.resources
    person, person_path, people = whose(resources, index, data)
    composition = next((one.content for one in resources if one.type == "Composition"), None)
    clinical = [one for one in resources if one.type not in shapes.serving] or list(resources)
    alone = clinical[0].content if len(clinical) == 1 and composition is None else None
    main = composition or alone
    return Stated(
        codes=tuple(_codes(main)) if main is not None else (),
        entries=() if main is not None else tuple(_entries(clinical)),
        title=_title(main, index),
        person=person,
        person_path=person_path,
        people=people,
        dates=tuple(_dates(loaded, main, shapes)),
        facility=_place(loaded, main, index),
        author=_author(main, index),
        accession=_accession(main),
        coded=tuple(coded_entries(resources, index, shapes)),
    )


def _codes(resource: Json) -> Iterator[StatedCode]:
    kind = text(resource.get("resourceType"))
    for field in _TELLING.get(kind, ()):
        for system, code, name in codes_of(resource.get(field)):
            yield StatedCode(_SYSTEMS.get(system, system), code, name, f"{kind}.{field}")
    yield StatedCode("fhir", kind, "", "resourceType")


def _entries(resources: Sequence[Resource]) -> Iterator[tuple[StatedCode, ...]]:
    """The codes of each sort of entry, each sort once."""
    seen: set[tuple[str, ...]] = set()
    for resource in resources:
        codes = tuple(_codes(resource.content))
        key = tuple(code.code for code in codes)
        if key not in seen and len(seen) < _MOST_ENTRIES:
            seen.add(key)
            yield codes


def _title(main: Json | None, index: Index) -> Said:
    if main is None:
        return Said()
    kind = text(main.get("resourceType"))
    for field in _CONTENT_TITLES:
        if words := first_words(main, (field,), index.name):
            return Said(words, f"{kind}.{field.removesuffix('[x]')}")
    return Said()


def _dates(loaded: Loaded, main: Json | None, shapes: Shapes) -> Iterator[StatedDate]:
    if main is not None and main.get("resourceType") != "Composition":
        yield from _of_one(main, shapes)
        return
    if main is not None:
        yield from _span(main, "event.period", Event.SERVICE, Event.SERVICE_END)
        yield from _moments(main, "date", Event.WRITTEN)
        yield from _moments(main, "date", Event.LATEST)  # a summary is as of the day it was composed
    if main is not None and date_of(text(main.get("date"))):
        return
    dated = [
        (when, one.type)
        for one in loaded.resources
        if one.type not in shapes.serving and one.type not in _PLANNED
        if (when := when_of(one.content, shapes.of(one.type)))
    ]
    if dated:
        when, kind = max(dated, key=lambda pair: pair[0][:10])
        if date := date_of(when):
            yield StatedDate(date, Event.LATEST, when, kind)


def _of_one(resource: Json, shapes: Shapes) -> Iterator[StatedDate]:
    """The dates of a single resource: when it was done, released, written."""
    kind = text(resource.get("resourceType"))
    found = False
    if kind == "Encounter":
        yield from _span(resource, "period", Event.VISIT, Event.VISIT_END)
        return
    for path in _CARE:
        for date in _span(resource, path, Event.SERVICE, Event.SERVICE_END):
            found = True
            yield date
    yield from _moments(resource, "issued", Event.ISSUED)
    for path in ("date", "indexed", "created"):
        if kind in ("DocumentReference", "Media"):
            yield from _moments(resource, path, Event.WRITTEN)
    when = when_of(resource, shapes.of(kind))
    date_found = date_of(when)
    if not found and date_found and kind not in ("DocumentReference", "Media", "DiagnosticReport"):
        yield StatedDate(date_found, Event.SERVICE, when, kind)


def _span(resource: Json, path: str, start: Event, end: Event) -> Iterator[StatedDate]:
    for value in values(resource, path):
        if isinstance(value, str):
            yield from _moment(value, start, resource, path)
        for moment in values(value, "start"):
            yield from _moment(moment, start, resource, f"{path}.start")
        for moment in values(value, "end"):
            yield from _moment(moment, end, resource, f"{path}.end")


def _moments(resource: Json, path: str, event: Event) -> Iterator[StatedDate]:
    for value in values(resource, path):
        yield from _moment(value, event, resource, path)


def _moment(value: object, event: Event, resource: Json, path: str) -> Iterator[StatedDate]:
    date = date_of(text(value))
    if date:
        yield StatedDate(date, event, text(value), f"{text(resource.get('resourceType'))}.{path}")


def _place(loaded: Loaded, main: Json | None, index: Index) -> Said:
    """The place a record comes from: what it names itself, else the place most entries name."""
    if main is not None:
        for path in _ORGANIZATIONS:
            for reference in values(main, path):
                if isinstance(reference, dict) and _points_to(reference, main, index, "Organization"):
                    return Said(index.name(reference, main), f"{text(main.get('resourceType'))}.{path}")
    named = Counter(
        name
        for one in loaded.resources
        for reference in values(one.content, "serviceProvider")
        if isinstance(reference, dict) and (name := index.name(reference, one.content))
    )
    if named:
        return Said(named.most_common(1)[0][0], "Encounter.serviceProvider")
    places = {
        name for one in loaded.resources if one.type == "Organization" and (name := text(one.content.get("name")))
    }
    return Said(places.pop(), "Organization.name") if len(places) == 1 else Said()


def _author(main: Json | None, index: Index) -> Said:
    if main is None:
        return Said()
    for path in _WRITERS:
        for reference in values(main, path):
            if isinstance(reference, dict) and _points_to(reference, main, index, "Practitioner"):
                role = index.find(reference, main) or {}
                person = next(each(role.get("practitioner")), reference)
                name = index.name(person, role) or index.name(reference, main)
                return Said(name, f"{text(main.get('resourceType'))}.{path}")
    return Said()


def _points_to(reference: Json, owner: Json, index: Index, kind: str) -> bool:
    """Whether a reference with a name points to a resource of that kind (or to somebody's role, for people)."""
    found = index.find(reference, owner)
    actual = text(found.get("resourceType")) if found else text(reference.get("type"))
    if not actual:
        parts = text(reference.get("reference")).rstrip("/").split("/")
        actual = parts[-2] if len(parts) > 1 else ""
    return actual.startswith(kind) and bool(index.name(reference, owner))


def _accession(main: Json | None) -> Said:
    for number in each(main.get("identifier")) if main is not None else ():
        if any(code == _ACCESSION for _, code, _ in codes_of(number.get("type"))):
            return Said(text(number.get("value")), "identifier")
    return Said()
