"""Results in HL7 version 2 messages: OBX segments below the request (OBR) they answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from recordkeeper.records.labs import LabEntry

if TYPE_CHECKING:
    from recordkeeper.formats.hl7_message import Segment

_SHORT_TYPES = frozenset(("NM", "SN", "ST", "CE", "CWE", "CNE", "TX"))
_NO_LAB = frozenset(("RAD", "RX", "CT", "NMR", "NMS", "RUS", "XRC", "OUS", "EC", "EN", "CUS", "VUS", "MCD", "PHY"))
_NO_RESULT = frozenset(("X", "D", "W", "N"))  # OBX-11: cannot be had, deleted, wrong, not asked
_LONGEST = 60  # letters of a text that is a value
_LOINC = "LN"


def lab_entries(segments: Sequence[Segment]) -> tuple[LabEntry, ...]:
    """Every result in these segments, in their order."""
    found: list[LabEntry] = []
    request: Segment | None = None
    specimen = ""
    in_result = False
    for segment in segments:
        if segment.name in ("OBR", "PID", "MSH", "OBX", "ORC"):
            in_result = False
        if segment.name == "OBR":
            request, specimen = segment, segment.part(15, 2) or segment.part(15)
        elif segment.name == "SPM":
            specimen = segment.named(4)
            found = [replace(one, specimen=one.specimen or specimen) for one in found]
        elif segment.name == "OBX" and request is not None and request.part(24) not in _NO_LAB:
            made = _entry(segment, request, specimen)
            if made is not None:
                found.append(made)
                in_result = True
        elif segment.name == "NTE" and in_result:
            said = " ".join(filter(None, (found[-1].comment, segment.part(3))))
            found[-1] = replace(found[-1], comment=said)
    return tuple(found)


def _entry(segment: Segment, request: Segment, specimen: str) -> LabEntry | None:
    kind = segment.part(2)
    name = segment.named(3)
    printed = _printed(segment, kind)
    if kind not in _SHORT_TYPES or segment.part(11) in _NO_RESULT or not name or not printed:
        return None
    if kind in ("ST", "TX") and (len(printed) > _LONGEST or "\n" in printed):
        return None
    return LabEntry(
        name=name,
        printed=printed,
        codes=tuple(
            segment.part(3, code) for code, system in ((1, 3), (4, 6)) if segment.part(3, system) == _LOINC
        ),
        unit=segment.part(6, 2) or segment.part(6),
        range=segment.part(7),
        flag=segment.part(8),
        specimen=specimen,
        method=segment.named(17),
        collected=segment.part(14) or request.part(7),
        received=request.part(14),
        reported=request.part(22),
        lab=segment.part(23),
    )


def _printed(segment: Segment, kind: str) -> str:
    """The value as sent: a structured number is sign, number, separator, number."""
    parts = [part.strip() for part in segment.parts(5)]
    if kind == "SN":
        return "".join(parts)
    if kind in ("CE", "CWE", "CNE"):
        return segment.named(5)
    return parts[0] if parts else ""
