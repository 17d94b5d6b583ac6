"""Names of files in a bundle are fit for every system that may copy them."""

from __future__ import annotations

import dataclasses
import re
import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from recordkeeper.bundle.names import Names, ending_of, safe
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import Record
from recordkeeper.records.kinds import Identity, Kind, Status
from recordkeeper.records.patient import NOBODY
from recordkeeper.records.reading import Format

RESERVED = ("CON", "PRN", "AUX", "NUL", "COM1", "LPT9", "COM¹", "CONIN$", "CONOUT$")
A_RECORD = Record(
    id="d1", kind=Kind.LETTER, kind_confidence=1.0, title="", service_date=PartialDate(2024, 3, 5), date_role=None,
    date_confidence=1.0, other_dates=(), facility="", author="", accession="", person=NOBODY,
    identity=Identity.AGREES, status=Status.RECOGNISED, set_aside_reason="", page_count=1, files=(),
)  # fmt: skip


def record(facility: str = "", date: PartialDate | None = A_RECORD.service_date) -> Record:
    return dataclasses.replace(A_RECORD, facility=facility, service_date=date)


def is_fit(name: str) -> bool:
    """Whether Windows, macOS and Linux all take the name and show it as it is."""
    return (
        0 < len(name) <= 120
        and len(name.encode("utf-8")) <= 255
        and not re.search(r'[<>:"/\\|?*\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]', name)
        and name == name.strip(" .")
        and unicodedata.is_normalized("NFC", name)
        and not re.match(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)", name)
    )


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=400))
@example("😀" * 300)
@example("漢" * 300)
@example("e\u0301" * 200)
@example("..")
@example("\u202egpj.exe")
@example("\ud800 half")
@example("a.\u200e")
def test_any_title_becomes_a_name_every_system_takes(title: str) -> None:
    name = safe(title)
    assert name == "" or is_fit(name)
    assert safe(name) == name


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(RESERVED), st.sampled_from(["", ".", ".pdf", " ", ".a.b", "..."]), st.booleans())
def test_a_name_windows_keeps_for_itself_is_changed(word: str, rest: str, small: bool) -> None:
    name = safe((word.lower() if small else word) + rest)
    assert name.startswith("_")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=300), st.text(max_size=300)), min_size=1, max_size=6))
def test_files_of_any_titles_lie_beside_each_other_on_disk(titles: list[tuple[str, str]]) -> None:
    names = Names()
    paths = [names.take("ORIGINALS/09 Letters", record(facility), title=t, ending=".pdf") for t, facility in titles]
    assert len({unicodedata.normalize("NFC", path.casefold()) for path in paths}) == len(paths)
    assert all(is_fit(path.rpartition("/")[2]) for path in paths)
    with tempfile.TemporaryDirectory() as folder:
        for path in paths:
            (Path(folder) / Path(path).name).write_bytes(b"")
        assert len(list(Path(folder).iterdir())) == len(paths)


def test_case_twins_and_the_same_letters_composed_otherwise_get_names_of_their_own() -> None:
    names = Names()
    titles = ("Café", "CAFÉ", "Cafe\u0301", "café ")
    paths = [names.take("O", record(date=None), title=title, ending=".pdf") for title in titles]
    assert paths == ["O/Café.pdf", "O/CAFÉ (2).pdf", "O/Café (3).pdf", "O/café (4).pdf"]


def test_the_name_tells_date_title_and_facility() -> None:
    path = Names().take("ORIGINALS/01 Pathology", record("Harbor Hospital"), title="Biopsy", ending=".pdf")
    assert path == "ORIGINALS/01 Pathology/2024-03-05 Biopsy - Harbor Hospital.pdf"


def test_a_facility_the_title_names_already_is_not_said_twice() -> None:
    path = Names().take("O", record("harbor hospital"), title="Letter from Harbor Hospital", ending=".pdf")
    assert path == "O/2024-03-05 Letter from Harbor Hospital.pdf"


def test_a_very_long_facility_leaves_date_and_title_whole() -> None:
    path = Names().take("O", record("Hospital " * 60), title="Biopsy", ending=".pdf")
    assert path.startswith("O/2024-03-05 Biopsy - Hospital")
    assert len(path) < 110


def test_a_record_with_nothing_to_say_still_has_a_name() -> None:
    assert Names().take("O", record(date=None), title="///", ending=".pdf") == "O/record.pdf"


@pytest.mark.parametrize(
    ("form", "name", "ending"),
    [
        (Format.PDF, "scan", ".pdf"),
        (Format.PDF, "scan.exe", ".pdf"),
        (Format.JPEG, "IMG.JPEG", ".jpg"),
        (Format.TEXT, "values.CSV", ".csv"),
        (Format.TEXT, "start.bat", ".txt"),
        (Format.TEXT, "letter.pdf", ".txt"),
        (Format.TEXT, "x" * 300 + ".csv", ".csv"),
        (Format.OTHER, "x" * 300 + ".xlsb", ".xlsb"),
        (Format.OTHER, "letter.pdf", ".bin"),
        (Format.OTHER, "no ending", ".bin"),
        (Format.OTHER, "odd.a b", ".bin"),
        (Format.GIF, "picture", ".gif"),
        (Format.CDA, "DOC0001", ".xml"),
        (Format.FHIR, "Observation-1", ".json"),
        (Format.FHIR, "bulk.NDJSON", ".ndjson"),
        (Format.FHIR, "letter.exe", ".json"),
    ],
)
def test_the_ending_says_what_the_bytes_are(form: Format, name: str, ending: str) -> None:
    assert ending_of(form, name) == ending
