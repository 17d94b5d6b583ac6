"""DICOM studies: title, date, place and person from headers alone, series in plain words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from recordkeeper.recognise.imaging_rules import ImagingRules
from recordkeeper.recognise.study import plain_series_name, recognise_study
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.imaging import InstanceRead
from recordkeeper.records.kinds import DateRole, Kind
from recordkeeper.records.patient import PersonRead

RULES_FOLDER = Path(__file__).parents[2] / "resources" / "rules"
CT = InstanceRead(
    person=PersonRead("Doe^Jane^Q^Dr", PartialDate(1950, 1, 2)),
    sop_class_uid="1.2.840.10008.5.1.4.1.1.2",
    sop_instance_uid="1.2.3.1",
    study_instance_uid="1.2.3",
    series_instance_uid="1.2.3.4",
    transfer_syntax_uid="1.2.840.10008.1.2.1",
    modality="CT",
    study_date="20240131",
    series_date="20240201",
    accession_number="A24-1",
    institution_name="St Anne Hospital",
    referring_physician_name="Roe^Richard",
    body_part_examined="CHEST",
    series_description="Thorax 3.0 B31f soft tissue w/o contrast",
    slice_thickness=3.0,
)


@pytest.fixture(scope="module")
def rules() -> ImagingRules:
    return ImagingRules.load(RULES_FOLDER)


def test_a_study_is_told_in_plain_words_with_date_place_and_person(rules: ImagingRules) -> None:
    found = recognise_study([CT, replace(CT, sop_instance_uid="1.2.3.2")], rules=rules)
    assert (found.kind, found.kind_confidence, found.title) == (Kind.IMAGING_STUDY, 1.0, "CT, chest")
    assert (str(found.service_date), found.date_role) == ("2024-01-31", DateRole.STUDY)
    assert (found.facility, found.author, found.accession) == ("St Anne Hospital", "Richard Roe", "A24-1")
    assert found.person == PersonRead("Dr Jane Q Doe", PartialDate(1950, 1, 2))
    assert {reason.field for reason in found.reasons} >= {"title", "service_date", "facility", "patient_name"}


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"study_date": "", "acquisition_date": "20230505"}, "2023-05-05"),
        ({"study_date": "", "series_date": "20230606", "content_date": "20230707"}, "2023-06-06"),
        ({"study_date": "", "series_date": "", "content_date": "20230707"}, "2023-07-07"),
        ({"study_date": "18000101", "series_date": "2023.06.06"}, "2023-06-06"),
        ({"study_date": "20241350", "series_date": ""}, "None"),
    ],
)
def test_the_study_date_falls_back_in_order(dates: dict[str, str], expected: str, rules: ImagingRules) -> None:
    assert str(recognise_study([replace(CT, **dates)], rules=rules).service_date) == expected


def test_series_have_names_a_patient_understands(rules: ImagingRules) -> None:
    assert plain_series_name([CT], rules=rules) == "Chest CT, soft tissue, 3 mm, without contrast"
    mri = replace(
        CT,
        modality="MR",
        body_part_examined="BRAIN",
        series_description="t2_tirm_tra_dark-fluid FLAIR",
        slice_thickness=5.0,
    )
    assert plain_series_name([mri], rules=rules) == "Brain MRI, FLAIR, 5 mm"
    with_contrast = replace(mri, series_description="T1 axial", contrast_bolus_agent="GADOVIST")
    assert plain_series_name([with_contrast], rules=rules) == "Brain MRI, T1, 5 mm, with contrast"
    assert (
        plain_series_name([replace(CT, series_description="Topogram 0.6", slice_thickness=None)], rules=rules)
        == "Chest CT, planning view"
    )
    xray = replace(
        CT, modality="DX", body_part_examined="KNEE", laterality="L", series_description="", slice_thickness=None
    )
    assert plain_series_name([xray], rules=rules) == "Left knee X-ray"


@pytest.mark.parametrize(
    ("printed", "more", "name"),
    [
        ("CHEST W/ CONTRAST 3.0 B31f", {}, "Chest CT, soft tissue, 3 mm, with contrast"),
        ("CHEST WO 3.0 B31f", {}, "Chest CT, soft tissue, 3 mm, without contrast"),
        ("AXIAL SOFT TISSUE", {"protocol_name": "CHEST WITH"}, "Chest CT, soft tissue, 3 mm, with contrast"),
        ("CHEST WO STD", {"protocol_name": "CHEST W/WO"}, "Chest CT, soft tissue, 3 mm, without contrast"),
        ("STD", {"protocol_name": "CHEST W/WO CONTRAST"}, "Chest CT, soft tissue, 3 mm"),
        ("Thorax nativ Br40 S3", {}, "Chest CT, soft tissue, 3 mm, without contrast"),
        ("Thorax KM art Bl57", {}, "Chest CT, lung, arterial phase, 3 mm, with contrast"),
        ("PORTAL VENOUS", {"body_part_examined": "ABDOMEN"}, "Abdomen CT, venous phase, 3 mm"),
        ("COR CHEST", {}, "Chest CT, seen from the front, 3 mm"),
        ("SAG MPR", {}, "Chest CT, seen from the side, 3 mm"),
        ("Scout", {"slice_thickness": 650.0}, "Chest CT, planning view"),
        ("C/A/P STD", {"body_part_examined": ""}, "Chest, abdomen and pelvis CT, soft tissue, 3 mm"),
        ("TÓRAX partes blandas sin contraste", {"body_part_examined": ""},
         "Chest CT, soft tissue, 3 mm, without contrast"),
        ("Sag 3D T1", {"modality": "MR", "body_part_examined": "BRAIN"},
         "Brain MRI, T1, seen from the side, 3 mm"),
        ("t1_tse_fs_tra_post", {"modality": "MR", "body_part_examined": "BREAST"},
         "Breast MRI, T1, 3 mm, with contrast"),
        ("t2_tirm_tra", {"modality": "MR", "body_part_examined": "KNEE"}, "Knee MRI, STIR, 3 mm"),
        ("CTAC", {"body_part_examined": "WHOLEBODY"}, "Whole body CT, made for the PET, 3 mm"),
        ("PET AC 3D", {"modality": "PT", "body_part_examined": "WHOLEBODY"},
         "Whole body PET, attenuation-corrected, 3 mm"),
        ("L CC", {"modality": "MG", "body_part_examined": "BREAST", "laterality": "L"},
         "Left breast mammogram, seen from above"),
        ("R MLO", {"modality": "MG", "body_part_examined": "BREAST", "laterality": "R"},
         "Right breast mammogram, seen at a slant"),
        ("Measurement Reports", {"modality": "SR", "body_part_examined": "", "protocol_name": "w c"},
         "Structured report (Measurement Reports)"),
    ],
)  # fmt: skip
def test_series_are_told_as_their_attributes_have_it(
    printed: str, more: dict[str, object], name: str, rules: ImagingRules
) -> None:
    series = replace(CT, series_description=printed, **more)  # type: ignore[arg-type]
    assert plain_series_name([series], rules=rules) == name


def test_a_study_without_any_header_is_still_a_study(rules: ImagingRules) -> None:
    bare = InstanceRead(PersonRead(), "", "1", "2", "3", "")
    found = recognise_study([bare], rules=rules)
    assert (found.kind, found.service_date, found.title) == (Kind.IMAGING_STUDY, None, "Images")
    assert plain_series_name([bare], rules=rules) == "Images"


def test_one_odd_file_does_not_rename_the_study(rules: ImagingRules) -> None:
    odd = replace(CT, institution_name="Elsewhere", study_date="20200101", person=PersonRead("Else^Someone"))
    found = recognise_study([odd, CT, CT], rules=rules)
    assert (found.facility, str(found.service_date), found.person.name) == (
        "St Anne Hospital",
        "2024-01-31",
        "Dr Jane Q Doe",
    )
