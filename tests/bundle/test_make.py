"""A bundle from beginning to end: made beside its place, verified, renamed, noted."""

from __future__ import annotations

import dataclasses
import zipfile
from pathlib import Path
from typing import Any

import pytest

from recordkeeper.app import App
from recordkeeper.bundle.make import Made
from recordkeeper.bundle.verify import verify
from recordkeeper.catalogue import exports
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.work.frames import Frame
from recordkeeper.work.pool import Trouble, WorkerFailure, WorkerPool
from recordkeeper.work.progress import Cancelled, CancelToken, Progress
from tests.bundle.shelf import all_records, export, files_of, manifest_of, named


def test_the_bundle_has_the_shape_a_second_doctor_expects(bundle: Path) -> None:
    assert sorted(path.name for path in bundle.iterdir()) == [
        "FHIR-Bundle.json", "IMAGING", "MANIFEST.json", "ORIGINALS", "Packet.pdf", "README.txt", "SHA256SUMS",
        "START-HERE.pdf", "index.html",
    ]  # fmt: skip


def test_every_check_is_green(made: Made, bundle: Path, pool: WorkerPool) -> None:
    checks = verify(bundle, pool, Progress())
    assert all(check.ok for check in checks), checks
    assert [check.check for check in made.checks] == [*(check.check for check in checks), "left_out", "catalogue"]
    assert {
        "manifest",
        "hashes",
        "nothing_else",
        "paths",
        "sums",
        "documents_open",
        "packet_links",
        "links",
        "dicomdir",
        "images_open",
        "names",
        "counts",
    } == {check.check for check in checks}


def test_the_counts_are_those_of_what_lies_there(made: Made, bundle: Path) -> None:
    files = files_of(bundle)
    assert made.entry.counts["files"] == len(files)
    assert made.entry.counts["instances"] == sum(file["role"] == "imaging" for file in files.values()) == 7
    assert made.entry.counts["studies"] == made.entry.counts["series"] == 2
    assert made.entry.counts["documents"] == sum(r["section"] != "imaging" for r in manifest_of(bundle)["records"])


def test_only_records_that_went_are_in_the_ledger(shelf: App, made: Made) -> None:
    gone = {record.id for record in all_records(shelf)} - set(made.entry.records)
    assert {named(shelf, n).id for n in ("aunt.pdf", "card.pdf", "junk.pdf", "locked.pdf", "bad.pdf")} <= gone
    assert {record["id"] for record in manifest_of(Path(made.entry.path))["records"]} == set(made.entry.records)


def test_records_nobody_checked_are_named(shelf: App, made: Made) -> None:
    assert named(shelf, "IMG_0007.jpg").id in {p.record for p in made.problems if p.code == "to_review"}


def test_a_zip_holds_the_same_files(shelf: App, bundle: Path, tmp_path: Path, pool: WorkerPool) -> None:
    made = export(shelf, tmp_path / "out", shape="zip")
    assert made.entry.path == str(tmp_path / "out.zip")
    with zipfile.ZipFile(made.entry.path) as archive:
        assert set(archive.namelist()) == {
            p.relative_to(bundle).as_posix() for p in bundle.rglob("*") if p.is_file()
        }
    assert all(check.ok for check in verify(tmp_path / "out.zip", pool, Progress()))
    assert [path.name for path in tmp_path.iterdir()] == ["out.zip"]


def test_the_same_records_give_the_same_originals_and_images(shelf: App, bundle: Path, tmp_path: Path) -> None:
    export(shelf, tmp_path / "again")
    first, second = files_of(bundle), files_of(tmp_path / "again")
    same = {path for path in first if path.startswith(("ORIGINALS/", "IMAGING/DICOM"))}
    assert same
    for path in same:
        assert first[path]["sha256"] == second[path]["sha256"]


def test_an_existing_name_is_refused_and_left_as_it_is(shelf: App, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(PlaceProblem, match="folder_exists"):
        export(shelf, tmp_path / "out")
    assert (tmp_path / "out").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_the_library_itself_is_no_place_for_a_bundle(shelf: App) -> None:
    before = sorted(shelf.library.folder.iterdir())
    for dest in (shelf.library.folder, shelf.library.folder / "out", shelf.library.folder / "originals" / "aa"):
        with pytest.raises(PlaceProblem, match="place_in_library"):
            export(shelf, dest)
    assert sorted(shelf.library.folder.iterdir()) == before


def test_the_bundle_of_an_interrupted_run_is_cleared_away(shelf: App, tmp_path: Path) -> None:
    left = tmp_path / "out (unfinished)" / "ORIGINALS"
    left.mkdir(parents=True)
    (left / "half.pdf").write_bytes(b"half")
    export(shelf, tmp_path / "out", "pathology_report")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert not list((tmp_path / "out").rglob("half.pdf"))


class FailingMakers:
    """Makers that fail at one task and do all others."""

    def __init__(self, makers: Any, task: str) -> None:
        self._makers, self._task, self.slots = makers, task, makers.slots

    def __getattr__(self, name: str) -> Any:
        return getattr(self._makers, name)

    def run(self, task: str, args: dict[str, Any], *, deadline: float) -> Frame:
        if task == self._task:
            raise WorkerFailure(Trouble.FAILED, "OSError")
        answer: Frame = self._makers.run(task, args, deadline=deadline)
        return answer


@pytest.mark.parametrize("task", ["dicomdir", "packet", "start_here"])
@pytest.mark.parametrize("shape", ["folder", "zip"])
def test_a_failed_export_leaves_nothing_and_is_not_noted(shelf: App, tmp_path: Path, task: str, shape: str) -> None:
    before = exports.all_bundles(shelf.library.catalogue.reader())
    failing: Any = FailingMakers(shelf.makers, task)
    with pytest.raises(PlaceProblem, match="bundle_not_made"):
        export(dataclasses.replace(shelf, makers=failing), tmp_path / "out", shape=shape)
    assert list(tmp_path.iterdir()) == []
    assert exports.all_bundles(shelf.library.catalogue.reader()) == before


class SpoilingMakers(FailingMakers):
    """Makers that write a packet and then lose a byte of it."""

    def run(self, task: str, args: dict[str, Any], *, deadline: float) -> Frame:
        answer: Frame = self._makers.run(task, args, deadline=deadline)
        if task == "packet":
            path = Path(args["out"])
            path.write_bytes(b"%PDF-1.7 spoilt")
        return answer


def test_a_bundle_that_fails_its_own_check_is_not_kept(shelf: App, tmp_path: Path) -> None:
    spoiling: Any = SpoilingMakers(shelf.makers, "")
    with pytest.raises(PlaceProblem, match="bundle_not_sound") as refused:
        export(dataclasses.replace(shelf, makers=spoiling), tmp_path / "out")
    assert refused.value.fields == {"checks": "documents_open, packet_links"}
    assert list(tmp_path.iterdir()) == []


def test_a_person_who_stops_it_finds_nothing_half_made(shelf: App, tmp_path: Path) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        export(shelf, tmp_path / "out", cancel=cancel)
    assert list(tmp_path.iterdir()) == []


def test_words_of_any_script_go_through(shelf: App, tmp_path: Path) -> None:
    question = "¿Qué haría usted? 放射線 العلاج " + "long " * 400
    export(shelf, tmp_path / "out", "pathology_report", recipient="Dra. Ñandú 先生", question=question)
    assert manifest_of(tmp_path / "out")["question"] == question
    assert "Ñandú" in (tmp_path / "out" / "README.txt").read_text("utf-8")
