"""One writer in order, readers beside it, and the same in one thread."""

from __future__ import annotations

import threading
import time

import pytest

from recordkeeper.work.lanes import InlineLanes, Lanes
from recordkeeper.work.pool import InlineWorkers


def test_the_writer_works_in_order_on_one_thread() -> None:
    lanes = Lanes(InlineWorkers({}))
    done: list[tuple[int, str]] = []

    def work(number: int) -> None:
        time.sleep(0.002 if number % 2 else 0)
        done.append((number, threading.current_thread().name))

    for number in range(20):
        lanes.writer.submit(work, number)
    lanes.close()
    assert [number for number, _ in done] == list(range(20))
    assert len({name for _, name in done}) == 1


def test_a_reader_does_not_wait_for_the_writer() -> None:
    lanes = Lanes(InlineWorkers({}))
    go_on = threading.Event()
    writing = lanes.writer.submit(go_on.wait, 5)
    assert lanes.readers.submit(lambda: "read").result(2) == "read"
    go_on.set()
    assert writing.result(2)
    lanes.close()


def test_two_readers_read_at_once() -> None:
    lanes = Lanes(InlineWorkers({}))
    both = threading.Barrier(2)
    readings = [lanes.readers.submit(both.wait, 5) for _ in range(2)]
    assert sorted(reading.result(5) for reading in readings) == [0, 1]
    lanes.close()


def test_closing_finishes_what_was_submitted() -> None:
    lanes = Lanes(InlineWorkers({}))
    done = [lanes.writer.submit(time.sleep, 0.01) for _ in range(5)]
    lanes.close()
    assert all(future.done() and not future.cancelled() for future in done)


def test_what_fails_in_a_lane_is_carried_by_its_future() -> None:
    for lanes in (Lanes(InlineWorkers({})), InlineLanes(InlineWorkers({}))):
        failed = lanes.writer.submit(int, "no number")
        with pytest.raises(ValueError, match="no number"):
            failed.result(2)
        assert lanes.writer.submit(int, "5").result(2) == 5
        lanes.close()


def test_inline_lanes_do_everything_at_once_in_this_thread() -> None:
    lanes = InlineLanes(InlineWorkers({}))
    here = threading.get_ident()
    for lane in (lanes.writer, lanes.readers, lanes.copiers, lanes.viewers):
        future = lane.submit(threading.get_ident)
        assert future.done()
        assert future.result() == here
    lanes.close()
