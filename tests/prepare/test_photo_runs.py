"""Photos taken in one go are offered as one document; others are left alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from recordkeeper.app import App
from recordkeeper.catalogue import documents
from recordkeeper.library import acts
from recordkeeper.prepare.photo_runs import photo_runs
from tests.making.libraries import a_library, bring_in

_DATE_TIME_ORIGINAL, _EXIF = 0x9003, 0x8769


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with a_library(tmp_path / "library") as app:
        yield app


def photo(path: Path, taken: str, shade: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    image, exif = Image.new("RGB", (120, 160), (shade, shade, 255)), Image.Exif()
    if taken:
        exif.get_ifd(_EXIF)[_DATE_TIME_ORIGINAL] = taken
    image.save(path, exif=exif)


def offered(app: App, heap: Path) -> list[list[str]]:
    receipt = bring_in(app, heap, pictures=False)
    db = app.library.catalogue.reader()
    return [
        [documents.get(db, record).files[0].name for record in run.records]
        for run in photo_runs(db, receipt.intake)
    ]


def test_photos_a_moment_apart_are_one_run_in_the_order_they_were_taken(app: App, tmp_path: Path) -> None:
    heap = tmp_path / "heap"
    photo(heap / "b.jpg", "2024:05:01 10:00:00", 10)
    photo(heap / "a.jpg", "2024:05:01 10:00:40", 20)
    photo(heap / "c.jpg", "2024:05:01 10:01:55", 30)
    photo(heap / "later.jpg", "2024:05:01 18:00:00", 40)
    assert offered(app, heap) == [["b.jpg", "a.jpg", "c.jpg"]]


def test_without_a_time_the_camera_s_numbers_tell(app: App, tmp_path: Path) -> None:
    heap = tmp_path / "heap"
    for at, name in enumerate(["IMG_0041.jpg", "IMG_0042.jpg", "IMG_0050.jpg", "scan.jpg"]):
        photo(heap / name, "", 10 * at)
    assert offered(app, heap) == [["IMG_0041.jpg", "IMG_0042.jpg"]]


def test_what_is_one_document_already_is_not_offered_again(app: App, tmp_path: Path) -> None:
    heap = tmp_path / "heap"
    photo(heap / "a.jpg", "2024:05:01 10:00:00", 10)
    photo(heap / "b.jpg", "2024:05:01 10:00:30", 20)
    receipt = bring_in(app, heap, pictures=False)
    (run,) = photo_runs(app.library.catalogue.reader(), receipt.intake)
    app.lanes.writer.submit(acts.merge, app.library, run.records).result()
    assert photo_runs(app.library.catalogue.reader(), receipt.intake) == ()
