"""The coded entries of FHIR resources in their own words: conditions, results, medicines, procedures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recordkeeper.formats.fhir_entry import Shapes, when_of
from recordkeeper.formats.fhir_index import Index
from recordkeeper.formats.fhir_load import Json, Resource, each, text
from recordkeeper.formats.fhir_words import first_words, values
from recordkeeper.formats.health_data import date_of
from recordkeeper.records.stated import CodedEntry, EntrySort, EntryStanding

MOST = 2000  # entries of one file
_MEDICINE = (EntrySort.DRUG, "medication[x]")
_SORTS = {
    "Condition": (EntrySort.DIAGNOSIS, "code"),
    "Observation": (EntrySort.RESULT, "code"),
    "Procedure": (EntrySort.PROCEDURE, "code"),
    "MedicationRequest": _MEDICINE,
    "MedicationOrder": _MEDICINE,
    "MedicationStatement": _MEDICINE,
    "MedicationAdministration": _MEDICINE,
    "MedicationDispense": _MEDICINE,
}
# Values of status, verificationStatus and intent (R4 and before it) of what is not so, and of what may be.
_REFUSED = frozenset(("refuted", "entered-in-error", "not-done", "cancelled", "not-taken", "declined"))
_DOUBTFUL = frozenset(
    ("provisional", "differential", "unconfirmed", "draft", "on-hold", "preparation", "proposal", "plan")
)
_NEGATIONS = ("doNotPerform", "notPerformed", "notDone", "wasNotTaken", "wasNotGiven")


def coded_entries(resources: Sequence[Resource], index: Index, shapes: Shapes) -> Iterator[CodedEntry]:
    """At most MOST entries, those of resources inside others too."""
    found = 0
    for resource in _all(resources):
        kind = text(resource.get("resourceType"))
        if kind not in _SORTS or found == MOST:
            continue
        sort, path = _SORTS[kind]
        owner = resource

        def refer(reference: Json, owner: Json = owner) -> str:
            return index.name(reference, owner)

        name = first_words(resource, (path,), refer)
        value = first_words(resource, ("value[x]",), refer) if sort is EntrySort.RESULT else ""
        if name:
            found += 1
            yield CodedEntry(sort, name, value, date_of(when_of(resource, shapes.of(kind))), _standing(resource))


def _all(resources: Sequence[Resource]) -> Iterator[Json]:
    for one in resources:
        yield one.content
        yield from each(one.content.get("contained"))


def _standing(resource: Json) -> EntryStanding:
    said = {text(resource.get("status")), text(resource.get("intent")), text(resource.get("verificationStatus"))}
    said |= {text(code) for code in values(resource, "verificationStatus.coding.code")}
    if said & _REFUSED or any(resource.get(key) is True for key in _NEGATIONS):
        return EntryStanding.REFUSED
    return EntryStanding.DOUBTFUL if said & _DOUBTFUL else EntryStanding.HELD
