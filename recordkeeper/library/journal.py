"""Append-only lines from which the catalogue can be rebuilt, together with the originals.

A line is the CRC-32 of its JSON in hex, a space, the JSON. A torn last line (the power failed while it was being
written) was never followed by a commit and is dropped.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import FileIO
from itertools import islice
from pathlib import Path
from typing import Any

from recordkeeper.library.durable import place_problems, sync_folder, write_whole
from recordkeeper.records.errors import PlaceProblem

LINES_A_FILE = 10_000


@dataclass(frozen=True, slots=True)
class Line:
    """One entry: its number from 1, what it is about, and its content."""

    number: int
    what: str
    content: dict[str, Any]


class Journal:
    """The journal/ folder. Appends after the last whole line."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._last: int | None = None
        self._refuses = False
        self.doubtful = 0  # the number of a line of which only the catalogue can tell whether it counts

    @property
    def last(self) -> int:
        """The number of the last whole line, 0 for an empty journal."""
        if self._last is None:
            newest_first = sorted(self._folder.glob("*.jsonl"), reverse=True)
            self._last = next((number for path in newest_first if (number := _last_number(path))), 0)
        return self._last

    @property
    def in_doubt(self) -> bool:
        """Whether only the next opening will tell if the last line counts."""
        return self._refuses

    def append(self, what: str, content: dict[str, Any]) -> int:
        """Add a line; durable when this returns. Returns its number. PlaceProblem when it could not be added."""
        if self._refuses:
            raise PlaceProblem("open_again", place=str(self._folder))
        number = self.last + 1
        path = self._file_of(number)
        body = body_of(Line(number, what, content))
        with place_problems(str(self._folder)):
            new = not path.exists()
            with path.open("xb" if new else "r+b", buffering=0) as file:
                end = 0 if new else _whole_length(path)
                try:
                    _write_durably(file, end, sealed_line(body))
                except OSError:
                    with suppress(OSError):  # a line that was not promised must not be found later
                        file.truncate(end)
                    raise
            if new:
                sync_folder(self._folder)
        self._last = number
        return number

    def withdraw(self, number: int) -> None:
        """Take back the line just appended, which is surely not in the catalogue; if that fails, refuse more."""
        path = self._file_of(number)
        self._last = None
        try:
            with path.open("r+b", buffering=0) as file:
                lines = path.read_bytes().splitlines(keepends=True)
                file.truncate(sum(map(len, lines[:-1])))
                os.fsync(file.fileno())
        except OSError:
            self.refuse_more()

    def refuse_more(self, doubtful: int = 0) -> None:
        """Take no more lines: whether the last one counts is not known before the library is opened again.

        `doubtful` is its number where something short of that can tell: see `settle`.
        """
        self._refuses, self.doubtful = True, doubtful

    def settle(self) -> None:
        """The doubtful line surely does not count: take it back, and take lines again if that succeeds."""
        number = self.doubtful
        self._refuses, self.doubtful = False, 0
        self.withdraw(number)

    def rewrite(self, change: Callable[[Line], Line]) -> None:
        """Put other content under the numbers of lines, file by file: each holds all old lines or all new ones.

        For what a person deletes for good, and nothing else. PlaceProblem when the disk refuses.
        """
        with place_problems(str(self._folder)):
            for path in sorted(self._folder.glob("*.jsonl")):
                old = [line_of(body) for body in whole_lines(path.read_bytes())]
                new = [change(line) for line in old]
                if new != old:
                    write_whole(path, b"".join(sealed_line(body_of(line)) for line in new))

    def _file_of(self, number: int) -> Path:
        return self._folder / f"{(number - 1) // LINES_A_FILE:06d}.jsonl"

    def lines(self, after: int = 0) -> Iterator[Line]:
        """Whole lines in order, from the one after `after`; PlaceProblem "journal_damaged" at a gap."""
        expected = 1
        for path in sorted(self._folder.glob("*.jsonl")):
            for body in whole_lines(path.read_bytes()):
                line = line_of(body)
                if line.number != expected:
                    raise PlaceProblem("journal_damaged", line=expected)
                expected = line.number + 1
                if line.number > after:
                    yield line

    def fill(self, lines: Iterable[Line]) -> None:
        """Write a whole journal into an empty folder. The folder is not flushed yet."""
        coming = iter(lines)
        while part := list(islice(coming, LINES_A_FILE)):
            with self._file_of(part[0].number).open("xb") as file:
                file.writelines(sealed_line(body_of(line)) for line in part)
                file.flush()
                os.fsync(file.fileno())


def body_of(line: Line) -> str:
    """A line as its JSON."""
    entry = {"n": line.number, "what": line.what, **line.content}
    return json.dumps(entry, ensure_ascii=True, separators=(",", ":"))


def line_of(body: bytes) -> Line:
    """The line a JSON holds."""
    entry = json.loads(body)
    return Line(int(entry.pop("n")), entry.pop("what"), entry)


def _write_durably(file: FileIO, end: int, data: bytes) -> None:
    """Put `data` at `end`, in place of whatever torn tail is there."""
    file.seek(end)
    file.truncate()
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]
    os.fsync(file.fileno())


def sealed_line(body: str) -> bytes:
    """A line as it stands in a file, with its sum."""
    data = body.encode("ascii")
    return b"%08x %s\n" % (zlib.crc32(data), data)


def whole_lines(data: bytes) -> Iterator[bytes]:
    """The JSON of each line that is whole and agrees with its sum."""
    for line in data.split(b"\n")[:-1]:  # what follows the last line's end was torn, however whole it looks
        body = line[9:]
        if len(line) > 9 and line[:8] == b"%08x" % zlib.crc32(body):  # "crc32hex "
            yield body


def _last_number(path: Path) -> int:
    return max((int(json.loads(body)["n"]) for body in whole_lines(path.read_bytes())), default=0)


def _whole_length(path: Path) -> int:
    """Bytes up to the end of the last line that ended, so that a torn tail is written over."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        position = size
        while position > 0:
            step = min(4096, position)
            file.seek(position - step)
            newline = file.read(step).rfind(b"\n")
            if newline >= 0:
                return position - step + newline + 1
            position -= step
    return 0
