"""What Linux screen readers are told: each control of each page by name, through AT-SPI on a virtual screen."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from recordkeeper.ui.shell.places import PLACES

NEEDED = ("dbus-run-session", "xvfb-run")
LAUNCHERS = (Path("/usr/libexec/at-spi-bus-launcher"), Path("/usr/lib/at-spi2-core/at-spi-bus-launcher"))
CONTROLS = frozenset({
    "push button", "toggle button", "check box", "radio button", "text", "entry", "combo box", "list", "list box",
    "table", "tree", "slider", "spin button", "progress bar", "page tab", "button", "editable text",
})  # fmt: skip

pytestmark = [
    pytest.mark.skipif(not all(map(shutil.which, NEEDED)), reason="no virtual screen here"),
    pytest.mark.skipif(not any(path.exists() for path in LAUNCHERS), reason="no AT-SPI here"),
]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[str, str]]]:
    """Page → (role, name) of every node shown."""
    pytest.importorskip("jeepney")
    names = [place.name for place in PLACES]
    out = tmp_path_factory.mktemp("told") / "told.json"
    program = [sys.executable, "-m", "tests.making.at_spi", str(out), *names]
    command = ["dbus-run-session", "--", "xvfb-run", "-a", *program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    return {
        name: [(role, called) for role, called in nodes]
        for name, nodes in json.loads(out.read_text("utf-8")).items()
    }


@pytest.mark.parametrize("name", [place.name for place in PLACES])
def test_every_control_is_told_by_name(told: dict[str, list[tuple[str, str]]], name: str) -> None:
    controls = [(role, called) for role, called in told[name] if role in CONTROLS]
    assert len(controls) > 15
    assert [role for role, called in controls if not called.strip()] == []
    assert ("text", "Search all records") in controls or ("entry", "Search all records") in controls
