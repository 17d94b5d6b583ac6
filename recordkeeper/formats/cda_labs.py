"""Results of laboratories in the entries of a CDA document: result observations (C-CDA, CCD and C32), as stated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from recordkeeper.formats.xml_tree import every, first, kids, local, value_of, words_of
from recordkeeper.records.labs import LabEntry

if TYPE_CHECKING:
    from lxml.etree import _Element

_LOINC = "2.16.840.1.113883.6.1"
_OBSERVATIONS = frozenset(
    (
        "2.16.840.1.113883.10.20.22.4.2",  # C-CDA result observation
        "2.16.840.1.113883.10.20.1.31",  # CCD result observation
        "2.16.840.1.113883.3.88.11.83.15",  # C32 result
        "2.16.840.1.113883.3.88.11.83.15.1",
    )
)
_VITALS = frozenset(("2.16.840.1.113883.10.20.22.4.27", "2.16.840.1.113883.3.88.11.83.14"))
_OTHER_SECTIONS = frozenset(("8716-3", "47420-5", "10190-7", "29762-2"))  # vital signs, abilities, mind, life
_RESULTS = "30954-2"  # the section of results, for files that name no templates
_MOST = 20_000
_NO_VALUES = frozenset(("", "NI", "UNK", "NA", "NASK", "ASKU"))


def lab_entries(root: _Element) -> tuple[LabEntry, ...]:
    """Every result in the entries of the document at `root`, in the order of the file."""
    named = {each.get("ID") or "": each for each in root.iter() if each.get("ID")}
    found: list[LabEntry] = []
    for section in root.iter():
        if local(section) != "section":
            continue
        code = value_of(first(section, "code"), "code")
        if code in _OTHER_SECTIONS:
            continue
        of_results = code == _RESULTS
        for entry in kids(section, "entry"):
            for observation, organizer in _observations(entry, of_results=of_results):
                made = _entry(observation, organizer, named)
                if made is not None:
                    found.append(made)
                if len(found) == _MOST:
                    return tuple(found)
    return tuple(found)


def _observations(entry: _Element, *, of_results: bool) -> Iterator[tuple[_Element, _Element | None]]:
    """The observations of an entry that are results, each with the group it stands in."""
    for element in entry.iter():
        if local(element) != "observation":
            continue
        templates = {value_of(each, "root") for each in kids(element, "templateId")}
        group = _group_of(element)
        if templates & _VITALS or not (templates & _OBSERVATIONS or (of_results and group is not None)):
            continue
        yield element, group


def _group_of(observation: _Element) -> _Element | None:
    holder = observation.getparent()
    group = holder.getparent() if holder is not None else None
    return group if group is not None and local(group) == "organizer" else None


def _entry(observation: _Element, organizer: _Element | None, named: Mapping[str, _Element]) -> LabEntry | None:
    code = first(observation, "code")
    name = _name(code, named)
    printed, unit = _value(observation, named)
    if not name or not printed:
        return None
    return LabEntry(
        name=name,
        printed=printed,
        codes=tuple(_codes(code)),
        unit=unit,
        range=_range(observation, named),
        flag=", ".join(filter(None, map(_flag, kids(observation, "interpretationCode")))),
        specimen=_specimen(observation) or _specimen(organizer),
        method=_words(first(observation, "methodCode"), named),
        comment=_comment(observation, named),
        collected=_time(observation) or _time(organizer),
        lab=_lab(observation) or _lab(organizer),
    )


def _words(element: _Element | None, named: Mapping[str, _Element]) -> str:
    """What a coded element says: its own words, those of the narrative it points to, or its code's name."""
    if element is None:
        return ""
    original = first(element, "originalText")
    own = words_of(original) or words_of(named.get(value_of(first(original, "reference")).lstrip("#")))
    return own or value_of(element, "displayName")


def _name(code: _Element | None, named: Mapping[str, _Element]) -> str:
    """The name of a test: the code's name, which is short; the narrative often says value and day with it."""
    if code is None:
        return ""
    shown = value_of(code, "displayName") or words_of(first(code, "originalText"))
    translated = next((value_of(each, "displayName") for each in kids(code, "translation")), "")
    return shown or translated or _words(code, named)


def _codes(code: _Element | None) -> Iterator[str]:
    for each in (code, *kids(code, "translation")):
        if value_of(each, "codeSystem") == _LOINC and value_of(each, "code"):
            yield value_of(each, "code")


def _value(observation: _Element, named: Mapping[str, _Element]) -> tuple[str, str]:
    """The value as stated and its unit: a quantity, a span, a code or words."""
    value = first(observation, "value")
    if value is None or value_of(value, "nullFlavor") in ("NI", "UNK", "NA", "NASK", "ASKU"):
        return "", ""
    number = value_of(value)
    if number and number not in _NO_VALUES:
        unit = value_of(value, "unit")
        return number, "" if unit == "1" else unit
    low, high = first(value, "low"), first(value, "high")
    if low is not None or high is not None:
        return _span(low, high)
    said = value_of(value, "displayName") or words_of(value)
    return said or words_of(named.get(value_of(first(value, "reference")).lstrip("#"))), ""


def _span(low: _Element | None, high: _Element | None) -> tuple[str, str]:
    """A value with one bound is "<5"; with two it is a span."""
    least, most = value_of(low), value_of(high)
    unit = value_of(low, "unit") or value_of(high, "unit")
    if least and most:
        return f"{least}-{most}", unit
    bound, sign = (most, "<") if most else (least, ">")
    holds = high if most else low
    inclusive = value_of(holds, "inclusive").lower() != "false"
    return (f"{sign}{'=' if inclusive else ''}{bound}" if bound else ""), unit


def _range(observation: _Element, named: Mapping[str, _Element]) -> str:
    for each in every(observation, "referenceRange", "observationRange"):
        text = first(each, "text")
        said = words_of(text) or words_of(named.get(value_of(first(text, "reference")).lstrip("#")))
        if said:
            return said
        value = first(each, "value")
        low, high = value_of(first(value, "low")), value_of(first(value, "high"))
        if low and high:
            return f"{low}-{high}"
        if low or high:
            return f">={low}" if low else f"<={high}"
    return ""


def _flag(code: _Element) -> str:
    return value_of(code, "code") or value_of(code, "displayName")


def _specimen(act: _Element | None) -> str:
    code = first(act, "specimen", "specimenRole", "specimenPlayingEntity", "code")
    return words_of(first(code, "originalText")) or value_of(code, "displayName")


def _comment(observation: _Element, named: Mapping[str, _Element]) -> str:
    for act in every(observation, "entryRelationship", "act"):
        text = first(act, "text")
        said = words_of(text) or words_of(named.get(value_of(first(text, "reference")).lstrip("#")))
        if said:
            return said
    return ""


def _time(act: _Element | None) -> str:
    time = first(act, "effectiveTime")
    return value_of(time) or value_of(first(time, "low")) or value_of(first(time, "center"))


def _lab(act: _Element | None) -> str:
    for path in (("performer", "assignedEntity"), ("author", "assignedAuthor")):
        name = words_of(first(act, *path, "representedOrganization", "name"))
        if name:
            return name
    return ""
