"""Attachments of FHIR resources: taken out, read in place, or only pointed to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from recordkeeper.formats.fhir_files import Files, collect, files_in
from recordkeeper.formats.fhir_index import Index
from recordkeeper.formats.fhir_load import Resource
from recordkeeper.formats.health_data import HealthData
from tests.making.health import as_base64, coded

DATA = HealthData.load(Path(__file__).resolve().parents[2] / "resources")


def held(*contents: dict[str, Any], alone: bool = False) -> Files:
    resources = [Resource(content) for content in contents]
    return collect(resources, Index(resources), DATA, alone=alone)


def note(**attachment: str) -> dict[str, Any]:
    return {
        "resourceType": "DocumentReference",
        "type": coded("11506-3", "Progress note"),
        "date": "2024-03-05T10:00:00Z",
        "content": [{"attachment": attachment}],
    }


def test_a_file_is_named_by_its_title_else_by_what_it_is_and_when() -> None:
    titled = note(contentType="application/pdf", title="Letter", data=as_base64(b"%PDF"))
    untitled = note(contentType="text/plain; charset=utf-8", data=as_base64(b"words"))
    found = list(files_in(held(titled, untitled)))
    assert [(file.name, file.content()) for file in found] == [
        ("Letter.pdf", b"%PDF"),
        ("Progress note 2024-03-05.txt", b"words"),
    ]


def test_reports_and_pictures_are_found_too() -> None:
    report = {
        "resourceType": "DiagnosticReport",
        "code": {"text": "CT"},
        "presentedForm": [{"contentType": "text/html", "data": as_base64(b"<p>x</p>")}],
    }
    media = {
        "resourceType": "Media",
        "content": {"contentType": "image/jpeg", "title": "Skin", "data": as_base64(b"j")},
    }
    assert [file.name for file in files_in(held(report, media))] == ["CT.html", "Skin.jpg"]


def test_a_binary_takes_its_name_from_the_document_that_points_to_it_and_comes_once() -> None:
    binary = {"resourceType": "Binary", "id": "b1", "contentType": "application/pdf", "data": as_base64(b"%PDF")}
    document = note(contentType="application/pdf", title="Letter", url="Binary/b1")
    assert [file.name for file in files_in(held(binary, document))] == ["Letter.pdf"]
    old = {"resourceType": "Binary", "contentType": "application/pdf", "content": as_base64(b"%PDF")}
    assert [file.name for file in files_in(held(old))] == ["attachment.pdf"]


def test_a_dead_link_is_neither_a_file_nor_words() -> None:
    document = note(contentType="text/html", url="Binary/eAbc.123")
    ((only,),) = held(document).values()
    assert only.file is None
    assert only.words == ""


def test_the_text_of_a_note_that_is_alone_is_read_in_place() -> None:
    document = note(contentType="text/html", data=as_base64(b"<p>Seen today.</p>"))
    ((only,),) = held(document, alone=True).values()
    assert (only.words, only.file) == ("Seen today.", None)
