"""`receipt`: the latest, an earlier one, and one that never was."""

from __future__ import annotations

from pathlib import Path

from tests.cli.calling import call, init, one_calm_sentence, said


def test_the_latest_or_the_one_asked_for(tmp_path: Path, heap: Path) -> None:
    library = init(tmp_path / "library")
    first = call(library, "add", heap / "note.txt").data
    second = call(library, "add", heap / "letter.pdf").data
    assert call(library, "receipt").data == second
    assert call(library, "receipt", first["intake"]).data == first


def test_one_that_never_was(library: Path) -> None:
    answer = call(library, "receipt", 999)
    assert answer.code == 2
    assert one_calm_sentence(answer)


def test_before_the_first_add(tmp_path: Path) -> None:
    answer = call(init(tmp_path / "library"), "receipt")
    assert answer.code in (0, 2)
    assert "Traceback" not in answer.err


def test_people_read_what_became_of_the_files(library: Path) -> None:
    assert "added" in said(library, "receipt", 1).out
