"""Results of laboratories among FHIR resources: Observations with a value, and the reports they are named by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recordkeeper.formats.fhir_index import Index, codes_of
from recordkeeper.formats.fhir_load import Json, Resource, each, text
from recordkeeper.formats.fhir_words import values, words_at
from recordkeeper.records.labs import LabEntry

_LOINC = "http://loinc.org"
_LABORATORY = frozenset(("laboratory", "lab", "hm", "ch"))
_OTHER_CATEGORIES = frozenset(
    (
        "vital-signs",
        "social-history",
        "survey",
        "imaging",
        "exam",
        "activity",
        "therapy",
        "procedure",
        "functional-status",
    )
)
_NO_RESULT = frozenset(("entered-in-error", "cancelled"))
_MOST = 20_000


def lab_entries(resources: Sequence[Resource], index: Index) -> tuple[LabEntry, ...]:
    """Every result of a laboratory among these resources, in the order of the file."""
    reports = _reports(resources, index)
    found: list[LabEntry] = []
    for resource in resources:
        content = resource.content
        if resource.type != "Observation" or text(content.get("status")) in _NO_RESULT:
            continue
        report = reports.get(id(content))
        if not _is_of_laboratory(content, in_report=report is not None):
            continue
        found += _entries(content, report, index)
        if len(found) >= _MOST:
            break
    return tuple(found[:_MOST])


def _reports(resources: Sequence[Resource], index: Index) -> dict[int, Json]:
    """Observation → the report of a laboratory that names it."""
    found: dict[int, Json] = {}
    for resource in resources:
        if resource.type != "DiagnosticReport" or not _LABORATORY & _categories(resource.content):
            continue
        for reference in each(resource.content.get("result")):
            content = index.find(reference, resource.content)
            if content is not None:
                found[id(content)] = resource.content
    return found


def _categories(resource: Json) -> set[str]:
    return {code.casefold() for _, code, _ in codes_of(resource.get("category"))}


def _is_of_laboratory(observation: Json, *, in_report: bool) -> bool:
    categories = _categories(observation)
    if _LABORATORY & categories:
        return True
    return in_report and not _OTHER_CATEGORIES & categories


def _entries(observation: Json, report: Json | None, index: Index) -> Iterator[LabEntry]:
    """The result of an observation, or those of its parts."""
    own = _entry(observation, observation, report, index)
    if own is not None:
        yield own
    for part in each(observation.get("component")):
        made = _entry(part, observation, report, index)
        if made is not None:
            yield made


def _entry(part: Json, observation: Json, report: Json | None, index: Index) -> LabEntry | None:
    name = words_at(part, "code", index.name)
    printed, unit = _value(part, index)
    if not name or not printed:
        return None
    return LabEntry(
        name=name,
        printed=printed,
        codes=tuple(code for system, code, _ in codes_of(part.get("code")) if system == _LOINC and code),
        unit=unit,
        range=_range(part, index),
        flag=_flag(part),
        specimen=words_at(observation, "specimen", index.name),
        method=words_at(observation, "method", index.name),
        comment=words_at(observation, "note", index.name) or text(observation.get("comment")),
        collected=_collected(observation) or (_collected(report) if report else ""),
        reported=text(observation.get("issued")) or (text(report.get("issued")) if report else ""),
        lab=words_at(observation, "performer", index.name) if _by_a_place(observation, index) else "",
    )


def _value(part: Json, index: Index) -> tuple[str, str]:
    """The value as the file has it, and its unit."""
    for value in values(part, "value[x]"):
        if isinstance(value, str):
            return value.strip(), ""
        if isinstance(value, dict) and "value" in value:
            unit = text(value.get("unit")) or text(value.get("code"))
            number = f"{text(value.get('comparator'))}{text(value.get('value'))}"
            return (number if text(value.get("value")) else ""), "" if unit in ("1", "{score}") else unit
        if isinstance(value, (dict, bool)):
            return words_at(part, "value[x]", index.name), ""
    return "", ""


def _range(part: Json, index: Index) -> str:
    for reference in each(part.get("referenceRange")):
        if said := text(reference.get("text")).strip():
            return said
        low, high = (_bound(reference, side) for side in ("low", "high"))
        if low and high:
            return f"{low}-{high}"
        if low or high:
            return f">={low}" if low else f"<={high}"
        if said := words_at(reference, "appliesTo", index.name):
            return said
    return ""


def _bound(reference: Json, side: str) -> str:
    return next((text(one.get("value")) for one in each(reference.get(side))), "")


def _flag(part: Json) -> str:
    return ", ".join(
        dict.fromkeys(code or name for _, code, name in codes_of(part.get("interpretation")) if code or name)
    )


def _collected(resource: Json) -> str:
    for value in values(resource, "effective[x]"):
        if isinstance(value, str):
            return value
        if isinstance(value, dict):
            return text(value.get("start")) or text(value.get("end"))
    return ""


def _by_a_place(observation: Json, index: Index) -> bool:
    for reference in each(observation.get("performer")):
        found = index.find(reference, observation)
        kind = text(found.get("resourceType")) if found else text(reference.get("reference")).split("/")[0]
        if kind == "Organization":
            return True
    return False
