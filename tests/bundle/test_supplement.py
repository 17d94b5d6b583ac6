"""The next bundle holds what is new, goes on with the page numbers, and says what it adds to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest

from recordkeeper.app import App
from recordkeeper.bundle.choices import choices
from recordkeeper.bundle.plan import Request, Sections, sort_out
from recordkeeper.bundle.supplement import sent_with
from recordkeeper.bundle.verify import verify
from recordkeeper.library import acts
from recordkeeper.paths import resources
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.papers import LeftOutReason
from recordkeeper.work.pool import WorkerPool
from recordkeeper.work.progress import Progress
from tests.bundle.shelf import HEAD, do, export, manifest_of, named, settle
from tests.making import dicom
from tests.making import documents as papers
from tests.making.libraries import a_library, bring_in

SECTIONS = Sections.load(resources() / "bundle" / "sections.toml")


@pytest.fixture
def followed(tmp_path: Path) -> Iterator[tuple[App, int]]:
    """A library of which two letters were sent, and into which a third has come since; and the bundle's number."""
    heap = tmp_path / "heap"
    first = [
        papers.pdf_with_text(heap / f"{name}.pdf", [f"{HEAD}\nLetter {name}", "Second page"])
        for name in ("one", "two")
    ]
    with a_library(tmp_path / "library") as app:
        bring_in(app, *first)
        for name in ("one", "two"):
            settle(app, f"{name}.pdf", kind="letter", title=f"Letter {name}", service_date="2024-03-01")
        sent = export(app, tmp_path / "first", recipient="Dr. Second")
        bring_in(app, papers.pdf_with_text(heap / "three.pdf", [f"{HEAD}\nLetter three, all about something new"]))
        settle(app, "three.pdf", kind="letter", title="Letter three", service_date="2024-05-01")
        yield app, sent.entry.id


def texts(path: Path) -> list[str]:
    with pymupdf.open(path) as document:
        return [page.get_text() for page in document]


def test_it_holds_only_what_is_new_and_says_so(followed: tuple[App, int], tmp_path: Path) -> None:
    app, number = followed
    made = export(app, tmp_path / "next", since=number)
    content = manifest_of(tmp_path / "next")
    assert [record["title"] for record in content["records"]] == ["Letter three"]
    assert content["left_out"] == {"sent_before": 2}
    assert content["supplements"] == manifest_sha256(app, number)
    assert made.entry.counts["since"] == number
    start = " ".join(texts(tmp_path / "next" / "START-HERE.pdf")).replace("\n", " ")
    assert "This adds to the bundle made on" in start
    assert "Sent with an earlier bundle" in start
    for page in ("README.txt", "index.html"):
        assert "This adds to the bundle" in (tmp_path / "next" / page).read_text("utf-8")


def manifest_sha256(app: App, number: int) -> str:
    return sent_with(app.library.catalogue.reader(), number).manifest_sha256


def test_page_numbers_go_on_in_print_and_links_still_land(followed: tuple[App, int], tmp_path: Path) -> None:
    app, number = followed
    made = export(app, tmp_path / "next", since=number)
    assert all(check.ok for check in made.checks)
    pages = texts(tmp_path / "next" / "Packet.pdf")
    assert len(pages) == 2
    assert "page 6 of 7" in pages[0]  # five were sent: one of contents, four of letters
    assert "page 7 of 7" in pages[1]
    with pymupdf.open(tmp_path / "next" / "Packet.pdf") as document:
        assert document[0].get_label() == "6"
        assert [entry[2] for entry in document.get_toc()] == [1, 2, 2]
    page = (tmp_path / "next" / "index.html").read_text("utf-8")
    assert '<a href="Packet.pdf#page=2">7</a>' in page


def test_the_third_goes_on_from_the_second_and_leaves_out_both(followed: tuple[App, int], tmp_path: Path) -> None:
    app, number = followed
    second = export(app, tmp_path / "second", since=number)
    bring_in(app, papers.pdf_with_text(tmp_path / "heap" / "four.pdf", [f"{HEAD}\nThe fourth letter of them all"]))
    settle(app, "four.pdf", kind="letter", title="Letter four")
    third = export(app, tmp_path / "third", since=second.entry.id)
    assert third.entry.counts["first_page"] == 8
    assert third.entry.records == (named(app, "four.pdf").id,)


def test_what_was_sent_may_be_ticked_again(followed: tuple[App, int]) -> None:
    app, number = followed
    found = {c.record.files[0].name: c for c in choices(app.library.catalogue.reader(), SECTIONS, number)}
    assert found["one.pdf"].reason is LeftOutReason.SENT_BEFORE
    assert not found["one.pdf"].fixed
    request = Request(since=number, put_in=(named(app, "one.pdf").id,))
    assert len(sort_out(app.library.catalogue.reader(), request, SECTIONS).documents) == 2


@pytest.mark.parametrize("pages", [1, 2, 3], ids=["shorter", "alike", "longer"])
def test_a_copy_of_what_was_sent_does_not_go_as_new(followed: tuple[App, int], tmp_path: Path, pages: int) -> None:
    """Whichever of the two files the library shows."""
    app, number = followed
    words = [f"{HEAD}\nLetter one, by fax", "Second page", "Third page"][:pages]
    bring_in(app, papers.pdf_with_text(tmp_path / "heap" / "fax.pdf", words))
    settle(app, "fax.pdf", kind="letter", title="Fax")
    do(app, acts.pair, named(app, "one.pdf").id, named(app, "fax.pdf").id, "same_text")
    found = sort_out(app.library.catalogue.reader(), Request(since=number), SECTIONS)
    assert named(app, "fax.pdf").id in {kept.record.id for kept in found.kept}
    assert [item.record.files[0].name for item in found.documents] == ["three.pdf"]


def test_an_unknown_bundle_is_refused(followed: tuple[App, int]) -> None:
    app, _ = followed
    with pytest.raises(InputProblem, match="no_such_bundle"):
        sent_with(app.library.catalogue.reader(), 99)


def test_a_supplement_verifies_on_its_own(followed: tuple[App, int], tmp_path: Path) -> None:
    app, number = followed
    export(app, tmp_path / "next", since=number)
    assert all(check.ok for check in verify(tmp_path / "next", app.lanes.workers, Progress()))


def test_new_images_of_a_study_that_was_sent_go_and_only_they(tmp_path: Path, pool: WorkerPool) -> None:
    recipe = dicom.SeriesRecipe(slices=5)
    files = dicom.write_series(tmp_path / "heap", recipe)
    with a_library(tmp_path / "library") as app:
        bring_in(app, *files[:3])
        sent = export(app, tmp_path / "first")
        with pytest.raises(InputProblem, match="nothing_to_export"):
            export(app, tmp_path / "none", since=sent.entry.id)
        bring_in(app, *files[3:])
        for shape in ("folder", "upload"):
            made = export(app, tmp_path / shape, since=sent.entry.id, shape=shape)
            assert made.entry.counts["instances"] == 2
            assert all(check.ok for check in (*made.checks, *verify(tmp_path / shape, pool, Progress())))
        manifest = manifest_of(tmp_path / "folder")
        went = {file["sop_instance_uid"] for file in manifest["files"] if file["role"] == "imaging"}
        assert went == {dicom.make_slice(recipe, number).SOPInstanceUID for number in (4, 5)}
        start = " ".join(" ".join(texts(tmp_path / "folder" / "START-HERE.pdf")).split())
        assert "1 study was sent then in part; its new images are here." in start
        assert "new images only" in (tmp_path / "folder" / "index.html").read_text("utf-8")
        with pytest.raises(InputProblem, match="nothing_to_export"):
            export(app, tmp_path / "none", since=made.entry.id)
        study = next(iter(made.entry.records))
        whole = export(app, tmp_path / "whole", since=made.entry.id, put_in=(study,))
        assert whole.entry.counts["instances"] == 5


def test_a_copy_of_an_image_that_was_sent_is_not_new(tmp_path: Path) -> None:
    recipe = dicom.SeriesRecipe(slices=3)
    with a_library(tmp_path / "library") as app:
        bring_in(app, *dicom.write_series(tmp_path / "heap", recipe))
        sent = export(app, tmp_path / "first")
        again = dicom.make_slice(recipe, 2)
        again.SeriesDescription = "Sent again"
        bring_in(app, dicom.save(again, tmp_path / "again" / "IM2"))
        with pytest.raises(InputProblem, match="nothing_to_export"):
            export(app, tmp_path / "none", since=sent.entry.id)


def test_of_a_bundle_made_before_images_were_noted_a_study_counts_as_sent(tmp_path: Path) -> None:
    recipe = dicom.SeriesRecipe(slices=3)
    files = dicom.write_series(tmp_path / "heap", recipe)
    with a_library(tmp_path / "library") as app:
        bring_in(app, *files[:2])
        sent = export(app, tmp_path / "first")

        def forget() -> None:
            with app.library.catalogue.writer.atomic():
                app.library.catalogue.writer.execute("UPDATE bundle SET images = ''")

        app.lanes.writer.submit(forget).result()
        bring_in(app, files[2])
        with pytest.raises(InputProblem, match="nothing_to_export"):
            export(app, tmp_path / "none", since=sent.entry.id)
