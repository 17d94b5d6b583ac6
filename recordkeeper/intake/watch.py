"""A folder looked at again and again: what is new in it comes in. Nothing in it is moved, changed or deleted."""

from __future__ import annotations

from collections.abc import Mapping

from recordkeeper.catalogue.deleting import hidden_path
from recordkeeper.intake.walk import Met, walk


class Watch:
    """One watched folder. A file counts once it lies still: two looks in a row found it the same."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._before: dict[str, tuple[int, int]] = {}

    def look(self, settled: Mapping[str, tuple[int, int]]) -> tuple[str, ...]:
        """The paths to add now. `settled` is path as shown → (size, modified_ns) of what earlier intakes have met.

        What was deleted for good is not brought back by itself.
        What cannot be opened is left for another look: a watched folder may be a stick that is not plugged in.
        """
        here = {met.path: met for met in walk([self.folder]) if not met.reason_code}
        still = [path for path, met in here.items() if self._before.get(path) == _stamp(met)]
        self._before = {path: _stamp(met) for path, met in here.items()}
        return tuple(
            path
            for path in still
            if _stamp(here[path]) not in (settled.get(here[path].shown), settled.get(hidden_path(here[path].shown)))
        )


def _stamp(met: Met) -> tuple[int, int]:
    return met.size, met.modified_ns
