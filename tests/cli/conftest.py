"""One library made by the command line, for all tests that only look or take back what they did."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.calling import HEAD, call, init
from tests.making import dicom, documents
from tests.making.libraries import write


@pytest.fixture(scope="session")
def heap(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two papers, a note, a study of three slices; everything in it can be taken."""
    folder = tmp_path_factory.mktemp("heap")
    documents.pdf_with_text(folder / "biopsy.pdf", [f"{HEAD}\nFINAL DIAGNOSIS\nquokka tissue", "Second page"])
    documents.pdf_with_text(folder / "letter.pdf", [f"{HEAD}\nDear colleague, the wombat is well."])
    write(
        folder, {"note.txt": f"{HEAD}\nPROGRESS NOTE\nnumbat seen", "Thumbs.db": b"\xd0\xcf\x11\xe0" + bytes(600)}
    )
    dicom.write_disc(folder / "disc", [dicom.SeriesRecipe(slices=3, rows=24, columns=40)], viewer=False)
    return folder


@pytest.fixture(scope="session")
def added(heap: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The library and the receipt of what was added to it."""
    library = init(tmp_path_factory.mktemp("cli") / "library")
    answer = call(library, "add", heap)
    assert answer.code == 0, answer.err
    return library, answer.data


@pytest.fixture(scope="session")
def library(added: tuple[Path, dict[str, Any]]) -> Path:
    return added[0]


@pytest.fixture
def own(heap: Path, tmp_path: Path) -> Path:
    """A small library of one's own, to act on."""
    library = init(tmp_path / "library")
    assert call(library, "add", heap / "biopsy.pdf", heap / "letter.pdf").code == 0
    return library


def names(library: Path) -> dict[str, str]:
    """Name of the first file → id of the record."""
    return {record["files"][0]["name"]: record["id"] for record in call(library, "list").data["records"]}


@pytest.fixture(scope="session")
def ids(library: Path) -> dict[str, str]:
    return names(library)
