"""A source comes in once, whole, and every file of it is accounted for."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from recordkeeper.app import App
from recordkeeper.catalogue import documents, sources
from recordkeeper.records.kinds import Outcome
from recordkeeper.records.query import Listing
from recordkeeper.work.progress import CancelToken, Progress, Step
from tests.making.dicom import SeriesRecipe, write_disc
from tests.making.libraries import a_library, bring_in, outcomes, write, zip_of

NOTE = "PROGRESS NOTE\nPatient: Anna Sample\nDate of birth: 03/05/1964\nDate of visit: 04/17/2024\nAll well."


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with a_library(tmp_path / "library") as app:
        yield app


def tree(folder: Path) -> dict[str, tuple[str, int]]:
    """Every file below `folder` with its sum and modification time."""
    return {
        str(path.relative_to(folder)): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_every_file_is_listed_once_and_the_totals_add_up(app: App, tmp_path: Path) -> None:
    heap = write(tmp_path / "heap", {"a.txt": NOTE, "b/c.txt": NOTE + "2", "b/odd.xyz": os.urandom(200)})
    receipt = bring_in(app, heap)
    assert outcomes(receipt, heap) == {"a.txt": "added", "b/c.txt": "added", "b/odd.xyz": "added"}
    assert sum(receipt.totals.values()) == len(receipt.files) == 3
    assert all(row.records for row in receipt.files)


def test_the_same_heap_twice_adds_nothing(app: App, tmp_path: Path) -> None:
    heap = write(tmp_path / "heap", {"a.txt": NOTE, "b.txt": NOTE + "2"})
    first = bring_in(app, heap)
    second = bring_in(app, heap)
    assert second.totals[Outcome.ALREADY_HERE] == 2
    assert second.totals[Outcome.ADDED] == 0
    assert [row.records for row in second.files] == [row.records for row in first.files]
    assert len(documents.find(app.library.catalogue.reader(), Listing())) == 2


def test_two_copies_in_one_heap_are_one_record(app: App, tmp_path: Path) -> None:
    heap = write(tmp_path / "heap", {"a.txt": NOTE, "z/copy of a.txt": NOTE})
    assert outcomes(bring_in(app, heap), heap) == {"a.txt": "added", "z/copy of a.txt": "already_here"}


def test_the_source_is_left_as_it_was(app: App, tmp_path: Path) -> None:
    heap = write(tmp_path / "heap", {"a.txt": NOTE, "b.pdf": b"%PDF-1.4 broken"})
    before = tree(heap)
    bring_in(app, heap)
    assert tree(heap) == before


def test_originals_hold_the_very_bytes(app: App, tmp_path: Path) -> None:
    heap = write(tmp_path / "heap", {"a.txt": NOTE, "odd.xyz": b"\0\1\2" * 99})
    bring_in(app, heap)
    kept = {path.read_bytes() for _, path in app.library.originals.everything()}
    assert kept == {NOTE.encode(), b"\0\1\2" * 99}


def test_a_zip_is_opened_and_remembered_but_not_kept_twice(app: App, tmp_path: Path) -> None:
    heap = tmp_path / "heap"
    heap.mkdir()
    zip_of(heap / "portal.zip", [("inner/a.txt", NOTE.encode()), ("b.txt", (NOTE + "b").encode())])
    receipt = bring_in(app, heap)
    assert outcomes(receipt, heap) == {
        "portal.zip!/inner/a.txt": "added",
        "portal.zip!/b.txt": "added",
        "portal.zip": "container",
    }
    assert sum(receipt.totals.values()) == 2
    assert len(list(app.library.originals.everything())) == 2


def test_a_zip_in_a_zip_is_opened_one_deep(app: App, tmp_path: Path) -> None:
    def packed(name: str, content: bytes) -> bytes:
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w") as archive:
            archive.writestr(name, content)
        return data.getvalue()

    heap = tmp_path / "heap"
    heap.mkdir()
    third = packed("deep.txt", NOTE.encode())
    (heap / "1.zip").write_bytes(packed("2.zip", packed("3.zip", third)))
    receipt = bring_in(app, heap)
    assert outcomes(receipt, heap) == {
        "1.zip!/2.zip!/3.zip": "added",
        "1.zip!/2.zip": "container",
        "1.zip": "container",
    }
    assert {row.reason_code for row in receipt.files} >= {"nested_too_deep"}


def test_a_zip_that_cannot_give_everything_is_kept_as_well(app: App, tmp_path: Path) -> None:
    heap = tmp_path / "heap"
    heap.mkdir()
    path = zip_of(heap / "half.zip", [("good.txt", NOTE.encode()), ("bad.txt", b"x" * 5000)])
    data = bytearray(path.read_bytes())
    at = data.find(b"bad.txt") + len(b"bad.txt") + 3
    data[at : at + 8] = b"\xff" * 8
    path.write_bytes(data)
    receipt = bring_in(app, heap)
    assert outcomes(receipt, heap) == {
        "half.zip!/good.txt": "added",
        "half.zip!/bad.txt": "unreadable",
        "half.zip": "container",
    }
    assert bytes(data) in {kept.read_bytes() for _, kept in app.library.originals.everything()}


def test_names_that_lead_elsewhere_are_only_names(app: App, tmp_path: Path) -> None:
    heap = tmp_path / "heap"
    heap.mkdir()
    zip_of(heap / "slip.zip", [("../../evil.txt", NOTE.encode()), ("/abs.txt", (NOTE + "1").encode())])
    before = {path for path in tmp_path.rglob("*") if "library" not in path.parts}
    receipt = bring_in(app, heap)
    assert receipt.totals[Outcome.ADDED] == 2
    assert {path for path in tmp_path.rglob("*") if "library" not in path.parts} == before


@pytest.mark.parametrize("directory", ["right", "wrong", "absent"])
def test_a_disc_becomes_its_studies_whatever_its_index_says(app: App, tmp_path: Path, directory: str) -> None:
    disc = tmp_path / "disc"
    recipes = [SeriesRecipe(slices=5), SeriesRecipe(study="study-2", modality="MR", slices=3)]
    instances = write_disc(disc, recipes, directory=directory)  # type: ignore[arg-type]
    receipt = bring_in(app, disc)
    found = outcomes(receipt, disc)
    assert all(found[str(path.relative_to(disc))] in ("added", "set_aside") for path in instances)
    assert found["AUTORUN.INF"] == "not_records"
    assert directory == "absent" or found["DICOMDIR"] == "not_records"
    records = documents.find(app.library.catalogue.reader(), Listing())
    assert sorted(len(r.imaging.series[0].instances) for r in records if r.imaging) == [3, 5]


def test_a_disc_whose_names_lost_their_case_is_the_same_disc(app: App, tmp_path: Path) -> None:
    disc = tmp_path / "disc"
    instances = write_disc(disc, [SeriesRecipe(slices=3)])
    for path in [*instances, disc / "DICOMDIR", disc / "AUTORUN.INF"]:
        path.rename(path.with_name(path.name.lower()))
    found = outcomes(bring_in(app, disc), disc)
    assert (found["dicomdir"], found["autorun.inf"]) == ("not_records", "not_records")
    assert sum(outcome == "added" for outcome in found.values()) == 3


def test_slices_that_come_later_join_their_study(app: App, tmp_path: Path) -> None:
    disc = tmp_path / "disc"
    paths = write_disc(disc, [SeriesRecipe(slices=6)], directory="absent", viewer=False)
    held_back = [(path, path.read_bytes()) for path in paths[2:4]]
    for path, _ in held_back:
        path.unlink()
    bring_in(app, disc)
    (record,) = documents.find(app.library.catalogue.reader(), Listing())
    assert record.imaging is not None
    assert record.imaging.series[0].missing == (3, 4)
    for path, content in held_back:
        path.write_bytes(content)
    bring_in(app, disc)
    (record,) = documents.find(app.library.catalogue.reader(), Listing())
    assert record.imaging is not None
    assert (len(record.imaging.series[0].instances), record.imaging.series[0].missing) == (6, ())


def test_what_cannot_be_opened_is_said(app: App, tmp_path: Path) -> None:
    heap = write(tmp_path / "heap", {"a.txt": NOTE})
    os.mkfifo(heap / "pipe")
    (heap / "loop").symlink_to(heap)
    receipt = bring_in(app, heap, tmp_path / "gone")
    said = {row.path.removeprefix(f"{tmp_path}/"): (row.outcome.value, row.reason_code) for row in receipt.files}
    assert said == {
        "heap/a.txt": ("added", said["heap/a.txt"][1]),
        "heap/loop": ("not_records", "link_to_folder"),
        "heap/pipe": ("not_records", "special_file"),
        "gone": ("unreadable", "not_there"),
    }


def test_undecodable_names_come_in_and_are_shown(app: App, tmp_path: Path) -> None:
    heap = tmp_path / "heap"
    heap.mkdir()
    with open(os.fsencode(heap) + b"/bad\xff name.txt", "wb") as file:  # noqa: PTH123 - a name of bytes
        file.write(NOTE.encode())
    receipt = bring_in(app, heap)
    assert [(row.path, row.outcome.value) for row in receipt.files] == [(f"{heap}/bad\\xff name.txt", "added")]


def test_a_library_inside_the_heap_is_left_alone(app: App, tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": NOTE})
    receipt = bring_in(app, tmp_path)
    assert outcomes(receipt, tmp_path) == {"a.txt": "added", "library": "not_records"}


def test_stopping_keeps_what_is_done_and_the_next_add_goes_on(app: App, tmp_path: Path) -> None:
    heap = write(tmp_path / "heap", {f"{n:03}.txt": f"{NOTE} {n}" for n in range(120)})
    cancel = CancelToken()

    def stop_half_way(step: Step) -> None:
        if step.done >= 40:
            cancel.cancel()

    stopped = bring_in(app, heap, cancel=cancel, progress=Progress(stop_half_way, clock=_racing_clock()))
    assert not stopped.finished
    assert stopped.totals[Outcome.ADDED] >= 40
    assert stopped.totals[Outcome.PENDING] == 120 - stopped.totals[Outcome.ADDED] > 0
    assert len(stopped.files) == 120
    finished = bring_in(app, heap)
    assert finished.intake == stopped.intake
    assert finished.finished
    assert finished.totals[Outcome.ADDED] == 120
    assert len(finished.files) == 120


def _racing_clock():  # type: ignore[no-untyped-def]
    """A clock that runs so fast that every step is told."""
    ticks = iter(range(10**9))
    return lambda: float(next(ticks))


def test_an_original_that_went_missing_is_healed_by_adding_it_again(app: App, tmp_path: Path) -> None:
    heap = write(tmp_path / "heap", {"a.txt": NOTE})
    bring_in(app, heap)
    ((_, path),) = app.library.originals.everything()
    path.unlink()
    bring_in(app, heap)
    assert path.read_bytes() == NOTE.encode()
    assert len(list(sources.all_originals(app.library.catalogue.reader()))) == 1
