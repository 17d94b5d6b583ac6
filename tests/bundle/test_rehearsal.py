"""What the reader will read, before anything is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pymupdf
import pytest

from recordkeeper.app import App
from recordkeeper.bundle.make import Maker
from recordkeeper.bundle.plan import Request
from recordkeeper.catalogue import exports
from recordkeeper.records.errors import InputProblem
from recordkeeper.work.progress import CancelToken, Progress
from tests.bundle.shelf import export
from tests.cli.calling import call


def maker(app: App, language: str = "en") -> Maker:
    return Maker(
        app.library, app.lanes, app.makers, app.resources, app.words(language),
        program="Recordkeeper 0", progress=Progress(), cancel=CancelToken(),
    )  # fmt: skip


def texts(path: Path) -> list[str]:
    """The words of each page, without the line that differs between two bundles of one day."""
    with pymupdf.open(path) as document:
        pages = [page.get_text() for page in document]
    return ["\n".join(line for line in page.splitlines() if not line.startswith("Bundle ")) for page in pages]


@pytest.mark.parametrize("shape", ["folder", "disc", "upload"])
def test_the_papers_are_word_for_word_those_of_the_bundle(shelf: App, tmp_path: Path, shape: str) -> None:
    asked: dict[str, Any] = {"recipient": "Dr. Second", "question": "What next?"}
    folder = tmp_path / "look"
    folder.mkdir()
    found = maker(shelf).rehearse(Request(**asked), folder, shape=shape)
    before = exports.all_bundles(shelf.library.catalogue.reader())
    export(shelf, tmp_path / "made", shape=shape, **asked)
    assert len(exports.all_bundles(shelf.library.catalogue.reader())) == len(before) + 1
    root = "DOCS/" if shape == "disc" else ""
    names = {"disc": ("START.PDF", "PACKET.PDF"), "folder": ("START-HERE.pdf", "Packet.pdf")}.get(
        shape, ("START-HERE.pdf",)
    )
    for name in names:
        shown = [page.replace("0.1.0", "0") for page in texts(tmp_path / "made" / f"{root}{name}")]
        assert texts(folder / f"{root}{name}") == shown, name
    assert any("What next?" in side for side in found.start)


def test_each_page_of_the_packet_has_the_heading_that_was_told(shelf: App, tmp_path: Path) -> None:
    folder = tmp_path / "look"
    folder.mkdir()
    found = maker(shelf).rehearse(Request(), folder)
    export(shelf, tmp_path / "made")
    with pymupdf.open(tmp_path / "made" / "Packet.pdf") as document:
        assert len(document) == found.pages
        for heading in found.headings:
            for page in range(heading.first_page, heading.last_page + 1):
                assert heading.text in " ".join(document[page - 1].get_text().split())
        assert {n for h in found.headings for n in range(h.first_page, h.last_page + 1)} == set(
            range(1, len(document) + 1)
        )


def test_no_original_and_no_image_is_copied(shelf: App, tmp_path: Path) -> None:
    folder = tmp_path / "look"
    folder.mkdir()
    maker(shelf).rehearse(Request(), folder)
    assert sorted(path.name for path in folder.rglob("*") if path.is_file()) == ["Packet.pdf", "START-HERE.pdf"]


def test_what_stops_a_bundle_stops_its_preview(shelf: App, tmp_path: Path) -> None:
    folder = tmp_path / "look"
    folder.mkdir()
    with pytest.raises(InputProblem, match="nothing_to_export"):
        maker(shelf).rehearse(Request(select=("letter",)), folder)


def test_it_can_be_had_from_the_command_line_without_a_place(shelf: App) -> None:
    answer = call(shelf.library.folder, "export", "--preview")
    assert answer.code == 0
    assert next(heading["heading"] for heading in answer.data["headings"]) == "Contents"
    assert len(answer.data["start"]) == 2
    assert answer.data["left_out"]
    assert {each["concern"] for each in answer.data["concerns"]} >= {"to_review", "not_shown"}
    assert answer.data["fits"] == "email"
    assert 230_000 < answer.data["size"] < 20_000_000
    assert call(shelf.library.folder, "export").code == 2


def test_what_has_no_pages_stays_out_where_only_papers_go(shelf: App) -> None:
    answer = call(shelf.library.folder, "export", "--preview", "--shape", "locked-pdfs")
    reasons = {line["reason"]: line["count"] for line in answer.data["left_out"]}
    assert reasons["no_pages"] == 1
    assert reasons["scans_apart"] == 2
    assert "not_shown" not in {each["concern"] for each in answer.data["concerns"]}
