"""Reading again: better readers say more, and nothing a person decided is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from recordkeeper.app import App
from recordkeeper.catalogue import documents, pictures
from recordkeeper.intake.reread import Reread, reread
from recordkeeper.library import acts
from recordkeeper.records.document import Record
from recordkeeper.records.kinds import Kind
from recordkeeper.records.query import Listing
from recordkeeper.records.reading import PageText
from recordkeeper.work.progress import CancelToken, Progress
from tests.making.dicom import SeriesRecipe, write_disc
from tests.making.documents import image_only_pdf
from tests.making.libraries import a_library, bring_in, write

NOTE = (
    "DISCHARGE SUMMARY\nPatient: Anna Sample\nDate of birth: 03/05/1964\nDate of discharge: 04/17/2024\nAll well."
)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with a_library(tmp_path / "library") as app:
        yield app


def records(app: App) -> tuple[Record, ...]:
    return documents.find(app.library.catalogue.reader(), Listing())


def again(app: App, *ids: str) -> Reread:
    return reread(app.library, app.lanes, app.rules(), ids or None, progress=Progress(), cancel=CancelToken())


def spoil(app: App) -> None:
    """The catalogue as an older program with poorer readers would have left it."""
    db = app.library.catalogue.writer
    db.execute('UPDATE record SET recognition = \'{"kind": "other", "kind_confidence": 0.1}\'')
    db.execute("UPDATE page SET text = 'poor' WHERE NOT from_ocr AND record_id IS NULL")
    for record in records(app):
        documents.refresh(db, record.id)
    db.conn.commit()


def test_a_library_read_by_poorer_readers_is_as_good_as_new(app: App, tmp_path: Path) -> None:
    write_disc(tmp_path / "heap" / "disc", [SeriesRecipe(patient_name="Sample^Anna", birth_date="19640305")])
    bring_in(app, write(tmp_path / "heap", {"a.txt": NOTE, "b.txt": NOTE.replace("17", "18")}))
    before = records(app)
    spoil(app)
    assert {record.kind for record in records(app)} == {Kind.OTHER}
    done = again(app)
    assert records(app) == before
    assert done.files == sum(len(record.files) for record in before)
    assert done.changed >= 2
    assert again(app).changed == 0


def test_corrections_and_records_made_one_stay(app: App, tmp_path: Path) -> None:
    bring_in(app, write(tmp_path / "heap", {"a.txt": NOTE, "b.txt": NOTE.replace("17", "18"), "c.txt": NOTE + "!"}))
    one, two, three = records(app)
    app.lanes.writer.submit(acts.merge, app.library, [one.id, two.id]).result()
    app.lanes.writer.submit(acts.correct, app.library, three.id, "title", "My stay").result()
    before = records(app)
    again(app)
    assert records(app) == before
    assert {record.title for record in before} >= {"My stay"}


def test_pictures_read_before_keep_their_words(app: App, tmp_path: Path) -> None:
    bring_in(app, image_only_pdf(tmp_path / "scan.pdf", ["x"]), pictures=False)
    (record,) = records(app)
    file = record.files[0].fingerprint
    page = PageText(1, NOTE, 612, 792, from_ocr=True, picture_only=True)
    app.lanes.writer.submit(pictures.put, app.library.catalogue.writer, file.sha256, page).result()
    app.lanes.writer.submit(app.library.catalogue.writer.conn.commit).result()
    again(app, record.id)
    (shown,) = documents.pages(app.library.catalogue.reader(), record.id)
    assert (shown.text, shown.from_ocr) == (NOTE, True)
    assert records(app)[0].kind is Kind.DISCHARGE_SUMMARY
