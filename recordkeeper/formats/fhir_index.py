"""Finding what a FHIR reference points to, and what it is called."""

from __future__ import annotations

from collections.abc import Sequence

from recordkeeper.formats.fhir_load import Json, Resource, each, text
from recordkeeper.formats.fhir_words import concept, human_name, unresolved, words

_NAMED_BY = ("name", "code", "type", "deviceName", "description", "title", "vaccineCode")
_DEEPEST = 3  # a role names a practitioner, a medication its product


class Index:
    """The resources of a file by every way they may be referred to."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        self._found: dict[str, Json] = {}
        for resource in resources:
            content = resource.content
            number = text(content.get("id"))
            for key in (resource.address, f"{resource.type}/{number}" if number else "", f"urn:uuid:{number}"):
                if key and key != "#":
                    self._found.setdefault(key, content)

    def find(self, reference: Json, owner: Json | None = None) -> Json | None:
        """The resource referred to: in the file, or contained in `owner`; None when it is elsewhere."""
        target = text(reference.get("reference"))
        if target.startswith("#"):
            contained = each(owner.get("contained")) if owner else ()
            return next((one for one in contained if text(one.get("id")) == target[1:]), None)
        versionless = target.split("/_history/")[0]
        last_two = "/".join(versionless.rsplit("/", 2)[-2:])
        return self._found.get(target) or self._found.get(versionless) or self._found.get(last_two)

    def name(self, reference: Json, owner: Json | None = None, depth: int = 0) -> str:
        """What a reference is called: in its own words, else by what it points to; "" when neither says."""
        shown = text(reference.get("display")).strip()
        found = None if shown or depth > _DEEPEST else self.find(reference, owner)
        return shown or (self.name_of(found, depth + 1) if found else "")

    def name_of(self, resource: Json, depth: int = 0) -> str:
        """What a resource is called."""
        kind = text(resource.get("resourceType"))
        if kind in ("Practitioner", "Patient", "RelatedPerson", "Person"):
            return next((human_name(one, unresolved) for one in each(resource.get("name"))), "")
        if kind == "PractitionerRole":
            parts = (
                self.name(one, resource, depth)
                for key in ("practitioner", "organization")
                for one in each(resource.get(key))
            )
            return ", ".join(dict.fromkeys(filter(None, parts)))
        for key in _NAMED_BY:
            if said := words(resource.get(key), unresolved):
                return said
        return ""


def codes_of(value: object) -> list[tuple[str, str, str]]:
    """The codes of CodeableConcepts or Codings: system, code, name. Text alone is a name without a code."""
    found: list[tuple[str, str, str]] = []
    for one in each(value):
        codings = list(each(one.get("coding"))) or ([one] if "code" in one and "coding" not in one else [])
        said = concept(one, unresolved)
        found.extend(
            (text(coding.get("system")), text(coding.get("code")), text(coding.get("display")) or said)
            for coding in codings
        )
        if not codings and said:
            found.append(("", "", said))
    return found
