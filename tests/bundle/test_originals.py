"""Originals go byte for byte when every page of them is in, else the chosen pages as a marked copy."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest

from recordkeeper.app import App
from recordkeeper.bundle.make import Made
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.kinds import Status
from tests.bundle.shelf import all_records, export, files_of, manifest_of, named, split
from tests.making import documents as papers
from tests.making.libraries import a_library, bring_in


@pytest.fixture(scope="module")
def fax(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[App, dict[str, str], Path]]:
    """A library with one fax of five pages that carries two letters and leaves page 5 to nobody."""
    place = tmp_path_factory.mktemp("fax")
    pages = [
        f"Anna Sample   Born 03/05/1964\nPage called {name}" for name in ("One", "Two", "Three", "Four", "Five")
    ]
    source = papers.pdf_with_text(place / "heap" / "fax.pdf", pages)
    whole = papers.pdf_with_text(place / "heap" / "both.pdf", pages[:2])
    with a_library(place / "library") as app:
        bring_in(app, source, whole)
        made = split(app, "fax.pdf", [("First letter", 1, 2), ("Second letter", 3, 4)])
        made |= split(app, "both.pdf", [("Third letter", 1, 1), ("Fourth letter", 2, 2)])
        yield app, made, source


def originals(bundle: Path) -> dict[str, dict[str, object]]:
    return {path: file for path, file in files_of(bundle).items() if path.startswith("ORIGINALS/")}


def texts(path: Path) -> str:
    with pymupdf.open(path) as document:
        return "\n".join(page.get_text() for page in document)


def test_originals_are_byte_identical(shelf: App, bundle: Path, made: Made) -> None:
    heap = {
        hashlib.sha256(path.read_bytes()).hexdigest() for path in shelf.library.folder.parent.rglob("heap/**/*.*")
    }
    copied = [path for path, file in originals(bundle).items() if file["role"] == "original"]
    assert len(copied) == made.entry.counts["documents"]
    for path in copied:
        assert hashlib.sha256((bundle / path).read_bytes()).hexdigest() in heap


def test_each_lies_in_the_folder_of_its_section(bundle: Path) -> None:
    assert "ORIGINALS/01 Pathology/2024-03-12 Biopsy of the breast.pdf" in originals(bundle)
    assert "ORIGINALS/09 Letters/2024-05 Visit.txt" in originals(bundle)
    assert "ORIGINALS/10 Other/Values.xyz" in originals(bundle)


def test_a_file_of_which_a_page_belongs_to_nobody_never_goes_whole(
    fax: tuple[App, dict[str, str], Path], tmp_path: Path
) -> None:
    app, _, source = fax
    made = export(app, tmp_path / "bundle")
    whole = hashlib.sha256(source.read_bytes()).hexdigest()
    files = files_of(tmp_path / "bundle")
    assert whole not in {file["sha256"] for file in files.values()}
    extracts = {path: file for path, file in files.items() if file["role"] == "extract"}
    assert len(extracts) == 2
    assert {file["from_sha256"] for file in extracts.values()} == {whole}
    assert all(file["pages"] == 2 for file in extracts.values())
    assert all("Five" not in texts(tmp_path / "bundle" / path) for path in (*extracts, "Packet.pdf"))
    assert made.problems == ()


def test_an_extract_holds_its_own_pages_and_says_what_it_is(
    fax: tuple[App, dict[str, str], Path], tmp_path: Path
) -> None:
    app, ids, _ = fax
    export(app, tmp_path / "bundle", ids["Second letter"])
    (path,) = originals(tmp_path / "bundle")
    said = texts(tmp_path / "bundle" / path)
    assert "Three" in said
    assert "Four" in said
    assert "One" not in said
    assert "EXTRACT" in said
    assert "fax.pdf" in said


def test_a_file_all_of_whose_pages_go_goes_whole_and_once(
    fax: tuple[App, dict[str, str], Path], tmp_path: Path
) -> None:
    app, ids, source = fax
    export(app, tmp_path / "bundle", ids["Third letter"], ids["Fourth letter"])
    ((path, file),) = originals(tmp_path / "bundle").items()
    assert file["role"] == "original"
    assert (tmp_path / "bundle" / path).read_bytes() == source.with_name("both.pdf").read_bytes()
    assert len(manifest_of(tmp_path / "bundle")["records"]) == 2


def test_pages_that_are_not_there_cost_their_record_only(
    fax: tuple[App, dict[str, str], Path], tmp_path: Path
) -> None:
    app, ids, _ = fax
    with app.library.catalogue.writer.atomic():
        app.library.catalogue.writer.execute(
            "UPDATE record_file SET first_page = 8, last_page = 9 WHERE first_page = 3"
        )
    try:
        made = export(app, tmp_path / "bundle", ids["First letter"], ids["Second letter"])
    finally:
        with app.library.catalogue.writer.atomic():
            app.library.catalogue.writer.execute(
                "UPDATE record_file SET first_page = 3, last_page = 4 WHERE first_page = 8"
            )
    assert {(p.code, p.record) for p in made.problems} == {
        ("not_in_packet", ids["Second letter"]),
        ("extract_not_whole", ids["Second letter"]),
    }
    assert len(originals(tmp_path / "bundle")) == 1


def test_an_original_that_changed_on_the_disk_is_refused(tmp_path: Path) -> None:
    source = papers.pdf_with_text(tmp_path / "heap" / "a.pdf", ["Anna Sample   Born 03/05/1964"])
    with a_library(tmp_path / "library") as app:
        bring_in(app, source)
        fingerprint = named(app, "a.pdf").files[0].fingerprint
        with app.library.originals.lend(fingerprint) as path:
            content = path.read_bytes()
            path.chmod(0o600)
            path.write_bytes(content[:-1] + b"\0")
        with pytest.raises(PlaceProblem, match="original_changed"):
            export(app, tmp_path / "bundle")
        path.unlink()
        with pytest.raises(PlaceProblem, match="original_missing"):
            export(app, tmp_path / "bundle")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["heap", "library"]


def test_nothing_of_anybody_else_lies_in_the_bundle(shelf: App, bundle: Path) -> None:
    outside = [r for r in all_records(shelf) if r.status in (Status.SET_ASIDE, Status.TRASHED)]
    sums = {part.fingerprint.sha256 for record in outside for part in record.files}
    assert len(sums) == 2
    assert sums.isdisjoint(hashlib.sha256(p.read_bytes()).hexdigest() for p in bundle.rglob("*") if p.is_file())
    for paper in bundle.rglob("*.pdf"):
        assert "Zoe" not in texts(paper)
