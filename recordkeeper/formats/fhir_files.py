"""Files inside FHIR resources: letters, reports and pictures as base64, and those the hospital only points to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from recordkeeper.formats.attached import Attached, name_of
from recordkeeper.formats.decode import decode
from recordkeeper.formats.fhir_index import Index
from recordkeeper.formats.fhir_load import Json, Resource, each, text
from recordkeeper.formats.fhir_words import first_words, values
from recordkeeper.formats.health_data import HealthData, shown_date

_PLACES = ("content.attachment", "presentedForm", "content", "payload.content[x]", "source[x]", "attachment")
_TITLES = ("description", "type", "code", "category", "subtype", "class")
_DATES = (
    "context.period.start",
    "effectiveDateTime",
    "effectivePeriod.start",
    "date",
    "created",
    "createdDateTime",
    "issued",
    "sent",
)
_TEXTS = ("text/plain", "text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Held:
    """One attachment: a file to be taken out, words where it is the record itself, or neither: only a pointer."""

    file: Attached | None = None
    words: str = ""


Files = Mapping[int, tuple[Held, ...]]
"""The attachments of each resource, by the identity of its content."""


def collect(resources: Sequence[Resource], index: Index, data: HealthData, *, alone: bool) -> Files:
    """All attachments of a file. With `alone`, its one resource is the record, and text in it is read in place."""
    found: dict[int, tuple[Held, ...]] = {}
    used: set[int] = set()  # Binary resources that another one points to
    for resource in resources:
        if resource.type != "Binary":
            found[id(resource.content)] = tuple(_held(resource.content, index, data, used, alone=alone))
    for resource in resources:
        if resource.type == "Binary" and id(resource.content) not in used:
            held = _of(resource.content, _bytes_of(resource.content), "", data, alone=alone)
            found[id(resource.content)] = (held,) if held else ()
    return found


def files_in(files: Files) -> Iterator[Attached]:
    """Those that are taken out, in the order of the file."""
    return (held.file for of_resource in files.values() for held in of_resource if held.file is not None)


def _held(resource: Json, index: Index, data: HealthData, used: set[int], *, alone: bool) -> Iterator[Held]:
    for attachment in _attachments(resource):
        inside = _bytes_of(attachment)
        if not inside:
            binary = index.find({"reference": text(attachment.get("url"))}, resource)
            inside = _bytes_of(binary) if binary else ""
            if binary is not None and inside:
                used.add(id(binary))
        title = text(attachment.get("title")).strip() or _title_of(resource, index)
        yield _of(attachment, inside, title, data, alone=alone) or Held()


def _attachments(resource: Json) -> Iterator[Json]:
    for place in _PLACES:
        for value in values(resource, place):
            for one in each(value):
                if any(text(one.get(key)) for key in ("data", "url")):
                    yield one


def _bytes_of(holder: Json) -> str:
    """Base64 of an attachment, or of a Binary ("content" before R4)."""
    return text(holder.get("data")) or (
        text(holder.get("content")) if holder.get("resourceType") == "Binary" else ""
    )


def _of(holder: Json, inside: str, title: str, data: HealthData, *, alone: bool) -> Held | None:
    if not inside:
        return None
    media_type = text(holder.get("contentType")).lower()
    file = Attached(name_of(title, data.ending(media_type), "attachment"), media_type, inside)
    if alone and media_type.partition(";")[0].strip() in _TEXTS:
        return Held(words=_read(file.content(), media_type))
    return Held(file=file)


def _read(untrusted: bytes, media_type: str) -> str:
    from recordkeeper.formats.markup import html_text

    return (html_text(untrusted)[0] if "html" in media_type else decode(untrusted)).strip("\n")


def _title_of(resource: Json, index: Index) -> str:
    """What a resource without a title of its own is about, and its date."""
    named = first_words(resource, _TITLES, index.name)
    date = next((value for path in _DATES for value in values(resource, path) if isinstance(value, str)), "")
    return " ".join(filter(None, (named, shown_date(date))))
