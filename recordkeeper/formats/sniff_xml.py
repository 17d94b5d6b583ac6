"""Which XML a file is, told by its first element: health documents, or what only serves to find or show them."""

from __future__ import annotations

import re

from recordkeeper.records.reading import Format

_BEFORE_ROOT = re.compile(
    r"\s+|<\?.*?(?:\?>|\Z)|<!--.*?(?:-->|\Z)|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?(?:>|\Z)", re.DOTALL | re.IGNORECASE
)
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)")
_FHIR_ROOT = re.compile(r"""xmlns(?::\w+)?\s*=\s*["']http://hl7\.org/fhir["']""")
# Elements at the root of files that come with an export and hold nothing of a record themselves.
_HELPERS = {
    "SubmitObjectsRequest": "export_index",  # METADATA.XML of IHE XDM, which says what lies beside it
    "stylesheet": "viewer_program",
    "transform": "viewer_program",
}
_XSLT = "http://www.w3.org/1999/XSL/Transform"


def xml_root(head: str) -> tuple[str, str]:
    """The local name and the attributes of the first element in the beginning of a text; ("", "") when none is."""
    at = 1 if head[:1] == "\ufeff" else 0
    while found := _BEFORE_ROOT.match(head, at):
        at = found.end()
    root = _ROOT.match(head, at)
    return (root.group(1), root.group(2)) if root else ("", "")


def xml_format(head: str) -> Format | None:
    """CDA, FHIR, PROGRAM for what is no record, or None for any other text."""
    name, attributes = xml_root(head)
    if name == "ClinicalDocument":
        return Format.CDA
    if name and _FHIR_ROOT.search(attributes):
        return Format.FHIR
    return Format.PROGRAM if helper_reason(head) else None


def helper_reason(head: str) -> str:
    """The reason code of a file that only serves others, "" for a record or anything else."""
    name, attributes = xml_root(head)
    if name in ("stylesheet", "transform") and _XSLT not in attributes:
        return ""
    return _HELPERS.get(name, "")
