"""One document parted into several: each recognised on its own pages, all of it undone, and kept by a rebuild."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from recordkeeper.app import App
from recordkeeper.catalogue import documents, search, sources
from recordkeeper.intake.belong import belong
from recordkeeper.intake.reread import reread
from recordkeeper.library import acts
from recordkeeper.records.document import Record
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.kinds import Kind
from recordkeeper.records.query import Listing
from recordkeeper.work.progress import CancelToken, Progress
from tests.making.dicom import SeriesRecipe, write_series
from tests.making.documents import pdf_with_text
from tests.making.libraries import a_library, bring_in, built_again

HEAD = "Patient: Anna Sample\nDate of birth: 03/05/1964\n"
SURGERY = (
    "Date of surgery: 04/12/2024\nPreoperative diagnosis: cyst\nPostoperative diagnosis: cyst\nSurgeon: Dr. Test"
)
PAGES = [  # nothing on the third tells that another document begins there
    f"DISCHARGE SUMMARY\n{HEAD}Date of discharge: 04/17/2024\nHospital course: all went well with the zebra.",
    "and the stay went on quietly, with much the same words about it as before",
    f"{SURGERY}\nProcedure performed: excision of a cyst\nAnesthesia: general\nEstimated blood loss: none",
]


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with a_library(tmp_path / "library") as app:
        pdf_with_text(tmp_path / "heap" / "all.pdf", PAGES)
        bring_in(app, tmp_path / "heap")
        assert len(records(app)) == 1
        yield app


def records(app: App) -> tuple[Record, ...]:
    return documents.find(app.library.catalogue.reader(), Listing())


def act(app: App, what: Callable[..., object], *arguments: object) -> None:
    app.lanes.writer.submit(what, app.library, *arguments).result()
    belong(app.library, app.lanes, progress=Progress(), cancel=CancelToken())


def spans(app: App) -> dict[tuple[int | None, int | None], Record]:
    return {(record.files[0].first_page, record.files[0].last_page): record for record in records(app)}


def test_each_part_is_recognised_on_its_own_pages(app: App) -> None:
    (whole,) = records(app)
    act(app, acts.split, whole.id, [3])
    found = spans(app)
    assert set(found) == {(1, 2), (3, 3)}
    assert found[1, 2].kind is Kind.DISCHARGE_SUMMARY
    assert found[3, 3].kind is Kind.OPERATIVE_NOTE
    assert str(found[3, 3].service_date) == "2024-04-12"
    assert [found[1, 2].page_count, found[3, 3].page_count] == [2, 1]
    db = app.library.catalogue.reader()
    assert {hit.record for hit in search.find(db, "zebra")} == {found[1, 2].id}
    assert set(sources.receipt(db).files[0].records) == {record.id for record in found.values()}


def test_it_is_taken_back_and_done_again_with_what_was_said_of_a_part(app: App) -> None:
    before = records(app)
    act(app, acts.split, before[0].id, [2, 3])
    part = spans(app)[2, 2]
    act(app, acts.correct, part.id, "title", "A loose page")
    act(app, acts.undo)
    act(app, acts.undo)
    assert records(app) == before
    act(app, acts.redo)
    act(app, acts.redo)
    assert spans(app)[2, 2].title == "A loose page"
    assert len(records(app)) == 3


def test_reading_again_and_building_again_keep_the_parts(app: App, tmp_path: Path) -> None:
    act(app, acts.split, records(app)[0].id, [3])
    before = records(app)
    reread(app.library, app.lanes, app.rules(), None, progress=Progress(), cancel=CancelToken())
    belong(app.library, app.lanes, progress=Progress(), cancel=CancelToken())
    assert records(app) == before
    with built_again(app, tmp_path / "again") as rebuilt:
        belong(rebuilt.library, rebuilt.lanes, progress=Progress(), cancel=CancelToken())
        assert records(rebuilt) == before


def test_a_part_can_be_parted(app: App) -> None:
    act(app, acts.split, records(app)[0].id, [2])
    act(app, acts.split, spans(app)[2, 3].id, [2])
    assert set(spans(app)) == {(1, 1), (2, 2), (3, 3)}


@pytest.mark.parametrize("pages", [[], [1], [4], [0, 2]])
def test_pages_it_does_not_have_are_refused(app: App, pages: list[int]) -> None:
    with pytest.raises(InputProblem, match="split_where"):
        acts.split(app.library, records(app)[0].id, pages)


def test_a_scan_is_not_parted(app: App, tmp_path: Path) -> None:
    write_series(tmp_path / "scan", SeriesRecipe())
    bring_in(app, tmp_path / "scan")
    study = next(record for record in records(app) if record.imaging)
    with pytest.raises(InputProblem, match="split_not_document"):
        acts.split(app.library, study.id, [2])


def test_merging_all_parts_gives_the_document_back(app: App) -> None:
    before = records(app)
    act(app, acts.split, before[0].id, [2, 3])
    parts = [record.id for record in records(app)]
    act(app, acts.merge, parts)
    assert records(app) == before
    act(app, acts.undo)
    assert {record.id for record in records(app)} == set(parts)


def test_parts_are_put_together_again_after_other_acts(app: App) -> None:
    (whole,) = records(app)
    act(app, acts.split, whole.id, [2, 3])
    act(app, acts.accept, [spans(app)[1, 1].id])
    act(app, acts.rejoin, spans(app)[3, 3].id)
    assert [record.id for record in records(app)] == [whole.id]
    with pytest.raises(InputProblem):
        acts.rejoin(app.library, whole.id)


def test_a_part_that_is_elsewhere_now_keeps_the_others_from_being_put_together(app: App) -> None:
    (whole,) = records(app)
    act(app, acts.split, whole.id, [2, 3])
    found = spans(app)
    act(app, acts.merge, [found[1, 1].id, found[2, 2].id])
    with pytest.raises(InputProblem):
        acts.rejoin(app.library, found[3, 3].id)
