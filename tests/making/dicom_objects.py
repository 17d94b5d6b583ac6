"""Builds DICOM objects that are no plain slices: key images, radiation plans, curves, slides, documents."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any, Final

import numpy as np
from pydicom.dataset import Dataset, FileDataset
from pydicom.sequence import Sequence

from tests.making.dicom import SeriesRecipe, _blank, _code, uid

STORAGE: Final = "1.2.840.10008.5.1.4.1.1."
RECIPE: Final = SeriesRecipe()


def item(**values: Any) -> Dataset:
    """A data set with these values; lists of data sets become sequences."""
    built = Dataset()
    for keyword, value in values.items():
        setattr(built, keyword, Sequence(value) if isinstance(value, list) else value)
    return built


def code(meaning: str) -> list[Dataset]:
    return [_code("1", "99TEST", meaning)]


def an_object(short_class: str, modality: str, **values: Any) -> FileDataset:
    """An object of a storage class, with patient, study and series, and these values."""
    built = _blank(dataclasses.replace(RECIPE, modality=modality), STORAGE + short_class, 1)
    for keyword, value in values.items():
        setattr(built, keyword, Sequence(value) if isinstance(value, list) else value)
    return built


def key_images(images: int = 2) -> FileDataset:
    """A selection of images with a title and a word of why."""
    references = [
        item(ReferencedSOPClassUID=STORAGE + "2", ReferencedSOPInstanceUID=uid("image", at)) for at in range(images)
    ]
    series = item(SeriesInstanceUID=uid("series"), ReferencedSOPSequence=references)
    note = item(
        RelationshipType="CONTAINS",
        ValueType="TEXT",
        ConceptNameCodeSequence=code("Key Object Description"),
        TextValue="Nodule of the left upper lobe",
    )
    return an_object(
        "88.59",
        "KO",
        ValueType="CONTAINER",
        ConceptNameCodeSequence=code("Of Interest"),
        CurrentRequestedProcedureEvidenceSequence=[
            item(StudyInstanceUID=uid("study"), ReferencedSeriesSequence=[series])
        ],
        ContentSequence=[note],
    )


def presentation_state() -> FileDataset:
    text = item(UnformattedTextValue="measured here")
    return an_object(
        "11.1",
        "PR",
        ContentLabel="KEY",
        ContentDescription="For the conference",
        PresentationCreationDate="20240402",
        ContentCreatorName="Doctor^Sample",
        ReferencedSeriesSequence=[item(ReferencedImageSequence=[item(ReferencedSOPInstanceUID=uid("image"))] * 3)],
        GraphicAnnotationSequence=[item(TextObjectSequence=[text])],
    )


def structures() -> FileDataset:
    return an_object(
        "481.3",
        "RTSTRUCT",
        StructureSetLabel="Breast left",
        StructureSetDate="20240405",
        StructureSetROISequence=[
            item(ROINumber="1", ROIName="PTV 50"),
            item(ROINumber="2", ROIName="Heart"),
        ],
        RTROIObservationsSequence=[item(ReferencedROINumber="1", RTROIInterpretedType="PTV")],
    )


def plan() -> FileDataset:
    return an_object(
        "481.5",
        "RTPLAN",
        RTPlanLabel="Boost",
        RTPlanDate="20240406",
        ApprovalStatus="APPROVED",
        DoseReferenceSequence=[
            item(DoseReferenceDescription="Breast", DoseReferenceType="TARGET", TargetPrescriptionDose="50.0")
        ],
        FractionGroupSequence=[item(NumberOfFractionsPlanned="25", NumberOfBeams="2")],
        BeamSequence=[item(BeamName="Tangential", RadiationType="PHOTON")],
    )


def treatment_record() -> FileDataset:
    beam = item(BeamName="Tangential", CurrentFractionNumber="7", TreatmentTerminationStatus="NORMAL")
    return an_object("481.4", "RTRECORD", TreatmentDate="20240501", TreatmentSessionBeamSequence=[beam])


def curves(samples: int = 500, channels: int = 3) -> FileDataset:
    """An ECG of some sines."""
    time = np.linspace(0, 6.28 * 4, samples)
    values = np.stack([1000 * (at + 1) * np.sin(time) for at in range(channels)], axis=1).astype("<i2")
    named = [item(ChannelSourceSequence=code(f"Lead {at + 1}"), ChannelSensitivity="1") for at in range(channels)]
    group = item(
        MultiplexGroupLabel="RHYTHM",
        NumberOfWaveformChannels=channels,
        NumberOfWaveformSamples=samples,
        SamplingFrequency="500",
        ChannelDefinitionSequence=named,
        WaveformBitsAllocated=16,
        WaveformSampleInterpretation="SS",
    )
    group.add_new(0x54001010, "OW", values.tobytes())
    notes = [
        item(UnformattedTextValue="Sinus rhythm"),
        item(
            ConceptNameCodeSequence=code("QT Interval"),
            NumericValue="368",
            MeasurementUnitsCodeSequence=[_code("ms", "UCUM", "ms")],
        ),
    ]
    return an_object(
        "9.1.1",
        "ECG",
        AcquisitionDateTime="20240310101500",
        WaveformSequence=[group],
        WaveformAnnotationSequence=notes,
    )


def slide(across: int = 3, down: int = 2, tile: int = 16) -> FileDataset:
    """A slide in tiles, each of one colour: red grows to the right, green downwards."""
    built = an_object("77.1.6", "SM", ImageType="ORIGINAL\\PRIMARY\\VOLUME\\NONE")
    built.SamplesPerPixel, built.PhotometricInterpretation, built.PlanarConfiguration = 3, "RGB", 0
    built.Rows = built.Columns = tile
    built.BitsAllocated = built.BitsStored = 8
    built.HighBit, built.PixelRepresentation = 7, 0
    built.NumberOfFrames = across * down
    built.TotalPixelMatrixColumns, built.TotalPixelMatrixRows = across * tile, down * tile
    built.DimensionOrganizationType = "TILED_FULL"
    tiles = [
        np.full((tile, tile, 3), (80 * column, 100 * row, 0), np.uint8)
        for row in range(down)
        for column in range(across)
    ]
    built.PixelData = b"".join(each.tobytes() for each in tiles)
    built["PixelData"].VR = "OB"
    return built


def enhanced(
    places: list[tuple[float, int]], *, columns: int = 16, orientation: tuple[float, ...] = (1, 0, 0, 0, 1, 0)
) -> FileDataset:
    """An enhanced MR: a frame for each (distance in mm, time), in that order; frame n has the value 10 n."""
    built = an_object(
        "4.1", "MR", SeriesNumber=1, SeriesDescription="Volume", ImageType="ORIGINAL\\PRIMARY\\VOLUME"
    )
    built.SamplesPerPixel, built.PhotometricInterpretation = 1, "MONOCHROME2"
    built.Rows = built.Columns = columns
    built.BitsAllocated, built.BitsStored, built.HighBit, built.PixelRepresentation = 16, 12, 11, 0
    built.NumberOfFrames = len(places)
    plane, measures = Dataset(), Dataset()
    plane.ImageOrientationPatient, measures.PixelSpacing = list(orientation), [0.7, 0.7]
    built.SharedFunctionalGroupsSequence = Sequence(
        [item(PlaneOrientationSequence=[plane], PixelMeasuresSequence=[measures])]
    )
    through = np.cross(orientation[:3], orientation[3:])
    groups = []
    for far, time in places:
        where = Dataset()
        where.ImagePositionPatient = [round(float(part), 4) for part in through * far]
        content = item(TemporalPositionIndex=time)
        groups.append(item(FrameContentSequence=[content], PlanePositionSequence=[where]))
    built.PerFrameFunctionalGroupsSequence = Sequence(groups)
    built.PixelData = b"".join(
        np.full((columns, columns), 10 * number, "<u2").tobytes() for number in range(1, len(places) + 1)
    )
    built["PixelData"].VR = "OW"
    return built


def segmentation() -> FileDataset:
    built = an_object("66.4", "SEG", ContentLabel="LIVER")
    built.SegmentSequence = Sequence(
        [item(SegmentNumber=1, SegmentLabel="Lesion 1", SegmentedPropertyTypeCodeSequence=code("Neoplasm"))]
    )
    built.SamplesPerPixel, built.PhotometricInterpretation = 1, "MONOCHROME2"
    built.Rows = built.Columns = 8
    built.BitsAllocated = built.BitsStored = 1
    built.HighBit, built.PixelRepresentation, built.NumberOfFrames = 0, 0, 2
    built.PixelData = bytes([0xF0] * 16)
    built["PixelData"].VR = "OB"
    return built


def encapsulated(raw: bytes, mime: str, title: str, short_class: str = "104.1") -> FileDataset:
    """A document in a DICOM object."""
    return an_object(
        short_class,
        "DOC",
        DocumentTitle=title,
        MIMETypeOfEncapsulatedDocument=mime,
        EncapsulatedDocumentLength=len(raw),
        EncapsulatedDocument=raw + b"\0" * (len(raw) % 2),
    )


def private_object() -> FileDataset:
    """An object of a maker's own class: data for machines."""
    built = an_object("2", "OT")
    built.SOPClassUID = built.file_meta.MediaStorageSOPClassUID = "1.3.12.2.1107.5.9.1"
    built.add_new(0x00290010, "LO", "SAMPLE CSA")
    built.add_new(0x00291010, "OB", bytes(100))
    return built


def saved(built: FileDataset, path: Path) -> Path:
    from tests.making.dicom import save

    return save(built, path)


def shown_so(
    image: FileDataset,
    *,
    window: tuple[float, float] = (100, 300),
    turn: int = 0,
    flip: bool = False,
    created: str = "20240402",
) -> FileDataset:
    """A state that shows `image` through a window and turned, with a line, a circle and a text on it."""
    reference = item(ReferencedSOPClassUID=image.SOPClassUID, ReferencedSOPInstanceUID=image.SOPInstanceUID)
    series = item(SeriesInstanceUID=image.SeriesInstanceUID, ReferencedImageSequence=[reference])
    line = item(
        GraphicAnnotationUnits="PIXEL", GraphicDimensions=2, NumberOfGraphicPoints=2, GraphicType="POLYLINE"
    )
    line.GraphicData = [2.0, 3.0, 20.0, 15.0]
    line.GraphicFilled = "N"
    circle = item(
        GraphicAnnotationUnits="DISPLAY", GraphicDimensions=2, NumberOfGraphicPoints=2, GraphicType="CIRCLE"
    )
    circle.GraphicData = [0.5, 0.5, 0.75, 0.5]
    circle.GraphicFilled = "N"
    text = item(UnformattedTextValue="6 mm", AnchorPointAnnotationUnits="PIXEL", AnchorPointVisibility="N")
    text.AnchorPoint = [5.0, 6.0]
    voi = item(WindowCenter=window[0], WindowWidth=window[1])
    annotation = item(GraphicLayer="LAYER", GraphicObjectSequence=[line, circle], TextObjectSequence=[text])
    built = an_object("11.1", "PR", ReferencedSeriesSequence=[series], SoftcopyVOILUTSequence=[voi])
    built.GraphicAnnotationSequence = Sequence([annotation])
    built.SOPInstanceUID = uid("state", image.SOPInstanceUID, created, turn)
    built.StudyInstanceUID = image.StudyInstanceUID
    built.PatientName, built.PatientID, built.PatientBirthDate = (
        image.PatientName,
        image.PatientID,
        image.PatientBirthDate,
    )
    built.ContentLabel, built.ContentDescription = "KEY", "For the conference"
    built.PresentationCreationDate, built.PresentationCreationTime = created, "101010"
    built.ImageRotation, built.ImageHorizontalFlip = turn, "Y" if flip else "N"
    built.PresentationLUTShape = "IDENTITY"
    return built


def cover_with(state: Dataset, covered: np.ndarray, *, shade: int) -> None:
    """Have a state cover its image where `covered` (rows × columns) is true."""
    state.ShutterShape, state.ShutterOverlayGroup, state.ShutterPresentationValue = "BITMAP", 0x6000, shade
    bits = np.packbits(covered.ravel(), bitorder="little").tobytes()
    for element, kind, value in (
        (0x0010, "US", covered.shape[0]),
        (0x0011, "US", covered.shape[1]),
        (0x0040, "CS", "G"),
        (0x0050, "SS", [1, 1]),
        (0x0100, "US", 1),
        (0x0102, "US", 0),
        (0x3000, "OW", bits + bytes(len(bits) % 2)),
    ):
        state.add_new((0x6000, element), kind, value)
