"""What a disk holds when the power fails at a moment, worked out from the calls it saw (as strace wrote them down).

What was not flushed is lost. A name is on the disk at once, or (`names_too`) only once its folder was flushed: real
disks do either, so both must do no harm. Memory-mapped writes are not seen; SQLite maps only its index of the log,
which it makes anew.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

_CALLS = (
    "openat", "close", "read", "write", "pwrite64", "lseek", "fsync", "fdatasync", "ftruncate", "rename", "unlink",
    "unlinkat", "mkdir", "rmdir", "link", "copy_file_range", "sendfile",
)  # fmt: skip
_LINE = re.compile(r"^\d+\s+(?P<call>\w+)\((?P<args>.*)\)\s+= (?P<result>-?\d+)")
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_HANDLE = re.compile(r"^(\d+)<")
_CUT = " <unfinished ...>"
_CLOSES = re.compile(r"^\d+\s+close\(")
_RESUMED = re.compile(r"^\d+\s+<\.\.\. \w+ resumed>")


def strace_options(log: Path) -> tuple[str, ...]:
    """Have strace write down every call that `calls` understands, with all bytes."""
    return "-y", "-xx", "-s", "100000000", "-o", str(log), "-e", f"trace={','.join(_CALLS)}"


@dataclass(frozen=True, slots=True)
class Call:
    """One call that succeeded: its name, its file handle (-1: none), texts, other arguments and result."""

    name: str
    handle: int
    texts: tuple[bytes, ...]
    args: str
    result: int


def calls(log: Path) -> list[Call]:
    """The calls in the order in which they ended; two threads may have made them."""
    found = []
    for line in _whole(log.read_text(encoding="ascii").splitlines()):
        match = _LINE.match(line)
        if match is not None and int(match["result"]) >= 0:
            handle = _HANDLE.match(match["args"])
            texts = tuple(bytes.fromhex(hexed.replace("\\x", "")) for hexed in _STRING.findall(match["args"]))
            args = _STRING.sub("", match["args"])
            found.append(Call(match["call"], int(handle[1]) if handle else -1, texts, args, int(match["result"])))
    return found


def _whole(lines: list[str]) -> Iterator[str]:
    """Lines with what strace wrote in two, because another thread spoke meanwhile, put together."""
    begun: dict[str, str] = {}
    for line in lines:
        thread = line.split(" ", 1)[0]
        if line.endswith(_CUT) and _CLOSES.match(line):
            yield f"{line.removesuffix(_CUT)}) = 0"  # its number is free for another thread from the beginning on
        elif line.endswith(_CUT):
            begun[thread] = line.removesuffix(_CUT)
        elif (match := _RESUMED.match(line)) is not None:
            if thread in begun:
                yield begun.pop(thread) + line[match.end() :]
        else:
            yield line


@dataclass(slots=True)
class _File:
    """`now` is what the system would show, `flushed` what the disk holds for sure."""

    now: bytearray = field(default_factory=bytearray)
    flushed: bytes = b""


@dataclass(slots=True)
class _Open:
    path: PurePosixPath
    file: _File | None  # None: a folder, or something outside
    at: int = 0
    appends: bool = False


class Disk:
    """The files below one folder while calls are replayed."""

    def __init__(self, place: Path) -> None:
        self._root = PurePosixPath(place)
        self._names: dict[PurePosixPath, _File] = {}
        self._folders: set[PurePosixPath] = {self._root}
        self._open: dict[int, _Open] = {}
        for path in place.rglob("*"):
            if path.is_dir():
                self._folders.add(PurePosixPath(path))
            else:
                data = path.read_bytes()
                self._names[PurePosixPath(path)] = _File(bytearray(data), data)
        self._sure = dict(self._names)  # names that are on the disk whatever happens

    def apply(self, call: Call) -> bool:
        """Do what the call did; returns whether anything below the folder was changed or flushed."""
        step = getattr(self, f"_{call.name}", None)
        return bool(step(call)) if step is not None else False

    def write_to(self, place: Path, *, names_too: bool) -> None:
        """Make `place` what the disk would hold after the power failed now."""
        shutil.rmtree(place, ignore_errors=True)
        for folder in sorted(self._folders):
            (place / folder.relative_to(self._root)).mkdir(parents=True, exist_ok=True)
        for path, file in (self._sure if names_too else self._names).items():
            if not path.name.endswith("-shm"):
                target = place / path.relative_to(self._root)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.flushed)

    def _path(self, text: bytes) -> PurePosixPath | None:
        path = PurePosixPath(text.decode())
        return path if path.is_relative_to(self._root) else None

    def _at(self, call: Call) -> PurePosixPath | None:
        """A path that may be told from an open folder."""
        folder = self._open.get(call.handle)
        return folder.path / call.texts[0].decode() if folder is not None else self._path(call.texts[0])

    def _openat(self, call: Call) -> bool:
        path = self._at(call)
        if path is None:
            self._open.pop(call.result, None)
            return False
        if path in self._folders:
            self._open[call.result] = _Open(path, None)
            return False
        made = path not in self._names
        file = self._names.setdefault(path, _File())
        if "O_TRUNC" in call.args:
            file.now.clear()
            file.flushed = b""
        self._open[call.result] = _Open(path, file, 0, "O_APPEND" in call.args)
        return made

    def _close(self, call: Call) -> bool:
        self._open.pop(call.handle, None)
        return False

    def _read(self, call: Call) -> bool:
        if (opened := self._open.get(call.handle)) is not None:
            opened.at += call.result
        return False

    def _lseek(self, call: Call) -> bool:
        if (opened := self._open.get(call.handle)) is not None:
            opened.at = call.result
        return False

    def _write(self, call: Call) -> bool:
        opened = self._open.get(call.handle)
        if opened is None or opened.file is None:
            return False
        if opened.appends:
            opened.at = len(opened.file.now)
        self._put(opened.file, opened.at, call.texts[0][: call.result])
        opened.at += call.result
        return True

    def _pwrite64(self, call: Call) -> bool:
        opened = self._open.get(call.handle)
        if opened is None or opened.file is None:
            return False
        self._put(opened.file, int(call.args.rpartition(",")[2]), call.texts[0][: call.result])
        return True

    def _put(self, file: _File, at: int, data: bytes) -> None:
        if len(file.now) < at:
            file.now.extend(bytes(at - len(file.now)))
        file.now[at : at + len(data)] = data

    def _ftruncate(self, call: Call) -> bool:
        opened = self._open.get(call.handle)
        if opened is None or opened.file is None:
            return False
        size, file = int(call.args.rpartition(",")[2]), opened.file
        self._put(file, size, b"")
        del file.now[size:]
        file.flushed = file.flushed[:size]
        return True

    def _fsync(self, call: Call) -> bool:
        opened = self._open.get(call.handle)
        if opened is None:
            return False
        if opened.file is not None:
            opened.file.flushed = bytes(opened.file.now)
        else:
            inside = {path: file for path, file in self._names.items() if path.parent == opened.path}
            self._sure = {path: file for path, file in self._sure.items() if path.parent != opened.path} | inside
        return True

    _fdatasync = _fsync

    def _rename(self, call: Call) -> bool:
        before, after = (self._path(text) for text in call.texts)
        if before is None or after is None:
            return False
        if before in self._folders:
            self._move_folder(before, after)
        elif before in self._names:
            self._names[after] = self._names.pop(before)
        return True

    def _move_folder(self, before: PurePosixPath, after: PurePosixPath) -> None:
        """Folders are moved for good at once: none of ours counts on it before its parent is flushed."""

        def moved(path: PurePosixPath) -> PurePosixPath:
            return after / path.relative_to(before) if path.is_relative_to(before) else path

        self._folders = {moved(path) for path in self._folders}
        self._names = {moved(path): file for path, file in self._names.items()}
        self._sure = {moved(path): file for path, file in self._sure.items()}
        for opened in self._open.values():
            opened.path = moved(opened.path)

    def _unlink(self, call: Call) -> bool:
        path = self._path(call.texts[0])
        return path is not None and self._names.pop(path, None) is not None

    def _unlinkat(self, call: Call) -> bool:
        path = self._at(call)
        if path is None:
            return False
        if "AT_REMOVEDIR" in call.args:
            self._folders.discard(path)
            return True
        return self._names.pop(path, None) is not None

    def _mkdir(self, call: Call) -> bool:
        path = self._path(call.texts[0])
        if path is not None:
            self._folders.add(path)
        return path is not None

    def _rmdir(self, call: Call) -> bool:
        path = self._path(call.texts[0])
        if path is not None:
            self._folders.discard(path)
        return path is not None


def cuts(place: Path, made: list[Call]) -> Iterator[tuple[int, Disk]]:
    """The disk after each call that changed something, numbered from 1. `place` is as it was before the calls."""
    disk, number = Disk(place), 0
    for call in made:
        if disk.apply(call):
            number += 1
            yield number, disk
