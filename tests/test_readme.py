"""The README tells the truth: its commands, rooms, options and table are those of the program."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
# The commands a fence holds, whatever language it names; the picture of the rooms is a fence of its own.
FENCES = re.findall(r"^```(\w*)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def test_there_are_exactly_two_commands_to_begin_with() -> None:
    lines = [
        line for language, text in FENCES if language in {"", "sh", "bash", "console"} for line in text.splitlines()
    ]
    assert lines == ["python3 dev.py demo", "python3 dev.py test"]


def test_every_other_fence_is_the_picture_of_the_rooms() -> None:
    others = [language for language, _ in FENCES if language not in {"", "sh", "bash", "console"}]
    assert others == ["text"]


def test_the_picture_shows_every_room_and_says_which_are_not_built() -> None:
    (picture,) = [text for language, text in FENCES if language == "text"]
    drawn = dict(re.findall(r"^  (\w+)/ +(.*)$", picture, re.MULTILINE))
    built = {path.parent.name for path in (ROOT / "recordkeeper").glob("*/__init__.py")}
    assert built <= set(drawn)
    assert {name for name, words in drawn.items() if "not built yet" in words} == set(drawn) - built


def test_the_picture_shows_every_module_beside_the_rooms() -> None:
    (picture,) = [text for language, text in FENCES if language == "text"]
    drawn = set(re.findall(r"^  (\w+\.py)", picture, re.MULTILINE))
    assert drawn == {path.name for path in (ROOT / "recordkeeper").glob("*.py")} - {"__init__.py"}


def test_every_command_is_named() -> None:
    from recordkeeper.cli.main import cli

    named = set(re.findall(r"`(?:recordkeeper )?([a-z][a-z-]*)[^`]*`", README))
    missing = set(cli.list_commands(click.Context(cli))) - named
    assert not missing


def test_every_command_of_dev_is_named() -> None:
    import dev

    assert all(f"`{name}" in README or f"dev.py {name}" in README for name in dev.COMMANDS)


def test_every_wheel_named_is_pinned_so() -> None:
    rows = re.findall(r"^\| ([a-z0-9-]+) (\d[\d.]*) \| ", README, re.MULTILINE)
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert len(rows) > 10
    stale = [f"{name} {version}" for name, version in rows if f"\n{name}=={version} " not in lock]
    assert not stale, "run python3 dev.py wheels and put its table here"


def test_the_licence_is_the_one_the_project_declares() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] in README
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_links_into_the_project_lead_somewhere() -> None:
    links = [target for target in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in target]
    assert not [target for target in links if not (ROOT / shlex.split(target)[0]).exists()]
