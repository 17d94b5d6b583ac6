"""The command line is whole without Qt: shown in an environment that does not have it."""

from __future__ import annotations

import subprocess


def _python(no_qt: tuple[str, ...], code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([no_qt[0], "-P", "-c", code], capture_output=True, text=True, check=False)


def test_there_is_no_qt_in_the_environment_without_qt(no_qt: tuple[str, ...]) -> None:
    for name in ("PySide6", "PySide6.QtCore", "shiboken6"):
        done = _python(no_qt, f"import {name}")
        assert done.returncode == 1
        assert "ModuleNotFoundError" in done.stderr


def test_everything_else_is_there(no_qt: tuple[str, ...]) -> None:
    done = _python(no_qt, "import click, numpy, pydicom, pymupdf, sqlcipher3, sqlite_utils, recordkeeper")
    assert done.returncode == 0, done.stderr


def test_help_is_given_without_qt(no_qt: tuple[str, ...]) -> None:
    done = subprocess.run([*no_qt, "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "export" in done.stdout


def test_every_command_explains_itself_without_qt(no_qt: tuple[str, ...]) -> None:
    code = """
import click, click.testing
from recordkeeper.cli.main import cli
names = cli.list_commands(click.Context(cli))
for name in names:
    result = click.testing.CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0, (name, result.output)
print(*names)
"""
    done = _python(no_qt, code)
    assert done.returncode == 0, done.stderr
    assert {"init", "add", "search", "export", "verify"} <= set(done.stdout.split())
