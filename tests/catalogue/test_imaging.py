"""Studies: series by series, instances once and in geometric order."""

from __future__ import annotations

from dataclasses import replace

from recordkeeper.catalogue import documents, imaging, sources, study_lines
from recordkeeper.catalogue.documents import Judged
from recordkeeper.catalogue.store import Catalogue
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import Recognition
from recordkeeper.records.imaging import InstanceRead, Series
from recordkeeper.records.kinds import Identity, Kind, Status
from recordkeeper.records.patient import PersonRead
from recordkeeper.records.reading import Format, Reading
from tests.making import entries
from tests.making.entries import READER

SLICE = InstanceRead(
    person=PersonRead("Made^Up"),
    sop_class_uid="1.2.840.10008.5.1.4.1.1.2",
    sop_instance_uid="1.1",
    study_instance_uid="1",
    series_instance_uid="1.2",
    transfer_syntax_uid="1.2.840.10008.1.2.1",
    modality="CT",
    has_pixels=True,
    study_description="CT abdomen",
    series_description="portal venous",
    series_number=2,
    body_part_examined="ABDOMEN",
)


def _study(catalogue: Catalogue) -> int:
    judged = Judged(Recognition(Kind.IMAGING_STUDY, 0.9), Identity.AGREES, Status.RECOGNISED, READER, "1")
    return documents.put(catalogue.writer, "study", judged, None)


def _add(catalogue: Catalogue, row: int, name: str, frames: int = 1, **fields: object) -> int:
    instance = replace(SLICE, **fields)
    reading = Reading(Format.DICOM, READER, page_count=frames, instance=instance)
    original = sources.add_original(catalogue.writer, entries.fingerprint(name), reading)
    imaging.add_instance(catalogue.writer, row, original, instance)
    return original


def test_a_study_is_told_series_by_series(catalogue: Catalogue) -> None:
    row = _study(catalogue)
    _add(catalogue, row, "a", sop_instance_uid="1.1.1", instance_number=2)
    _add(catalogue, row, "b", sop_instance_uid="1.1.2", instance_number=1)
    _add(catalogue, row, "c", series_instance_uid="1.3", series_number=1, modality="SR", sop_instance_uid="1.1.3")
    study = documents.get(catalogue.writer, "study").imaging
    assert study is not None
    assert (study.study_uid, study.description, study.body_part) == ("1", "CT abdomen", "ABDOMEN")
    assert study.modalities == ("SR", "CT")
    assert [(series.uid, series.number, series.instances) for series in study.series] == [
        ("1.3", 1, ("1.1.3",)),
        ("1.2", 2, ("1.1.2", "1.1.1")),
    ]


def test_the_geometric_order_wins_over_the_numbers(catalogue: Catalogue) -> None:
    row = _study(catalogue)
    ids = [
        _add(catalogue, row, name, sop_instance_uid=f"1.1.{name}", instance_number=number)
        for number, name in enumerate("123")
    ]
    order = [ids[1], ids[2], ids[0]]
    imaging.put_series(catalogue.writer, row, Series("1.2", 2, "CT", "", "Belly, veins", (), (4, 5)), order)
    (series,) = imaging.study(catalogue.writer, row, "1").series
    assert series.instances == ("1.1.2", "1.1.3", "1.1.1")
    assert (series.plain_name, series.missing) == ("Belly, veins", (4, 5))
    assert [original for original, _, _ in imaging.instances(catalogue.writer, row)] == order


def test_missing_is_none_when_numbers_cannot_tell_and_empty_when_nothing_is(catalogue: Catalogue) -> None:
    row = _study(catalogue)
    _add(catalogue, row, "a")
    for missing in (None, ()):
        imaging.put_series(catalogue.writer, row, Series("1.2", 2, "CT", "", "", (), missing), [])
        assert imaging.study(catalogue.writer, row, "1").series[0].missing == missing


def test_an_instance_stored_twice_counts_once_in_its_first_place(catalogue: Catalogue) -> None:
    row = _study(catalogue)
    for name, uid, number in (("a", "1.1.1", 1), ("b", "1.1.2", 2), ("again", "1.1.1", 3)):
        _add(catalogue, row, name, sop_instance_uid=uid, instance_number=number)
    assert imaging.study(catalogue.writer, row, "1").series[0].instances == ("1.1.1", "1.1.2")
    frames = imaging.series_frames(catalogue.writer, row, "1.2")
    assert frames == ((entries.fingerprint("a"), 1), (entries.fingerprint("b"), 1))


def test_frames_are_counted_a_file(catalogue: Catalogue) -> None:
    row = _study(catalogue)
    _add(catalogue, row, "cine", frames=30)
    assert imaging.series_frames(catalogue.writer, row, "1.2") == ((entries.fingerprint("cine"), 30),)
    assert imaging.series_frames(catalogue.writer, row, "9.9") == ()


def test_headers_come_back_as_they_were_read(catalogue: Catalogue) -> None:
    row = _study(catalogue)
    _add(catalogue, row, "a", image_position_patient=(0.0, 1.5, -2.25), specific_character_set=("ISO_IR 100",))
    ((_, file, header),) = imaging.instances(catalogue.writer, row)
    assert file == entries.fingerprint("a")
    assert header.image_position_patient == (0.0, 1.5, -2.25)
    assert header.person == PersonRead("Made^Up")


def test_the_files_of_a_series_say_whom_they_name(catalogue: Catalogue) -> None:
    row = _study(catalogue)
    named = PersonRead("Sample^Anna", PartialDate(1964, 3, 5))
    _add(catalogue, row, "a", frames=3, sop_instance_uid="1.1.1", person=named)
    _add(catalogue, row, "b", sop_instance_uid="1.1.1")  # the same instance again
    _add(catalogue, row, "c", frames=0, sop_instance_uid="1.1.2")  # no image in it
    _add(catalogue, row, "d", sop_instance_uid="1.1.3", person=PersonRead())
    found = imaging.image_files(catalogue.writer, "study", "1.2")
    assert [(file.frames, file.name, file.birth_date) for file in found] == [
        (3, "Sample^Anna", PartialDate(1964, 3, 5)),
        (1, "", None),
    ]
    assert found[0].fingerprint == entries.fingerprint("a")


def test_studies_are_listed_with_their_images_counted_once(catalogue: Catalogue) -> None:
    row = _study(catalogue)
    _add(catalogue, row, "a", frames=3, sop_instance_uid="1.1.1")
    _add(catalogue, row, "b", frames=3, sop_instance_uid="1.1.1")
    _add(catalogue, row, "c", sop_instance_uid="1.1.2")
    _add(catalogue, row, "d", has_pixels=False, series_instance_uid="1.3", modality="SR", sop_instance_uid="1.1.3")
    (line,) = study_lines.find(catalogue.writer)
    assert (line.record, line.series, line.status) == ("study", (("1.2", 4),), Status.RECOGNISED)
    catalogue.writer.execute("UPDATE record SET status = 'trashed'")
    assert study_lines.find(catalogue.writer) == ()
