"""What every command is given: the chosen library, a way to open it, and a way to answer."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from recordkeeper import paths
from recordkeeper.records.errors import InputProblem, PlaceProblem
from recordkeeper.wording.words import Words

if TYPE_CHECKING:
    from recordkeeper.app import App
    from recordkeeper.library.keys import Protection
    from recordkeeper.library.seal import Seal

F = TypeVar("F", bound=Callable[..., Any])


class Context:
    """One call's surroundings. A session keeps its library open between calls."""

    def __init__(self, *, app: App | None = None, words: Words | None = None) -> None:
        self.library: Path | None = None
        self.as_json = False
        self.exit_code = 0
        self.answer: dict[str, Any] | None = None
        self.key_fd: int | None = None
        self._seal: Seal | None = None
        self._app = app
        self._words = words

    @property
    def in_session(self) -> bool:
        return self._app is not None

    @contextmanager
    def app(self, *, writing: bool = False) -> Iterator[App]:
        """The open library. InputProblem "no_library" when none was chosen."""
        if self._app is not None:
            if writing and self._app.library.lock is None:
                raise PlaceProblem("library_in_use")
            yield self._app
            return
        from recordkeeper.app import opened  # here, so that --help need not load the house

        with opened(self.place(), writing=writing, seal=self.seal()) as app:
            yield app

    def seal(self) -> Seal | None:
        """What opens the chosen library, found once; None when it is not protected, or none of our business.

        By what --key-fd gives, else by the copy in the keyring, else asked at the terminal. PlaceProblem
        "library_locked", "wrong_key"; InputProblem for words that cannot be right.
        """
        from recordkeeper.library import keys, switching
        from recordkeeper.library.durable import place_problems

        place = self.place().absolute()
        if place.is_dir():
            with place_problems(str(place)):
                switching.settle(place)
        protection = keys.protection_of(place)
        if protection is None:
            return None
        if self._seal is None:
            self._seal = self._unlocked(place, protection)
        return self._seal

    def _unlocked(self, place: Path, protection: Protection) -> Seal:
        from recordkeeper.cli.secrets import ask, read_passwords
        from recordkeeper.library import device_copy, keys

        if self.key_fd is not None:
            return keys.unlock(place, " ".join(read_passwords(self.key_fd)))
        try:
            return device_copy.unlock(place, protection)
        except PlaceProblem:
            typed = ask(self, self.words().say("cli.ask_key"))
            if not typed:
                raise
            return keys.unlock(place, typed)

    def place(self) -> Path:
        """The folder of the chosen library."""
        if self.library is None:
            raise InputProblem("no_library")
        return self.library

    def words(self) -> Words:
        if self._words is None:
            self._words = Words.load(paths.resources() / "wording", "en")
        return self._words

    def reply(self, data: dict[str, Any], lines: Iterable[str] = (), *, exit_code: int = 0) -> None:
        """Answer: one JSON document on stdout with --json, else lines for people (made only if they are needed)."""
        self.answer, self.exit_code = data, exit_code
        if self.in_session:
            return
        try:
            if self.as_json:
                sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
            else:
                sys.stdout.writelines(f"{line}\n" for line in lines)
            sys.stdout.flush()
        except BrokenPipeError:  # whoever reads has seen enough; the flush at the end would complain again
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


pass_context = click.make_pass_decorator(Context)


def _set_library(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    """What stands before the command, after it, or in the environment; a written word wins over the environment."""
    context = ctx.ensure_object(Context)
    from_environment = ctx.get_parameter_source(param.name or "") is ParameterSource.ENVIRONMENT
    if value and not (from_environment and context.library is not None):
        context.library = Path(value)


def _set_json(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        ctx.ensure_object(Context).as_json = True


def _set_key(ctx: click.Context, _param: click.Parameter, value: int | None) -> None:
    if value is not None:
        ctx.ensure_object(Context).key_fd = value


def common_options(command: F) -> F:
    """--library, --json and --key-fd, before or after the command's name."""
    command = click.option(
        "--key-fd",
        type=int,
        metavar="N",
        expose_value=False,
        callback=_set_key,
        help="Open a protected library with the passphrase or words read from descriptor N.",
    )(command)
    command = click.option(
        "--library",
        metavar="DIR",
        envvar="RECORDKEEPER_LIBRARY",
        expose_value=False,
        callback=_set_library,
        help="The library's folder (or RECORDKEEPER_LIBRARY).",
    )(command)
    return click.option(
        "--json", is_flag=True, expose_value=False, callback=_set_json, help="Answer with one JSON document."
    )(command)
