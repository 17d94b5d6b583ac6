"""The program's door: the worker first, then the command line. With no arguments it opens the window."""

from __future__ import annotations

import io
import sys


def main() -> int:
    """Run as worker or as command line; returns the exit code."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--worker"]:
        return _worker(arguments[1:])
    return _command_line(arguments)


def _command_line(arguments: list[str]) -> int:
    from recordkeeper.cli.main import run

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if arguments in (["-h"], ["--help"]):
        return run(arguments)
    import logging

    from recordkeeper.diagnostics import setup
    from recordkeeper.paths import places

    try:
        diagnostics = setup(places().logs)
    except OSError:  # no place for a log is no reason not to work, nor to log to stderr
        logging.getLogger("recordkeeper").addHandler(logging.NullHandler())
        return run(arguments)
    try:
        return run(arguments) if arguments else _window()
    finally:
        diagnostics.close()


def _window() -> int:
    """Open the window, or say in a sentence why that cannot be."""
    import importlib.util
    import os
    from pathlib import Path

    trouble = ""
    on_linux = sys.platform.startswith("linux")
    if importlib.util.find_spec("PySide6") is None:
        trouble = "no_qt"
    elif on_linux and not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        trouble = "no_screen"
    if trouble:
        from recordkeeper.cli.context import Context

        sys.stderr.write(Context().words().say(f"errors.{trouble}") + "\n")
        return 3
    from recordkeeper.app import open_window

    chosen = os.environ.get("RECORDKEEPER_LIBRARY")
    return open_window(Path(chosen) if chosen else None)


def _worker(sort: list[str]) -> int:
    import signal

    from recordkeeper.paths import resources
    from recordkeeper.tasks import worker_tasks
    from recordkeeper.work.limits import OCR_LIMITS, Limits
    from recordkeeper.work.worker import serve

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program; it ends us through the pipe
    limits = OCR_LIMITS if sort == ["--ocr"] else Limits(may_write=sort == ["--may-write"])
    serve(worker_tasks(resources()), limits)
    return 0


if __name__ == "__main__":
    sys.exit(main())
