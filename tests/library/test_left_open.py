"""What protecting does not reach is named, each thing by its place."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from recordkeeper import paths
from recordkeeper.catalogue import exports
from recordkeeper.library.full_backup import back_up
from recordkeeper.library.left_open import left_open
from recordkeeper.records.bundle import LedgerEntry
from recordkeeper.wording.words import Words
from recordkeeper.work.progress import CancelToken, Progress
from tests.making.libraries import a_library

NOW = dt.datetime(2026, 3, 5, 14, 0, tzinfo=dt.UTC)


def test_sticks_bundles_sources_others_files_and_old_traces_are_named(tmp_path: Path) -> None:
    with a_library(tmp_path / "library") as app:
        for place in ("/usb/for Dr. Lee", "/usb/for Dr. Lee", "/home/anna/bundle.zip"):
            exports.add(app.library.catalogue.writer, LedgerEntry("2026-01-01", place, "zip", "", "0" * 64, {}, ()))
        back_up(app.library, tmp_path / "stick", NOW, Progress(), CancelToken())
        (app.library.folder / "my notes.txt").write_text("mine")
        left = left_open(app.library)
    words = Words.load(paths.resources() / "wording", "en")
    said = [words.say(f"protect.left.{key}", **fields) for key, fields in left.sentences()]
    assert said[:3] == [words.say(f"protect.left.{key}") for key in ("disk", "sources", "names")]
    assert said[3:] == [
        "2 bundles you made lie outside the library: /usb/for Dr. Lee, /home/anna/bundle.zip.",
        f"The full copy of 5 Mar 2026 is as it was then: {tmp_path / 'stick'}. Make a new one, then delete it.",
        "In the library's folder these are not ours and stay as they are: my notes.txt.",
    ]


def test_of_a_new_library_only_what_holds_for_all_is_said(tmp_path: Path) -> None:
    with a_library(tmp_path / "library") as app:
        assert [key for key, _ in left_open(app.library).sentences()] == ["disk", "sources", "names"]
