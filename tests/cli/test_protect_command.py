"""protect, unlock, lock, rekey and unprotect, as somebody calls them who scripts it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.cli.calling import call, init, one_calm_sentence, said
from tests.making.protected import protect
from tests.making.protected import sheet as words_of

PASSPHRASE = "four words of mine"


def handed(text: str) -> int:
    """A descriptor from which a command reads this."""
    reading, writing = os.pipe()
    os.write(writing, text.encode())
    os.close(writing)
    return reading


def words_on(sheet: Path) -> str:
    text = subprocess.run(["pdftotext", "-layout", sheet, "-"], capture_output=True, text=True, check=True).stdout
    found = {int(number): word for number, word in re.findall(r"(\d+) {2,}([^\W\d]+)", text)}
    return " ".join(found[number] for number in range(1, 25))


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
def test_from_the_sheet_to_plain_files_again(tmp_path: Path) -> None:
    place, sheet = init(tmp_path / "library"), tmp_path / "sheet.pdf"
    made = call(place, "protect", "--sheet", sheet, "--passphrase-fd", handed(PASSPHRASE))
    assert made.data == {"state": "sheet_made", "sheet": str(sheet)}
    assert call(place, "list").code == 0  # nothing is locked before the words were typed
    words = words_on(sheet)
    done = call(place, "protect", "--password-fd", handed(words)).data
    assert (done["state"], done["passphrase"], done["not_locked"]["bundles"]) == ("protected", True, [])
    locked = said(place, "list")
    assert locked.code == 3
    assert one_calm_sentence(locked)
    for key in (PASSPHRASE, words):
        assert call(place, "--key-fd", handed(key), "list").data == {"records": []}
    wrong = said(place, "unlock", "--password-fd", handed("not this one"))
    assert wrong.code == 3
    assert one_calm_sentence(wrong)
    assert call(place, "unlock", "--password-fd", handed(PASSPHRASE)).data["state"] == "unlocked"
    assert call(place, "lock").data["state"] == "locked"
    other = tmp_path / "other.pdf"
    assert call(place, "--key-fd", handed(words), "rekey", "--sheet", other, "--language", "es").code == 0
    new = words_on(other)
    rekeyed = call(place, "--key-fd", handed(words), "rekey", "--password-fd", handed(new))
    assert rekeyed.data["state"] == "protected", rekeyed.err
    assert call(place, "--key-fd", handed(words), "list").code == 3
    assert call(place, "--key-fd", handed(new), "unprotect").data["state"] == "plain"
    assert call(place, "list").data == {"records": []}
    assert said(place, "lock").code == 3
    assert said(place, "protect", "--sheet", place / "sheet.pdf").code == 3  # not inside the library


def test_a_protected_library_is_checked_copied_and_exported(library: Path, tmp_path: Path) -> None:
    place = tmp_path / "library"
    shutil.copytree(library, place)
    words = words_of(protect(place))

    def ask(*arguments: object) -> Any:
        return call(place, "--key-fd", handed(words), *arguments)

    checked = ask("check")
    assert (checked.code, checked.data["ok"]) == (0, True)
    assert ask("backup", tmp_path / "copy.zip").code == 0
    for shape, to in (("folder", "out"), ("zip", "packed"), ("iso", "disc")):
        made = ask("export", tmp_path / to, "--shape", shape)
        assert made.code == 0, made.err
        assert call(None, "verify", made.data["path"]).code == 0
    held = {path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    plain = {path.read_bytes() for path in (library / "originals").rglob("*") if path.is_file()}
    assert plain & held
    assert list((place / "staging").iterdir()) == []


def test_a_protected_library_is_mended_deleted_from_and_moved(library: Path, tmp_path: Path) -> None:
    place, moved = tmp_path / "library", tmp_path / "elsewhere"
    shutil.copytree(library, place)
    words = words_of(protect(place))

    def ask(*arguments: object, at: Path = place) -> Any:
        return call(at, "--key-fd", handed(words), *arguments)

    assert ask("backup", tmp_path / "stick").code == 0
    record, *_ = ask("list").data["records"]
    lost, *_ = (path for path in (place / "originals").rglob("*.age"))
    lost.unlink()
    with (place / "catalogue.sqlite").open("r+b") as file:
        file.write(b"spoiled")
    assert ask("list").code == 3
    mended = ask("check", "--repair")
    assert (mended.code, mended.data["ok"]) == (0, True), mended.err
    assert mended.data["repaired"]["catalogue"]
    assert mended.data["repaired"]["brought_back"] == [lost.stem]
    assert ask("trash", record["id"]).code == 0
    assert ask("delete", record["id"], "--yes").data["records"] == [record["id"]]
    assert said(place, "move-library", moved).code == 3  # without its words
    assert not moved.exists()
    assert ask("move-library", moved).data["emptied"]
    assert record["id"] not in {each["id"] for each in ask("list", at=moved).data["records"]}
    assert ask("check", at=moved).data["ok"]
    assert call(moved, "list").code == 3
