"""A scan's report stands beside it, and the images it speaks of are a button away."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from recordkeeper.library import acts
from recordkeeper.recognise.image_references import ImageReference
from recordkeeper.records.kinds import Kind
from recordkeeper.records.query import Listing
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.records.shown import look_up
from recordkeeper.ui.scans.page import ScansPage
from recordkeeper.ui.scans.pointing import locate
from recordkeeper.ui.scans.viewer import Viewer
from tests.making import dicom, dicom_objects, documents
from tests.making.dicom import SeriesRecipe
from tests.making.libraries import a_library, bring_in
from tests.ui.conftest import desk_of
from tests.ui.scans.conftest import opened, shown
from tests.ui.scans.test_views import series

CHEST = SeriesRecipe(slices=9, rows=24, columns=32)
LUNG = dataclasses.replace(CHEST, series_number=4, series_description="Lung", slices=5)
HEAD = dataclasses.replace(CHEST, study="head", body_part="HEAD", study_description="CT HEAD", accession="ACC2")
KNEE = dataclasses.replace(
    CHEST, study="knee", body_part="KNEE", study_description="MR KNEE", accession="ACC3", modality="MR"
)
SPINE = dataclasses.replace(KNEE, study="spine", study_description="SPINE", accession="ACC4")
LINES = (
    "Patient: Anna Sample   DOB: 03/05/1964   MRN: MRN-1001\nSample Hospital   Radiology report\n"
    "CT CHEST W CONTRAST\nExam date: 03/12/2024   Accession: ACC1\n"
    "FINDINGS: A nodule of 6 mm (series 4, image 3).\n"
    "Another on series 1 image 7, and one on series 9 image 1.\nIMPRESSION: Nodules."
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Desk]:
    """A chest CT whose report a person has said belongs to it, a CT of the head without one, an MRI of a knee with
    its words among its images, and words of which no image is here.
    """
    del qapp
    place = tmp_path_factory.mktemp("report")
    for recipe in (CHEST, LUNG, HEAD, KNEE):
        dicom.write_series(place / "heap" / recipe.study / str(recipe.series_number), recipe)
    documents.pdf_with_text(place / "heap" / "report.pdf", [LINES])
    own = dataclasses.replace(KNEE, series_number=9)
    words = dicom.make_report(own, [("Findings", "See series 1, image 2."), ("Impression", "Nothing else.")])
    dicom_objects.saved(words, place / "heap" / "words")
    dicom_objects.saved(dicom.make_report(SPINE, [("Findings", "Words alone.")]), place / "heap" / "alone")
    with a_library(place / "library") as app:
        bring_in(app, place / "heap")
        db = app.library.catalogue.reader()
        from recordkeeper.catalogue import documents as kept

        records = kept.find(db, Listing())
        (report,) = [record for record in records if record.imaging is None]
        (study,) = [record for record in records if record.kind is Kind.IMAGING_STUDY and "chest" in record.title]
        acts.pair(app.library, report.id, study.id, "report_of_study")
        yield desk_of(app)


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> ScansPage:
    return shown(desk, qtbot)


@pytest.fixture
def viewer(page: ScansPage, qtbot: QtBot) -> Viewer:
    viewer = opened(page, qtbot, "CT, chest")
    viewer.do("report")
    qtbot.waitUntil(lambda: viewer.report.isVisible())
    return viewer


def buttons(viewer: Viewer) -> dict[str, QPushButton]:
    return {made.text(): made for made in viewer.report.points.findChildren(QPushButton) if made.isVisible()}


def test_the_report_is_shown_with_the_images_it_speaks_of(viewer: Viewer, qtbot: QtBot) -> None:
    assert viewer.report.reader is not None
    qtbot.waitUntil(lambda: bool(buttons(viewer)), timeout=20_000)
    assert list(buttons(viewer)) == ["Series 4, image 3", "Series 1, image 7", "Series 9, image 1"]


def test_the_card_says_whether_the_report_is_here(page: ScansPage) -> None:
    told = {card.title.split(" (")[0]: card.has_report for card in page.cards.shown.studies}
    assert told == {"CT, chest": True, "CT, head": False, "MRI, knee": False}


def test_a_button_goes_to_the_image(viewer: Viewer, qtbot: QtBot) -> None:
    qtbot.mouseClick(buttons(viewer)["Series 4, image 3"], Qt.MouseButton.LeftButton)
    assert viewer.stack.series is not None
    assert (viewer.stack.series.number, viewer.stack.current) == (4, 2)
    qtbot.mouseClick(buttons(viewer)["Series 1, image 7"], Qt.MouseButton.LeftButton)
    assert (viewer.stack.series.number, viewer.stack.current) == (1, 6)


def test_an_image_that_is_not_here_is_said(viewer: Viewer, qtbot: QtBot, desk: Desk) -> None:
    with qtbot.waitSignal(desk.news.said) as said:
        qtbot.mouseClick(buttons(viewer)["Series 9, image 1"], Qt.MouseButton.LeftButton)
    assert said.args == ["This image is not here."]


def test_the_report_goes_away_again_and_with_the_study(viewer: Viewer, qtbot: QtBot, page: ScansPage) -> None:
    viewer.do("report")
    assert not viewer.report.isVisible()
    viewer.do("report")
    qtbot.waitUntil(lambda: viewer.report.isVisible())
    viewer.left.emit()
    opened(page, qtbot, "CT, head")
    assert not viewer.report.isVisible()


def test_a_scan_without_a_report_says_so(page: ScansPage, qtbot: QtBot, desk: Desk) -> None:
    viewer = opened(page, qtbot, "CT, head")
    with qtbot.waitSignal(desk.news.said) as said:
        viewer.do("report")
    assert "No report of this scan is here" in said.args[0]
    assert not viewer.report.isVisible()


def test_words_among_the_images_stand_beside_them_and_point_at_them(page: ScansPage, qtbot: QtBot) -> None:
    viewer = opened(page, qtbot, "MRI")
    viewer.do("report")
    qtbot.waitUntil(lambda: viewer.report.isVisible())
    qtbot.waitUntil(lambda: "Series 1, image 2" in buttons(viewer), timeout=20_000)
    reader = viewer.report.reader
    assert reader is not None
    qtbot.waitUntil(lambda: len(reader.paper.leaves) == 1)
    qtbot.mouseClick(buttons(viewer)["Series 1, image 2"], Qt.MouseButton.LeftButton)
    assert viewer.stack.current == 1


def test_words_without_any_image_are_read_in_their_place_and_are_no_image(
    desk: Desk, page: ScansPage, qtbot: QtBot
) -> None:
    from recordkeeper.catalogue import documents as kept
    from recordkeeper.catalogue import record_lines
    from recordkeeper.ui.reader.view import ReaderView

    db = desk.library.catalogue.reader()
    (alone,) = [record for record in kept.find(db, Listing()) if record.title.startswith("Structured report")]
    assert alone.id not in {card.record for card in page.cards.shown.studies}
    counts = {line.title.split(" (")[0]: line.count for line in record_lines.find(db, Listing()) if line.is_study}
    assert counts["Structured report, knee"] is None
    assert counts["MRI, knee"] == CHEST.slices
    reader = ReaderView(desk)
    qtbot.addWidget(reader)
    reader.show()
    reader.show_record(alone)
    qtbot.waitUntil(lambda: len(reader.paper.leaves) == 1)
    shown_now = look_up(db, alone.id)
    assert not shown_now.has_images
    assert not shown_now.can_be_split
    reader.supply.close()


def test_numbers_stored_in_the_images_are_what_reports_count_by() -> None:
    def numbered(uid: str, number: int, numbers: list[int | None]) -> object:
        made = series(uid, [float(at) for at in range(len(numbers))])
        instances = tuple(
            dataclasses.replace(each, placed=dataclasses.replace(each.placed, instance_number=of))
            for each, of in zip(made.instances, numbers, strict=True)
        )
        return dataclasses.replace(made, number=number, instances=instances)

    def means(number: int | None, first: int, of: int | None = None) -> ImageReference:
        return ImageReference(number, first, first, of, "")

    study = (numbered("a", 4, [12, 11, 10]), numbered("b", 4, [20, 21]), numbered("c", 5, [None, None, None, None]))
    assert locate(study, means(4, 10)) == (0, 2)  # type: ignore[arg-type]
    assert locate(study, means(4, 21)) == (1, 1)  # type: ignore[arg-type]
    assert locate(study, means(4, 1)) is None  # type: ignore[arg-type]
    assert locate(study, means(5, 2)) == (2, 1)  # type: ignore[arg-type]
    assert locate(study, means(5, 5)) is None  # type: ignore[arg-type]
    assert locate(study, means(None, 11, 3)) == (0, 1)  # type: ignore[arg-type]
    assert locate(study, means(None, 11, 7)) is None  # type: ignore[arg-type]
