"""A worker whose tasks are named after the trouble they make. Started as a program: worker_door.py [MEGABYTES]."""

from __future__ import annotations

import ctypes
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from recordkeeper.work.frames import Frame, step
from recordkeeper.work.limits import MEGABYTE, Limits
from recordkeeper.work.worker import Task, serve

Args = dict[str, Any]


def echoes(args: Args) -> Iterator[Frame]:
    yield Frame({"args": args, "pid": os.getpid()})


def encodes(args: Args) -> Iterator[Frame]:
    yield Frame({}, os.fsencode(args["path"]))


def does_as_told(args: Args) -> Iterator[Frame]:
    """What its arguments name, so that one request of several can be the bad one."""
    (task,) = (task for task in TASKS if task.__name__ == args["do"])
    yield from task(args)


def crashes(args: Args) -> Iterator[Frame]:
    os.abort()
    yield Frame({})


def reads_at_address_zero(args: Args) -> Iterator[Frame]:
    ctypes.string_at(0)
    yield Frame({})


def leaves(args: Args) -> Iterator[Frame]:
    os._exit(0)
    yield Frame({})


def hangs(args: Args) -> Iterator[Frame]:
    _note_pid(args)
    while True:
        time.sleep(60)
    yield Frame({})


def hangs_in_foreign_code(args: Args) -> Iterator[Frame]:
    """Holds the interpreter's lock, so that nothing of ours in this process can run any more."""
    _note_pid(args)
    ctypes.PyDLL(None).sleep(60)
    yield Frame({})


def hangs_after_a_frame(args: Args) -> Iterator[Frame]:
    yield Frame({"number": 0})
    time.sleep(60)


def hangs_in_a_short_step(args: Args) -> Iterator[Frame]:
    yield step(args["seconds"])
    time.sleep(60)


def takes_many_steps(args: Args) -> Iterator[Frame]:
    for _ in range(args["count"]):
        yield step(args["seconds"])
        time.sleep(args["sleep"])
    yield Frame({"done": True})


def _note_pid(args: Args) -> None:
    """Through a pipe the test has made: files may not be written here."""
    if "tell" in args:
        with Path(args["tell"]).open("wb", buffering=0) as fifo:
            fifo.write(str(os.getpid()).encode())


def eats_memory(args: Args) -> Iterator[Frame]:
    """In small bites, as a list of a hostile file's objects does."""
    heap: list[bytes] = []
    while True:
        heap.append(b"%d" % len(heap) * 100)
    yield Frame({})


def eats_memory_at_once(args: Args) -> Iterator[Frame]:
    yield Frame({"bytes": len(bytearray(1 << 40))})


def keeps_much_memory(args: Args) -> Iterator[Frame]:
    """Ends well, with more resident memory than a worker goes on with."""
    heap = b"\1" * (600 * MEGABYTE)
    _KEPT.append(heap)
    yield Frame({"pid": os.getpid()})


_KEPT: list[bytes] = []


def writes_a_file(args: Args) -> Iterator[Frame]:
    place = Path(args["folder"]) / "written"
    try:
        place.write_bytes(b"something")
        yield Frame({"written": True})
    except OSError as error:
        yield Frame({"written": False, "errno": error.errno})
    finally:
        place.unlink(missing_ok=True)


def prints_to_stdout(args: Args) -> Iterator[Frame]:
    sys.stdout.write("a warning of a foreign library\n")
    sys.stdout.flush()
    os.write(1, b"RKW1 straight to the descriptor")
    ctypes.CDLL(None).puts(b"from C")
    yield Frame({"read": os.read(0, 10).decode()})


def raises(args: Args) -> Iterator[Frame]:
    raise ValueError("the name of a patient")
    yield Frame({})


def raises_after_a_frame(args: Args) -> Iterator[Frame]:
    yield Frame({"number": 0})
    raise LookupError("the name of a patient")


def answers_with_no_json(args: Args) -> Iterator[Frame]:
    yield Frame({"object": object()})


def speaks_half_characters(args: Args) -> Iterator[Frame]:
    yield Frame({"text": "a\ud800b\U0001f600"})


def streams_many_frames(args: Args) -> Iterator[Frame]:
    for number in range(args["count"]):
        yield Frame({"number": number}, bytes([number % 256]) * args.get("size", 0))


def recursion(args: Args) -> Iterator[Frame]:
    def deeper(depth: int) -> int:
        return deeper(depth + 1) + 1

    yield Frame({"depth": deeper(0)})


def speaks_another_language(args: Args) -> Iterator[Frame]:
    """Writes to the answers pipe behind the protocol's back."""
    for descriptor in range(3, 10):
        try:
            os.write(descriptor, args["bytes"].encode("latin-1"))
        except OSError:
            continue
    os._exit(0)
    yield Frame({})


def sleeps(args: Args) -> Iterator[Frame]:
    time.sleep(args["seconds"])
    yield Frame({"pid": os.getpid()})


def sends_much(args: Args) -> Iterator[Frame]:
    yield Frame({"bytes": args["bytes"]}, b"\xab" * args["bytes"])


TASKS: tuple[Task, ...] = (
    echoes, encodes, does_as_told, crashes, reads_at_address_zero, leaves, hangs, hangs_in_foreign_code,
    hangs_after_a_frame, hangs_in_a_short_step, takes_many_steps, eats_memory, eats_memory_at_once,
    keeps_much_memory, writes_a_file, prints_to_stdout, raises, raises_after_a_frame, answers_with_no_json,
    speaks_half_characters, streams_many_frames, recursion, speaks_another_language, sleeps, sends_much,
)  # fmt: skip


def main() -> None:
    megabytes = int(sys.argv[1]) if sys.argv[1:] else 2048
    loaders = {task.__name__: (lambda task=task: task) for task in TASKS}  # type: ignore[misc]
    serve(loaders, Limits(memory=megabytes * MEGABYTE))


if __name__ == "__main__":
    main()
