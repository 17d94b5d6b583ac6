"""The journal of a protected library: age files, each of one line or of many, named by the lines they hold."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from recordkeeper.library.durable import place_problems, sync_folder, write_whole
from recordkeeper.library.journal import LINES_A_FILE, Journal, Line, body_of, line_of, sealed_line, whole_lines
from recordkeeper.library.seal import Seal
from recordkeeper.records.errors import PlaceProblem

_NAME = re.compile(r"(\d{8})-(\d{8})\.age")


class SealedJournal(Journal):
    """The journal/ folder of a protected library. A line is a file of its own; it is there whole or not at all."""

    def __init__(self, folder: Path, seal: Seal) -> None:
        super().__init__(folder)
        self._seal = seal

    @property
    def last(self) -> int:
        """The number of the last line, 0 for an empty journal; names alone tell it."""
        if self._last is None:
            self._last = max((last for _, last, _ in self._parts()), default=0)
        return self._last

    def append(self, what: str, content: dict[str, Any]) -> int:
        """Add a line; durable when this returns. Returns its number. PlaceProblem when it could not be added."""
        if self._refuses:
            raise PlaceProblem("open_again", place=str(self._folder))
        number = self.last + 1
        with place_problems(str(self._folder)):
            self._write(number, number, sealed_line(body_of(Line(number, what, content))))
        self._last = number
        return number

    def withdraw(self, number: int) -> None:
        """Take back the line just appended, which is surely not in the catalogue; if that fails, refuse more."""
        self._last = None
        try:
            self._path(number, number).unlink()
            sync_folder(self._folder)
        except OSError:
            self.refuse_more()

    def lines(self, after: int = 0) -> Iterator[Line]:
        """Whole lines in order, from the one after `after`; PlaceProblem "journal_damaged" at a gap."""
        expected = 1
        for first, last, path in self._parts():
            if first != expected:
                raise PlaceProblem("journal_damaged", line=expected)
            if last > after:
                yield from (line for line in self._read(path, first, last) if line.number > after)
            expected = last + 1

    def rewrite(self, change: Callable[[Line], Line]) -> None:
        """As in a plain journal; PlaceProblem "journal_damaged" too, before the file in question is touched."""
        for first, last, path in self._parts():
            old = list(self._read(path, first, last))
            new = [change(line) for line in old]
            if new != old:
                with place_problems(str(self._folder)):
                    write_whole(path, self._seal.closed(b"".join(sealed_line(body_of(line)) for line in new)))

    def fill(self, lines: Iterable[Line]) -> None:
        """Write a whole journal into an empty folder, many lines a file. The folder is not flushed yet."""
        coming = iter(lines)
        while part := list(islice(coming, LINES_A_FILE)):
            data = b"".join(sealed_line(body_of(line)) for line in part)
            self._write(part[0].number, part[-1].number, data)

    def _read(self, path: Path, first: int, last: int) -> Iterator[Line]:
        try:
            with place_problems(str(self._folder)):
                bodies = list(whole_lines(self._seal.opened(path.read_bytes())))
        except PlaceProblem as problem:
            if problem.code != "seal_broken":
                raise
            raise PlaceProblem("journal_damaged", line=first) from problem
        if [int(json.loads(body)["n"]) for body in bodies] != list(range(first, last + 1)):
            raise PlaceProblem("journal_damaged", line=first)
        yield from map(line_of, bodies)

    def _write(self, first: int, last: int, data: bytes) -> None:
        path = self._path(first, last)
        try:
            write_whole(path, self._seal.closed(data))
        except OSError:
            with suppress(OSError):  # a line that was not promised must not be found later
                path.unlink()
            raise

    def _path(self, first: int, last: int) -> Path:
        return self._folder / f"{first:08d}-{last:08d}.age"

    def _parts(self) -> list[tuple[int, int, Path]]:
        """First line, last line and file, in order."""
        named = ((_NAME.fullmatch(path.name), path) for path in self._folder.glob("*.age"))
        return sorted((int(match[1]), int(match[2]), path) for match, path in named if match)
