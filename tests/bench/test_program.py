from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench import heap, program


def test_a_command_answers_and_tells_its_peak(tmp_path: Path) -> None:
    library = program.new_library(tmp_path / "library")
    papers = heap.write_reports(tmp_path / "papers", 2)
    ran = program.call(library, "add", tmp_path / "papers")
    assert ran.answer["totals"]["added"] == len(papers)
    assert ran.peak_mb > 5 or not sys.platform.startswith("linux")


def test_a_command_that_fails_has_no_figure(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        program.call(tmp_path / "no library", "list")


def test_a_session_answers_one_command_after_the_other(tmp_path: Path) -> None:
    library = program.new_library(tmp_path / "library")
    with program.session(library) as session:
        assert session.ask("list")["records"] == []
        assert session.ask("search", "nothing")["ms"] >= 0
        with pytest.raises(RuntimeError):
            session.ask("show", "no such record")
