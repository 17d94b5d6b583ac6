"""Several records made one document: their pages in order, the others gone from every list, all of it undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from recordkeeper.app import App
from recordkeeper.catalogue import documents, overview, search
from recordkeeper.library import acts
from recordkeeper.records.document import Record
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.query import Listing
from tests.making.libraries import a_library, bring_in, built_again, write


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with a_library(tmp_path / "library") as app:
        heap = {
            f"{name}.txt": f"Page {name} of a long letter about the {name} thing."
            for name in ("one", "two", "three")
        }
        bring_in(app, write(tmp_path / "heap", heap))
        yield app


def records(app: App) -> dict[str, Record]:
    return {
        record.files[0].name[:-4]: record for record in documents.find(app.library.catalogue.reader(), Listing())
    }


def merge(app: App, *names: str) -> Record:
    found = records(app)
    (whole,) = app.lanes.writer.submit(acts.merge, app.library, [found[name].id for name in names]).result()
    return documents.get(app.library.catalogue.reader(), whole)


def test_the_pages_stand_in_the_order_given(app: App) -> None:
    whole = merge(app, "two", "three", "one")
    assert [part.name for part in whole.files] == ["two.txt", "three.txt", "one.txt"]
    assert whole.page_count == 3
    texts = [page.text.split()[1] for page in documents.pages(app.library.catalogue.reader(), whole.id)]
    assert texts == ["two", "three", "one"]


def test_the_parts_are_in_no_list_and_their_words_lead_to_the_whole(app: App) -> None:
    whole = merge(app, "one", "two")
    db = app.library.catalogue.reader()
    assert set(records(app)) == {"one", "three"}
    assert overview.overview(db).records == 2
    assert sum(documents.count_by_status(db).values()) == 2
    assert {hit.record for hit in search.find(db, '"two thing"')} == {whole.id}


def test_one_undo_brings_each_of_them_home(app: App) -> None:
    before = records(app)
    merge(app, "one", "two", "three")
    app.lanes.writer.submit(acts.undo, app.library).result()
    assert records(app) == before
    app.lanes.writer.submit(acts.redo, app.library).result()
    assert set(records(app)) == {"one"}


def test_a_document_of_two_can_be_made_part_of_a_third_and_taken_back_step_by_step(app: App) -> None:
    start = records(app)
    middle = merge(app, "two", "three")
    whole = merge(app, "one", "two")
    assert [part.name for part in whole.files] == ["one.txt", "two.txt", "three.txt"]
    assert whole.page_count == 3
    app.lanes.writer.submit(acts.undo, app.library).result()
    assert records(app)["two"] == middle
    app.lanes.writer.submit(acts.undo, app.library).result()
    assert records(app) == start


def test_it_outlives_a_rebuilt_catalogue(app: App, tmp_path: Path) -> None:
    whole = merge(app, "three", "one")
    with built_again(app, tmp_path / "again") as again:
        assert documents.get(again.library.catalogue.reader(), whole.id) == whole


@pytest.mark.parametrize(("names", "code"), [(("one",), "merge_one"), (("one", "one"), "merge_one")])
def test_one_record_is_no_document_of_several(app: App, names: tuple[str, ...], code: str) -> None:
    with pytest.raises(InputProblem, match=code):
        merge(app, *names)


def test_what_is_in_the_trash_stays_on_its_own(app: App) -> None:
    found = records(app)
    app.lanes.writer.submit(acts.trash, app.library, [found["two"].id]).result()
    with pytest.raises(InputProblem, match="merge_not_document"):
        app.lanes.writer.submit(acts.merge, app.library, [found["one"].id, found["two"].id]).result()
