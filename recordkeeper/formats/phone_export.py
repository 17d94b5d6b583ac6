"""Apple Health's export.xml, which may be gigabytes: what it counts and whose records it names, never all of it.

Nearly all of it is what a phone and a watch measured. The clinics' own records lie beside it in clinical-records/;
only this file says which clinic each came from. It is scanned in pieces, not parsed: some releases of the phone's
software write a document type that no XML reader accepts.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from recordkeeper.formats.health_data import HealthData, date_of, shown_date
from recordkeeper.formats.sheets import TextFound
from recordkeeper.formats.sniff_xml import xml_root
from recordkeeper.formats.table_text import aligned
from recordkeeper.records.patient import PersonRead
from recordkeeper.records.stated import Event, PlaceTold, Said, Stated, StatedCode, StatedDate
from recordkeeper.wording.words import Words

_ROOT = "HealthData"
_PIECE = 8 * 1024 * 1024
_LONGEST_TAG = 64 * 1024  # one record with its attributes
# Attributes stand in the order of the document type (HealthKit export version 11 to 14).
_RECORD = re.compile(
    rb'<(?:Record|Workout|Correlation|Audiogram|VisionPrescription) (?:type|workoutActivityType)="([^"]*)"'
    rb'[^>]*?sourceName="([^"]*)"[^>]*startDate="(\d{4}-\d\d-\d\d)'  # from the end: three times as fast
)
_RARE = re.compile(rb"<(HealthData|ExportDate|Me|ClinicalRecord) ([^>]*)>")
_ATTRIBUTE = re.compile(rb'(\w+)="([^"]*)"')
_PREFIX = re.compile(r"HK[A-Za-z]*?(?:TypeIdentifier|ActivityType|DataType)")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SEXES = {"HKBiologicalSexMale": "M", "HKBiologicalSexFemale": "F"}
_MOST = 400  # lines of a list
_MOST_TOLD = 100_000  # records of clinics whose clinic is remembered
_LONGEST_PATH = 300


def is_export(head: str) -> bool:
    """Whether a text that starts with markup is a phone's export."""
    return xml_root(head)[0] == _ROOT or f"<!DOCTYPE {_ROOT}" in head[:2000]


def read(path: Path, data: HealthData) -> TextFound:
    """The summary of the export at `path`."""
    counted = _Counted()
    for piece in _pieces(path):
        counted.take(piece)
    words = data.words(counted.locale)
    lines = "\n".join(counted.lines(words))
    title = words.say("health.phone_title")
    return TextFound(lines, title=title, stated=counted.stated(title))


def _pieces(path: Path) -> Iterator[bytes]:
    """The file a piece at a time, each ending between two elements."""
    rest = b""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            text = rest + piece
            end = text.rfind(b">") + 1
            rest = text[end:][-_LONGEST_TAG:]
            yield text[:end]


class _Counted:
    """What was met: clinics, devices, sorts of records."""

    def __init__(self) -> None:
        self.locale = ""
        self._exported = self._born = self._sex = ""
        self._clinics: Counter[tuple[str, str]] = Counter()
        self._told: dict[str, str] = {}  # file of a clinic's record → the clinic
        self._records: Counter[tuple[bytes, bytes, bytes]] = Counter()  # sort, device, day

    def take(self, piece: bytes) -> None:
        """Count what is in a piece of the file."""
        self._records.update(_RECORD.findall(piece))
        for found in _RARE.finditer(piece):
            attributes = {key.decode(): _plain(value) for key, value in _ATTRIBUTE.findall(found.group(2))}
            match found.group(1):
                case b"HealthData":
                    self.locale = attributes.get("locale", "")
                case b"ExportDate":
                    self._exported = attributes.get("value", "")
                case b"Me":
                    self._born = attributes.get("HKCharacteristicTypeIdentifierDateOfBirth", "")
                    self._sex = _SEXES.get(attributes.get("HKCharacteristicTypeIdentifierBiologicalSex", ""), "")
                case _:
                    self._take_record(attributes)

    def _take_record(self, attributes: dict[str, str]) -> None:
        """Count a clinic's record, and remember whose it is."""
        clinic = attributes.get("sourceName", "")
        self._clinics[clinic, _said(attributes.get("type", ""))] += 1
        path = attributes.get("resourceFilePath", "").strip("/")
        if clinic and path and len(path) <= _LONGEST_PATH and len(self._told) < _MOST_TOLD:
            self._told.setdefault(path, clinic)

    def lines(self, words: Words) -> Iterator[str]:
        """The summary."""
        say = words.say
        yield say("health.phone_title")
        yield ""
        for key, value in (("born", shown_date(self._born)), ("written", shown_date(self._exported))):
            if value:
                yield f"{say(f'health.{key}')}: {value}"
        yield say("health.phone_measured")
        if self._clinics:
            yield from ("", say("health.clinics"))
            rows = [(clinic, sort, str(count)) for (clinic, sort), count in self._clinics.most_common(_MOST)]
            yield from aligned([(say("health.from"), say("health.what"), say("health.how_many")), *sorted(rows)])
        if self._records:
            yield from ("", say("health.devices"), *aligned(self._devices()))
            heading = tuple(say(f"health.{key}") for key in ("what", "how_many", "first_date", "last_date"))
            yield from ("", say("health.measured"), *aligned([heading, *self._sorts()]))

    def _devices(self) -> list[tuple[str, str]]:
        devices: Counter[bytes] = Counter()
        for (_, device, _), count in self._records.items():
            devices[device] += count
        return [(_plain(name), str(count)) for name, count in devices.most_common(_MOST)]

    def _sorts(self) -> list[tuple[str, ...]]:
        """Each sort of record with how many there are, the first and the last day; the commonest first."""
        sorts: Counter[bytes] = Counter()
        days: dict[bytes, tuple[bytes, bytes]] = {}
        for (sort, _, day), count in self._records.items():
            sorts[sort] += count
            first, last = days.get(sort, (day, day))
            days[sort] = (min(first, day), max(last, day))
        return [
            (_said(_plain(sort)), str(count), *(day.decode() for day in days[sort]))
            for sort, count in sorts.most_common(_MOST)
        ]

    def stated(self, title: str) -> Stated:
        exported = date_of(self._exported)
        clinics = {clinic for clinic, _ in self._clinics}
        told: dict[str, list[str]] = {}
        for path, clinic in self._told.items():
            told.setdefault(clinic, []).append(path)
        return Stated(
            codes=(StatedCode("export", "phone", title, _ROOT),),
            title=Said(title, _ROOT),
            person=PersonRead(birth_date=date_of(self._born), sex=self._sex),
            person_path="Me",
            dates=(StatedDate(exported, Event.WRITTEN, self._exported, "ExportDate"),) if exported else (),
            facility=Said(next(iter(clinics)), "ClinicalRecord.sourceName") if len(clinics) == 1 else Said(),
            told=tuple(PlaceTold(clinic, tuple(paths)) for clinic, paths in told.items()),
        )


def _plain(untrusted: bytes) -> str:
    return " ".join(html.unescape(untrusted.decode("utf-8", "replace")).split())


def _said(identifier: str) -> str:
    """ "HKQuantityTypeIdentifierHeartRate" as "Heart rate"."""
    bare = _PREFIX.sub("", identifier, count=1) or identifier
    words = _HUMP.sub(" ", bare).split(" ")
    return " ".join([words[0], *(word if word.isupper() else word.lower() for word in words[1:])])
