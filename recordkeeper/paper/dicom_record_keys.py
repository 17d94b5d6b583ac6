"""The keys of directory records beside InstanceNumber, by record type (PS3.3 annex F.5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_MAY_BE_EMPTY: Final = None
IF_PRESENT: Final = "?"
DAY, HOUR, TERM = "19000101", "000000", "codes"
_WHEN: Final = {"ContentDate": DAY, "ContentTime": HOUR}
_LABELLED: Final = {
    "ContentLabel": "UNNAMED",
    "ContentDescription": _MAY_BE_EMPTY,
    "ContentCreatorName": _MAY_BE_EMPTY,
}
# Keys beside InstanceNumber; the value is what a type 1 key gets when the instance leaves it empty.
KEYS: Final[Mapping[str, Mapping[str, str | None]]] = {
    "RT DOSE": {"DoseSummationType": "PLAN"},
    "RT STRUCTURE SET": {"StructureSetLabel": "UNNAMED", "StructureSetDate": None, "StructureSetTime": None},
    "RT PLAN": {"RTPlanLabel": "UNNAMED", "RTPlanDate": None, "RTPlanTime": None},
    "RT TREAT RECORD": {"TreatmentDate": None, "TreatmentTime": None},
    "PRESENTATION": {
        "PresentationCreationDate": DAY,
        "PresentationCreationTime": HOUR,
        **_LABELLED,
        "ReferencedSeriesSequence": IF_PRESENT,
        "BlendingSequence": IF_PRESENT,
    },
    "WAVEFORM": _WHEN,
    "SR DOCUMENT": {
        "CompletionFlag": "PARTIAL",
        "VerificationFlag": "UNVERIFIED",
        **_WHEN,
        "VerificationDateTime": IF_PRESENT,
        "ConceptNameCodeSequence": TERM,
        "ContentSequence": IF_PRESENT,
    },
    "KEY OBJECT DOC": {**_WHEN, "ConceptNameCodeSequence": TERM, "ContentSequence": IF_PRESENT},
    "SPECTROSCOPY": {
        "ImageType": "ORIGINAL",
        **_WHEN,
        "ReferencedImageEvidenceSequence": IF_PRESENT,
        "NumberOfFrames": "1",
        "Rows": "1",
        "Columns": "1",
        "DataPointRows": "1",
        "DataPointColumns": "1",
    },
    "RAW DATA": _WHEN,
    "REGISTRATION": {**_WHEN, **_LABELLED},
    "FIDUCIAL": {**_WHEN, **_LABELLED},
    "VALUE MAP": {**_WHEN, **_LABELLED},
    "MEASUREMENT": {**_WHEN, **_LABELLED},
    "SURFACE": {**_WHEN, **_LABELLED},
    "TRACT": {**_WHEN, **_LABELLED},
    "ANNOTATION": {**_WHEN, **_LABELLED},
    "SURFACE SCAN": _WHEN,
    "ASSESSMENT": {"InstanceCreationDate": DAY, "InstanceCreationTime": None},
    "RADIOTHERAPY": {
        "UserContentLabel": IF_PRESENT,
        "UserContentLongLabel": IF_PRESENT,
        "ContentDescription": None,
        "ContentCreatorName": None,
    },
    "ENCAP DOC": {
        "ContentDate": None,
        "ContentTime": None,
        "DocumentTitle": None,
        "HL7InstanceIdentifier": IF_PRESENT,
        "ConceptNameCodeSequence": None,
        "MIMETypeOfEncapsulatedDocument": "application/pdf",
    },
    "HANGING PROTOCOL": {
        "HangingProtocolName": "UNNAMED",
        "HangingProtocolDescription": "UNNAMED",
        "HangingProtocolLevel": "SINGLE_USER",
        "HangingProtocolCreator": "UNNAMED",
        "HangingProtocolCreationDateTime": DAY,
        "HangingProtocolDefinitionSequence": IF_PRESENT,
        "NumberOfPriorsReferenced": "0",
        "HangingProtocolUserIdentificationCodeSequence": None,
    },
    "PALETTE": {"ContentLabel": "UNNAMED", "ContentDescription": None},
    "IMPLANT": {"Manufacturer": "UNNAMED", "ImplantName": "UNNAMED", "ImplantPartNumber": "0"},
    "IMPLANT ASSY": {
        "ImplantAssemblyTemplateName": "UNNAMED",
        "Manufacturer": "UNNAMED",
        "ProcedureTypeCodeSequence": TERM,
    },
    "IMPLANT GROUP": {"ImplantTemplateGroupName": "UNNAMED", "ImplantTemplateGroupIssuer": "UNNAMED"},
}
