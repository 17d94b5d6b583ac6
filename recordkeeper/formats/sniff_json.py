"""Whether JSON is FHIR: a resource, a bundle of them, or one resource a line."""

from __future__ import annotations

import re

from recordkeeper.records.reading import Format

_START = re.compile(r"\ufeff?\s*[\[{]")
# FHIR R4 section 2.6.2: every resource in JSON names its type so. It need not be the first member.
_RESOURCE = re.compile(r'"resourceType"\s*:\s*"[A-Z][A-Za-z]{2,40}"')


def json_format(head: str) -> Format | None:
    """FHIR when the beginning of a text is JSON with a resource's type in it, else None."""
    return Format.FHIR if _START.match(head) and _RESOURCE.search(head) else None
