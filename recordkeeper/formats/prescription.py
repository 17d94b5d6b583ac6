"""A prescription as pharmacies exchange it (NCPDP SCRIPT): for whom, what, how to take it, by whom."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from recordkeeper.formats.health_data import HealthData, date_of, shown_date
from recordkeeper.formats.sheets import TextFound, read_start
from recordkeeper.formats.xml_tree import first, local, parse_xml, words_of
from recordkeeper.records.patient import PersonRead
from recordkeeper.records.stated import Event, Said, Stated, StatedCode, StatedDate

if TYPE_CHECKING:
    from lxml.etree import _Element

_PRESCRIBED = ("MedicationPrescribed", "MedicationDispensed")
_NAME_PARTS = ("Prefix", "FirstName", "MiddleName", "LastName", "Suffix")


def is_prescription(head: str) -> bool:
    """Whether the beginning of an XML text is such a message."""
    return "<MedicationPrescribed>" in head and "<Prescriber" in head


def read(path: Path, data: HealthData) -> TextFound | None:
    """The prescription at `path`; None when nothing of it can be read."""
    untrusted, cut = read_start(path)
    root = parse_xml(untrusted)
    if root is None:
        return None
    patient, prescriber, pharmacy = (_within(root, name) for name in ("Patient", "Prescriber", "Pharmacy"))
    drugs = [each for each in root.iter() if local(each) in _PRESCRIBED]
    written = next((said for drug in drugs if (said := words_of(first(drug, "WrittenDate")))), "")
    date = date_of(written)
    born = words_of(first(patient, "DateOfBirth"))
    clinic = words_of(first(prescriber, "ClinicName")) or words_of(
        first(prescriber, "PracticeLocation", "BusinessName")
    )
    title = words_of(first(drugs[0], "DrugDescription")) if drugs else ""
    stated = Stated(
        codes=(StatedCode("export", "prescription", title, "MedicationPrescribed"),),
        title=Said(title, "DrugDescription"),
        person=PersonRead(_name(patient), date_of(born), words_of(first(patient, "Gender"))[:1]),
        person_path="Patient",
        dates=(StatedDate(date, Event.WRITTEN, written, "WrittenDate"),) if date else (),
        facility=Said(clinic, "Prescriber"),
        author=Said(_name(prescriber), "Prescriber"),
    )
    words = data.words("")
    facts = (
        ("patient", stated.person.name),
        ("born", shown_date(born)),
        ("author", stated.author.words),
        ("from", clinic),
        ("pharmacy", words_of(first(pharmacy, "BusinessName"))),
        ("written", shown_date(written)),
    )
    lines = [title, "", *(f"{words.say(f'health.{key}')}: {value}" for key, value in facts if value)]
    for drug in drugs:
        lines += ["", *_drug(drug)]
    return TextFound("\n".join(lines), cut, title, stated=stated)


def _within(root: _Element, name: str) -> _Element | None:
    return next((each for each in root.iter() if local(each) == name), None)


def _name(person: _Element | None) -> str:
    name = first(person, "Name")
    name = name if name is not None else first(person, "HumanPatient", "Name")
    return " ".join(filter(None, (words_of(first(name, part)) for part in _NAME_PARTS)))


def _drug(drug: _Element) -> Iterator[str]:
    """What is prescribed, an element a line, as the message names them."""
    for child in drug:
        said = " ".join(words_of(part) for part in (child if len(child) else [child]))
        if said and local(child) not in ("DrugCoded", "StructuredSIG"):
            yield f"{local(child)}: {said}"
