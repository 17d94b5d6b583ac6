"""The content tree of a structured report as text a person can read (PS3.3 C.17.3)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from recordkeeper.formats.dicom_encoding import open_data_set
from recordkeeper.formats.dicom_slow import hushed, trouble
from recordkeeper.formats.dicom_walk import PIXEL_TAGS

if TYPE_CHECKING:
    from pydicom.dataset import Dataset
    from pydicom.tag import BaseTag

_MOST_ITEMS: Final = 20_000
_MOST_CHARACTERS: Final = 2_000_000
_DEEPEST: Final = 50
END: Final = 0xFFFFFFFF  # above every tag
MOST_PARSED: Final = 40_000  # items; pydicom takes a second for some 20,000
_MOST_COUNTED: Final = 64 * 1024**2
_MOST_SELECTED: Final = 200
KEY_OBJECTS: Final = "1.2.840.10008.5.1.4.1.1.88.59"
# Value types that point at something instead of saying something.
_SILENT: Final = frozenset({"IMAGE", "COMPOSITE", "WAVEFORM", "SCOORD", "SCOORD3D", "TCOORD", "UIDREF"})
_SIMPLE: Final = {
    "TEXT": "TextValue",
    "DATE": "Date",
    "TIME": "Time",
    "DATETIME": "DateTime",
    "PNAME": "PersonName",
}


class Unloadable(ValueError):
    """pydicom could not read the whole data set."""


def load(path: Path, *, before: int = END, most_items: int = MOST_PARSED) -> Dataset:
    """The data set at `path`, inflated within limits, up to its pixels or an element `before` them.

    Raises Unloadable, also for one of more items than can be parsed in some seconds.
    """
    from pydicom.filereader import read_dataset

    def at_end(tag: BaseTag, _vr: str | None, _length: int) -> bool:
        return int(tag) >= before or int(tag) in PIXEL_TAGS

    with path.open("rb") as untrusted, hushed():
        try:
            stream, encoding = open_data_set(untrusted)
            if before == END and _items(stream, encoding.start) > most_items:
                raise Unloadable("too many items")
            stream.seek(encoding.start)
            return read_dataset(stream, encoding.implicit, encoding.little, stop_when=at_end)
        except trouble() as problem:
            raise Unloadable(type(problem).__name__) from problem


def _items(stream: BinaryIO, start: int) -> int:
    """At most so many items are in the data set: how often the tag of one stands in its first bytes."""
    stream.seek(start)
    raw = stream.read(_MOST_COUNTED)
    return raw.count(b"\xfe\xff\x00\xe0") + raw.count(b"\xff\xfe\xe0\x00")


def report_text(path: Path) -> tuple[str, str]:
    """Title and text of the report at `path`: one content item a line, indented by depth.

    ("", "") when it cannot be read.
    """
    with hushed():
        try:
            data_set = load(path)
            title = meaning(data_set, "ConceptNameCodeSequence")
            return title, joined(_lines(data_set, title))
        except trouble():
            return "", ""


def joined(lines: Iterator[str]) -> str:
    """The lines as one text, as many as have room."""
    out: list[str] = []
    room = _MOST_CHARACTERS
    for line in lines:
        room -= len(line)
        if room < 0:
            break
        out.append(line)
    return "\n".join(out)


def _lines(data_set: Dataset, title: str) -> Iterator[str]:
    yield title or "Structured report"
    for word, keyword in (("Completion", "CompletionFlag"), ("Verification", "VerificationFlag")):
        if flag := str(data_set.get(keyword) or ""):
            yield f"{word}: {flag.lower()}"
    for observer in data_set.get("VerifyingObserverSequence") or ():
        if name := str(observer.get("VerifyingObserverName") or ""):
            yield f"Verified by: {name}"
    # A stack, not recursion: depth comes from the file.
    waiting = [(item, 1) for item in reversed(data_set.get("ContentSequence") or ())]
    for _count in range(_MOST_ITEMS):
        if not waiting:
            break
        item, depth = waiting.pop()
        if line := _line(item):
            yield "  " * min(depth, _DEEPEST) + line
        waiting.extend((child, depth + 1) for child in reversed(item.get("ContentSequence") or ()))
    if str(data_set.get("SOPClassUID") or "") == KEY_OBJECTS:
        yield from _selected(data_set)


def _selected(data_set: Dataset) -> Iterator[str]:
    """Which images a key object selection points at, by series: the reader's screen finds them by these numbers."""
    for study in data_set.get("CurrentRequestedProcedureEvidenceSequence") or ():
        for series in study.get("ReferencedSeriesSequence") or ():
            images = [str(each.get("ReferencedSOPInstanceUID") or "") for each in _references(series)]
            yield f"Selected images: {len(images)} of series {series.get('SeriesInstanceUID') or ''}"
            for uid in images[:_MOST_SELECTED]:
                yield f"  Image {uid}"


def _references(series: Dataset) -> list[Dataset]:
    return list(series.get("ReferencedSOPSequence") or ())


def _line(item: Dataset) -> str:
    kind = str(item.get("ValueType") or "")
    concept = meaning(item, "ConceptNameCodeSequence")
    if kind in _SILENT or not kind:
        return ""
    if kind == "CONTAINER":
        return concept
    value = _value(item, kind)
    if not value:
        return ""
    return f"{concept}: {value}" if concept else value


def _value(item: Dataset, kind: str) -> str:
    if kind == "CODE":
        return meaning(item, "ConceptCodeSequence")
    if kind == "NUM":
        return _measured(item)
    keyword = _SIMPLE.get(kind)
    return str(item.get(keyword) or "").strip() if keyword else ""


def _measured(item: Dataset) -> str:
    measured = item.get("MeasuredValueSequence") or ()
    if not measured:
        return meaning(item, "NumericValueQualifierCodeSequence")
    number: Any = measured[0].get("NumericValue")
    unit = _first(measured[0], "MeasurementUnitsCodeSequence")
    symbol = str(unit.get("CodeValue") or "") if unit is not None else ""
    if unit is not None and str(unit.get("CodingSchemeDesignator") or "") != "UCUM":
        symbol = str(unit.get("CodeMeaning") or symbol)
    if symbol in ("1", "{no units}") or symbol.startswith("{"):
        symbol = ""
    return f"{number if number is not None else ''} {symbol}".strip()


def _first(item: Dataset, keyword: str) -> Dataset | None:
    sequence: Any = item.get(keyword)
    return sequence[0] if sequence else None


def meaning(item: Dataset, keyword: str) -> str:
    """What the first code of a sequence means, as its writer put it."""
    code = _first(item, keyword)
    return (
        ""
        if code is None
        else str(code.get("CodeMeaning") or code.get("CodeValue") or code.get("LongCodeValue") or "").strip()
    )
