"""Checking, mending, deleting and moving a protected library: what works does so closed, what does not says so."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from recordkeeper.app import App, opened
from recordkeeper.catalogue import documents, sources
from recordkeeper.library import acts, deleting, folder, repair
from recordkeeper.library.check import check, glance, last_check
from recordkeeper.library.journal import Line
from recordkeeper.library.protecting import NewKeys
from recordkeeper.library.relocate import relocate
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.query import Listing
from recordkeeper.work.progress import Cancelled, CancelToken, Progress
from tests.making.libraries import a_library, bring_in, write
from tests.making.protected import protect

NOW = dt.datetime(2026, 3, 5, 14, 0, tzinfo=dt.UTC)
HEAD = "Anna Sample  Born 03/05/1964\n"
SECRET = "zebrafish"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    heap: dict[str, bytes | str] = {
        "zebrafish.txt": f"{HEAD}PROGRESS NOTE\nseen on 01/02/2024 {SECRET}",
        "other.txt": f"{HEAD}OPERATIVE REPORT\non 05/02/2024",
    }
    with a_library(tmp_path / "library") as app:
        bring_in(app, write(tmp_path / "heap", heap))
    return tmp_path / "library"


@pytest.fixture
def new(place: Path) -> NewKeys:
    return protect(place)


def everything(place: Path) -> dict[str, bytes]:
    parts = [place / part for part in ("originals", "journal", "keys.age", "catalogue.sqlite", "backups")]
    files = [path for part in parts for path in (part, *part.rglob("*")) if path.is_file()]
    return {str(path.relative_to(place)): path.read_bytes() for path in files}


def sealed_files(place: Path) -> list[Path]:
    return sorted((place / "originals").rglob("*.age"))


def readable(place: Path) -> list[str]:
    """Files of the library in which a name of a patient or a note of the program can be read."""
    return [
        str(path.relative_to(place))
        for path in place.rglob("*")
        if path.is_file() and any(word in path.read_bytes() for word in (b"Anna", b"zebrafish", b'originals"'))
    ]


class AfterOne(CancelToken):
    """Stops when one file has been read."""

    def check(self) -> None:
        raise Cancelled


def test_a_check_reads_what_the_files_hold_and_notes_it_closed(place: Path, new: NewKeys) -> None:
    with opened(place, writing=True, seal=new.seal) as app:
        assert glance(app.library).ok
        verdict = check(app.library, Progress(), CancelToken(), now=NOW)
        assert verdict.ok
        assert (verdict.originals, verdict.missing, verdict.orphans) == (2, (), ())
        last = last_check(app.library)
        assert last is not None
        assert (last.at, last.ok, last.originals) == (NOW, True, 2)
    assert readable(place) == []


def test_a_check_of_it_that_was_stopped_goes_on(place: Path, new: NewKeys) -> None:
    with opened(place, writing=True, seal=new.seal) as app:
        with pytest.raises(Cancelled):
            check(app.library, Progress(), AfterOne(), now=NOW)
        verdict = check(app.library, Progress(), CancelToken(), now=NOW)
        assert verdict.gone_on
        assert verdict.ok


def test_a_damaged_and_a_lost_file_are_named(place: Path, new: NewKeys) -> None:
    damaged, lost = sealed_files(place)
    damaged.chmod(0o600)
    content = bytearray(damaged.read_bytes())
    content[-1] ^= 1
    damaged.write_bytes(bytes(content))
    lost.unlink()
    with opened(place, writing=True, seal=new.seal) as app:
        assert glance(app.library).missing == 1
        whole, known = app.library.originals.whole(), sources.all_originals(app.library.catalogue.reader())
        there = {original.fingerprint.sha256: whole(original.fingerprint) for original in known}
        assert there == {damaged.stem: True, lost.stem: False}  # sizes alone do not tell of a changed byte
        verdict = check(app.library, Progress(), CancelToken())
        assert verdict.changed == (damaged.stem,)
        assert verdict.missing == (lost.stem,)
        assert verdict.journal_whole


def test_lines_of_a_closed_journal_are_put_in_place_of_others(place: Path, new: NewKeys) -> None:
    library = folder.open_for_writing(place, seal=new.seal)
    try:
        before = list(library.journal.lines())

        def change(line: Line) -> Line:
            return Line(line.number, "nothing", {}) if line.number == len(before) else line

        library.journal.rewrite(change)
        after = list(library.journal.lines())
        assert after[:-1] == before[:-1]
        assert after[-1] == Line(len(before), "nothing", {})
        assert library.journal.last == len(before)
    finally:
        library.close()
    assert readable(place) == []


def trashed(app: App) -> list[str]:
    records = [record.id for record in documents.find(app.library.catalogue.writer, Listing())]
    acts.trash(app.library, records)
    return records


def test_delete_for_good_refuses_and_changes_nothing(place: Path, new: NewKeys) -> None:
    with opened(place, writing=True, seal=new.seal) as app:
        records = trashed(app)
        before = everything(place)
        with pytest.raises(PlaceProblem) as problem:
            deleting.delete(app.library, records, NOW)
        assert problem.value.code == "not_when_protected"
        assert everything(place) == before
        assert check(app.library, Progress(), CancelToken()).ok


def test_mending_refuses_and_changes_nothing(place: Path, new: NewKeys, tmp_path: Path) -> None:
    before = everything(place)
    with pytest.raises(PlaceProblem, match="not_when_protected"):
        repair.mend_list(place)
    library = folder.open_for_reading(place, seal=new.seal)
    try:
        with pytest.raises(PlaceProblem, match="not_when_protected"):
            repair.bring_back(library, [sealed_files(place)[0].stem], tmp_path, Progress(), CancelToken())
    finally:
        library.close()
    assert everything(place) == before


def test_moving_refuses_and_changes_nothing(place: Path, new: NewKeys, tmp_path: Path) -> None:
    del new
    before = everything(place)
    with pytest.raises(PlaceProblem, match="not_when_protected"):
        relocate(place, tmp_path / "elsewhere", Progress(), CancelToken())
    assert everything(place) == before
    assert not (tmp_path / "elsewhere").exists()
