"""`watch`: a folder that is emptied by nobody."""

from __future__ import annotations

from pathlib import Path

from tests.cli.calling import call
from tests.making.libraries import write


def test_what_is_new_is_added_once_and_nothing_is_moved(tmp_path: Path) -> None:
    library = tmp_path / "library"
    call(library, "init", "--name", "Anna Sample", "--birth-date", "1964-03-05")
    inbox = write(tmp_path / "inbox", {"a.txt": "A letter about Anna Sample.", "sub/b.txt": "Another letter."})
    first = call(library, "watch", inbox, "--every", "0.2", "--once")
    assert first.code == 0
    (receipt,) = first.data["receipts"]
    assert receipt["totals"]["added"] == 2
    assert call(library, "watch", inbox, "--every", "0.2", "--once").data == {"receipts": []}
    assert sorted(path.name for path in inbox.rglob("*.txt")) == ["a.txt", "b.txt"]
