"""Progress for people at a terminal, on stderr; silent when nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from recordkeeper.cli.context import Context
from recordkeeper.work.progress import Progress, Step


@contextmanager
def telling(context: Context) -> Iterator[Progress]:
    """A Progress that draws a bar when stderr is a terminal."""
    if context.in_session or not sys.stderr.isatty():
        yield Progress()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    words = context.words()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def tell(step: Step) -> None:
            bar.update(task, description=words.say(f"cli.doing.{step.what}"), completed=step.done, total=step.total)

        yield Progress(tell)
