"""The pins, and the traps they avoid."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
# A pin is one line of name and version, ending in \, and indented lines of hashes.
PINS = re.findall(r"^(\S+)==(\S+)(?: ; (.*?))? \\\n((?:    --hash=\S+(?: \\)?\n)+)", LOCK, re.MULTILINE)


def test_every_pin_has_its_hashes() -> None:
    lines = [line for line in LOCK.splitlines() if line and line[0] not in " #"]
    assert len(PINS) == len(lines) > 40
    assert all(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", hashes) for *_, hashes in PINS)


def test_the_lock_names_no_index_host() -> None:
    assert not re.findall(r"https?:|file:|--(?:extra-)?index-url|--find-links|\.(?:org|com|net|io)\b", LOCK)


def test_what_is_installed_is_what_is_pinned() -> None:
    installed = {_plain(found.metadata["Name"]): found.version for found in metadata.distributions()}
    for name, version, marker, _ in PINS:
        if not marker or Marker(marker).evaluate():
            assert installed.get(_plain(name)) == version, f"{name}: run python3 dev.py again"


def test_the_lock_holds_everything_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned: dict[str, list[str]] = {}
    for name, version, *_ in PINS:
        pinned.setdefault(_plain(name), []).append(version)
    for line in [*project["dependencies"], *project["optional-dependencies"]["dev"]]:
        asked = Requirement(line)
        assert all(map(asked.specifier.contains, pinned[_plain(asked.name)])), f"{line}: run python3 dev.py lock"


def test_the_full_pymupdf_is_not_installed_beside_the_lite_one() -> None:
    # Both put files into the same folder; the full one loads models with every import.
    names = {_plain(found.metadata["Name"]) for found in metadata.distributions()}
    assert "pymupdf-lite" in names
    assert not names & {"pymupdf", "pymupdf-layout", "pymupdf4llm"}


def test_no_browser_engine_and_no_encumbered_codec_is_installed() -> None:
    names = {_plain(found.metadata["Name"]) for found in metadata.distributions()}
    assert not names & {"pyside6", "pyside6-addons", "pillow-heif"}


@pytest.mark.parametrize("name", ["pyside6-essentials", "shiboken6"])
def test_pyside_stays_below_the_release_that_loses_references(name: str) -> None:
    assert Version("6.8") <= Version(metadata.version(name)) < Version("6.12")


def test_many_signals_leave_the_counts_of_true_and_none_alone() -> None:
    # PySide6 6.12.0 on Python 3.11 lost one reference with each emission and each void call, then aborted.
    code = """
from PySide6.QtCore import QObject, Signal
class Bell(QObject): rung = Signal(bool)
bell = Bell(); bell.rung.connect(lambda on: None)
for _ in range(20_000): bell.rung.emit(True); bell.setObjectName("bell")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
