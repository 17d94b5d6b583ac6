"""One request answered, without a process: what the worker says on its pipe."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from recordkeeper.work.frames import Frame, read_frame
from recordkeeper.work.worker import answer
from tests.fakes import worker_door


def _answers(task: Any, request: Frame) -> tuple[bool, list[Frame]]:
    pipe = io.BytesIO()
    leaving = answer({"it": lambda: task}, request, pipe, worn_out_at=2**60)  # this process is the tests' own
    size = pipe.tell()
    pipe.seek(0)
    frames = []
    while pipe.tell() < size:
        frames.append(read_frame(pipe))
    return leaving, frames


def test_frames_come_wrapped_and_the_last_says_it_is_done() -> None:
    request = Frame({"task": "it", "args": {"count": 2, "size": 1}})
    leaving, frames = _answers(worker_door.streams_many_frames, request)
    assert not leaving
    assert frames[0] == Frame({"frame": {"number": 0}}, b"\0")
    assert frames[-1] == Frame({"done": True, "leaving": False})


def test_a_task_cannot_end_itself_early_by_what_it_says() -> None:
    def liar(args: dict[str, Any]) -> Iterator[Frame]:
        yield Frame({"done": True, "error": "MemoryError"})
        yield Frame({"number": 2})

    _, frames = _answers(liar, Frame({"task": "it", "args": {}}))
    assert [frame.header for frame in frames[:2]] == [
        {"frame": {"done": True, "error": "MemoryError"}},
        {"frame": {"number": 2}},
    ]


def test_after_running_out_of_memory_the_worker_leaves_and_says_so() -> None:
    leaving, frames = _answers(worker_door.eats_memory_at_once, Frame({"task": "it", "args": {}}))
    assert leaving
    assert frames == [Frame({"error": "MemoryError", "leaving": True})]


def test_a_request_for_nothing_known_is_an_error() -> None:
    for request in (Frame({"task": "other", "args": {}}), Frame({})):
        leaving, frames = _answers(worker_door.echoes, request)
        assert not leaving
        assert frames[-1].header["error"] == "KeyError"


class Gone(io.BytesIO):
    """A pipe whose other side has ended."""

    def flush(self) -> None:
        raise BrokenPipeError


def test_a_parent_that_is_gone_ends_the_worker() -> None:
    assert answer({"it": lambda: worker_door.echoes}, Frame({"task": "it", "args": {}}), Gone(), worn_out_at=2**60)
    assert answer({"it": lambda: worker_door.raises}, Frame({"task": "it", "args": {}}), Gone(), worn_out_at=2**60)
