"""Entries of a catalogue made directly, without files: for tests of what the catalogue answers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from recordkeeper.catalogue import documents, sources
from recordkeeper.catalogue.documents import Judged
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import FilePart, Recognition
from recordkeeper.records.kinds import Identity, Kind, Status
from recordkeeper.records.patient import Patient
from recordkeeper.records.provenance import Fingerprint, Reader, Reason
from recordkeeper.records.reading import Format, PageText, Reading, WordBox, WordBoxes

READER = Reader("made-up", 1)
PATIENT = Patient("Made Up", PartialDate(1961, 2, 3), country="US")


def fingerprint(name: str) -> Fingerprint:
    return Fingerprint(hashlib.sha256(name.encode()).hexdigest(), len(name))


def page(text: str, number: int = 1) -> PageText:
    """A page whose words stand beside each other, ten points each; their boxes tell which word it was."""
    words, start = [], 0
    for place, word in enumerate(text.split()):
        start = text.index(word, start)
        words.append(WordBox(start, start + len(word), place * 10.0, 0.0, place * 10.0 + 9.0, 9.0))
        start += len(word)
    return PageText(number, text, 612.0, 792.0, WordBoxes.of(words))


@dataclass(frozen=True, slots=True)
class Entry:
    """What a made-up record is asked to be."""

    id: str
    texts: tuple[str, ...] = ("nothing much",)
    date: str | None = None
    kind: Kind = Kind.LETTER
    status: Status = Status.RECOGNISED
    title: str = ""
    facility: str = ""
    reasons: tuple[Reason, ...] = ()


def add(db: Any, entry: Entry) -> int:
    """Put a record carried by one file into the catalogue; returns its row id."""
    recognition = Recognition(
        kind=entry.kind,
        kind_confidence=0.9,
        title=entry.title,
        service_date=PartialDate.parse(entry.date) if entry.date else None,
        facility=entry.facility,
        reasons=entry.reasons,
    )
    identity = Identity.DIFFERS if entry.status is Status.SET_ASIDE else Identity.AGREES
    file = fingerprint(entry.id)
    pages = tuple(page(text, number) for number, text in enumerate(entry.texts, 1))
    with db.atomic():
        original = sources.add_original(db, file, Reading(Format.TEXT, READER, page_count=len(pages), pages=pages))
        row = documents.put(
            db, entry.id, Judged(recognition, identity, entry.status, READER), page_count=len(pages)
        )
        documents.link(db, row, original, FilePart(f"{entry.id}.txt", file, Format.TEXT), 0)
    return row
