"""Nothing is ever asked of a network: the main stories where there is none, with every socket written down."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.no_network import Told, namespace, watched
from tests.making.dicom import SeriesRecipe, write_disc
from tests.making.documents import pdf_with_text
from tests.stories.test_window import LETTER, PATHOLOGY

ROOT = Path(__file__).resolve().parent.parent.parent
NOTE = "NORTHFIELD HOSPITAL\nPROGRESS NOTE\nAnna Sample   DOB: 03/05/1964\nseen on 02/06/2024, carcinoma"

pytestmark = pytest.mark.skipif(
    not namespace() or shutil.which("strace") is None,
    reason="a namespace without network takes Linux, unshare and strace",
)


def run(tmp_path: Path, *arguments: str | Path, module: str = "recordkeeper", apart: bool = True) -> Told:
    """The program, from the door on."""
    environment = os.environ | {
        "RECORDKEEPER_HOME": str(tmp_path / "home"),
        "HOME": str(tmp_path / "home"),
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": "offscreen",
    }
    (tmp_path / "home").mkdir(exist_ok=True)
    command = [sys.executable, "-P", "-m", module, *map(str, arguments)]
    return watched(command, tmp_path / "calls", environment=environment, cwd=tmp_path, timeout=280, apart=apart)


def done(told: Told) -> Any:
    assert told.code == 0, told.err[-2000:]
    assert told.beyond == ()
    return json.loads(told.out)


def test_records_come_in_are_found_and_go_out_without_any_network(tmp_path: Path) -> None:
    disc = tmp_path / "disc"
    write_disc(disc, [SeriesRecipe(slices=3)], viewer=False)
    pdf_with_text(disc / "LETTER.PDF", [NOTE])
    at = ("--json", "--library", tmp_path / "library")
    done(run(tmp_path, *at, "init", "--name", "Anna Sample", "--birth-date", "1964-03-05", "--country", "US"))
    assert done(run(tmp_path, *at, "add", disc))["totals"]["added"] == 4
    assert done(run(tmp_path, *at, "search", "carcinoma"))["hits"]
    bundle = done(run(tmp_path, *at, "export", tmp_path / "out.zip", "--shape", "zip"))
    assert done(run(tmp_path, *at, "verify", bundle["path"]))["ok"]
    assert done(run(tmp_path, *at, "backup", tmp_path / "stick"))["ok"]
    assert done(run(tmp_path, *at, "check"))["ok"]


def test_the_whole_job_in_the_window_asks_no_network(tmp_path: Path) -> None:
    disc = tmp_path / "disc"
    write_disc(disc, [SeriesRecipe(slices=8)], viewer=False)
    (disc / "REPORTS").mkdir()
    pdf_with_text(disc / "REPORTS" / "PATH.PDF", [PATHOLOGY])
    pdf_with_text(disc / "REPORTS" / "LETTER.PDF", [LETTER])
    told = run(tmp_path, disc, tmp_path / "home", module="tests.stories.window_story")
    assert told.out.endswith("done\n"), told.err[-3000:]
    assert told.beyond == ()


def test_a_socket_that_leaves_this_computer_would_be_seen(tmp_path: Path) -> None:
    (tmp_path / "asks.py").write_text(
        "import socket\n"
        "socket.socketpair()\n"
        "try:\n    socket.create_connection(('192.0.2.1', 80), timeout=0.2)\nexcept OSError:\n    print('{}')\n"
    )
    environment = {**os.environ}
    told = watched([sys.executable, str(tmp_path / "asks.py")], tmp_path / "calls", environment=environment,
                   cwd=tmp_path, timeout=60)  # fmt: skip
    assert told.out == "{}\n"
    assert any("AF_INET" in call for call in told.beyond)
    assert len(told.beyond) < told.calls
