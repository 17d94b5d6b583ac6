"""The edge of the program: every problem becomes one sentence and an exit code."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from recordkeeper.cli.context import Context
from recordkeeper.library.durable import place_problems
from recordkeeper.records.errors import InputProblem, KnownProblem, PlaceProblem
from recordkeeper.work.pool import WorkerFailure
from recordkeeper.work.progress import Cancelled

log = logging.getLogger(__name__)

USED_WRONGLY = 2
REFUSED = 3


@contextmanager
def told(context: Context, say: Callable[[str], None] | None = None) -> Iterator[None]:
    """Run a command; what goes wrong is said (on stderr, unless `say` is given) and kept in `context.exit_code`."""
    say = say or _on_stderr
    try:
        yield
    except KnownProblem as problem:
        say(sentence(context, problem))
        context.exit_code = USED_WRONGLY if isinstance(problem, InputProblem) else REFUSED
    except click.ClickException as error:
        say(error.format_message())
        context.exit_code = USED_WRONGLY
    except click.exceptions.Exit as leave:
        context.exit_code = leave.exit_code
    except (click.Abort, KeyboardInterrupt, Cancelled):
        say(context.words().say("cli.stopped"))
        context.exit_code = 1
    except WorkerFailure as failure:
        log.error("worker failed: %s %s %s", failure.trouble, failure.error, failure.where)
        say(context.words().say(f"errors.worker_{failure.trouble}"))
        context.exit_code = REFUSED
    except UnicodeEncodeError:  # an argument with bytes that are not text came as far as the catalogue
        log.exception("not text")
        say(context.words().say("errors.not_text"))
        context.exit_code = USED_WRONGLY
    except OSError as error:
        say(sentence(context, _refusal(error)))
        context.exit_code = REFUSED
    except Exception as error:  # noqa: BLE001 - the edge of the process
        say(_from_the_catalogue(context, error) or _a_bug(context, error))
        context.exit_code = REFUSED


def _from_the_catalogue(context: Context, error: Exception) -> str:
    """What the disk refused SQLite in the midst of something; "" for anything else."""
    from recordkeeper.catalogue import engine  # loaded already if it is to blame; --help never comes here

    problem = engine.refusal(error, context.library or "")
    return sentence(context, problem) if problem is not None else ""


def _a_bug(context: Context, error: Exception) -> str:
    log.error("a bug", exc_info=error)
    return context.words().say("errors.a_bug", error=type(error).__name__)


def _refusal(error: OSError) -> KnownProblem:
    """What a place said that nobody asked more closely."""
    place = str(error.filename or "")
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return PlaceProblem("no_such_path", path=place)
    try:
        with place_problems(place):
            raise error
    except PlaceProblem as problem:
        return problem


def sentence(context: Context, problem: KnownProblem) -> str:
    """The problem in words."""
    return context.words().say(f"errors.{problem.code}", **problem.fields)


def _on_stderr(text: str) -> None:
    """Tell a person something, apart from the answer."""
    sys.stderr.write(text + "\n")
