"""CDA documents: a person's text, what they state, and the files inside."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.formats.cda import CdaHandler
from recordkeeper.formats.handler import RefusedArchive
from recordkeeper.records.reading import Condition, Format, Reading
from tests.making.health import PDF_BYTES, as_base64, cda, non_xml_body, section

ROOT = Path(__file__).resolve().parents[2]
HANDLER = CdaHandler.from_resources(ROOT / "resources")


def read(tmp_path: Path, document: bytes) -> Reading:
    path = tmp_path / "document.xml"
    path.write_bytes(document)
    return HANDLER.read(path, Format.CDA)


def files(tmp_path: Path) -> dict[str, bytes]:
    members = HANDLER.members(tmp_path / "document.xml", Format.CDA)
    return {member.name: b"".join(chunks) for member, chunks in members}


def test_a_document_reads_as_a_page_with_its_people_on_top(tmp_path: Path) -> None:
    allergies = section("Allergies", "<table><tr><td>Penicillin</td><td>Hives</td></tr></table>")
    text = read(tmp_path, cda(allergies, section("Plan", "Rest", "<entry><act/></entry>"))).pages[0].text
    assert text.split("\n") == [
        "Summary of care",
        "",
        "Patient: Ms. Anna Maria Sample",
        "Also known as: Annie",
        "Date of birth: 1964-03-05",
        "Sex: female",
        "Record number (General Hospital): MR-4711",
        "Record number (SSN): 999-00-1234",
        "Care given: 2024-03-01 – 2024-03-05",
        "Document date: 2024-03-06",
        "Author: Dr Ruth Field, North Clinic",
        "From: General Hospital",
        "",
        "",
        "Allergies",
        "---------",
        "Penicillin   Hives",
        "",
        "Plan",
        "----",
        "Rest",
    ]


def test_a_spanish_document_has_spanish_headings(tmp_path: Path) -> None:
    document = cda(title="Informe de alta").replace(b"en-US", b"es-ES")
    assert "Fecha de nacimiento: 1964-03-05" in read(tmp_path, document).pages[0].text


def test_a_scanned_letter_as_the_body_is_taken_out_and_named(tmp_path: Path) -> None:
    reading = read(tmp_path, cda(body=non_xml_body("application/pdf", PDF_BYTES), title="Letter / March"))
    assert reading.inside == 1
    assert "A file is attached: Letter March.pdf" in reading.pages[0].text
    assert files(tmp_path) == {"Letter March.pdf": PDF_BYTES}


def test_a_body_of_plain_text_is_read_in_place(tmp_path: Path) -> None:
    reading = read(tmp_path, cda(body=non_xml_body("text/plain", "FINDINGS\nGröße 3 cm".encode())))
    assert reading.inside == 0
    assert "FINDINGS\nGröße 3 cm" in reading.pages[0].text


def test_a_body_in_another_file_is_said(tmp_path: Path) -> None:
    body = "<component><nonXMLBody><text><reference value='DOC0002.PDF'/></text></nonXMLBody></component>"
    assert "another file: DOC0002.PDF" in read(tmp_path, cda(body=body)).pages[0].text


def test_pictures_of_the_narrative_are_taken_out_and_said_where_they_stand(tmp_path: Path) -> None:
    media = (
        "<entry><observationMedia ID='MM1'><value mediaType='image/png' representation='B64'>"
        f"{as_base64(b'picture')}</value></observationMedia></entry>"
    )
    reading = read(tmp_path, cda(section("Site", "left <renderMultiMedia referencedObject='MM1'/>", media)))
    assert "left\n[Picture: MM1.png]" in reading.pages[0].text
    assert reading.inside == 1
    assert files(tmp_path) == {"MM1.png": b"picture"}


def test_a_section_without_narrative_shows_its_entries(tmp_path: Path) -> None:
    entry = "<entry><observation><code displayName='Hb'/><value value='9.1' unit='g/dl'/></observation></entry>"
    assert "Results\n-------\nHb   9.1 g/dl" in read(tmp_path, cda(section("Results", "", entry))).pages[0].text


def test_what_a_phone_measured_is_counted_and_labelled_so(tmp_path: Path) -> None:
    beat = (
        "<entry><organizer><component><observation><code displayName='Heart rate'/><effectiveTime>"
        "<low value='20240301'/></effectiveTime><value value='82'/></observation></component></organizer></entry>"
    )
    document = cda().replace(b'extension="doc-1"', b'extension="Health Export CDA"')
    document = document.replace(b"</ClinicalDocument>", beat.encode() * 3 + b"</ClinicalDocument>")
    text = read(tmp_path, document).pages[0].text
    assert "A phone or a watch measured these. They do not come from a hospital." in text
    assert "Heart rate   3" in text


def test_a_broken_document_is_mended_and_one_beyond_mending_says_so(tmp_path: Path) -> None:
    document = cda(section("Note", "salt & pepper, Hb < 9"))
    assert "salt & pepper, Hb < 9" in read(tmp_path, document).pages[0].text
    cut = read(tmp_path, document[:-75])
    assert "salt & pepper" in cut.pages[0].text
    assert (cut.condition, cut.reason_code) == (Condition.READ, "end_missing")
    reading = read(tmp_path, b"no XML")
    assert (reading.condition, reading.reason_code) == (Condition.UNREADABLE, "damaged")
    with pytest.raises(RefusedArchive):
        list(HANDLER.members(tmp_path / "document.xml", Format.CDA))


def test_text_that_escaped_entities_would_hide_is_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    head = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]>'.encode()
    document = cda(section("Note", "seen &x;")).replace(b"<ClinicalDocument", head + b"<ClinicalDocument")
    text = read(tmp_path, document).pages[0].text
    assert "seen" in text
    assert "the secret" not in text
