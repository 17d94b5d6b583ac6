"""Health data among text files, and files of an export that only serve to find or show its records."""

from __future__ import annotations

import re

from recordkeeper.formats.sniff_json import json_format
from recordkeeper.formats.sniff_text import bom_of, utf16_without_bom
from recordkeeper.formats.sniff_xml import helper_reason, xml_format
from recordkeeper.records.reading import Format

# The page that opens an export or a disc (IHE XDM and PDI both ask for one) names the folders it leads to.
_INDEX_PAGE = re.compile(r"(?:.*[/\\])?index\.html?", re.IGNORECASE)
_LEADS_TO = re.compile(r"IHE_XDM|IHE_PDI|METADATA\.XML|\bDICOMDIR\b", re.IGNORECASE)


def data_format(untrusted_head: bytes, name: str) -> Format | None:
    """CDA, FHIR, PROGRAM for a helper of an export, or None; from the first bytes of a file."""
    head = _decoded(untrusted_head)
    start = head.lstrip("\ufeff \t\r\n")[:1]
    if start == "<":
        found = xml_format(head)
        return found or (Format.PROGRAM if helper_of_export(untrusted_head, name) else None)
    return json_format(head) if start in ("{", "[") and start else None


def helper_of_export(untrusted_head: bytes, name: str) -> str:
    """The reason code for a file that is no record: the list or start page of an export, a style sheet."""
    head = _decoded(untrusted_head)
    if _INDEX_PAGE.fullmatch(name) and _LEADS_TO.search(head):
        return "export_index"
    return helper_reason(head)


def _decoded(untrusted_head: bytes) -> str:
    mark = bom_of(untrusted_head)
    encoding = mark[0] if mark else utf16_without_bom(untrusted_head[:4096]) or "latin-1"  # enough to see markup
    return untrusted_head.decode(encoding, "replace")
