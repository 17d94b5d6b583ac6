"""Libraries an earlier program made: brought up to date behind everything else, with every word of a person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from recordkeeper.app import App, opened
from recordkeeper.catalogue import clinical, documents, renewals, store
from recordkeeper.intake.belong import belong
from recordkeeper.intake.renew import renew
from recordkeeper.library import acts
from recordkeeper.records.document import Record
from recordkeeper.records.kinds import Identity, Status
from recordkeeper.records.query import Listing
from recordkeeper.work.progress import Cancelled, CancelToken, Progress, Step
from tests.making import documents as papers
from tests.making.libraries import a_library, bring_in, write
from tests.making.old_library import age

BORN = "Patient: Anna Sample   Date of birth: 03/05/1964\n"
NOTE = f"PROGRESS NOTE\n{BORN}Date of visit: 04/17/2024\nDIAGNOSIS: Invasive ductal carcinoma of the left breast."
SURGICAL = (
    f"SURGICAL PATHOLOGY REPORT\n{BORN}Accession: S24-10032\nCollected: 04/02/2024\n"
    "FINAL DIAGNOSIS: Invasive ductal carcinoma of the left breast.\nGROSS DESCRIPTION: Received in formalin."
)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A library with three papers and a person's words on them, as a program without facts and families left it."""
    heap = write(tmp_path / "heap", {"note.txt": NOTE, "surgical.txt": SURGICAL})
    write(tmp_path / "bare", {"bare.txt": "PROGRESS NOTE\nPatient: Anna Sample\nDate of visit: 05/05/2024\nWell."})
    with a_library(tmp_path / "library") as app:
        bring_in(app, heap)
        bring_in(app, tmp_path / "bare")
        note = named(app, "note.txt")
        acts.correct(app.library, note.id, "title", "My own title")
        acts.accept(app.library, [named(app, "surgical.txt").id])
    age(tmp_path / "library")
    return tmp_path / "library"


@contextmanager
def reopened(place: Path) -> Iterator[App]:
    with opened(place, writing=True) as app:
        yield app


def named(app: App, name: str) -> Record:
    found = documents.find(app.library.catalogue.reader(), Listing())
    return next(record for record in found if record.files[0].name == name)


def up_to_date(app: App, cancel: CancelToken | None = None, progress: Progress | None = None) -> int:
    cancel, progress = cancel or CancelToken(), progress or Progress()
    changed = renew(app.library, app.lanes, app.rules(), progress=progress, cancel=cancel)
    belong(app.library, app.lanes, progress=progress, cancel=cancel)
    return changed


def facts(app: App, name: str) -> list[str]:
    return [kept.fact.printed for kept in clinical.of_record(app.library.catalogue.reader(), named(app, name).id)]


def test_facts_and_families_come_and_a_persons_words_stay(old: Path) -> None:
    with reopened(old) as app:
        assert facts(app, "note.txt") == []
        assert len(renewals.waiting(app.library.catalogue.reader())) == 3
        assert up_to_date(app) > 0
        assert any("ductal carcinoma" in printed for printed in facts(app, "note.txt"))
        assert named(app, "note.txt").title == "My own title"
        assert named(app, "surgical.txt").status is Status.CONFIRMED
        assert renewals.waiting(app.library.catalogue.reader()) == ()
        traced = app.library.catalogue.reader().execute("SELECT count(*) FROM trace").fetchone()
        assert traced == (3,)
    with reopened(old) as app:  # asked for once
        assert renewals.waiting(app.library.catalogue.reader()) == ()
        assert up_to_date(app) == 0


def test_a_name_alone_that_an_earlier_program_took_for_the_patient_is_asked_about(old: Path) -> None:
    with reopened(old) as app:
        assert named(app, "bare.txt").identity is Identity.UNKNOWN
        assert named(app, "note.txt").identity is Identity.AGREES


def test_stopped_it_goes_on_where_it_was(old: Path) -> None:
    cancel = CancelToken()

    def stop_after_one(step: Step) -> None:
        if step.what == "reread" and step.done == 1:
            cancel.cancel()

    with reopened(old) as app:
        with pytest.raises(Cancelled):
            up_to_date(app, cancel, Progress(stop_after_one))
        assert len(renewals.waiting(app.library.catalogue.reader())) == 2
    with reopened(old) as app:
        up_to_date(app)
        assert any("ductal carcinoma" in printed for printed in facts(app, "surgical.txt"))


def test_a_locked_file_keeps_what_was_read_with_its_password(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    papers.encrypted_pdf(path, [NOTE], password="opal")
    with a_library(tmp_path / "library") as app:
        app.library.passwords.supply(("opal",))
        bring_in(app, path)
        text = _text(app, "locked.pdf")
        assert "ductal carcinoma" in text
    age(tmp_path / "library")
    with reopened(tmp_path / "library") as app:
        up_to_date(app)
        assert _text(app, "locked.pdf") == text
        assert len(renewals.waiting(app.library.catalogue.reader())) == 1  # until somebody gives the password


def _text(app: App, name: str) -> str:
    return " ".join(page.text for page in documents.pages(app.library.catalogue.reader(), named(app, name).id))


def test_an_original_that_is_gone_waits_until_it_is_back(old: Path) -> None:
    with reopened(old) as app:
        lost = app.library.originals
        (file,) = named(app, "note.txt").files
        kept = next(path for path in old.rglob(f"*{file.fingerprint.sha256}*"))
        away = kept.rename(old.parent / "away")
        up_to_date(app)
        (waiting,) = renewals.waiting(app.library.catalogue.reader())
        assert waiting.fingerprint == file.fingerprint
        away.rename(kept)
        assert lost.holds(file.fingerprint)
        up_to_date(app)
        assert any("ductal carcinoma" in printed for printed in facts(app, "note.txt"))


def test_a_new_library_has_nothing_to_catch_up_with(tmp_path: Path) -> None:
    with a_library(tmp_path / "library") as app:
        assert not renewals.is_behind(app.library.catalogue.reader())
        bring_in(app, write(tmp_path / "heap", {"note.txt": NOTE}))
    with reopened(tmp_path / "library") as app:
        assert renewals.waiting(app.library.catalogue.reader()) == ()
        assert store.get_meta(app.library.catalogue.reader(), "readings", "") == str(renewals.READINGS)
