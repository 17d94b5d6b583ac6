"""A viewer's pictures of the scans beside them are no records; every other picture is."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from recordkeeper.app import App
from recordkeeper.formats.dicom_pixels import picture
from recordkeeper.prepare.intake_gaps import gaps_of
from recordkeeper.records.gaps import GapKind
from recordkeeper.records.kinds import Outcome
from tests.making.dicom import SeriesRecipe, write_disc, write_viewer
from tests.making.documents import jpeg
from tests.making.libraries import a_library, bring_in, outcomes

ANNA = SeriesRecipe(patient_name="Sample^Anna", birth_date="19640305")


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with a_library(tmp_path / "library") as app:
        yield app


def exported(scan: Path, to: Path, quality: int = 60) -> Path:
    """The JPEG a viewer makes of a slice."""
    shown = picture(scan, 0, longest=512, most=10**6)
    image = Image.frombuffer(shown.mode, (shown.width, shown.height), shown.pixels, "raw", shown.mode, 0, 1)
    to.parent.mkdir(parents=True, exist_ok=True)
    data = io.BytesIO()
    image.save(data, "JPEG", quality=quality)
    to.write_bytes(data.getvalue())
    return to


@pytest.mark.parametrize("folder", ["AAA", "ZZZ/JPEG"], ids=["before the scans", "after them"])
def test_the_pictures_a_viewer_made_are_left_out_where_the_scans_are_here(
    app: App, tmp_path: Path, folder: str
) -> None:
    disc = tmp_path / "disc"
    slices = write_disc(disc, [ANNA])
    for at, each in enumerate(slices[:3]):
        exported(each, disc / folder / f"IM{at}.JPG")
    jpeg(disc / folder / "REFERRAL.JPG", text="Letter of the doctor", size=(600, 800))
    receipt = bring_in(app, disc, pictures=False)
    by_name = outcomes(receipt, disc)
    assert [by_name[f"{folder}/IM{at}.JPG"] for at in range(3)] == ["not_records"] * 3
    assert by_name[f"{folder}/REFERRAL.JPG"] == "added"
    assert {row.reason_code for row in receipt.files if "IM0.JPG" in row.path} == {"derived_picture"}
    again = bring_in(app, disc, pictures=False)
    assert again.totals[Outcome.ADDED] == 0
    assert again.totals[Outcome.NOT_RECORDS] == receipt.totals[Outcome.NOT_RECORDS]


def test_a_disc_of_pictures_alone_is_kept_and_the_gap_is_told(app: App, tmp_path: Path) -> None:
    made, disc = tmp_path / "made", tmp_path / "disc"
    for at, each in enumerate(write_disc(made, [ANNA], viewer=False)[:4]):
        exported(each, disc / "IMAGES" / f"IM{at}.JPG")
    write_viewer(disc)
    receipt = bring_in(app, disc, pictures=False)
    by_name = outcomes(receipt, disc)
    assert [by_name[f"IMAGES/IM{at}.JPG"] for at in range(4)] == ["added"] * 4
    (gap,) = gaps_of(app.library.catalogue.reader(), receipt.intake)
    assert (gap.kind, gap.record) == (GapKind.PICTURES_ONLY, None)


def test_slices_that_are_not_there_are_told_with_the_receipt(app: App, tmp_path: Path) -> None:
    disc = tmp_path / "disc"
    slices = write_disc(disc, [ANNA], directory="absent")
    slices[2].unlink()
    receipt = bring_in(app, disc)
    (gap,) = gaps_of(app.library.catalogue.reader(), receipt.intake)
    fields = dict(gap.fields)
    assert gap.kind is GapKind.SERIES_INCOMPLETE
    assert gap.record in {record for row in receipt.files for record in row.records}
    assert (fields["numbers"], fields["here"], fields["whole"]) == ("3", len(slices) - 1, len(slices))


def test_a_phone_photo_beside_scans_is_kept(app: App, tmp_path: Path) -> None:
    disc = tmp_path / "disc"
    write_disc(disc, [ANNA])
    jpeg(disc / "PHOTO.JPG")
    assert outcomes(bring_in(app, disc, pictures=False), disc)["PHOTO.JPG"] == "added"
