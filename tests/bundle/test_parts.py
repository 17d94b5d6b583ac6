"""A bundle in parts of a given size: a series stays together while it can, every part is a file-set of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pydicom
import pymupdf
import pytest

from recordkeeper.app import App
from recordkeeper.bundle import parts
from recordkeeper.bundle.parts import share_out, size_in_bytes
from recordkeeper.bundle.plan import Plan, Request, Sections, plan
from recordkeeper.bundle.verify import size_of, verify
from recordkeeper.cli.export_command import make
from recordkeeper.paths import resources
from recordkeeper.records.errors import InputProblem, PlaceProblem
from recordkeeper.work.progress import Progress
from tests.bundle.shelf import HEAD, manifest_of
from tests.making import dicom
from tests.making import documents as papers
from tests.making.libraries import a_library, bring_in

SECTIONS = Sections.load(resources() / "bundle" / "sections.toml")
SLICES = 6
TOGETHER = 3_000_000 + 4_000_000  # one series of six slices of half a megabyte has room, two have not
APART = 3_000_000 + 2_000_000  # not even one has


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """A library with a letter and a study of two series."""
    place = tmp_path_factory.mktemp("large")
    papers.pdf_with_text(place / "heap" / "letter.pdf", [f"{HEAD}\nA letter"])
    for number in (1, 2):
        recipe = dicom.SeriesRecipe(series_number=number, rows=512, columns=512, slices=SLICES)
        dicom.write_series(place / "heap" / f"series{number}", recipe)
    with a_library(place / "library") as app:
        bring_in(app, place / "heap")
        yield app


def planned(app: App) -> Plan:
    return plan(app.library.catalogue.reader(), Request(), SECTIONS)


def exported(app: App, dest: Path, size: int, shape: str = "disc") -> Any:
    return make(app, dest, Request(), shape=shape, part_size=size, progress=Progress())


def test_a_series_stays_together_while_it_can(large: App) -> None:
    shares = share_out(large.library.catalogue.reader(), planned(large), TOGETHER)
    assert [len(share.images) for share in shares] == [SLICES, SLICES]
    assert [(share.number, share.of) for share in shares] == [(1, 2), (2, 2)]


def test_a_series_larger_than_a_part_is_shared_out_by_image(large: App) -> None:
    shares = share_out(large.library.catalogue.reader(), planned(large), APART)
    assert len(shares) == 4
    assert sum(len(share.images) for share in shares) == 2 * SLICES
    assert not shares[0].images & shares[1].images


def test_what_has_room_is_not_parted(large: App, tmp_path: Path) -> None:
    made = exported(large, tmp_path / "out", parts.MEDIA["cd"])
    assert Path(made.entry.path) == tmp_path / "out"
    assert "parts" not in made.entry.counts


@pytest.mark.parametrize("size", [3_100_000, 1000])
def test_an_image_or_the_documents_without_room_are_told(large: App, size: int) -> None:
    with pytest.raises(InputProblem, match="part_too_small"):
        share_out(large.library.catalogue.reader(), planned(large), size)


@pytest.fixture(scope="module")
def discs(large: App, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    place = tmp_path_factory.mktemp("discs")
    exported(large, place / "disc", TOGETHER)
    return sorted(place.iterdir())


def test_each_part_is_whole_by_itself_and_says_which_it_is(large: App, discs: list[Path]) -> None:
    assert [disc.name for disc in discs] == ["disc part 1 of 2", "disc part 2 of 2"]
    for number, disc in enumerate(discs, 1):
        checks = verify(disc, large.lanes.workers, Progress())
        assert all(check.ok for check in checks), checks
        assert size_of(disc) <= TOGETHER
        assert f"This is part {number} of 2." in (disc / "README.TXT").read_text("utf-8")
        with pymupdf.open(disc / "DOCS" / "LABEL.PDF") as document:
            assert document[0].get_text().count(f"part {number} of 2") == 2


def test_all_images_are_there_once_and_the_documents_on_the_first(discs: list[Path]) -> None:
    found = []
    for disc in discs:
        directory = pydicom.dcmread(disc / "DICOMDIR")
        found += [
            str(record.ReferencedSOPInstanceUIDInFile)
            for record in directory.DirectoryRecordSequence
            if record.DirectoryRecordType == "IMAGE"
        ]
    assert len(found) == len(set(found)) == 2 * SLICES
    assert (discs[0] / "DOCS" / "PACKET.PDF").exists()
    assert not (discs[1] / "DOCS" / "PACKET.PDF").exists()


def test_the_ledger_has_one_line_for_all_parts(large: App, tmp_path: Path) -> None:
    made = exported(large, tmp_path / "out", TOGETHER, shape="folder")
    assert made.entry.counts["parts"] == 2
    assert made.entry.counts["instances"] == 2 * SLICES
    assert made.entry.counts["studies"] == 1
    assert made.entry.counts["series"] == 2
    assert len(made.entry.records) == 2
    assert [check.ok for check in made.checks if check.check == "fits"] == [True, True]
    folder = tmp_path / "out part 2 of 2"
    assert "DICOMDIR" in {path.name for path in (folder / "IMAGING").iterdir()}
    assert [record["section"] for record in manifest_of(folder)["records"]] == ["imaging"]


def test_when_the_last_part_fails_no_part_is_left(
    large: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = iter([0, 10**12])
    monkeypatch.setattr("recordkeeper.bundle.make.size_of", lambda _: next(sizes))
    with pytest.raises(PlaceProblem, match="bundle_not_sound"):
        exported(large, tmp_path / "out", TOGETHER)
    assert list(tmp_path.iterdir()) == []


def test_a_part_in_the_way_is_left_alone(large: App, tmp_path: Path) -> None:
    (tmp_path / "out part 2 of 2").write_text("mine")
    with pytest.raises(PlaceProblem, match="folder_exists"):
        exported(large, tmp_path / "out", TOGETHER)
    assert [path.name for path in tmp_path.iterdir()] == ["out part 2 of 2"]


def test_a_locked_bundle_has_no_parts(large: App, tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="parts_not_locked"):
        exported(large, tmp_path / "out", TOGETHER, shape="locked")


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("cd", 650_000_000),
        ("DVD", 4_300_000_000),
        ("650MB", 650_000_000),
        ("4.3 gb", 4_300_000_000),
        ("1000", 1000),
    ],
)
def test_a_size_is_a_medium_or_a_number(text: str, size: int) -> None:
    assert size_in_bytes(text) == size


@pytest.mark.parametrize("text", ["", "large", "-1", "1 TB", "1e9"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(InputProblem, match="no_such_size"):
        size_in_bytes(text)
