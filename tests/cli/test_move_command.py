"""Moving records to another library: byte for byte there first, then out of view here; killed, it goes on."""

from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from recordkeeper.settings import KnownLibrary, Settings, save
from tests.cli.calling import HEAD, ROOT, call, init, one_calm_sentence, said
from tests.making import dicom, documents

KHAN = "Patient: Omar Khan  DOB: 09/17/1951"


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Anna's library with two papers and a scan of Omar's in it, and Omar's own."""
    heap = tmp_path / "heap"
    heap.mkdir()
    documents.pdf_with_text(heap / "mine.pdf", [f"{HEAD}\nDear colleague, the wombat is well."])
    documents.pdf_with_text(heap / "omar1.pdf", [f"{KHAN}\nDISCHARGE SUMMARY\nquokka seen"])
    documents.pdf_with_text(heap / "omar2.pdf", [f"{KHAN}\nPROGRESS NOTE\nnumbat seen"])
    scan = dicom.SeriesRecipe(patient_name="Khan^Omar", patient_id="K1", birth_date="19510917", rows=8, columns=8)
    dicom.write_series(heap / "scan", scan)
    monkeypatch.setenv("RECORDKEEPER_HOME", str(tmp_path / "home"))
    anna, omar = init(tmp_path / "anna"), tmp_path / "omar"
    call(omar, "init", "--name", "Omar Khan", "--birth-date", "1951-09-17")
    assert call(anna, "add", heap).code == 0
    known = tuple(KnownLibrary(str(place), place.name, "#000000") for place in (anna, omar))
    save(tmp_path / "home" / "config" / "settings.json", Settings(libraries=known))
    return anna, omar


def group(library: Path) -> dict[str, Any]:
    (found,) = call(library, "strangers").data["groups"]
    return dict(found)


def held(library: Path, status: str = "") -> list[str]:
    """Names of the files in view, or of those with this status, each as often as it is there."""
    records = call(library, "list", *(["--status", status] if status else [])).data["records"]
    return sorted(file["name"] for record in records for file in record["files"])


def is_sound(library: Path) -> bool:
    verdict = call(library, "check").data
    named = all(
        hashlib.sha256(path.read_bytes()).hexdigest() == path.name
        for path in (library / "originals").rglob("*")
        if path.is_file()
    )
    return bool(verdict["ok"]) and verdict["orphans"] == [] and named


ALL = ["IM000001", "IM000002", "IM000003", "IM000004", "omar1.pdf", "omar2.pdf"]


def test_a_group_goes_to_the_library_that_knows_the_person(two: tuple[Path, Path]) -> None:
    anna, omar = two
    asked = group(anna)
    assert asked["libraries"] == [{"library": str(omar), "patient": "Omar Khan"}]
    assert "There is a library of Omar Khan here" in said(anna, "strangers").out
    answer = call(anna, "strangers", "move", asked["id"], omar)
    assert answer.code == 0, answer.err
    assert sorted(answer.data["moved"]) == sorted(asked["records"])
    assert answer.data["not_moved"] == []
    assert {record["set_aside_reason"] for record in answer.data["records"]} == {"moved"}
    assert {record["moved_to"] for record in answer.data["records"]} == {"Omar Khan"}
    assert answer.data["receipt"]["totals"]["added"] == len(ALL)
    assert held(omar) == ALL
    assert {record["identity"] for record in call(omar, "list").data["records"]} == {"agrees"}
    assert held(anna) == ["mine.pdf"]
    assert held(anna, "trashed") == ALL
    assert call(anna, "strangers").data == {"groups": []}
    assert is_sound(anna)
    assert is_sound(omar)


def test_undo_brings_them_back_here_and_loses_nothing_there(two: tuple[Path, Path]) -> None:
    anna, omar = two
    before = call(anna, "list").data
    call(anna, "strangers", "move", group(anna)["id"], omar)
    call(anna, "undo")
    assert call(anna, "list").data == before
    assert held(omar) == ALL
    call(anna, "redo")
    assert held(anna) == ["mine.pdf"]


def test_there_and_back_again(two: tuple[Path, Path]) -> None:
    anna, omar = two
    call(anna, "strangers", "move", group(anna)["id"], omar)
    ids = [record["id"] for record in call(omar, "list").data["records"]]
    refused = call(omar, "move", *ids, anna)
    assert refused.code == 2
    assert one_calm_sentence(refused)
    assert call(omar, "move", *ids, anna, "--anyway").code == 0
    assert held(omar) == []
    assert held(anna, "set_aside") == ALL
    assert group(anna)["count"] == 3
    call(anna, "strangers", "move", group(anna)["id"], omar)
    assert held(omar) == ALL
    assert held(anna) == ["mine.pdf"]


def test_both_libraries_are_built_again_as_they_were(two: tuple[Path, Path]) -> None:
    anna, omar = two
    call(anna, "strangers", "move", group(anna)["id"], omar)
    for library in two:
        told = [call(library, *words).data for words in (("list",), ("list", "--status", "trashed"), ("receipt",))]
        assert call(library, "rebuild").code == 0
        again = [call(library, *words).data for words in (("list",), ("list", "--status", "trashed"), ("receipt",))]
        assert again == told


def test_what_cannot_be_moved_is_said_and_changes_nothing(two: tuple[Path, Path], tmp_path: Path) -> None:
    anna, omar = two
    record = group(anna)["records"][0]
    mine = next(r["id"] for r in call(anna, "list").data["records"] if r["identity"] != "differs")
    for words in ([record, anna], [record, tmp_path / "nowhere"], ["d222", omar], [mine, omar]):
        before = held(omar), held(anna)
        answer = call(anna, "move", *words)
        assert answer.code in (2, 3), words
        assert one_calm_sentence(answer)
        assert (held(omar), held(anna)) == before


def test_a_record_that_shares_its_file_goes_alone_only_when_asked_to(
    two: tuple[Path, Path], tmp_path: Path
) -> None:
    anna, omar = two
    documents.pdf_with_text(tmp_path / "both.pdf", [f"{KHAN}\nPROGRESS NOTE\none", f"{KHAN}\nPROGRESS NOTE\ntwo"])
    call(anna, "add", tmp_path / "both.pdf")
    both = [r for r in call(anna, "list").data["records"] if r["files"][0]["name"] == "both.pdf"]
    if len(both) == 1:
        parts = call(anna, "split", both[0]["id"], "2").data["records"]
    else:
        parts = both
    answer = call(anna, "move", parts[0]["id"], omar)
    assert answer.code == 2
    assert parts[1]["id"] in answer.err
    assert call(anna, "move", parts[0]["id"], omar, "--anyway").code == 0
    assert any(r["id"] == parts[1]["id"] for r in call(anna, "list").data["records"])


# Dies where `step` is first called: before its work, or right after it.
DRIVER = """
import importlib, os, signal, sys
from recordkeeper.cli.main import run
module, name, when = sys.argv[1:4]
home = importlib.import_module(module)
whole = getattr(home, name)
def dies(*args, **kwargs):
    if when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    whole(*args, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(home, name, dies)
sys.exit(run(sys.argv[4:]))
"""
STEPS = [
    ("recordkeeper.intake.move", "run", "before"),
    ("recordkeeper.intake.add", "_note_begin", "after"),
    ("recordkeeper.intake.river", "commit", "before"),
    ("recordkeeper.intake.river", "commit", "after"),
    ("recordkeeper.intake.add", "_note_end", "before"),
    ("recordkeeper.intake.move", "run", "after"),
    ("recordkeeper.intake.move", "fingerprint_of", "before"),
    ("recordkeeper.library.acts", "moved", "before"),
    ("recordkeeper.library.acts", "replay", "before"),
    ("recordkeeper.library.acts", "moved", "after"),
]


@pytest.mark.parametrize("step", STEPS, ids="-".join)
def test_killed_at_any_step_nothing_is_lost_or_doubled(two: tuple[Path, Path], step: tuple[str, str, str]) -> None:
    anna, omar = two
    name = group(anna)["id"]
    words = ["--library", str(anna), "strangers", "move", name, str(omar)]
    died = subprocess.run([sys.executable, "-c", DRIVER, *step, *words], cwd=ROOT, capture_output=True, check=False)
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert is_sound(anna)
    assert set(ALL) <= {*held(anna), *held(anna, "trashed")}  # every file is still here
    if held(anna) == ["mine.pdf"]:  # the move was over
        assert held(omar) == ALL
    else:
        assert held(anna, "set_aside") == ALL
        assert call(anna, "strangers", "move", name, omar).code == 0
    assert held(omar) == ALL
    assert held(anna) == ["mine.pdf"]
    assert held(anna, "trashed") == ALL
    assert is_sound(omar)
    assert len([act for act in call(anna, "history").data["changes"] if act["label"] == "move"]) == 1
    assert list((omar / "staging").iterdir()) == []
    call(omar, "work")
    assert held(omar) == ALL
