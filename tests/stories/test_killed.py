"""Killed at any moment and started again, an add goes on: nothing is lost, nothing is doubled."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.making.dicom import SeriesRecipe, write_disc
from tests.making.libraries import write

ROOT = Path(__file__).resolve().parent.parent.parent
POINTS = 8


def recordkeeper(library: Path, *arguments: str, start: bool = False) -> Any:
    """Run the program on `library` to its end, or only start it."""
    command = [sys.executable, "-m", "recordkeeper", "--library", str(library), "--json", *arguments]
    if start:
        return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def heap(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("heap")
    write(folder, {f"{n:03}.txt": f"Anna Sample\nPROGRESS NOTE {n}\n" + "word " * 500 for n in range(300)})
    write_disc(folder / "disc", [SeriesRecipe(slices=60)])
    return folder


@pytest.fixture(scope="module")
def whole(heap: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[float, dict[str, Any]]:
    """How long an undisturbed add takes, and what the library holds then."""
    library = tmp_path_factory.mktemp("whole") / "library"
    recordkeeper(library, "init", "--name", "Anna Sample", "--birth-date", "1964-03-05")
    began = time.monotonic()
    recordkeeper(library, "add", str(heap))
    return time.monotonic() - began, held(library)


def held(library: Path) -> dict[str, Any]:
    """What must be the same whatever happened on the way."""
    records = recordkeeper(library, "list")["records"]
    for record in records:
        record["files"].sort(key=lambda file: (file["fingerprint"], file["name"]))
    return {record["id"]: record for record in records}


@pytest.mark.parametrize("point", range(POINTS))
def test_a_killed_add_goes_on(heap: Path, whole: tuple[float, dict[str, Any]], tmp_path: Path, point: int) -> None:
    seconds, wanted = whole
    library = tmp_path / "library"
    recordkeeper(library, "init", "--name", "Anna Sample", "--birth-date", "1964-03-05")
    before = {path: path.stat().st_mtime_ns for path in heap.rglob("*")}
    process = recordkeeper(library, "add", str(heap), start=True)
    time.sleep(seconds * (point + 1) / (POINTS + 1))  # the moment is what is tested
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    receipt = recordkeeper(library, "add", str(heap))
    assert len({row["path"] for row in receipt["files"]}) == len(receipt["files"])
    assert {row["path"] for row in receipt["files"]} == {str(path) for path in heap.rglob("*") if path.is_file()}
    assert held(library) == wanted
    verdict = recordkeeper(library, "check")
    assert verdict["ok"]
    assert verdict["orphans"] == []
    assert list((library / "staging").iterdir()) == []
    for path in (library / "originals").rglob("*"):
        assert path.is_dir() or hashlib.sha256(path.read_bytes()).hexdigest() == path.name
    assert {path: path.stat().st_mtime_ns for path in heap.rglob("*")} == before


def test_a_lost_catalogue_is_built_again_with_everything_a_person_decided(
    heap: Path, whole: tuple[float, dict[str, Any]], tmp_path: Path
) -> None:
    del whole
    library = tmp_path / "library"
    recordkeeper(library, "init", "--name", "Anna Sample", "--birth-date", "1964-03-05", "--identifier", "H:12")
    recordkeeper(library, "add", str(heap))
    ids = [record["id"] for record in recordkeeper(library, "list", "--limit", "5")["records"]]
    recordkeeper(library, "accept", *ids[:2])
    recordkeeper(library, "correct", ids[0], "service_date", "2024-05")
    recordkeeper(library, "correct", ids[1], "title", "Visit to Dr. Ñandú")
    recordkeeper(library, "trash", ids[2])
    recordkeeper(library, "correct", ids[3], "kind", "letter")
    recordkeeper(library, "undo")
    told = [held(library), recordkeeper(library, "history"), recordkeeper(library, "receipt")]
    for path in library.glob("catalogue.sqlite*"):
        path.unlink()
    recordkeeper(library, "rebuild")
    assert [held(library), recordkeeper(library, "history"), recordkeeper(library, "receipt")] == told
