"""The narrative of a FHIR resource or section: a small page in it, written by a person or by a machine."""

from __future__ import annotations

import re

from recordkeeper.formats.fhir_load import Json, each, text

_MACHINES = re.compile(r"\W*generated narrative\b", re.IGNORECASE)
_WRITTEN_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)  # escaped once too often


def narrative_status(holder: Json) -> str:
    """ "generated" from the data, "additional" to it, "extensions", or "empty"."""
    return text(next(each(holder.get("text")), {}).get("status"))


def narrative(holder: Json) -> tuple[str, ...]:
    """The lines of a narrative; () when there is none, or only a machine's listing of the data."""
    page = text(next(each(holder.get("text")), {}).get("div"))
    if not page or narrative_status(holder) == "empty":
        return ()
    lines = [line for one in _lines(page) for line in _WRITTEN_BREAK.split(one)]
    return () if not lines or _MACHINES.match(next((line for line in lines if line.strip()), "")) else tuple(lines)


def _lines(page: str) -> tuple[str, ...]:
    from recordkeeper.formats.cda_narrative import narrative_lines
    from recordkeeper.formats.xml_tree import parse_xml

    root = parse_xml(page.encode())
    return narrative_lines(root, {}) if root is not None else ()
