"""Pages that are pictures are read after all else, page by page, and stopping loses none of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from recordkeeper import paths
from recordkeeper.app import App
from recordkeeper.catalogue import documents, jobs, pictures, search, sources
from recordkeeper.catalogue.pictures import OCR
from recordkeeper.intake.pictures import read_pictures
from recordkeeper.records.kinds import Kind, Outcome, Status
from recordkeeper.records.plain import to_plain
from recordkeeper.records.query import Listing
from recordkeeper.records.reading import PageText, WordBox, WordBoxes
from recordkeeper.tasks import worker_tasks
from recordkeeper.work.frames import Frame
from recordkeeper.work.lanes import Lanes
from recordkeeper.work.pool import InlineWorkers
from recordkeeper.work.progress import Cancelled, CancelToken, Progress
from tests.making.documents import image_only_pdf
from tests.making.libraries import a_library, bring_in

REPORT = (
    "SURGICAL PATHOLOGY REPORT\nPatient: {name}\nDate of birth: 03/05/1964\nDate collected: 04/17/2024\n"
    "SPECIMEN: Left breast, core biopsy\nGROSS DESCRIPTION: Two cores.\nFINAL DIAGNOSIS:\n"
    "Invasive ductal carcinoma."
)


class Eyes:
    """Stands for the engine: page N of any file says the Nth text."""

    def __init__(self, *texts: str) -> None:
        self.texts = texts
        self.read: list[int] = []
        self.then: Callable[[], None] = lambda: None

    def task(self) -> Callable[[dict[str, Any]], Iterator[Frame]]:
        def answer(args: dict[str, Any]) -> Iterator[Frame]:
            self.read.append(args["page"])
            text = self.texts[args["page"] - 1]
            if not text:
                raise ValueError("no page like this")
            boxes = WordBoxes.of([WordBox(0, len(text.split()[0]), 10, 10, 60, 20)])
            page = PageText(args["page"], text, 595, 842, boxes, from_ocr=True, picture_only=True)
            yield Frame(to_plain(page))
            self.then()

        return answer


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with a_library(tmp_path / "library") as app:
        yield app


def with_eyes(app: App, eyes: Eyes) -> App:
    tasks = {**worker_tasks(paths.resources()), "ocr": eyes.task}
    return replace(app, lanes=Lanes(app.lanes.workers, InlineWorkers(tasks)))


def scan(tmp_path: Path, pages: int = 1) -> Path:
    return image_only_pdf(tmp_path / "heap" / "scan.pdf", ["A page"] * pages)


def test_a_scan_becomes_a_record_of_its_kind_that_can_be_found(app: App, tmp_path: Path) -> None:
    seeing = with_eyes(app, Eyes(REPORT.format(name="Anna Sample")))
    receipt = bring_in(seeing, scan(tmp_path))
    db = app.library.catalogue.reader()
    (record,) = documents.find(db, Listing())
    assert receipt.totals[Outcome.ADDED] == 1
    assert (record.kind, str(record.service_date)) == (Kind.PATHOLOGY_REPORT, "2024-04-17")
    (page,) = documents.pages(db, record.id)
    assert page.from_ocr
    (hit,) = search.find(db, "surgical")
    assert (hit.record, hit.page) == (record.id, 1)
    assert hit.boxes, "the hit is shown on the picture"
    assert not jobs.waiting(db, OCR)


def test_a_scan_that_names_somebody_else_is_set_aside_once_it_is_read(app: App, tmp_path: Path) -> None:
    receipt = bring_in(with_eyes(app, Eyes(REPORT.format(name="Peter Other"))), scan(tmp_path))
    (record,) = documents.find(app.library.catalogue.reader(), Listing())
    assert record.status is Status.SET_ASIDE
    assert [(row.outcome, row.reason_code) for row in receipt.files] == [(Outcome.SET_ASIDE, "other_person")]


def test_a_page_the_engine_fails_at_stays_a_picture_and_the_others_are_read(app: App, tmp_path: Path) -> None:
    text = REPORT.format(name="Anna Sample")
    bring_in(with_eyes(app, Eyes(text, "", text)), scan(tmp_path, pages=3))
    db = app.library.catalogue.reader()
    (record,) = documents.find(db, Listing())
    assert [page.from_ocr for page in documents.pages(db, record.id)] == [True, False, True]
    assert not jobs.waiting(db, OCR)


def test_stopped_between_pages_it_goes_on_with_the_next(app: App, tmp_path: Path) -> None:
    stop = CancelToken()
    eyes = Eyes(*[REPORT.format(name="Anna Sample")] * 5)
    eyes.then = lambda: stop.cancel() if len(eyes.read) == 3 else None
    bring_in(with_eyes(app, eyes), scan(tmp_path, pages=5), cancel=stop)
    db = app.library.catalogue.reader()
    left = pictures.count_waiting(db)
    assert 0 < left <= 5
    assert sources.receipt(db).finished, "what was to be copied is in; only reading waits"
    again = Eyes(*[REPORT.format(name="Anna Sample")] * 5)
    read_pictures(app.library, with_eyes(app, again).lanes, progress=Progress(), cancel=CancelToken())
    assert len(again.read) == left
    assert pictures.count_waiting(db) == 0
    assert documents.find(db, Listing())[0].kind is Kind.PATHOLOGY_REPORT


def test_not_waited_for_it_stays_a_job(app: App, tmp_path: Path) -> None:
    stop = CancelToken()
    stop.cancel()
    eyes = Eyes(REPORT.format(name="Anna Sample"))
    bring_in(with_eyes(app, eyes), scan(tmp_path), pictures=False)
    with suppress(Cancelled):
        read_pictures(app.library, with_eyes(app, eyes).lanes, progress=Progress(), cancel=stop)
    assert not eyes.read
    assert pictures.count_waiting(app.library.catalogue.reader()) == 1


def test_a_correction_outlives_the_reading(app: App, tmp_path: Path) -> None:
    from recordkeeper.library import acts

    eyes = Eyes(REPORT.format(name="Anna Sample"))
    bring_in(with_eyes(app, eyes), scan(tmp_path), pictures=False)
    (record,) = documents.find(app.library.catalogue.reader(), Listing())
    app.lanes.writer.submit(acts.correct, app.library, record.id, "title", "My biopsy").result()
    read_pictures(app.library, with_eyes(app, eyes).lanes, progress=Progress(), cancel=CancelToken())
    (record,) = documents.find(app.library.catalogue.reader(), Listing())
    assert (record.title, record.kind) == ("My biopsy", Kind.PATHOLOGY_REPORT)
