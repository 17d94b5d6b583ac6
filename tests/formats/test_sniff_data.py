"""Health data told from other text by how it begins; helpers of an export told from its records."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.formats.registry import Registry
from recordkeeper.formats.sniff_data import data_format, helper_of_export
from recordkeeper.formats.sniff_xml import xml_root
from recordkeeper.records.reading import Condition, Format
from tests.formats.good_files import picture
from tests.making.health import PATIENT, alone, cda, section

METADATA = (
    b'<?xml version="1.0"?><lcm:SubmitObjectsRequest xmlns:lcm="urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0">'
    b"<ExtrinsicObject/></lcm:SubmitObjectsRequest>"
)
STYLE = (
    b'<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:output/></xsl:stylesheet>'
)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (cda(), Format.CDA),
        (cda().decode().encode("utf-16"), Format.CDA),
        (b"<!-- a licence > -->\n<n1:ClinicalDocument xmlns:n1='urn:hl7-org:v3'>", Format.CDA),
        (b"<!DOCTYPE d [<!ENTITY a 'b'> <!-- ] -->]><ClinicalDocument>", Format.CDA),
        (b'<Bundle xmlns="http://hl7.org/fhir">', Format.FHIR),
        (b"<f:Patient xmlns:f='http://hl7.org/fhir'>", Format.FHIR),
        (alone(PATIENT), Format.FHIR),
        (alone(PATIENT) + b"\n" + alone(PATIENT), Format.FHIR),
        (b'{"entry": [{"resource": {"id": "1", "resourceType" : "Condition"', Format.FHIR),
        (b'\xef\xbb\xbf [ {"resourceType": "Patient"}', Format.FHIR),
        (METADATA, Format.PROGRAM),
        (STYLE, Format.PROGRAM),
        (b'{"resourceType": "AWS::EC2::Instance"}', None),
        (b'{"name": "Anna"}', None),
        (b"<data><ClinicalDocument/></data>", None),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'>", None),
        (b"<stylesheet>own words</stylesheet>", None),
        (b"", None),
        (b"   ", None),
        (b"{", None),
    ],
)
def test_the_beginning_tells(data: bytes, found: Format | None) -> None:
    assert data_format(data, "0001") is found


def test_the_first_element_is_found_behind_everything_xml_allows_before_it() -> None:
    assert xml_root("\ufeff<?xml version='1.0'?>\n<!-- <a> --><!DOCTYPE x>\n<p:b c='>'>") == ("b", " c='>'")
    assert xml_root("no markup") == xml_root("<!-- never closed") == ("", "")


def test_the_start_page_of_an_export_is_no_record_and_another_page_is() -> None:
    page = b"<html><body><a href='IHE_XDM/ANNA1/DOC0001.XML'>My summary</a></body></html>"
    assert helper_of_export(page, "HealthSummary/INDEX.HTM") == "export_index"
    assert helper_of_export(page, "letter.htm") == ""
    assert helper_of_export(b"<html><body>Biopsy result</body></html>", "index.html") == ""


def test_helpers_of_an_export_are_told_with_their_reason(tmp_path: Path) -> None:
    registry = Registry(Path(__file__).resolve().parents[2] / "resources")
    for name, data, reason in (
        ("IHE_XDM/ANNA1/METADATA.XML", METADATA, "export_index"),
        ("IHE_XDM/ANNA1/STYLE.XSL", STYLE, "viewer_program"),
        ("transform.xml", STYLE, "viewer_program"),
        ("HTML/IMAGES/logo.png", picture("PNG"), "export_index"),
        ("__MACOSX/IHE_XDM/ANNA1/._DOC0001.XML", b"\0\5\x16\7\0\2\0\0Mac OS X", "system_litter"),
    ):
        path = tmp_path / "x"
        path.write_bytes(data)
        reading = registry.read(path, name)
        assert (reading.condition, reading.reason_code) == (Condition.NOT_A_RECORD, reason), name
    path.write_bytes(picture("PNG"))
    assert registry.read(path, "scans/images/page1.png").condition is Condition.READ
    path.write_bytes(cda(section("Plan", "Rest")))
    assert registry.read(path, "HTML/IMAGES/DOC0001.XML").format is Format.CDA
