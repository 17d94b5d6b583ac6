"""Locked files: kept at once, opened by the password a person supplies, and the same records as before."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from recordkeeper.app import App
from recordkeeper.catalogue import documents, search, sources
from recordkeeper.intake.reread import reread
from recordkeeper.intake.unlock import open_locked, supply
from recordkeeper.library import acts
from recordkeeper.preview import page
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.intake import Receipt
from recordkeeper.records.kinds import Kind, Outcome
from recordkeeper.records.query import Listing
from recordkeeper.work.progress import CancelToken, Progress
from tests.cli.calling import call, one_calm_sentence
from tests.making.documents import encrypted_pdf
from tests.making.libraries import a_library, bring_in
from tests.making.locked_zip import locked_zip_of

NOTE = (
    "DISCHARGE SUMMARY\nPatient: Anna Sample\nDate of birth: 03/05/1964\nDate of discharge: 04/17/2024\nAll well."
)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with a_library(tmp_path / "library") as app:
        yield app


def unlock(app: App, *passwords: str) -> Receipt:
    supply(app.library, app.lanes, passwords)
    return open_locked(app.library, app.lanes, app.rules(), progress=Progress(), cancel=CancelToken())


def test_a_locked_file_is_kept_and_opens_later_as_the_same_record(app: App, tmp_path: Path) -> None:
    bring_in(app, encrypted_pdf(tmp_path / "letter.pdf", [NOTE], password="03051964"))
    db = app.library.catalogue.reader()
    (before,) = documents.find(db, Listing())
    app.lanes.writer.submit(acts.correct, app.library, before.id, "title", "My stay").result()
    assert unlock(app, "wrong").totals[Outcome.LOCKED] == 1
    assert len(sources.locked(db)) == 1
    receipt = unlock(app, "03051964")
    assert [(row.outcome, row.reason_code) for row in receipt.files] == [(Outcome.ADDED, "unlocked")]
    (after,) = documents.find(db, Listing())
    assert (after.id, after.title, after.kind) == (before.id, "My stay", Kind.DISCHARGE_SUMMARY)
    assert search.find(db, "discharge")
    assert not sources.locked(db)


def test_its_pages_are_shown_only_while_the_password_is_known(app: App, tmp_path: Path) -> None:
    bring_in(app, encrypted_pdf(tmp_path / "letter.pdf", [NOTE], password="03051964"))
    unlock(app, "03051964")
    (record,) = documents.find(app.library.catalogue.reader(), Listing())
    place = page.locate(record, [1], 1)
    assert page.paint(app.library, app.lanes.workers, place, dpi=50, marks=()).pixels
    app.library.passwords.forget()
    with pytest.raises(PlaceProblem, match="page_locked"):
        page.paint(app.library, app.lanes.workers, place, dpi=50, marks=())


def test_what_a_password_opened_stays_read_when_all_is_read_again_without_it(app: App, tmp_path: Path) -> None:
    bring_in(app, encrypted_pdf(tmp_path / "letter.pdf", [NOTE], password="03051964"))
    unlock(app, "03051964")
    db = app.library.catalogue.reader()
    before = documents.find(db, Listing())
    app.library.passwords.forget()
    done = reread(app.library, app.lanes, app.rules(), None, progress=Progress(), cancel=CancelToken())
    assert done.changed == 0
    assert documents.find(db, Listing()) == before
    assert search.find(db, "discharge")
    assert not sources.locked(db)


def test_without_a_window_a_page_needs_its_password_again_and_says_so(tmp_path: Path) -> None:
    library = tmp_path / "library"
    call(library, "init", "--name", "Anna Sample", "--birth-date", "1964-03-05")
    letter = encrypted_pdf(tmp_path / "letter.pdf", [NOTE], password="sesame")
    call(library, "add", letter, "--password-fd", _given(b"sesame"))
    (record,) = call(library, "list").data["records"]
    refused = call(library, "render", record["id"], "--out", tmp_path / "page.png")
    assert refused.code == 3
    assert one_calm_sentence(refused)
    assert "password was not kept" in refused.err
    shown = call(
        library, "render", record["id"], "--out", tmp_path / "page.png", "--password-fd", _given(b"sesame")
    )
    assert shown.code == 0
    assert (tmp_path / "page.png").stat().st_size > 100


def _given(passwords: bytes) -> int:
    """A descriptor from which these can be read."""
    reading, writing = os.pipe()
    os.write(writing, passwords)
    os.close(writing)
    return reading


def test_what_lies_in_a_locked_archive_comes_in_with_the_password(app: App, tmp_path: Path) -> None:
    (tmp_path / "portal.zip").write_bytes(locked_zip_of({"a.txt": NOTE.encode()}, "sesame", "aes"))
    assert bring_in(app, tmp_path / "portal.zip").totals[Outcome.LOCKED] == 1
    receipt = unlock(app, "sesame")
    assert {row.path.rsplit("/", 1)[-1]: row.outcome for row in receipt.files} == {
        "a.txt": Outcome.ADDED,
        "portal.zip": Outcome.CONTAINER,
    }
    kinds = {record.kind for record in documents.find(app.library.catalogue.reader(), Listing())}
    assert Kind.DISCHARGE_SUMMARY in kinds


def test_the_password_may_come_with_the_files_and_never_stands_on_a_command_line(tmp_path: Path) -> None:
    library = tmp_path / "library"
    call(library, "init", "--name", "Anna Sample", "--birth-date", "1964-03-05")
    letter = encrypted_pdf(tmp_path / "letter.pdf", [NOTE], password="sesame")
    assert call(library, "add", letter).data["totals"]["locked"] == 1
    reading, writing = os.pipe()
    os.write(writing, b"wrong\nsesame\n")
    os.close(writing)
    opened = call(library, "open-locked", "--password-fd", reading)
    assert opened.code == 0
    assert opened.data["totals"]["added"] == 1


def test_a_bundle_leaves_out_what_would_be_locked_for_the_doctor_and_says_so(tmp_path: Path) -> None:
    library = tmp_path / "library"
    call(library, "init", "--name", "Anna Sample", "--birth-date", "1964-03-05")
    (tmp_path / "note.txt").write_text(NOTE)
    letter = encrypted_pdf(tmp_path / "letter.pdf", [NOTE + " It was a long letter."], password="sesame")
    reading, writing = os.pipe()
    os.write(writing, b"sesame")
    os.close(writing)
    added = call(library, "add", letter, tmp_path / "note.txt", "--password-fd", reading)
    assert added.data["totals"]["added"] == 2
    made = call(library, "export", tmp_path / "bundle")
    assert made.code == 0
    assert made.data["counts"]["documents"] == 1
    assert all(check["ok"] for check in made.data["checks"])
