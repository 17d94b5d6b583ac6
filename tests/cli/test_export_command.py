"""`export`, `verify` and `bundles` as a person calls them."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import pytest

from tests.cli.calling import call, init, one_calm_sentence, said, start
from tests.making import dicom


def test_a_folder_and_a_zip_verify(library: Path, tmp_path: Path) -> None:
    for shape, name in (("zip", "out.zip"), ("folder", "out")):
        made = call(library, "export", tmp_path / "out", "--shape", shape)
        assert made.code == 0, made.err
        assert made.data["path"] == str(tmp_path / name)
        assert call(None, "verify", made.data["path"]).code == 0


def test_a_bundle_that_is_not_sound_is_one(library: Path, tmp_path: Path) -> None:
    call(library, "export", tmp_path / "out", "--select", "imaging_study")
    (tmp_path / "out" / "more.txt").write_text("more")
    answer = call(None, "verify", tmp_path / "out")
    assert answer.code == 1
    assert answer.data["ok"] is False
    assert [check["check"] for check in answer.data["checks"] if not check["ok"]] == ["nothing_else"]
    told = said(None, "verify", tmp_path / "out")
    assert "- nothing_else: more.txt" in told.out


def test_a_name_in_a_scan_that_is_not_the_patients_is_no_all_is_well(tmp_path: Path) -> None:
    library = init(tmp_path / "library")
    recipe = dicom.SeriesRecipe(slices=1, patient_name="Somebody^Else", birth_date="", patient_id="")
    dicom.write_series(tmp_path / "heap", recipe)
    assert call(library, "add", tmp_path / "heap").code == 0
    aside = call(library, "list", "--status", "set_aside", "--kind", "imaging_study").data["records"]
    for record in aside:
        assert call(library, "accept", record["id"]).code == 0
    assert aside
    call(library, "export", tmp_path / "out", "--select", "imaging_study")
    told = said(None, "verify", tmp_path / "out")
    assert told.code == 0
    assert "? names: Somebody^Else" in told.out
    assert "All is well" not in told.out


def test_verify_of_nothing_is_two(tmp_path: Path) -> None:
    answer = call(None, "verify", tmp_path / "gone")
    assert answer.code == 2
    assert one_calm_sentence(answer)


def test_an_existing_file_is_left_alone(library: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    answer = call(library, "export", tmp_path / "out")
    assert answer.code == 3
    assert one_calm_sentence(answer)
    assert (tmp_path / "out").read_text() == "mine"


def test_a_relative_place_is_taken_from_here(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert call(library, "export", "out", "--select", "imaging_study").data["path"] == str(tmp_path / "out")


@pytest.mark.parametrize("select", ["d2222222222222222", "insurance"])
def test_nothing_to_send_is_two(library: Path, tmp_path: Path, select: str) -> None:
    answer = call(library, "export", tmp_path / "out", "--select", select)
    assert answer.code == 2
    assert one_calm_sentence(answer)
    assert list(tmp_path.iterdir()) == []


def test_selected_records_only(library: Path, ids: dict[str, str], tmp_path: Path) -> None:
    made = call(
        library, "export", tmp_path / "out", "--select", ids["biopsy.pdf"], "--select", ids["note.txt"]
    ).data
    assert made["counts"]["documents"] == 2
    assert made["counts"]["instances"] == 0


def test_problems_are_sentences(library: Path, tmp_path: Path) -> None:
    made = call(library, "export", tmp_path / "out").data
    assert all(problem["sentence"] for problem in made["problems"])
    told = said(library, "export", tmp_path / "again")
    assert str(tmp_path / "again") in told.out


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_words_that_are_not_text(library: Path, tmp_path: Path) -> None:
    odd = os.fsdecode(b"caf\xe9")
    made = call(
        library, "export", tmp_path / "out", "--recipient", odd, "--question", odd, "--select", "imaging_study"
    )
    assert made.code == 0, made.err
    assert call(library, "bundles").data["bundles"][-1]["recipient"] == "caf?"


@pytest.mark.skipif(os.name == "nt", reason="Ctrl+C is sent another way there")
def test_ctrl_c_leaves_nothing_half_made(tmp_path: Path) -> None:
    library = init(tmp_path / "library")
    dicom.write_series(tmp_path / "heap", dicom.SeriesRecipe(slices=300, rows=128, columns=128, syntax="implicit"))
    assert call(library, "add", tmp_path / "heap").code == 0
    (tmp_path / "out").mkdir()
    exporting = start("--library", library, "--json", "export", tmp_path / "out" / "b", start_new_session=True)
    until = time.monotonic() + 30
    while not list((tmp_path / "out").rglob("IM*")) and time.monotonic() < until:
        time.sleep(0.002)
    os.killpg(exporting.pid, signal.SIGINT)
    out, err = exporting.communicate(timeout=30)
    if exporting.returncode == 0:  # it was done before the signal came
        assert json.loads(out)["path"] == str(tmp_path / "out" / "b")
        return
    assert exporting.returncode == 1
    assert (out, err.count("\n")) == ("", 1)
    assert list((tmp_path / "out").iterdir()) == []
    assert call(library, "bundles").data == {"bundles": []}


@pytest.mark.parametrize("shape", ["locked", "locked-pdfs"])
def test_a_locked_bundle_tells_its_passphrase_once_and_opens_with_it(
    library: Path, tmp_path: Path, shape: str
) -> None:
    made = call(library, "export", tmp_path / "out", "--shape", shape)
    assert made.code == 0, made.err
    assert Path(made.data["slip"]).is_file()
    reading, writing = os.pipe()
    os.write(writing, made.data["passphrase"].encode())
    os.close(writing)
    assert call(None, "verify", made.data["path"], "--password-fd", reading).code == 0
    assert call(None, "verify", made.data["path"]).code == 1


def test_a_passphrase_nobody_kept_is_told_in_a_sentence(library: Path) -> None:
    answer = call(library, "bundles", "--passphrase", 4711)
    assert answer.code == 2
    assert one_calm_sentence(answer)


def test_a_size_that_is_none_is_told_in_a_sentence(library: Path, tmp_path: Path) -> None:
    answer = call(library, "export", tmp_path / "out", "--parts", "huge")
    assert answer.code == 2
    assert one_calm_sentence(answer)


def test_parts_that_are_large_enough_are_one(library: Path, tmp_path: Path) -> None:
    made = call(library, "export", tmp_path / "out", "--parts", "dvd", "--preset", "everything")
    assert made.code == 0, made.err
    assert made.data["path"] == str(tmp_path / "out")


def test_an_upload_is_made_by_the_rule_that_is_told(library: Path, tmp_path: Path) -> None:
    asked = ("--shape", "upload", "--upload-size", "5MB", "--upload-images", "zip", "--upload-mixed-ids")
    made = call(library, "export", tmp_path / "up", *asked)
    assert made.code == 0
    assert (tmp_path / "up" / "UPLOAD-LIST.pdf").is_file()
    assert call(library, "verify", tmp_path / "up").code == 0
    assert call(library, "export", tmp_path / "no", "--shape", "upload", "--parts", "cd").code == 2
    assert not (tmp_path / "no").exists()
