"""Passwords for a command: read from a file descriptor or asked at the terminal, never from the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from recordkeeper.cli.context import Context
from recordkeeper.records.errors import InputProblem

F = TypeVar("F", bound=Callable[..., Any])


def password_options(command: F) -> F:
    """--password-fd and --remember."""
    command = click.option("--remember", is_flag=True, help="Keep the password in this computer's keyring.")(
        command
    )
    return click.option(
        "--password-fd", type=int, metavar="N", help="Read passwords from file descriptor N, one a line."
    )(command)


def read_passwords(password_fd: int | None) -> tuple[str, ...]:
    """The lines of the descriptor; none without one. InputProblem "password_fd" when it cannot be read."""
    if password_fd is None:
        return ()
    try:
        with os.fdopen(password_fd, "rb") as given:
            text = given.read().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputProblem("password_fd", number=password_fd) from error
    return tuple(line for line in text.splitlines() if line)


def ask(context: Context, question: str) -> str:
    """What a person types where nobody can read it; nothing where there is no person."""
    if context.in_session or context.as_json or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return ""
    return str(click.prompt(question, default="", show_default=False, hide_input=True, err=True))
