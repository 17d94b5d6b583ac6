"""`session`: one JSON command a line in, one JSON answer a line out, the library kept open.

A line is {"command": "search", "args": ["liver"]}; instead of args, a command's own names may be given:
{"command": "list", "kind": "letter", "limit": 5}. The answer is the command's JSON with "ms" and, when it went
wrong, "error" and "exit_code".
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from io import StringIO
from typing import Any

import click

from recordkeeper.app import App
from recordkeeper.cli import main, problems
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.records.errors import InputProblem, PlaceProblem

_NOT_IN_A_SESSION = {"session", "init", "demo", "rebuild", "watch"}
_ALSO_CALLED = {
    "record_id": {"id", "record"},
    "records": {"id", "ids"},
    "paths": {"path"},
    "number": {"page"},
    "words": {"query"},
}


@click.command(name="session", help="Answer JSON commands, one a line, with the library kept open.")
@common_options
@pass_context
def command(context: Context) -> None:
    with _open(context) as app:
        for line in sys.stdin.buffer:
            if line.strip():
                started = time.perf_counter()
                answer = _answer(context, app, line.decode("utf-8", "replace"))
                answer["ms"] = round((time.perf_counter() - started) * 1000, 3)
                sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
                sys.stdout.flush()


@contextmanager
def _open(context: Context) -> Iterator[App]:
    """For writing; for reading only while somebody else has the library open."""
    with ExitStack() as held:
        try:
            app = held.enter_context(context.app(writing=True))
        except PlaceProblem as problem:
            if problem.code != "library_in_use":
                raise
            app = held.enter_context(context.app())
        yield app


def _answer(outer: Context, app: App, line: str) -> dict[str, Any]:
    call = Context(app=app, words=outer.words())
    call.library = outer.library
    heard: list[str] = []
    printed = StringIO()  # --help prints, and stdout is for answers only
    with problems.told(call, heard.append), redirect_stdout(printed):
        name, arguments = _parsed(line)
        loaded = main.cli.get_command(click.Context(main.cli), name)
        if loaded is None:
            raise InputProblem("no_such_command", command=name)
        loaded.main(args=arguments, prog_name=name, standalone_mode=False, obj=call)
    answer = dict(call.answer or {})
    if printed.getvalue():
        answer["text"] = printed.getvalue()
    if heard:
        answer["error"] = heard[0]
    answer["exit_code"] = call.exit_code
    return answer


def _parsed(line: str) -> tuple[str, list[str]]:
    """The command's name and its arguments as on a command line."""
    try:
        untrusted = json.loads(line)
    except ValueError as error:
        raise InputProblem("not_json") from error
    if isinstance(untrusted, list):
        untrusted = {"command": untrusted}
    if not isinstance(untrusted, dict):
        raise InputProblem("not_json")
    head = next((untrusted.pop(key) for key in ("command", "cmd", "verb") if key in untrusted), None)
    words = head if isinstance(head, list) else [head]
    if not words or not isinstance(words[0], str) or words[0] in _NOT_IN_A_SESSION:
        raise InputProblem("no_such_command", command=words[0] if words else "")
    given: Any = next((untrusted.pop(key) for key in ("args", "argv") if key in untrusted), [])
    if isinstance(given, dict):
        untrusted, given = untrusted | given, []
    rest = [*words[1:], *(given if isinstance(given, list) else [given])]
    return words[0], [*_named(words[0], untrusted), *map(str, rest)]


def _named(name: str, fields: dict[str, Any]) -> list[str]:
    """{"kind": "letter", "id": "d…"} as options and positional arguments of the command."""
    loaded = main.cli.get_command(click.Context(main.cli), name)
    options: list[str] = []
    positional: list[str] = []
    for parameter in loaded.params if loaded is not None else []:
        names = {parameter.name or "", *(opt.lstrip("-").replace("-", "_") for opt in parameter.opts)}
        names |= _ALSO_CALLED.get(parameter.name or "", set())
        value = next((fields[key] for key in names if key in fields), None)
        if value is None or value is False:
            continue
        values = [str(item) for item in value] if isinstance(value, list) else [str(value)]
        if isinstance(parameter, click.Argument):
            positional += values
        elif value is True:
            options.append(parameter.opts[0])
        else:
            options += [part for item in values for part in (parameter.opts[0], item)]
    return [*options, *positional]
