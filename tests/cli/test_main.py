"""The group of commands: help at once, one edge for all that goes wrong, --library wherever it stands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from recordkeeper import __version__
from recordkeeper.cli.main import COMMANDS, cli
from tests.cli.calling import PROGRAM, ROOT, call, one_calm_sentence, process, said

# What takes a moment to import and that no help needs.
HEAVY = (
    "pymupdf", "pydicom", "PIL", "numpy", "lxml", "rich", "sqlcipher3", "sqlite_utils", "PySide6", "rapidfuzz",
    "recordkeeper.catalogue", "recordkeeper.formats", "recordkeeper.paper", "recordkeeper.recognise",
)  # fmt: skip


def loaded_by(*arguments: str) -> set[str]:
    """The modules in a fresh process after it has run these."""
    script = (
        "import sys, json; from recordkeeper.cli.main import run; "
        f"code = run({list(arguments)!r}); print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", script], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    code, modules = json.loads(done.stderr.splitlines()[-1])
    assert code == 0, done.stderr
    return set(modules)


def test_help_lists_every_command_and_imports_nothing_heavy() -> None:
    answer = said(None, "--help")
    assert answer.code == 0
    for name in COMMANDS:
        assert f"  {name} " in answer.out
    assert loaded_by("--help").isdisjoint(HEAVY)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_explains_itself(name: str) -> None:
    answer = said(None, name, "--help")
    assert answer.code == 0
    assert answer.err == ""
    assert "--library" in answer.out
    assert "--json" in answer.out
    assert isinstance(cli.get_command(click.Context(cli), name), click.Command)


def test_the_window_and_the_readers_stay_out_of_the_main_process(library: Path, heap: Path, tmp_path: Path) -> None:
    """Parsing foreign bytes and writing paper is for the workers."""
    call(tmp_path / "new", "init", "--name", "Anna Sample", "--birth-date", "1964-03-05")
    place = ("--library", str(tmp_path / "new"))
    for modules in (
        loaded_by(*place, "--json", "add", str(heap)),
        loaded_by(*place, "--json", "export", str(tmp_path / "out")),
        loaded_by("--json", "verify", str(tmp_path / "out")),
    ):
        heads = {name.partition(".")[0] for name in modules}
        assert heads.isdisjoint({"pymupdf", "pydicom", "PIL", "lxml", "mammoth", "PySide6", "pi_heif"})
        assert not {
            m for m in modules if m.startswith(("recordkeeper.formats", "recordkeeper.paper", "recordkeeper.ui"))
        }


def test_the_version() -> None:
    answer = said(None, "--version")
    assert (answer.code, answer.err) == (0, "")
    assert __version__ in answer.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",), ("list", "--nonsense"), ("list", "--limit", "none"), ("list", "--kind", "novel"),
        ("show",), ("correct", "d1"), ("--nonsense",), ("list", "--limit", "0"), ("list", "extra"),
        ("add",), ("export",), ("export", "x", "--shape", "tape"), ("receipt", "x"), ("search",),
    ],
    ids=" ".join,
)  # fmt: skip
def test_used_wrongly_is_two(library: Path, arguments: tuple[str, ...]) -> None:
    answer = said(library, *arguments)
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.strip()
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("command", ["list", "check", "bundles", "history", "undo", "work", "rebuild", "receipt"])
def test_without_a_library_each_command_says_how_to_name_one(command: str) -> None:
    answer = call(None, command)
    assert answer.code == 2
    assert one_calm_sentence(answer)
    assert "--library" in answer.err


def test_the_library_may_stand_before_or_after_the_command(library: Path) -> None:
    before = said(None, "--library", library, "--json", "list")
    after = said(None, "list", "--library", library, "--json")
    assert before == after
    assert len(before.data["records"]) == 4


def test_the_environment_names_a_library_and_a_written_word_wins(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call(tmp_path / "empty", "init", "--name", "Anna Sample", "--birth-date", "1964")
    monkeypatch.setenv("RECORDKEEPER_LIBRARY", str(tmp_path / "empty"))
    assert call(None, "list").data == {"records": []}
    for arguments in (("--library", library, "--json", "list"), ("list", "--json", "--library", library)):
        assert len(said(None, *arguments).data["records"]) == 4


def test_an_empty_name_is_no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECORDKEEPER_LIBRARY", "")
    assert call(None, "list").code == 2


@pytest.mark.parametrize("arguments", [("list",), ("receipt",), ("check",), ("history",), ("search", "quokka")])
def test_with_json_stdout_holds_one_document(library: Path, arguments: tuple[str, ...]) -> None:
    answer = process("--library", library, "--json", *arguments)
    assert answer.code == 0
    assert answer.out.count("\n") == 1
    assert isinstance(json.loads(answer.out), dict)
    assert answer.err == ""


def test_without_json_people_read_lines(library: Path) -> None:
    answer = said(library, "list")
    assert len(answer.out.splitlines()) == 4
    assert "{" not in answer.out


def test_a_reader_that_has_seen_enough_gets_no_complaint(library: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [*PROGRAM, "--library", str(library), "list"], cwd=ROOT, stdout=write, stderr=subprocess.PIPE, check=False
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")
