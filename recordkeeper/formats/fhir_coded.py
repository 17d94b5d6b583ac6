"""The coded entries of FHIR resources in their own words: conditions, results, medicines, procedures, allergies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recordkeeper.formats.fhir_entry import Shapes, when_of
from recordkeeper.formats.fhir_index import Index
from recordkeeper.formats.fhir_load import Json, Resource, each, text
from recordkeeper.formats.fhir_words import first_words, values
from recordkeeper.formats.health_data import date_of
from recordkeeper.records.stated import CodedEntry, EntrySort, EntryStanding

MOST = 2000  # entries of one file
_MEDICINE = (EntrySort.DRUG, ("medication[x]",))
_SORTS = {
    "Condition": (EntrySort.DIAGNOSIS, ("code",)),
    "Observation": (EntrySort.RESULT, ("code",)),
    "Procedure": (EntrySort.PROCEDURE, ("code",)),
    "AllergyIntolerance": (EntrySort.ALLERGY, ("code", "substance")),  # the second before R4
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
# What was so and is no longer: a medicine that was stopped, an allergy that was outgrown.
_OVER = frozenset(("completed", "stopped", "ended", "inactive", "resolved"))
_DETAILS = {
    EntrySort.DRUG: ("dosageInstruction.text", "dosage.text", "dosageInstruction.patientInstruction"),
    EntrySort.ALLERGY: ("reaction.manifestation", "reaction.description"),
}
_NEGATIONS = ("doNotPerform", "notPerformed", "notDone", "wasNotTaken", "wasNotGiven")


def coded_entries(resources: Sequence[Resource], index: Index, shapes: Shapes) -> Iterator[CodedEntry]:
    """At most MOST entries, those of resources inside others too."""
    found = 0
    for resource in _all(resources):
        kind = text(resource.get("resourceType"))
        if kind not in _SORTS or found == MOST:
            continue
        sort, paths = _SORTS[kind]
        owner = resource

        def refer(reference: Json, owner: Json = owner) -> str:
            return index.name(reference, owner)

        name = first_words(resource, paths, refer)
        value = first_words(resource, ("value[x]",), refer) if sort is EntrySort.RESULT else ""
        if name:
            found += 1
            date, details = date_of(when_of(resource, shapes.of(kind))), _DETAILS.get(sort, ())
            more = first_words(resource, details, refer) if details else ""
            yield CodedEntry(sort, name, value, date, _standing(resource), more, _is_over(resource, sort))


def _is_over(resource: Json, sort: EntrySort) -> bool:
    """Whether a medicine or an allergy is told to be no more."""
    if sort not in _DETAILS:
        return False
    said = {text(resource.get("status")), text(resource.get("clinicalStatus"))}
    said |= {text(code) for code in values(resource, "clinicalStatus.coding.code")}
    return bool(said & _OVER)


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
