"""Delete for good: gone from originals, index, free pages, journal and copies; and no rebuild brings it back."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from recordkeeper.app import App, opened
from recordkeeper.catalogue import changes, documents, search, sources
from recordkeeper.catalogue import deleting as rows
from recordkeeper.intake.watch import Watch
from recordkeeper.library import acts, backups, copies_without, deleting
from recordkeeper.library.check import check
from recordkeeper.library.full_backup import back_up
from recordkeeper.library.journal import Journal
from recordkeeper.records.errors import InputProblem, PlaceProblem
from recordkeeper.records.kinds import Status
from recordkeeper.records.query import Listing
from recordkeeper.work.progress import CancelToken, Progress
from tests.making.documents import pdf_with_text
from tests.making.libraries import a_library, bring_in, built_again, write

NOW = dt.datetime(2026, 3, 5, 14, 0, tzinfo=dt.UTC)
HEAD = "Anna Sample  Born 03/05/1964\n"
SECRET = "zebrafish"
FILES: dict[str, bytes | str] = {
    "zebrafish-letter.txt": f"{HEAD}PROGRESS NOTE\nseen on 01/02/2024 {SECRET} {SECRET}",
    "other.txt": f"{HEAD}OPERATIVE REPORT\non 05/02/2024",
}


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with a_library(tmp_path / "library") as made:
        bring_in(made, write(tmp_path / "heap", FILES) / "zebrafish-letter.txt", tmp_path / "heap" / "other.txt")
        yield made


def secret(app: App) -> str:
    (hit,) = search.find(app.library.catalogue.writer, SECRET)
    return hit.record


def leftovers(folder: Path) -> list[str]:
    """Files anywhere in the library in which the word stands."""
    return [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and SECRET.encode() in path.read_bytes().lower()
    ]


def trashed(app: App, *records: str) -> None:
    acts.trash(app.library, records)


def test_nothing_of_it_is_left_anywhere_in_the_library(app: App) -> None:
    record = secret(app)
    acts.correct(app.library, record, "title", f"about the {SECRET}")
    backups.keep(app.library, NOW)
    trashed(app, record)
    assert leftovers(app.library.folder)
    told = deleting.delete(app.library, [record], NOW)
    assert (told.records, told.stayed, told.files, told.kept_until) == ((record,), (), 1, None)
    assert leftovers(app.library.folder) == []
    assert len(backups.kept(app.library.folder / "backups")) == 1, "the copy stays, without it"
    assert not documents.exists(app.library.catalogue.writer, record)
    verdict = check(app.library, Progress(), CancelToken())
    assert verdict.ok
    assert (verdict.originals, verdict.orphans) == (1, ())


def test_a_rebuild_does_not_bring_it_back_and_is_the_same(app: App, tmp_path: Path) -> None:
    record = secret(app)
    acts.correct(app.library, record, "title", "mine")
    trashed(app, record)
    deleting.delete(app.library, [record], NOW)
    with built_again(app, tmp_path / "again") as again:
        one, other = app.library.catalogue.writer, again.library.catalogue.writer
        assert documents.find(other, Listing()) == documents.find(one, Listing())
        assert changes.history(other) == changes.history(one)
        assert sources.receipt(other, 1) == sources.receipt(one, 1)
        assert leftovers(again.library.folder) == []


def test_the_receipt_still_counts_the_file_but_does_not_name_it(app: App) -> None:
    before = sources.receipt(app.library.catalogue.writer, 1).totals
    record = secret(app)
    trashed(app, record)
    deleting.delete(app.library, [record], NOW)
    after = sources.receipt(app.library.catalogue.writer, 1)
    assert after.totals == before
    assert [row.reason_code for row in after.files if not row.records] == [rows.REASON]


def test_only_what_is_in_the_trash_can_go(app: App) -> None:
    with pytest.raises(InputProblem, match="not_in_trash"):
        deleting.delete(app.library, [secret(app)], NOW)


def test_it_cannot_be_taken_back_and_earlier_acts_still_can(app: App) -> None:
    record = secret(app)
    (other,) = (each.id for each in documents.find(app.library.catalogue.writer, Listing()) if each.id != record)
    acts.correct(app.library, other, "title", "kept")
    trashed(app, record)
    deleting.delete(app.library, [record], NOW)
    assert acts.undo(app.library) == (other,)
    with pytest.raises(InputProblem, match="nothing_to_undo"):
        acts.undo(app.library)
    assert [each.label for each in changes.history(app.library.catalogue.writer)][1] == changes.DELETED


def test_a_file_that_holds_pages_of_a_kept_record_stays(tmp_path: Path) -> None:
    with a_library(tmp_path / "library") as app:
        pages = [f"{HEAD}PROGRESS NOTE\nseen on 01/02/2024\nPage {n} of 4" for n in (1, 2, 3, 4)]
        bring_in(app, pdf_with_text(tmp_path / "two.pdf", pages))
        (whole,) = documents.find(app.library.catalogue.writer, Listing())
        one, two = acts.split(app.library, whole.id, [3])
        trashed(app, one)
        told = deleting.delete(app.library, [one], NOW)
        assert (told.records, told.stayed) == ((), ((one, (two,)),))
        assert documents.get(app.library.catalogue.writer, one).status is Status.TRASHED
        trashed(app, two)
        told = deleting.delete(app.library, [one, two], NOW)
        assert set(told.records) == {one, two}
        assert documents.find(app.library.catalogue.writer, Listing(status=Status.TRASHED)) == ()
        assert list(app.library.originals.everything()) == []
        assert not documents.exists(app.library.catalogue.writer, whole.id)


def test_what_was_made_one_goes_with_all_its_files(app: App) -> None:
    first, second = (each.id for each in documents.find(app.library.catalogue.writer, Listing()))
    acts.merge(app.library, [first, second])
    trashed(app, first)
    assert deleting.delete(app.library, [first], NOW).files == 2
    assert list(app.library.originals.everything()) == []


def test_cut_off_after_the_decision_it_is_gone_on_with_at_the_next_opening(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = secret(app)
    trashed(app, record)
    monkeypatch.setattr(Journal, "rewrite", _refused)
    with pytest.raises(PlaceProblem):
        deleting.delete(app.library, [record], NOW)
    monkeypatch.undo()
    shutil.copytree(app.library.folder, tmp_path / "copy")
    with opened(tmp_path / "copy", writing=True) as again:
        assert not deleting.is_unfinished(again.library)
        assert leftovers(again.library.folder) == []


def _refused(_self: Journal, _change: object) -> None:
    raise PlaceProblem("disk_full", place="here")


def test_the_same_file_can_be_added_again(app: App, tmp_path: Path) -> None:
    record = secret(app)
    trashed(app, record)
    deleting.delete(app.library, [record], NOW)
    bring_in(app, tmp_path / "heap")
    assert secret(app) == record
    with built_again(app, tmp_path / "again") as again:
        assert secret(again) == record
        assert check(again.library, Progress(), CancelToken()).ok


def test_a_watched_folder_does_not_bring_it_back(app: App, tmp_path: Path) -> None:
    record = secret(app)
    trashed(app, record)
    deleting.delete(app.library, [record], NOW)
    watch = Watch(str(tmp_path / "heap"))
    watch.look({})
    assert watch.look(sources.settled_everywhere(app.library.catalogue.reader())) == ()


def test_before_many_go_the_list_is_copied_and_the_day_is_told(tmp_path: Path) -> None:
    with a_library(tmp_path / "library") as app:
        heap = {f"{n}.txt": f"{HEAD}PROGRESS NOTE {n}\nseen on 0{n}/02/2024" for n in range(1, 10)}
        bring_in(app, write(tmp_path / "heap", {**FILES, **heap}))
        records = [each.id for each in documents.find(app.library.catalogue.writer, Listing())]
        assert len(records) >= deleting.MANY
        trashed(app, *records)
        told = deleting.delete(app.library, records, NOW)
        assert told.kept_until == dt.date(2026, 4, 4)
        (copy,) = (app.library.folder / "backups").glob("before-delete-*.sqlite")
        assert SECRET.encode() in copy.read_bytes()
        copies_without.drop_expired(app.library, dt.date(2026, 4, 4))
        assert copy.exists()
        copies_without.drop_expired(app.library, dt.date(2026, 4, 5))
        assert not copy.exists()
        assert leftovers(app.library.folder) == []


def test_a_full_copy_elsewhere_is_named(app: App, tmp_path: Path) -> None:
    made = back_up(app.library, tmp_path / "stick", NOW, Progress(), CancelToken())
    record = secret(app)
    trashed(app, record)
    told = deleting.outlook(app.library, [record], NOW.date())
    assert (told.full_place, told.full_made) == (str(made.path), NOW)


def test_what_has_been_in_the_trash_for_90_days_is_offered_and_stays_until_asked(app: App) -> None:
    record = secret(app)
    trashed(app, record)
    now = dt.datetime.now(dt.UTC)
    assert deleting.old_in_trash(app.library, now + dt.timedelta(days=89)) == ()
    assert deleting.old_in_trash(app.library, now + dt.timedelta(days=91)) == (record,)
    acts.undo(app.library)
    assert deleting.old_in_trash(app.library, now + dt.timedelta(days=91)) == ()
