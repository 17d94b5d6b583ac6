"""`add`: what is taken, what cannot be, and what happens when a person stops it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from pathlib import Path

import pytest

from tests.cli.calling import HEAD, call, init, one_calm_sentence, said, start
from tests.making import documents
from tests.making.libraries import write, zip_of


def outcomes(answer: dict[str, list[dict[str, str]]]) -> dict[str, str]:
    return {Path(row["path"]).name: row["outcome"] for row in answer["files"]}


def test_every_file_is_told_once_and_the_totals_add_up(heap: Path, added: tuple[Path, dict[str, object]]) -> None:
    _, receipt = added
    rows = receipt["files"]
    assert isinstance(rows, list)
    assert sorted(row["path"] for row in rows) == sorted(str(p) for p in heap.rglob("*") if p.is_file())
    totals = receipt["totals"]
    assert isinstance(totals, dict)
    assert sum(totals.values()) == sum(row["outcome"] != "container" for row in rows)


def test_a_second_add_adds_nothing(heap: Path, library: Path) -> None:
    before = call(library, "list").data
    again = call(library, "add", heap)
    assert again.code == 0
    assert again.data["totals"]["added"] == 0
    assert call(library, "list").data == before


@pytest.mark.parametrize("name", ["bad.pdf", "locked.pdf"])
def test_what_cannot_be_read_is_one_and_kept(tmp_path: Path, name: str) -> None:
    library = init(tmp_path / "library")
    if name == "bad.pdf":
        write(tmp_path / "in", {name: b"%PDF-1.7 and nothing more"})
    else:
        documents.encrypted_pdf(tmp_path / "in" / name, ["secret"], password="secret")
    answer = call(library, "add", tmp_path / "in" / name)
    assert answer.code == 1
    assert answer.err == ""
    (row,) = answer.data["files"]
    assert row["outcome"] == ("unreadable" if name == "bad.pdf" else "locked")
    assert row["reason"].endswith(".")
    assert call(library, "check").data["originals"] == 1
    assert call(library, "receipt").code == 0  # the asking went well


def test_set_aside_is_no_failure(tmp_path: Path) -> None:
    library = init(tmp_path / "library")
    stranger = documents.pdf_with_text(
        tmp_path / "a.pdf", ["SURGICAL PATHOLOGY REPORT\nPatient: Zoe Stranger\nDOB: 01/02/1950\nMRN: 99"]
    )
    assert call(library, "add", stranger).code == 0


def test_a_path_that_is_not_there(library: Path, tmp_path: Path) -> None:
    answer = call(library, "add", tmp_path / "gone.pdf")
    assert answer.code in (1, 2)
    assert "Traceback" not in answer.err
    if answer.code == 1:
        assert [row["path"] for row in answer.data["files"]] == [str(tmp_path / "gone.pdf")]


def test_a_members_path_names_its_archive(tmp_path: Path) -> None:
    library = init(tmp_path / "library")
    archive = zip_of(tmp_path / "outer.zip", [("inner/a.txt", f"{HEAD}\nPROGRESS NOTE".encode())])
    answer = call(library, "add", archive)
    assert {row["path"]: row["outcome"] for row in answer.data["files"]} == {
        str(archive): "container",
        f"{archive}!/inner/a.txt": "added",
    }
    assert sum(answer.data["totals"].values()) == 1


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_bytes_in_a_name_that_are_not_text_are_shown_as_such(tmp_path: Path) -> None:
    library = init(tmp_path / "library")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / os.fsdecode(b"caf\xe9.txt")).write_text(f"{HEAD}\nPROGRESS NOTE")
    answer = call(library, "add", folder)
    assert [row["path"] for row in answer.data["files"]] == [f"{folder}/caf\\xe9.txt"]
    answer.out.encode("utf-8")


def test_a_relative_path_is_taken_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = init(tmp_path / "library")
    write(tmp_path / "in", {"a.txt": f"{HEAD}\nPROGRESS NOTE"})
    monkeypatch.chdir(tmp_path / "in")
    assert outcomes(call(library, "add", ".").data) == {"a.txt": "added"}


def test_people_read_counts(tmp_path: Path) -> None:
    library = init(tmp_path / "library")
    write(tmp_path / "in", {"a.txt": f"{HEAD}\nPROGRESS NOTE", "bad.pdf": b"%PDF-1.7"})
    answer = said(library, "add", tmp_path / "in")
    assert "1 added" in answer.out
    assert "bad.pdf" in answer.out


def test_no_wait_is_understood(library: Path, heap: Path) -> None:
    assert call(library, "add", "--no-wait", heap / "note.txt").code == 0


@pytest.mark.skipif(os.name == "nt", reason="Ctrl+C is sent another way there")
def test_ctrl_c_during_a_big_add_gives_a_receipt_and_a_second_add_goes_on(tmp_path: Path) -> None:
    """The signal goes to the whole group, as a terminal sends it: the workers must not die of it."""
    library = init(tmp_path / "library")
    files = {f"{n:04}.txt": f"{HEAD}\nPROGRESS NOTE {n}\n" + "word " * 500 for n in range(400)}
    heap = write(tmp_path / "heap", files)
    adding = start("--library", library, "--json", "add", heap, start_new_session=True)
    until = time.monotonic() + 30
    while not any((library / "originals").iterdir()) and time.monotonic() < until:
        time.sleep(0.005)
    os.killpg(adding.pid, signal.SIGINT)
    out, err = adding.communicate(timeout=30)
    assert err == ""
    assert adding.returncode == 1
    receipt = json.loads(out)
    totals = receipt["totals"]
    assert totals["pending"] > 0
    assert totals["unreadable"] == 0
    assert len({row["path"] for row in receipt["files"]}) == len(receipt["files"]) == 400
    again = call(library, "add", heap)
    assert again.code == 0
    assert again.data["intake"] == receipt["intake"]
    assert again.data["totals"]["pending"] == 0
    assert sum(again.data["totals"].values()) == 400
    verdict = call(library, "check").data
    assert (verdict["ok"], verdict["originals"], verdict["orphans"]) == (True, 400, [])


def test_work_finishes_what_was_left(tmp_path: Path, heap: Path) -> None:
    library = init(tmp_path / "library")
    assert call(library, "work").data == {"receipts": [], "pages_read": 0, "pages_waiting": 0}
    assert call(library, "add", heap).code == 0
    assert call(library, "work").data == {"receipts": [], "pages_read": 0, "pages_waiting": 0}


def test_a_library_deleted_from_under_it_is_one_sentence(tmp_path: Path, heap: Path) -> None:
    library = init(tmp_path / "library")
    shutil.rmtree(library / "originals")
    (library / "originals").write_text("no folder")
    answer = call(library, "add", heap)
    assert answer.code == 3
    assert one_calm_sentence(answer)
