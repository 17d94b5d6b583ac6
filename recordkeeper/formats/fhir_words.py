"""Values of FHIR resources in words, by their shape: codes, quantities, periods, names, references, doses.

Nothing is converted: numbers and units stand as the file has them. What is malformed gives no words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from recordkeeper.formats.fhir_load import Json, each, text
from recordkeeper.formats.health_data import date_of, shown_date

Refer = Callable[[Json], str]
"""What a Reference is called."""

_MOMENT = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2}(?:T\S*)?)?)?")
_WRITTEN_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_MOST = 40  # values of one field put in words


def unresolved(reference: Json) -> str:
    """What a reference calls itself, for where nothing can be looked up."""
    return text(reference.get("display")).strip()


def values(resource: object, path: str) -> Iterator[object]:
    """Everything at a path such as "code", "stage.summary" or "value[x]" (any type), lists opened."""
    name, _, rest = path.partition(".")
    for owner in each(resource):
        for key in _keys(owner, name):
            found = owner[key]
            for item in found if isinstance(found, list) else [found]:
                if rest:
                    yield from values(item, rest)
                elif item is not None:
                    yield item


def _keys(owner: Json, name: str) -> list[str]:
    if not name.endswith("[x]"):
        return [name] if name in owner else []
    stem = name[:-3]
    return [key for key in owner if key.startswith(stem) and key[len(stem) : len(stem) + 1].isupper()]


def words_at(resource: object, path: str, refer: Refer) -> str:
    """All values at a path in words, one after the other, each once."""
    found = (words(value, refer) for _, value in zip(range(_MOST), values(resource, path), strict=False))
    return ", ".join(dict.fromkeys(each for each in found if each))


def first_words(resource: object, paths: tuple[str, ...], refer: Refer) -> str:
    """The words at the first of the paths that has any."""
    return next((said for path in paths if (said := words_at(resource, path, refer))), "")


def words(value: object, refer: Refer) -> str:
    """One value in words; "" for what has none."""
    if isinstance(value, str):
        tidy = " ".join(value.split())
        return shown_date(tidy) if _MOMENT.fullmatch(tidy) and date_of(tidy) else tidy
    if isinstance(value, list):
        flat = (item for item in value[:_MOST] if not isinstance(item, list))
        return ", ".join(dict.fromkeys(filter(None, (words(item, refer) for item in flat))))
    if not isinstance(value, dict):
        return ""
    for fits, say in _SHAPES:
        if any(key in value for key in fits):
            return say(value, refer)
    return ""


def concept(value: Json, refer: Refer) -> str:
    """A CodeableConcept: the writer's words, else a name of a code, else a code."""
    del refer
    said = text(value.get("text")).strip()
    codings = list(each(value.get("coding")))
    shown = next((name for coding in codings if (name := text(coding.get("display")).strip())), "")
    return " ".join((said or shown or next((text(coding.get("code")) for coding in codings), "")).split())


def _coding(value: Json, refer: Refer) -> str:
    return (text(value.get("display")) or words(value.get("code"), refer)).strip()


def quantity(value: Json, refer: Refer) -> str:
    """A number with its sign and unit as printed."""
    del refer
    number = text(value.get("value"))
    unit = (
        text(value.get("unit"))
        or text(value.get("units"))
        or text(value.get("code"))
        or text(value.get("currency"))
    )
    return f"{text(value.get('comparator'))}{number} {'' if unit == '1' else unit}".strip() if number else ""


def _period(value: Json, refer: Refer) -> str:
    start, end = (words(value.get(key), refer) for key in ("start", "end"))
    return start if start[:10] == end[:10] or not end else f"{start} – {end}".strip()


def range_of(value: Json, refer: Refer) -> str:
    """A range as printed: its text, or low to high, or what it is below or above."""
    said = text(value.get("text")).strip()
    if said:
        return said
    low, high = (quantity(next(each(value.get(key)), {}), refer) for key in ("low", "high"))
    if low and high:
        number, _, unit = low.partition(" ")
        return f"{number}–{high}" if unit and high.endswith(f" {unit}") else f"{low}–{high}"
    return f"≥ {low}" if low else f"≤ {high}" if high else ""


def _ratio(value: Json, refer: Refer) -> str:
    over, under = (quantity(next(each(value.get(key)), {}), refer) for key in ("numerator", "denominator"))
    return f"{over} / {under}" if under and under != "1" else over


def human_name(value: Json, refer: Refer) -> str:
    """A person's name as people write it."""
    parts = [words(value.get(key), refer).replace(",", "") for key in ("prefix", "given", "family", "suffix")]
    return " ".join(filter(None, parts)) or text(value.get("text"))


def _annotation(value: Json, refer: Refer) -> str:
    del refer
    return " ".join(_WRITTEN_BREAK.sub(" ", text(value.get("text"))).split())


def _dosage(value: Json, refer: Refer) -> str:
    said = text(value.get("text")) or text(value.get("patientInstruction"))
    if said:
        return " ".join(said.split())
    dose = first_words(value, ("doseAndRate.dose[x]", "dose[x]", "quantity[x]", "quantity", "dose"), refer)
    parts = (dose, words_at(value, "route", refer), words_at(value, "timing", refer), _as_needed(value, refer))
    return ", ".join(filter(None, parts))


def _as_needed(value: Json, refer: Refer) -> str:
    return first_words(value, ("asNeededCodeableConcept", "additionalInstruction", "additionalInstructions"), refer)


def _timing(value: Json, refer: Refer) -> str:
    said = words(value.get("code"), refer)
    if said:
        return said
    repeat = next(each(value.get("repeat")), {})
    often, every, unit = (text(repeat.get(key)) for key in ("frequency", "period", "periodUnit"))
    unit = unit or text(repeat.get("periodUnits"))
    counted = f"{often} x / {every} {unit}".strip() if often and every else ""
    return counted or words_at(value, "event", refer)


def _reference(value: Json, refer: Refer) -> str:
    return refer(value)


def _attachment(value: Json, refer: Refer) -> str:
    del refer
    return text(value.get("title")).strip()


def _address(value: Json, refer: Refer) -> str:
    parts = (words(value.get(key), refer) for key in ("line", "city", "state", "postalCode", "country"))
    return text(value.get("text")) or ", ".join(filter(None, parts))


_Say = Callable[[Json, Refer], str]
# The first whose keys are there tells the shape. Order matters: a Dosage has "text" as an Annotation does.
_SHAPES: tuple[tuple[tuple[str, ...], _Say], ...] = (
    (("coding",), concept),
    (("timing", "doseAndRate", "doseQuantity", "patientInstruction", "asNeededBoolean", "route"), _dosage),
    (("repeat", "event"), _timing),
    (("reference",), _reference),
    (("family", "given"), human_name),
    (("numerator",), _ratio),
    (("low", "high"), range_of),
    (("start", "end"), _period),
    (("contentType",), _attachment),
    (("value",), quantity),
    (("line", "city"), _address),
    (("display",), _coding),
    (("text",), _annotation),
    (("code",), _coding),
)
