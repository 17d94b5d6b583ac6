"""HL7 version 2 messages (results, documents) as a page: who, which tests, results with unit, range and flag."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from recordkeeper.formats.decode import decode
from recordkeeper.formats.health_data import HealthData, date_of, shown_date
from recordkeeper.formats.hl7_labs import lab_entries
from recordkeeper.formats.sheets import TextFound, read_start
from recordkeeper.formats.table_text import aligned
from recordkeeper.records.patient import NOBODY, Identifier, PersonRead
from recordkeeper.records.stated import Event, Said, Stated, StatedCode, StatedDate
from recordkeeper.wording.words import Words

_LONG_TYPES = ("TX", "FT")  # OBX-2: running text, a line or paragraph each
_ENCAPSULATED = ("ED", "RP")
_ESCAPE = re.compile(r"\\([A-Za-z.][^\\]{0,40})\\")
_LINE_ENDS = re.compile(r"\.(br|sp|in|ti|fi|nf|ce|sk)[+-]?\d*", re.IGNORECASE)
_SIGNS = {"F": "|", "S": "^", "T": "&", "R": "~", "E": "\\"}
_SYSTEMS = {"LN": "loinc", "SCT": "snomed"}
_SEXES = {"M": "M", "F": "F"}
_DATES = ((7, Event.COLLECTED), (14, Event.RECEIVED), (22, Event.ISSUED))  # fields of OBR


@dataclass(frozen=True, slots=True)
class Segment:
    """One line of a message. Fields count from 1 as in the standard; MSH-1 is the separator itself."""

    name: str
    fields: tuple[str, ...]
    component: str
    repeat: str

    def at(self, field: int) -> str:
        """A field as written, "" when it is not there."""
        return self.fields[field] if field < len(self.fields) else ""

    def parts(self, field: int) -> list[str]:
        """The components of the first repetition of a field, with escapes undone."""
        return [unescaped(part) for part in self.at(field).split(self.repeat)[0].split(self.component)]

    def part(self, field: int, component: int = 1) -> str:
        parts = self.parts(field)
        return parts[component - 1].strip() if component <= len(parts) else ""

    def named(self, field: int) -> str:
        """The name of a coded field, else its code."""
        return self.part(field, 2) or self.part(field, 5) or self.part(field)


def read(path: Path, data: HealthData) -> TextFound:
    """The messages at `path` as text with what they state."""
    untrusted, cut = read_start(path)
    segments = tuple(_segments(decode(untrusted)))
    words = data.words("")
    stated = _stated(segments, data)
    return TextFound(
        "\n".join(_lines(segments, stated, words)),
        cut,
        stated.title.words,
        stated=stated,
        labs=lab_entries(segments),
    )


def _segments(source: str) -> Iterator[Segment]:
    separator, component, repeat = "|", "^", "~"
    for line in re.split(r"[\n\x1c]+", source.replace("\x0b", "\n")):
        name = line[:3]
        if name in ("MSH", "FHS", "BHS") and len(line) > 6:
            separator, component, repeat = line[3], line[4], line[5]
            yield Segment(name, (name, separator, *line[4:].split(separator)), component, repeat)
        elif len(line) > 3 and line[3] == separator and name.isalnum():
            yield Segment(name, tuple(line.split(separator)), component, repeat)


def unescaped(text: str) -> str:
    """Escapes of HL7 undone: separators, line ends; highlighting is dropped."""
    return _ESCAPE.sub(_sign, text)


def _sign(found: re.Match[str]) -> str:
    name = found.group(1)
    return _SIGNS.get(name, "\n" if _LINE_ENDS.match(name) else "")


def _stated(segments: tuple[Segment, ...], data: HealthData) -> Stated:
    requests = [one for one in segments if one.name == "OBR"]
    documents = [one for one in segments if one.name == "TXA"]
    patients = [_person(one, data) for one in segments if one.name == "PID"]
    head = next((one for one in segments if one.name == "MSH"), None)
    main = requests[0] if len(requests) == 1 else documents[0] if documents else None
    return Stated(
        codes=tuple(_codes(main)) if main is not None else (),
        entries=tuple(tuple(_codes(one)) for one in requests) if main is None else (),
        title=Said(main.named(4 if main.name == "OBR" else 2), main.name) if main is not None else Said(),
        person=patients[0] if patients else NOBODY,
        person_path="PID",
        people=max(1, len({(one.name, one.birth_date) for one in patients})),
        dates=tuple(_dates(segments)),
        facility=Said(head.part(4) if head is not None else "", "MSH-4"),
        author=Said(_writer(segments), "OBR-32"),
        accession=Said(requests[0].part(3) if len(requests) == 1 else "", "OBR-3"),
    )


def _codes(segment: Segment) -> Iterator[StatedCode]:
    if segment.name == "TXA":
        yield StatedCode("v2-0270", segment.part(2), segment.named(2), "TXA-2")
        return
    for code, name, system in ((1, 2, 3), (4, 5, 6)):
        if segment.part(4, code):
            of = segment.part(4, system)
            yield StatedCode(_SYSTEMS.get(of, of), segment.part(4, code), segment.part(4, name), "OBR-4")
    if segment.part(24):
        yield StatedCode("v2-0074", segment.part(24), "", "OBR-24")


def _person(segment: Segment, data: HealthData) -> PersonRead:
    numbers = []
    for each in segment.at(3).split(segment.repeat):
        parts = [unescaped(part) for part in each.split(segment.component)]
        value, issuer = parts[0].strip(), (parts[3].split("&")[0].strip() if len(parts) > 3 else "")
        if value:
            numbers.append(Identifier(data.issuer(issuer) or issuer, value))
    return PersonRead(
        name=_name(segment.parts(5)),
        birth_date=date_of(segment.part(7)),
        sex=_SEXES.get(segment.part(8).upper(), ""),
        identifiers=tuple(numbers),
    )


def _name(parts: list[str]) -> str:
    """XPN and XCN without its number: family, given, middle, suffix, prefix."""
    family, given, middle, suffix, prefix = [*(part.strip() for part in parts), "", "", "", "", ""][:5]
    return " ".join(filter(None, (prefix, given, middle, family, suffix)))


def _dates(segments: tuple[Segment, ...]) -> Iterator[StatedDate]:
    for segment in segments:
        fields = _DATES if segment.name == "OBR" else ((4, Event.SERVICE),) if segment.name == "TXA" else ()
        for field, event in fields:
            if date := date_of(segment.part(field)):
                yield StatedDate(date, event, segment.part(field), f"{segment.name}-{field}")


def _writer(segments: tuple[Segment, ...]) -> str:
    for segment in segments:
        if segment.name == "OBR" and segment.at(32):
            return _name(segment.at(32).replace("&", segment.component).split(segment.component)[1:6])
    return ""


def _lines(segments: tuple[Segment, ...], stated: Stated, words: Words) -> Iterator[str]:
    yield stated.title.words or words.say("health.untitled_data")
    yield ""
    for key, said in (
        ("patient", stated.person.name),
        ("born", str(stated.person.birth_date or "")),
        *(("number", f"{number.value} {number.issuer}".strip()) for number in stated.person.identifiers),
        ("from", stated.facility.words),
        ("author", stated.author.words),
    ):
        if said:
            yield f"{words.say(f'health.{key}')}: {said}"
    yield from _body(segments, words)


def _body(segments: tuple[Segment, ...], words: Words) -> Iterator[str]:
    """Each request with its results below, in the order of the message."""
    rows: list[tuple[str, ...]] = []
    heading = tuple(words.say(f"health.{key}") for key in ("name", "value", "range", "flag", "status"))
    for segment in segments:
        if segment.name == "OBX" and segment.part(2) not in (*_LONG_TYPES, *_ENCAPSULATED):
            rows.append(_row(segment))
            continue
        if rows and segment.name in ("OBR", "OBX", "NTE"):
            yield from aligned([heading, *rows])
            rows.clear()
        if segment.name == "OBR":
            yield from ("", segment.named(4))
            for field, key in ((7, "collected"), (14, "received"), (22, "issued")):
                if segment.part(field):
                    yield f"{words.say(f'health.{key}')}: {shown_date(segment.part(field), time=True)}"
        elif segment.name == "OBX":
            yield from _long(segment, words)
        elif segment.name == "NTE":
            yield from unescaped(segment.at(3)).split("\n")
    if rows:
        yield from aligned([heading, *rows])


def _row(segment: Segment) -> tuple[str, ...]:
    value = ", ".join(_value(segment, each) for each in segment.at(5).split(segment.repeat))
    unit = segment.part(6)
    status = "" if segment.part(11) in ("F", "") else segment.part(11)
    return (segment.named(3), f"{value} {unit}".strip(), unescaped(segment.at(7)), segment.part(8), status)


def _value(segment: Segment, written: str) -> str:
    parts = [unescaped(part).strip() for part in written.split(segment.component)]
    if segment.part(2) == "SN":  # structured numeric: sign, number, separator, number
        return "".join(parts)
    coded = segment.part(2) in ("CE", "CWE", "CNE") and len(parts) > 1 and parts[1]
    return (parts[1] if coded else " ".join(filter(None, parts))).replace("\n", " ")


def _long(segment: Segment, words: Words) -> Iterator[str]:
    if segment.part(2) in _ENCAPSULATED:
        yield words.say("health.ask_hospital")
        return
    for each in segment.at(5).split(segment.repeat):
        yield from unescaped(each).split("\n")
