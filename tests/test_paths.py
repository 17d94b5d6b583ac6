from __future__ import annotations

import sys
from pathlib import Path

import pytest

from recordkeeper import paths


def test_in_a_checkout_resources_lie_beside_the_package() -> None:
    assert paths.resources().is_dir()
    assert paths.resources().parent == Path(__file__).resolve().parent.parent


def test_when_frozen_resources_are_where_pyinstaller_unpacked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resources() == tmp_path / "resources"


def test_one_variable_moves_everything_into_one_folder(tmp_path: Path) -> None:
    found = paths.places({"RECORDKEEPER_HOME": str(tmp_path)})
    folders = {found.data, found.config, found.cache, found.logs}
    assert len(folders) == 4
    assert all(folder.parent == tmp_path for folder in folders)
    assert found.settings.parent == found.config


def test_without_it_the_systems_customs_hold_and_nothing_is_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    found = paths.places({})
    assert all(paths.NAME in str(folder) for folder in (found.data, found.config, found.cache, found.logs))
    assert not list(tmp_path.iterdir())
