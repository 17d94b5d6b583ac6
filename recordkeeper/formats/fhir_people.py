"""Patients of FHIR files: their names, numbers and birth dates, and which of them a file is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from recordkeeper.formats.fhir_index import Index
from recordkeeper.formats.fhir_load import Json, Resource, each, text
from recordkeeper.formats.fhir_words import human_name, unresolved, words_at
from recordkeeper.formats.health_data import HealthData, date_of
from recordkeeper.records.patient import NOBODY, Identifier, PersonRead

_NOT_IN_USE = ("old", "maiden", "anonymous", "nickname", "temp")
_SUBJECTS = ("subject", "patient", "beneficiary")
_SEXES = {"male": "M", "female": "F"}
_MOST_NUMBERS = 8
_IN_A_MAILBOX = "urn:ietf:rfc:3986"  # identifiers that are addresses say nothing to people


def names_of(patient: Json) -> list[str]:
    """The patient's names, the official one first."""
    names = [(human_name(one, unresolved), text(one.get("use"))) for one in each(patient.get("name"))]
    names.sort(key=lambda pair: (pair[1] in _NOT_IN_USE, pair[1] != "official"))
    return list(dict.fromkeys(name for name, _ in names if name))


def numbers_of(patient: Json, data: HealthData) -> list[Identifier]:
    """The patient's numbers with who issues them, where that is known."""
    found = []
    for one in each(patient.get("identifier")):
        system, value = text(one.get("system")), text(one.get("value")).strip()
        if value and system != _IN_A_MAILBOX:
            issuer = data.issuer(system) or words_at(one, "assigner", unresolved)
            found.append(Identifier(issuer, value))
    found.sort(key=lambda number: not number.issuer)
    return list(dict.fromkeys(found))[:_MOST_NUMBERS]


def person_of(patient: Json, data: HealthData) -> PersonRead:
    """The patient as read."""
    names = names_of(patient)
    return PersonRead(
        name=names[0] if names else "",
        birth_date=date_of(text(patient.get("birthDate"))),
        sex=_SEXES.get(text(patient.get("gender")), ""),
        identifiers=tuple(numbers_of(patient, data)),
    )


def whose(resources: Sequence[Resource], index: Index, data: HealthData) -> tuple[PersonRead, str, int]:
    """The person most of a file is about, the field that says so, and how many people it is about."""
    patients = [one.content for one in resources if one.type == "Patient"]
    people = {id(patient): person_of(patient, data) for patient in patients}
    different = len({(person.name, person.birth_date) for person in people.values()})
    about = [_subject(one.content, index) for one in resources if one.type == "Composition"]
    for patient in patients:
        if any(patient is subject for subject in about):  # a summary is about one person
            return people[id(patient)], "Composition.subject", 1
    if patients:
        named = Counter(
            id(found) for one in resources for found in [_subject(one.content, index)] if found is not None
        )
        main = max(patients, key=lambda patient: named[id(patient)])  # the first of equals
        return people[id(main)], "Patient", different
    shown = Counter(name for one in resources for name in [_subject_name(one.content, index)] if name)
    if not shown:
        return NOBODY, "", 1
    return PersonRead(name=shown.most_common(1)[0][0]), "subject", len(shown)


def _subject(resource: Json, index: Index) -> Json | None:
    for key in _SUBJECTS:
        for reference in each(resource.get(key)):
            if found := index.find(reference, resource):
                return found
    return None


def _subject_name(resource: Json, index: Index) -> str:
    return next(
        (
            name
            for key in _SUBJECTS
            for reference in each(resource.get(key))
            if (name := index.name(reference, resource))
        ),
        "",
    )
