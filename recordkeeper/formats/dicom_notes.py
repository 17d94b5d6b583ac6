"""What DICOM objects that are neither pictures nor reports say in words: plans, outlines, curves, ways of showing.

Values are quoted as they stand, by the names the standard gives them; nothing is added up or judged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from recordkeeper.formats.dicom_report import END, joined, load, meaning
from recordkeeper.formats.dicom_slow import hushed, trouble

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_MOST_LINES: Final = 2_000
_DATE: Final = re.compile(r"(\d{4})(\d\d)(\d\d)")
_AFTER_SEGMENTS: Final = 0x52000000  # groups of every frame follow, which may be ten thousand
_AFTER_DOSE: Final = 0x30040050  # histograms follow
_STORAGE: Final = "1.2.840.10008.5.1.4.1.1."

Lines = Iterator[str]


def notes(path: Path, sop_class: str) -> tuple[str, str]:
    """Title and text of the object at `path`; ("", "") for a class nothing is said of."""
    kind = _kind(sop_class)
    if kind is None:
        return "", ""
    title, lines = kind
    before = _AFTER_SEGMENTS if lines is _segments else _AFTER_DOSE if lines is _dose else END
    with hushed():
        try:
            data_set = load(path, before=before)
            return title, joined(_limited(title, lines(data_set)))
        except trouble():
            return title, title


def _limited(title: str, lines: Lines) -> Lines:
    yield title
    for number, line in enumerate(filter(None, lines)):
        if number >= _MOST_LINES:
            return
        yield line


def _kind(sop_class: str) -> tuple[str, Callable[[Dataset], Lines]] | None:
    if not sop_class.startswith(_STORAGE):
        return None
    short = sop_class.removeprefix(_STORAGE)
    family = short.partition(".")[0]
    return _KINDS.get(short) or _FAMILIES.get(family)


def _presentation(data_set: Dataset) -> Lines:
    yield from _fields(data_set, _CONTENT)
    images = [image for series in _items(data_set, "ReferencedSeriesSequence") for image in _images(series)]
    yield f"Images: {len(images)}" if images else ""
    for annotation in _items(data_set, "GraphicAnnotationSequence"):
        for text in _items(annotation, "TextObjectSequence"):
            yield from _fields(text, {"Text on the image": "UnformattedTextValue"})


def _images(series: Dataset) -> list[Dataset]:
    return _items(series, "ReferencedImageSequence")


def _structures(data_set: Dataset) -> Lines:
    yield from _fields(
        data_set,
        {
            "Label": "StructureSetLabel",
            "Name": "StructureSetName",
            "Description": "StructureSetDescription",
            "Date": "StructureSetDate",
        },
    )
    kinds = {
        _text(seen, "ReferencedROINumber"): _text(seen, "RTROIInterpretedType")
        for seen in _items(data_set, "RTROIObservationsSequence")
    }
    for structure in _items(data_set, "StructureSetROISequence"):
        kind = kinds.get(_text(structure, "ROINumber"), "")
        yield f"Structure: {_text(structure, 'ROIName')}" + (f" ({kind})" if kind else "")
        yield from _fields(structure, {"  Description": "ROIDescription"})


def _plan(data_set: Dataset) -> Lines:
    yield from _fields(
        data_set,
        {
            "Label": "RTPlanLabel",
            "Name": "RTPlanName",
            "Description": "RTPlanDescription",
            "Date": "RTPlanDate",
            "Intent": "PlanIntent",
            "Treatment protocol": "TreatmentProtocols",
            "Treatment site": "TreatmentSite",
            "Prescription": "PrescriptionDescription",
            "Approval": "ApprovalStatus",
            "Reviewed": "ReviewDate",
            "Reviewed by": "ReviewerName",
        },
    )
    for dose in _items(data_set, "DoseReferenceSequence"):
        told = " ".join(filter(None, (_text(dose, "DoseReferenceDescription"), _text(dose, "DoseReferenceType"))))
        amount = _text(dose, "TargetPrescriptionDose")
        yield f"Dose reference: {told}" + (f", prescribed {amount} Gy" if amount else "") if told or amount else ""
    for group in _items(data_set, "FractionGroupSequence"):
        yield from _fields(group, {"Fractions planned": "NumberOfFractionsPlanned", "Beams": "NumberOfBeams"})
    for beam in _items(data_set, "BeamSequence") + _items(data_set, "IonBeamSequence"):
        named = (_text(beam, keyword) for keyword in ("BeamName", "BeamDescription", "RadiationType"))
        yield "Beam: " + ", ".join(filter(None, named))


def _dose(data_set: Dataset) -> Lines:
    yield from _fields(
        data_set,
        {"Type": "DoseType", "Units": "DoseUnits", "Sum of": "DoseSummationType", "Comment": "DoseComment"},
    )


def _treatment(data_set: Dataset) -> Lines:
    yield from _fields(data_set, {"Date": "TreatmentDate"})
    yield from _fields(data_set, {"Fractions planned": "NumberOfFractionsPlanned"})
    for name in ("TreatmentSessionBeamSequence", "TreatmentSessionIonBeamSequence"):
        for beam in _items(data_set, name):
            number, ended = _text(beam, "CurrentFractionNumber"), _text(beam, "TreatmentTerminationStatus")
            said = ", ".join(filter(None, (f"fraction {number}" if number else "", ended.lower())))
            yield f"Beam: {_text(beam, 'BeamName')}" + (f" ({said})" if said else "")


def _curves(data_set: Dataset) -> Lines:
    yield from _fields(data_set, {"Recorded": "AcquisitionDateTime"})
    for group in _items(data_set, "WaveformSequence"):
        frequency, count = group.get("SamplingFrequency"), group.get("NumberOfWaveformSamples")
        seconds = f", {float(count) / float(frequency):g} s" if frequency and count else ""
        label = _text(group, "MultiplexGroupLabel")
        channels = [meaning(each, "ChannelSourceSequence") for each in _items(group, "ChannelDefinitionSequence")]
        yield f"Curves: {label} {_text(group, 'NumberOfWaveformChannels')} channels{seconds}".replace("  ", " ")
        yield "  " + ", ".join(filter(None, channels)) if any(channels) else ""
    for note in _items(data_set, "WaveformAnnotationSequence"):
        yield _annotation(note)


def _annotation(note: Dataset) -> str:
    text = _text(note, "UnformattedTextValue")
    if text:
        return f"Note: {text}"
    value = _text(note, "NumericValue") or meaning(note, "ConceptCodeSequence")
    units = _items(note, "MeasurementUnitsCodeSequence")
    unit = _text(units[0], "CodeValue") if units else ""
    concept = meaning(note, "ConceptNameCodeSequence")
    return f"{concept}: {value} {unit}".strip() if concept and value else ""


def _segments(data_set: Dataset) -> Lines:
    yield from _fields(data_set, _CONTENT)
    for segment in _items(data_set, "SegmentSequence"):
        kind = meaning(segment, "SegmentedPropertyTypeCodeSequence")
        yield f"Segment: {_text(segment, 'SegmentLabel')}" + (f" ({kind})" if kind else "")


def _fields(item: Dataset, named: Mapping[str, str]) -> Lines:
    for label, keyword in named.items():
        if value := _text(item, keyword):
            yield f"{label}: {value}"


def _items(item: Dataset, keyword: str) -> list[Dataset]:
    sequence: Any = item.get(keyword)
    return list(sequence[:_MOST_LINES]) if sequence else []


def _text(item: Dataset, keyword: str) -> str:
    """A value as people write it: days with dashes, several values with commas."""
    value: Any = item.get(keyword)
    if value is None or value == "":
        return ""
    if isinstance(value, (list, tuple)) or type(value).__name__ == "MultiValue":
        return ", ".join(str(each) for each in value)
    text = " ".join(str(value).split())
    day = _DATE.match(text) if "Date" in keyword else None
    return "-".join(day.groups()) if day else text


_CONTENT: Final = {
    "Label": "ContentLabel",
    "Description": "ContentDescription",
    "Date": "PresentationCreationDate",
    "Made by": "ContentCreatorName",
}
_KINDS: Final[Mapping[str, tuple[str, Callable[[Dataset], Lines]]]] = {
    "481.2": ("Radiation dose", _dose),
    "481.3": ("Structures outlined for radiation", _structures),
    "481.4": ("Radiation treatment record", _treatment),
    "481.5": ("Radiation plan", _plan),
    "481.6": ("Radiation treatment record", _treatment),
    "481.7": ("Radiation treatment record", _treatment),
    "481.8": ("Radiation plan", _plan),
    "481.9": ("Radiation treatment record", _treatment),
    "66.4": ("Outlined regions", _segments),
    "66.5": ("Outlined regions", _segments),
}
_FAMILIES: Final[Mapping[str, tuple[str, Callable[[Dataset], Lines]]]] = {
    "9": ("Recorded curves", _curves),
    "11": ("How images were shown", _presentation),
}
