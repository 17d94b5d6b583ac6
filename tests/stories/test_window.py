"""The whole job in the window under a real X server: welcome → disc → find → accept → undo → bundle."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.making.dicom import SeriesRecipe, write_disc
from tests.making.documents import pdf_with_text

ROOT = Path(__file__).resolve().parent.parent.parent
PATHOLOGY = """NORTHFIELD HOSPITAL
SURGICAL PATHOLOGY REPORT
Patient: Anna Sample   DOB: 03/05/1964
Collected: 02/06/2024   Reported: 02/09/2024
Specimen: A. Colon biopsy
Gross description: Received in formalin, two fragments in cassette A1.
Microscopic description: glands with atypia.
Final diagnosis: Adenocarcinoma, moderately differentiated."""
LETTER = """NORTHFIELD HOSPITAL
17 February 2024
Dear Dr. Other,
Re: Anna Sample, born 5 March 1964
Thank you for seeing her. She is well.
Yours sincerely, Dr. Test"""


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[str]:
    """A real X server of our own; its number is chosen by itself."""
    server = shutil.which("Xvfb")
    if server is None:
        pytest.skip("Xvfb is not installed here; CI installs it")
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [server, "-displayfd", str(writing), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as number:
        display = f":{number.readline().strip()}"
    yield display
    process.terminate()
    process.wait()


def test_the_whole_job_can_be_done_in_the_window(screen: str, tmp_path: Path) -> None:
    disc, home = tmp_path / "disc", tmp_path / "home"
    home.mkdir()
    write_disc(disc, [SeriesRecipe(slices=8)], viewer=False)
    (disc / "REPORTS").mkdir()
    pdf_with_text(disc / "REPORTS" / "PATH.PDF", [PATHOLOGY])
    pdf_with_text(disc / "REPORTS" / "LETTER.PDF", [LETTER])
    environment = os.environ | {
        "DISPLAY": screen,
        "QT_QPA_PLATFORM": "xcb",
        "HOME": str(home),
        "RECORDKEEPER_HOME": str(tmp_path / "settings"),
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.stories.window_story", str(disc), str(home)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.stdout.endswith("done\n"), done.stderr[-3000:]
