"""Nobody else's pages go: looked for before, and left-out pages in what was made."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from recordkeeper.app import App
from recordkeeper.bundle import nobody_else
from recordkeeper.bundle.choices import choices, concerns
from recordkeeper.bundle.make import Made
from recordkeeper.bundle.manifest import BundledFile
from recordkeeper.bundle.plan import Request, Sections, plan
from recordkeeper.library import acts
from recordkeeper.paths import resources
from recordkeeper.records.belonging import Relation, Relative, Relatives
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.kinds import Identity, Status
from recordkeeper.work.pool import WorkerPool
from tests.bundle.shelf import HEAD, do, export, files_of, judge, named, settle, split, studies
from tests.making import documents as papers
from tests.making.libraries import a_library, bring_in

SECTIONS = Sections.load(resources() / "bundle" / "sections.toml")
AUNT = "Patient: Zoe Stranger   DOB: 02/01/1950"


@pytest.fixture
def mixed(tmp_path: Path) -> Iterator[App]:
    """A library with an aunt's report set aside, and a letter that names her."""
    heap = tmp_path / "heap"
    papers.pdf_with_text(heap / "aunt.pdf", [f"{AUNT}\nDISCHARGE SUMMARY\nHer own stay in hospital, at length."])
    papers.pdf_with_text(heap / "letter.pdf", [f"{HEAD}\nHer aunt Zoe Stranger had the same."])
    papers.pdf_with_text(heap / "scan.pdf", [f"{HEAD}\nA first page", f"{AUNT}\nA page that slipped in between"])
    with a_library(tmp_path / "library") as app:
        bring_in(app, heap)
        for name in ("letter.pdf", "scan.pdf"):
            settle(app, name, kind="letter", title=name)
        judge(app, named(app, "aunt.pdf").id, Status.SET_ASIDE, Identity.DIFFERS)
        assert named(app, "aunt.pdf").person.birth_date is not None
        yield app


def test_a_page_of_somebody_set_aside_stops_the_bundle_and_is_named(mixed: App, tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="somebody_else") as refused:
        export(mixed, tmp_path / "bundle")
    assert refused.value.fields["title"] == "scan.pdf"
    assert "Zoe" in refused.value.fields["name"]
    assert not (tmp_path / "bundle").exists()


def test_a_letter_that_only_names_her_goes(mixed: App, tmp_path: Path) -> None:
    made = export(mixed, tmp_path / "bundle", leave_out=(named(mixed, "scan.pdf").id,))
    assert named(mixed, "letter.pdf").id in made.entry.records


@pytest.mark.parametrize(
    "printed",
    [
        "2/1/1950",
        "01.02.1950",
        "1950-02-01",
        "1 Feb 1950",
        "February 1st, 1950",
        "1 de febrero de 1950",
        "01-FEB-1950",
    ],
)
def test_a_birth_date_is_known_however_it_is_printed(printed: str) -> None:
    born = nobody_else._as_printed(PartialDate(1950, 2, 1))
    assert born.search(f"born {printed}, female".casefold())


@pytest.mark.parametrize("printed", ["11/2/1950", "1/2/19501", "3 Feb 1950", "2/1950"])
def test_another_date_is_not_taken_for_it(printed: str) -> None:
    assert not nobody_else._as_printed(PartialDate(1950, 2, 1)).search(printed.casefold())


def test_the_check_is_green_on_what_we_make(made: Made) -> None:
    assert [check.ok for check in made.checks if check.check == "left_out"] == [True]


def test_a_left_out_file_in_the_bundle_is_named(shelf: App, made: Made, bundle: Path, pool: WorkerPool) -> None:
    db = shelf.library.catalogue.reader()
    the_plan = plan(db, Request(), SECTIONS)
    card = named(shelf, "card.pdf").files[0].fingerprint
    smuggled = BundledFile("ORIGINALS/x.pdf", card.sha256, card.size, "original")
    check = nobody_else.left_out(bundle, [smuggled], the_plan, db, pool)
    assert not check.ok
    assert check.detail == "ORIGINALS/x.pdf"


def test_a_left_out_page_in_an_extract_is_named(tmp_path: Path, pool: WorkerPool) -> None:
    words = "Words that stand on the page of {}, long enough to be told from the words of every other page."
    pages = [f"{HEAD}\n{words.format(name)}" for name in ("one", "two", "three")]
    source = papers.pdf_with_text(tmp_path / "heap" / "fax.pdf", pages)
    with a_library(tmp_path / "library") as app:
        bring_in(app, source)
        made = split(app, "fax.pdf", [("Mine", 1, 1), ("Out", 2, 2)])
        export(app, tmp_path / "bundle", leave_out=(made["Out"],))
        db = app.library.catalogue.reader()
        the_plan = plan(db, Request(leave_out=(made["Out"],)), SECTIONS)
        files = [from_manifest(path, file) for path, file in files_of(tmp_path / "bundle").items()]
        assert nobody_else.left_out(tmp_path / "bundle", files, the_plan, db, pool).ok
        (extract,) = (file for file in files if file.role == "extract")
        papers.pdf_with_text(tmp_path / "bundle" / extract.path, pages[:2])
        check = nobody_else.left_out(tmp_path / "bundle", files, the_plan, db, pool)
    assert not check.ok
    assert check.detail == extract.path


def from_manifest(path: str, file: dict[str, object]) -> BundledFile:
    names = {field.name for field in dataclasses.fields(BundledFile)}
    return BundledFile(**{**{name: value for name, value in file.items() if name in names}, "path": path})  # type: ignore[arg-type]


def test_a_report_without_its_scan_is_a_concern(shelf: App) -> None:
    found = choices(shelf.library.catalogue.reader(), SECTIONS)
    (report,) = (choice for choice in found if choice.record.files[0].name == "biopsy.pdf")
    study = studies(shelf)["CT"].id
    kin = Relatives(pairings=(Relative(study, Relation.REPORT_OF_STUDY, 0.9),))
    paired = dataclasses.replace(report, record=dataclasses.replace(report.record, relatives=kin))
    scan = next(choice for choice in found if choice.record.id == study)
    assert "half_pair" in {concern.code for concern in concerns([paired])}
    assert "half_pair" not in {concern.code for concern in concerns([paired, scan])}


def test_what_is_in_the_trash_is_not_looked_at(mixed: App) -> None:
    do(mixed, acts.trash, [named(mixed, "scan.pdf").id])
    db = mixed.library.catalogue.reader()
    assert nobody_else.somebody_else(db, plan(db, Request(), SECTIONS)) is None
