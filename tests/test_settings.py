from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from recordkeeper.settings import KnownLibrary, Settings, load, save


def test_before_anything_is_chosen_the_defaults_hold(tmp_path: Path) -> None:
    assert load(tmp_path / "settings.json") == Settings()


def test_what_was_chosen_is_there_next_time(tmp_path: Path) -> None:
    known = KnownLibrary("/records/Zoë", "Zoë", "#0F766E")
    chosen = Settings(language="es", library="/records/Zoë", workers=3, libraries=(known,), text_size=150)
    save(tmp_path / "new" / "settings.json", chosen)
    assert load(tmp_path / "new" / "settings.json") == chosen
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["settings.json"]


@pytest.mark.parametrize("field", dataclasses.fields(Settings), ids=lambda field: field.name)
@pytest.mark.parametrize("odd", [["x"], 1.5, True, {"a": 1}, None])
def test_a_value_of_the_wrong_type_is_replaced_by_the_default(
    field: dataclasses.Field[object], odd: object, tmp_path: Path
) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({field.name: odd}))
    right_type = isinstance(odd, bool) and isinstance(field.default, bool)
    assert load(path) == (dataclasses.replace(Settings(), **{field.name: odd}) if right_type else Settings())


@pytest.mark.parametrize("damage", ["", '{"language": "e', "\x00\x00\x00"])
def test_a_damaged_file_is_set_aside_and_the_program_starts(damage: str, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(damage)
    assert load(path) == Settings()
    assert (tmp_path / "settings.json.damaged").read_text() == damage
    save(path, Settings(language="es"))
    assert load(path).language == "es"


def test_what_a_newer_version_keeps_survives_an_older_one(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"language": "es", "colour_of_tomorrow": "teal"}')
    save(path, dataclasses.replace(load(path), workers=2))
    kept = json.loads(path.read_text())
    assert kept.pop("colour_of_tomorrow") == "teal"
    assert (kept["language"], kept["workers"]) == ("es", 2)
    assert set(kept) == {field.name for field in dataclasses.fields(Settings)}


def test_when_saving_fails_the_old_settings_stay(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    save(path, Settings(language="es"))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        save(path, Settings(language="en"))
    assert load(path).language == "es"
    assert [found.name for found in tmp_path.iterdir()] == ["settings.json"]
