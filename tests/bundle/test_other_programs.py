"""Every PDF we make for a bundle, put before other people's programs."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from recordkeeper.app import App
from tests.bundle.shelf import export


@pytest.fixture(scope="module")
def papers(shelf: App, bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Start sheet and packet of a folder; start sheet, packet and label of a disc; the slip of a locked one."""
    place = tmp_path_factory.mktemp("papers")
    export(shelf, place / "disc", shape="disc", question="¿Y ahora qué?", language="es")
    locked = export(shelf, place / "locked", shape="locked")
    assert locked.secret is not None
    ours = [bundle / "START-HERE.pdf", bundle / "Packet.pdf", Path(locked.secret.slip)]
    return [*ours, *(place / "disc" / "DOCS" / f"{name}.PDF" for name in ("START", "PACKET", "LABEL"))]


@pytest.mark.parametrize("command", [("qpdf", "--check"), ("pdfinfo",), ("pdftotext", "-q")])
def test_nothing_is_found_wrong(papers: list[Path], tmp_path: Path, command: tuple[str, ...]) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    for paper in papers:
        out = [tmp_path / "out.txt"] if command[0] == "pdftotext" else []
        done = subprocess.run([*command, paper, *out], capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{paper.name}: {done.stdout}{done.stderr}"
        assert not [line for line in done.stderr.splitlines() if "rror" in line], paper.name


def test_words_in_another_language_can_be_read_out(papers: list[Path], tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    (start,) = (paper for paper in papers if paper.name == "START.PDF")
    subprocess.run(["pdftotext", "-q", "-enc", "UTF-8", start, tmp_path / "out.txt"], check=True)
    assert "¿Y ahora qué?" in (tmp_path / "out.txt").read_text("utf-8")
