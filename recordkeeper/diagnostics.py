"""Logs that may be shown to a stranger: ids, counts and error classes, never names, file names or text."""

from __future__ import annotations

import enum
import faulthandler
import logging
import platform
import re
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TextIO

from recordkeeper import __version__

log = logging.getLogger(__name__)

LOG, EARLIER, CRASHES = "recordkeeper.log", "recordkeeper.1.log", "crashes.log"
TOLD = "crashes.told"  # up to where in CRASHES a person has been told
LARGEST = 1_000_000  # bytes of one log file; two are kept
WITHHELD = "[withheld]"
# A code of ours (disk_full), a hash or id in hexadecimal, a UID. No file name, no date, no capitalised name.
_CODE = re.compile(r"[a-z][a-z0-9_-]{0,63}|[0-9a-f-]{16,64}|\d+(\.\d+){3,20}")

_FILE = re.compile(r'File "([^"\n]*)"')

Traced = tuple[type[BaseException] | None, BaseException | None, TracebackType | None]


class PlainFormatter(logging.Formatter):
    """Writes a line a record: our own sentence, its arguments if they are safe, errors as classes and lines."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} {message}", "%Y-%m-%dT%H:%M:%S", style="{")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for `record`, which stays as it was."""
        plain = logging.makeLogRecord(record.__dict__)
        if isinstance(plain.args, tuple):
            plain.args = tuple(map(safe, plain.args))
        elif plain.args:
            plain.args = {key: safe(value) for key, value in plain.args.items()}
        plain.exc_text = None  # another handler may have put the full text there
        return super().format(plain)

    def formatException(self, ei: Traced) -> str:  # noqa: N802 (named by logging)
        """Return classes and places of an error and of those behind it, without their messages."""
        return "\n".join(_told(ei[1]))


def safe(value: object) -> object:
    """Return `value` when it can hold nothing about a person, else a stand-in for it."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, enum.Enum):
        return safe(value.value)
    if isinstance(value, BaseException):
        return type(value).__name__
    if isinstance(value, type):
        return value.__name__
    return value if isinstance(value, str) and _CODE.fullmatch(value) else WITHHELD


def _told(error: BaseException | None) -> Iterator[str]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield type(error).__name__
        for frame, line in traceback.walk_tb(error.__traceback__):
            yield f"  {frame.f_globals.get('__name__', '?')}:{line} {frame.f_code.co_name}"
        error = error.__cause__ or error.__context__


@dataclass(slots=True)
class Diagnostics:
    """What `setup` switched on. `close` switches it off again; until then it belongs to the whole process."""

    handler: logging.Handler
    crashes: TextIO
    hooks: tuple[Callable[..., object], Callable[..., object]]
    watched_before: bool  # crashes were already told on stderr

    def close(self) -> None:
        """Give back the hooks and close the files."""
        sys.excepthook, threading.excepthook = self.hooks
        faulthandler.disable()
        if self.watched_before and sys.__stderr__ is not None:
            faulthandler.enable(sys.__stderr__)
        self.crashes.close()
        logging.getLogger("recordkeeper").removeHandler(self.handler)
        self.handler.close()


def setup(log_dir: Path, level: int = logging.INFO) -> Diagnostics:
    """Log into `log_dir` from now on, crashes of compiled code and unexpected errors included.

    OSError when nothing can be written there; the program can run without a log, so the caller decides.
    """
    log_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    current = log_dir / LOG
    if current.exists() and current.stat().st_size > LARGEST:
        current.replace(log_dir / EARLIER)
    handler = logging.FileHandler(current, encoding="utf-8")
    handler.setFormatter(PlainFormatter())
    crashes = (log_dir / CRASHES).open("a", encoding="utf-8")
    ours = logging.getLogger("recordkeeper")
    ours.setLevel(level)
    ours.addHandler(handler)
    hooks = (sys.excepthook, threading.excepthook)
    diagnostics = Diagnostics(handler, crashes, hooks, faulthandler.is_enabled())
    faulthandler.enable(crashes)
    _hook(*hooks)
    return diagnostics


def _hook(earlier: Callable[..., object], earlier_in_thread: Callable[..., object]) -> None:
    def on_error(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            log.critical("unexpected error", exc_info=(kind, error, trace))
        earlier(kind, error, trace)

    def on_thread_error(told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            log.critical("unexpected error in a thread", exc_info=told.exc_value)
        earlier_in_thread(told)

    sys.excepthook, threading.excepthook = on_error, on_thread_error


def report(log_dir: Path, lines: int = 200) -> str:
    """Return what a user may look at, save and send to us: versions and the last lines of each log.

    Of the files that a crash names, only our own packages' names are left.
    """
    parts = [
        f"Recordkeeper {__version__}, Python {platform.python_version()}, "
        f"{platform.system()} {platform.release()} {platform.machine()}"
    ]
    for name in (EARLIER, LOG, CRASHES):
        with suppress(FileNotFoundError):
            text = (log_dir / name).read_text(encoding="utf-8", errors="replace")
            parts += [f"== {name}", *text.splitlines()[-lines:]]
    return _FILE.sub(_without_folders, "\n".join(parts)) + "\n"


def _without_folders(file: re.Match[str]) -> str:
    """`File "…/pymupdf/mupdf.py"` as `File "pymupdf/mupdf.py"`: whose computer it is stands before that."""
    last = "/".join(re.split(r"[/\\]+", file[1])[-2:])
    return f'File "{last}"'


def crashed_before(log_dir: Path) -> bool:
    """Whether compiled code ended the program since the last `crash_told`."""
    return _size(log_dir / CRASHES) > _seen(log_dir)


def ever_crashed(log_dir: Path) -> bool:
    """Whether the logs hold the trace of a crash."""
    return _size(log_dir / CRASHES) > 0


def crash_told(log_dir: Path) -> None:
    """A person has been told of every crash so far. A log folder that refuses is told of again next time."""
    with suppress(OSError):
        (log_dir / TOLD).write_text(str(_size(log_dir / CRASHES)), encoding="ascii")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _seen(log_dir: Path) -> int:
    try:
        return int((log_dir / TOLD).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0
