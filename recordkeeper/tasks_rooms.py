"""What every task of a worker stands on: one frame for an answer, and rooms that are loaded when first needed."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from recordkeeper.work.frames import Frame
from recordkeeper.work.worker import Task

Args = dict[str, Any]


def single(answer: Callable[[Args], Frame]) -> Task:
    """A task that answers with one frame."""

    def task(args: Args) -> Iterator[Frame]:
        yield answer(args)

    return task


class Rooms:
    """Loads rooms when they are first needed and keeps what is dear to build: the registry, the rules, words."""

    def __init__(self, resources: Path) -> None:
        self.resources = resources

    @functools.cached_property
    def registry(self) -> Any:
        from recordkeeper.formats.registry import Registry

        return Registry(self.resources)

    def readers(self, args: Args) -> Any:
        """The registry, with the passwords that came with a request where files may be locked."""
        return self.registry.with_passwords(tuple(args.get("passwords", ())))

    @functools.cached_property
    def rules(self) -> Any:
        from recordkeeper.recognise.rules import Rules

        return Rules.load(self.resources / "rules")

    @functools.cache  # noqa: B019 - one object a process, as long-lived as the process
    def words(self, language: str) -> Any:
        from recordkeeper.wording.words import Words

        return Words.load(self.resources / "wording", language)
