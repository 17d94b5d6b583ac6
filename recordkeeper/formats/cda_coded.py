"""The coded entries of a CDA document in their own words: problems, results, medicines, procedures, allergies.

Which act is which is told by its element and template: those of C-CDA release 2.1, and of CCD 1.0 before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from recordkeeper.formats.cda_entries import act_date, act_name, acts
from recordkeeper.formats.health_data import date_of
from recordkeeper.formats.xml_tree import every, first, kids, local, value_of, words_of
from recordkeeper.records.stated import CodedEntry, EntrySort, EntryStanding

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST = 2000  # entries of one document
_PROBLEMS = frozenset(("2.16.840.1.113883.10.20.22.4.4", "2.16.840.1.113883.10.20.1.28"))
_RESULTS = frozenset(("2.16.840.1.113883.10.20.22.4.2", "2.16.840.1.113883.10.20.1.31"))
_ALLERGIES = frozenset(("2.16.840.1.113883.10.20.22.4.7", "2.16.840.1.113883.10.20.1.18"))
_REACTIONS = frozenset(("2.16.840.1.113883.10.20.22.4.9", "2.16.840.1.113883.10.20.1.54"))
_NO_UNITS = frozenset(("", "1"))
_DONE = frozenset(("EVN", ""))
_INTENDED = frozenset(("INT", "RQO", "PRMS", "PRP", "ARQ", "APT"))
_NOT_DONE = frozenset(("cancelled", "aborted", "nullified"))


def coded_entries(root: _Element) -> Iterator[CodedEntry]:
    """At most MOST entries, in the order of the document."""
    found = 0
    for act in acts(root):
        sort = _sort(act)
        entry = _entry(act, sort) if sort is not None else None
        if entry is not None and found < MOST:
            found += 1
            yield entry


def _sort(act: _Element) -> EntrySort | None:
    match local(act):
        case "procedure":
            return EntrySort.PROCEDURE
        case "substanceAdministration":
            return EntrySort.DRUG
        case "observation":
            templates = {value_of(each, "root") for each in kids(act, "templateId")}
            if templates & _ALLERGIES:
                return EntrySort.ALLERGY
            if templates & _PROBLEMS:
                return EntrySort.DIAGNOSIS
            return EntrySort.RESULT if templates & _RESULTS else None
    return None


def _entry(act: _Element, sort: EntrySort) -> CodedEntry | None:
    shown = _shown(first(act, "value"))
    match sort:
        case EntrySort.DIAGNOSIS:
            name, value, details = shown, "", ""
        case EntrySort.ALLERGY:
            name, value, details = _substance(act), "", _reaction(act)
        case EntrySort.RESULT:
            name, value, details = act_name(act), shown, ""
        case _:
            name, value, details = act_name(act), "", _dose(act)
    if not name:
        return None
    return CodedEntry(sort, name, value, date_of(act_date(act)), _standing(act), details)


def _substance(act: _Element) -> str:
    """What somebody does not tolerate: it takes part in the observation (C-CDA release 2.1, template 22.4.7)."""
    entity = first(act, "participant", "participantRole", "playingEntity")
    code = first(entity, "code")
    said = words_of(first(code, "originalText")) or value_of(code, "displayName")
    return said or words_of(first(entity, "name"))


def _reaction(act: _Element) -> str:
    """What it does to them, as named."""
    for each in every(act, "entryRelationship", "observation"):
        if {value_of(template, "root") for template in kids(each, "templateId")} & _REACTIONS:
            return _shown(first(each, "value"))
    return ""


def _dose(act: _Element) -> str:
    """How much is taken at a time."""
    dose = first(act, "doseQuantity")
    unit = value_of(dose, "unit") if dose is not None else ""
    return f"{value_of(dose)} {unit}" if unit not in _NO_UNITS else ""


def _shown(value: _Element | None) -> str:
    """A value in the writer's words: what the code was chosen for, else the name of it or of one it stands for."""
    if value is None:
        return ""
    number = value_of(value)
    if number:
        return f"{number} {value_of(value, 'unit')}".strip()
    named = (value_of(each, "displayName") for each in (value, *kids(value, "translation")))
    return words_of(first(value, "originalText")) or next(filter(None, named), "") or words_of(value)


def _standing(act: _Element) -> EntryStanding:
    mood, status = (act.get("moodCode") or "").upper(), value_of(first(act, "statusCode"), "code").lower()
    if (act.get("negationInd") or "").lower() == "true" or status in _NOT_DONE:
        return EntryStanding.REFUSED
    if local(act) == "substanceAdministration" or mood in _DONE:  # a medicine on the list is an intention by rule
        return EntryStanding.HELD
    return EntryStanding.DOUBTFUL if mood in _INTENDED else EntryStanding.REFUSED
