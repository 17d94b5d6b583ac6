"""Small C-CDA documents and FHIR bundles about a made-up person."""

from __future__ import annotations

import base64
import json
from typing import Any

PDF_BYTES = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n"


def section(title: str, text: str, entries: str = "") -> str:
    """One section of a structured body; `text` is its narrative's markup."""
    return f"<component><section><title>{title}</title><text>{text}</text>{entries}</section></component>"


def cda(
    *sections: str,
    code: str = "34133-9",
    title: str = "Summary of care",
    service: str = "<low value='20240301'/><high value='20240305'/>",
    visit: str = "",
    written: str = "20240306101500+0100",
    body: str = "",
    extra: str = "",
) -> bytes:
    """A C-CDA document about Anna Sample, born 5 March 1964."""
    around = body or f"<component><structuredBody>{''.join(sections)}</structuredBody></component>"
    encounter = (
        "<componentOf><encompassingEncounter><code displayName='Office visit'/>"
        f"<effectiveTime>{visit}</effectiveTime><location><healthCareFacility>"
        "<location><name>Ward 3</name></location>"
        "<serviceProviderOrganization><name>North Clinic</name></serviceProviderOrganization>"
        "</healthCareFacility></location></encompassingEncounter></componentOf>"
        if visit
        else ""
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="CDA.xsl"?>
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<templateId root="2.16.840.1.113883.10.20.22.1.1"/><id root="1.2.3" extension="doc-1"/>
<code code="{code}" codeSystem="2.16.840.1.113883.6.1" displayName="As coded"/><title>{title}</title>
<effectiveTime value="{written}"/><languageCode code="en-US"/>{extra}
<recordTarget><patientRole><id root="2.16.840.1.113883.19.5" extension="MR-4711"/>
<id root="2.16.840.1.113883.4.1" extension="999-00-1234"/>
<patient><name use="P"><given>Annie</given></name>
<name use="L"><prefix>Ms.</prefix><given>Anna</given><given>Maria</given><family>Sample</family></name>
<administrativeGenderCode code="F"/><birthTime value="19640305"/></patient>
<providerOrganization><name>General Hospital</name></providerOrganization></patientRole></recordTarget>
<author><time value="20240306"/><assignedAuthor><assignedPerson><name><prefix>Dr</prefix><given>Ruth</given>
<family>Field</family></name></assignedPerson><representedOrganization><name>North Clinic</name>
</representedOrganization></assignedAuthor></author>
<custodian><assignedCustodian><representedCustodianOrganization><name>General Hospital</name>
</representedCustodianOrganization></assignedCustodian></custodian>
<documentationOf><serviceEvent classCode="PCPR"><effectiveTime>{service}</effectiveTime></serviceEvent>
</documentationOf>
{encounter}{around}</ClinicalDocument>""".encode()


def non_xml_body(media_type: str, content: bytes) -> str:
    """A body that is a file of another format, as base64."""
    written = base64.b64encode(content).decode()
    return (
        f"<component><nonXMLBody><text mediaType='{media_type}' representation='B64'>{written}</text>"
        "</nonXMLBody></component>"
    )


PATIENT: dict[str, Any] = {
    "resourceType": "Patient",
    "id": "p1",
    "identifier": [
        {"system": "urn:oid:1.2.3.4", "value": "MR-4711", "assigner": {"display": "General Hospital"}},
        {"system": "http://hl7.org/fhir/sid/us-ssn", "value": "999-00-1234"},
    ],
    "name": [
        {"use": "nickname", "given": ["Annie"]},
        {"use": "official", "family": "Sample", "given": ["Anna", "Maria"], "prefix": ["Ms."]},
    ],
    "birthDate": "1964-03-05",
    "gender": "female",
}
SUBJECT = {"reference": "Patient/p1"}


def coded(code: str, display: str, system: str = "http://loinc.org") -> dict[str, Any]:
    """A CodeableConcept."""
    return {"coding": [{"system": system, "code": code, "display": display}]}


def observation(number: str, display: str, value: float, unit: str, when: str, **more: Any) -> dict[str, Any]:
    """A laboratory result."""
    category = coded("laboratory", "Laboratory", "http://terminology.hl7.org/CodeSystem/observation-category")
    return {
        "resourceType": "Observation",
        "id": number,
        "status": "final",
        "category": [category],
        "code": coded("718-7", display),
        "subject": SUBJECT,
        "effectiveDateTime": when,
        "valueQuantity": {"value": value, "unit": unit},
        **more,
    }


def bundle(*resources: dict[str, Any], kind: str = "collection") -> bytes:
    """A bundle of these resources as JSON."""
    entries = [
        {"fullUrl": f"urn:uuid:{resource.get('id', number)}", "resource": resource}
        for number, resource in enumerate(resources)
    ]
    return json.dumps({"resourceType": "Bundle", "type": kind, "entry": entries}).encode()


def alone(resource: dict[str, Any]) -> bytes:
    """One resource in a file of its own, as phones export them."""
    return json.dumps(resource).encode()


def as_base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
