"""FHIR in XML has the shape it has in JSON."""

from __future__ import annotations

from recordkeeper.formats.fhir_xml import resources_of

OBSERVATION = """<Observation xmlns="http://hl7.org/fhir"><id value="o1"/>
<text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><p>Hb <b>low</b></p></div></text>
<contained><Practitioner><id value="d1"/></Practitioner></contained>
<code><coding><system value="http://loinc.org"/><code value="718-7"/></coding>
<coding><code value="x"/></coding></code>
<extension url="http://e"><valueString value="1"/></extension>
<valueQuantity><value value="9.10"/><unit value="g/dL"/></valueQuantity></Observation>"""


def test_a_resource_has_its_members_repeated_ones_as_a_list() -> None:
    (found,) = resources_of(OBSERVATION.encode())
    content = found.content
    assert content["resourceType"] == "Observation"
    assert content["code"] == {"coding": [{"system": "http://loinc.org", "code": "718-7"}, {"code": "x"}]}
    assert content["valueQuantity"] == {"value": "9.10", "unit": "g/dL"}
    assert content["contained"] == {"resourceType": "Practitioner", "id": "d1"}
    assert content["extension"] == {"url": "http://e", "valueString": "1"}
    assert "<b>low</b>" in str(content["text"])


def test_a_bundle_gives_each_resource_with_its_address() -> None:
    page = OBSERVATION.replace(' xmlns="http://hl7.org/fhir"', "")
    data = (
        '<Bundle xmlns="http://hl7.org/fhir"><type value="collection"/>'
        f'<entry><fullUrl value="urn:uuid:1"/><resource>{page}</resource></entry>'
        "<entry><resource><Patient><gender value='female'/></Patient></resource></entry><entry/></Bundle>"
    )
    assert [(one.type, one.address) for one in resources_of(data.encode())] == [
        ("Observation", "urn:uuid:1"),
        ("Patient", "#"),
    ]


def test_what_is_no_xml_has_no_resources() -> None:
    assert list(resources_of(b"{}")) == []
