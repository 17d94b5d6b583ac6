"""What lies below a folder, by the names a bundle has for it."""

from __future__ import annotations

from pathlib import Path

from recordkeeper.bundle.layout import names_below
from tests.making.libraries import write


def test_everything_that_is_no_folder_is_named_and_links_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "in", {"b.txt": "1", "a/c/d.txt": "2", "a/e": "3"})
    (tmp_path / "in" / "empty").mkdir()
    (tmp_path / "in" / "a" / "away").symlink_to(tmp_path)
    (tmp_path / "in" / "nowhere").symlink_to(tmp_path / "gone")
    assert names_below(tmp_path / "in") == ["a/away", "a/c/d.txt", "a/e", "b.txt", "nowhere"]
    assert names_below(tmp_path / "in" / "empty") == []
