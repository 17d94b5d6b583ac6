"""Readers that crash, hang or eat memory cost their own task and nothing else. Real processes."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from recordkeeper.work.frames import Frame
from recordkeeper.work.pool import (
    InlineWorkers,
    Trouble,
    WorkerFailure,
    WorkerPool,
    environment_for_workers,
)
from tests.fakes import worker_door
from tests.work.conftest import ROOT, MakePool

ENOUGH = 30.0  # seconds: a deadline that is not what is tested
ON_LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits are tested on Linux")


def _pid(pool: WorkerPool) -> int:
    return int(pool.run("echoes", {}, deadline=ENOUGH).header["pid"])


def _failure(pool: WorkerPool, task: str, deadline: float = ENOUGH, **args: object) -> WorkerFailure:
    with pytest.raises(WorkerFailure) as caught:
        pool.run(task, args, deadline=deadline)
    return caught.value


def _gone(pid: int, patience: float = 2.0) -> bool:
    """Whether a process has ended (and nobody waits for it as a zombie of ours)."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def test_a_task_gets_its_arguments_and_answers(pool: WorkerPool) -> None:
    args = {"path": "café/ß", "list": [1, None, {"a": True}]}
    assert pool.run("echoes", args, deadline=ENOUGH).header["args"] == args


def test_a_path_that_is_no_text_reaches_the_worker_byte_for_byte(pool: WorkerPool) -> None:
    answer = pool.run("encodes", {"path": os.fsdecode(b"caf\xe9/x")}, deadline=ENOUGH)
    assert answer.buffer == b"caf\xe9/x"


def test_one_process_serves_one_task_after_another(pool: WorkerPool) -> None:
    assert len({_pid(pool) for _ in range(5)}) == 1


@ON_LINUX
@pytest.mark.parametrize(
    ("task", "trouble"),
    [
        ("crashes", Trouble.CRASHED),
        ("reads_at_address_zero", Trouble.CRASHED),
        ("leaves", Trouble.CRASHED),
        ("hangs", Trouble.TOO_SLOW),
        ("hangs_in_foreign_code", Trouble.TOO_SLOW),
        ("hangs_after_a_frame", Trouble.TOO_SLOW),
        ("eats_memory", Trouble.TOO_MUCH_MEMORY),
        ("eats_memory_at_once", Trouble.TOO_MUCH_MEMORY),
        ("raises", Trouble.FAILED),
        ("raises_after_a_frame", Trouble.FAILED),
        ("recursion", Trouble.FAILED),
        ("answers_with_no_json", Trouble.FAILED),
        ("no_such_task", Trouble.FAILED),
    ],
)
def test_each_trouble_is_named_and_costs_only_its_own_task(
    task: str, trouble: Trouble, make_pool: MakePool
) -> None:
    pool = make_pool(megabytes=256)
    pool.run("echoes", {}, deadline=ENOUGH)
    deadline = 1.0 if trouble is Trouble.TOO_SLOW else ENOUGH
    assert _failure(pool, task, deadline).trouble is trouble
    for number in range(3):  # at once: a process on its way out must not be given the next task
        assert pool.run("echoes", {"n": number}, deadline=ENOUGH).header["args"] == {"n": number}


def test_a_failure_tells_the_class_and_the_place_but_not_the_text(pool: WorkerPool) -> None:
    failure = _failure(pool, "raises")
    assert failure.error == "ValueError"
    assert failure.where.startswith("worker_door.py:")
    assert "patient" not in str(failure)


def test_a_reader_that_raised_keeps_its_process(pool: WorkerPool) -> None:
    """Two thousand damaged files must not cost two thousand starts."""
    before = _pid(pool)
    _failure(pool, "raises")
    _failure(pool, "raises_after_a_frame")
    assert _pid(pool) == before


def test_a_process_that_grew_fat_is_replaced_without_costing_a_task(pool: WorkerPool) -> None:
    fat = pool.run("keeps_much_memory", {}, deadline=ENOUGH).header["pid"]
    assert _pid(pool) != fat
    assert _gone(fat)


def test_a_worker_that_died_idle_costs_no_task(pool: WorkerPool) -> None:
    pid = _pid(pool)
    os.kill(pid, 9)
    time.sleep(0.1)
    assert _pid(pool) != pid


@ON_LINUX
def test_a_reader_cannot_write_files(pool: WorkerPool, tmp_path: Path) -> None:
    answer = pool.run("writes_a_file", {"folder": str(tmp_path)}, deadline=ENOUGH).header
    assert answer == {"written": False, "errno": errno.EFBIG}


def test_prints_of_foreign_libraries_do_not_reach_the_pipe(pool: WorkerPool) -> None:
    for _ in range(3):
        assert pool.run("prints_to_stdout", {}, deadline=ENOUGH).header == {"read": ""}


@pytest.mark.parametrize(
    "noise",
    [
        "garbage of more than sixteen bytes",
        "RKW1\xff\xff\xff\xff" + "\xff" * 8,
        "RKW1\x05\0\0\0" + "\0" * 8 + "{bad}",
        "RKW1\x0b\0\0\0" + "\0" * 8 + '{"frame":5}',
    ],
)
def test_a_worker_that_speaks_another_language_counts_as_crashed(noise: str, pool: WorkerPool) -> None:
    assert _failure(pool, "speaks_another_language", bytes=noise).trouble is Trouble.CRASHED
    assert _pid(pool)


def test_half_characters_do_not_come_home(pool: WorkerPool) -> None:
    assert pool.run("speaks_half_characters", {}, deadline=ENOUGH).header == {"text": "a?b\U0001f600"}


@pytest.mark.parametrize("task", ["hangs", "hangs_in_foreign_code"])
def test_the_deadline_ends_a_task_within_half_a_second(task: str, pool: WorkerPool) -> None:
    pool.run("echoes", {}, deadline=ENOUGH)
    started = time.monotonic()
    _failure(pool, task, deadline=0.5)
    assert 0.5 <= time.monotonic() - started < 1.0


def test_a_step_that_promised_to_be_short_is_ended_when_it_is_not(pool: WorkerPool) -> None:
    pool.run("echoes", {}, deadline=ENOUGH)
    began = time.monotonic()
    assert _failure(pool, "hangs_in_a_short_step", ENOUGH, seconds=0.4).trouble is Trouble.TOO_SLOW
    assert time.monotonic() - began < 3.0


def test_steps_are_not_told_to_the_caller_and_their_sum_keeps_to_the_deadline(pool: WorkerPool) -> None:
    pool.run("echoes", {}, deadline=ENOUGH)
    args = {"count": 4, "seconds": 5.0, "sleep": 0.2}
    assert list(pool.stream("takes_many_steps", args, deadline=ENOUGH)) == [Frame({"done": True})]
    assert _failure(pool, "takes_many_steps", 0.4, **args).trouble is Trouble.TOO_SLOW


def test_the_deadline_is_for_each_frame_and_stands_while_the_reader_of_frames_works(pool: WorkerPool) -> None:
    pool.run("echoes", {}, deadline=ENOUGH)
    numbers = []
    for frame in pool.stream("streams_many_frames", {"count": 4}, deadline=0.5):
        numbers.append(frame.header["number"])
        time.sleep(0.3)
    assert numbers == [0, 1, 2, 3]


def test_many_frames_arrive_in_order(pool: WorkerPool) -> None:
    frames = list(pool.stream("streams_many_frames", {"count": 3000, "size": 100}, deadline=ENOUGH))
    assert [frame.header["number"] for frame in frames] == list(range(3000))
    assert frames[7].buffer == b"\7" * 100


def test_a_stream_abandoned_half_way_frees_its_slot(pool: WorkerPool) -> None:
    stream = pool.stream("streams_many_frames", {"count": 100_000, "size": 1000}, deadline=ENOUGH)
    assert next(stream).header == {"number": 0}
    stream.close()  # type: ignore[attr-defined]
    assert _pid(pool)
    for frame in pool.stream("streams_many_frames", {"count": 100_000, "size": 1000}, deadline=ENOUGH):
        if frame.header["number"] == 2:
            break
    del frame
    assert _pid(pool)


def test_a_large_buffer_crosses_whole(pool: WorkerPool) -> None:
    answer = pool.run("sends_much", {"bytes": 100_000_000}, deadline=ENOUGH)
    assert len(answer.buffer) == 100_000_000
    assert answer.buffer.count(b"\xab") == 100_000_000


def test_large_arguments_cross_whole(pool: WorkerPool) -> None:
    args = {"text": "ü" * 1_000_000}
    assert pool.run("echoes", args, deadline=ENOUGH).header["args"] == args


@ON_LINUX
def test_a_worker_that_eats_memory_does_not_fatten_its_parent(make_pool: MakePool) -> None:
    pool = make_pool(megabytes=256)
    pool.run("echoes", {}, deadline=ENOUGH)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _failure(pool, "eats_memory")
    for _ in pool.stream("streams_many_frames", {"count": 200, "size": 1_000_000}, deadline=ENOUGH):
        continue
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 30_000  # kilobytes, of 200 MB that passed through


def test_slots_work_side_by_side(make_pool: MakePool) -> None:
    pool = make_pool(slots=3)
    started = time.monotonic()
    answers = [pool.submit("sleeps", {"seconds": 0.7}, deadline=ENOUGH) for _ in range(3)]
    assert len({answer.result().header["pid"] for answer in answers}) == 3
    assert time.monotonic() - started < 2.0


def test_troubles_beside_good_tasks_hit_nobody_else(make_pool: MakePool) -> None:
    pool = make_pool(slots=2)
    with ThreadPoolExecutor(4) as callers:
        bad = ["crashes", "raises", "leaves"] * 4
        failing = [callers.submit(_failure, pool, task) for task in bad]
        good = [callers.submit(pool.run, "echoes", {"n": n}, deadline=ENOUGH) for n in range(30)]
        assert [future.result().header["args"]["n"] for future in good] == list(range(30))
        assert [future.result().trouble for future in failing] == [
            Trouble.CRASHED, Trouble.FAILED, Trouble.CRASHED,
        ] * 4  # fmt: skip


def test_closing_while_busy_ends_within_a_second_and_leaves_no_process(make_pool: MakePool) -> None:
    pool = make_pool(slots=2)
    pids = {pool.submit("sleeps", {"seconds": 0.1}, deadline=ENOUGH).result().header["pid"] for _ in range(2)}
    waiting = [pool.submit("hangs", {}, deadline=ENOUGH) for _ in range(5)]
    failures: list[WorkerFailure] = []
    other = threading.Thread(target=lambda: failures.append(_failure(pool, "hangs")))
    other.start()
    time.sleep(0.3)
    started = time.monotonic()
    pool.close()
    assert time.monotonic() - started < 1.0
    other.join(1.0)
    assert [failure.trouble for failure in failures] == [Trouble.CRASHED]
    assert all(future.cancelled() or isinstance(future.exception(0), WorkerFailure) for future in waiting)
    assert all(_gone(pid) for pid in pids)


def test_a_closed_pool_starts_nothing(make_pool: MakePool) -> None:
    pool = make_pool()
    pool.run("echoes", {}, deadline=ENOUGH)
    pool.close()
    assert _failure(pool, "echoes").trouble is Trouble.CRASHED
    pool.close()


def test_closing_does_not_wait_for_a_stream_nobody_reads(make_pool: MakePool) -> None:
    pool = make_pool()
    stream = pool.stream("streams_many_frames", {"count": 10**6, "size": 1000}, deadline=ENOUGH)
    next(stream)
    started = time.monotonic()
    pool.close()
    assert time.monotonic() - started < 1.0
    with pytest.raises(WorkerFailure):
        list(stream)


_PARENT = """
import sys
from recordkeeper.work.limits import Limits
from recordkeeper.work.pool import WorkerPool, environment_for_workers
pool = WorkerPool([sys.executable, "-m", "tests.fakes.worker_door"], slots=1, limits=Limits(),
                  environment=environment_for_workers(sys.argv[1]))
pool.run("hangs_in_foreign_code", {"tell": sys.argv[2]}, deadline=0.5 if sys.argv[3] == "short" else 60.0)
"""


@ON_LINUX
def test_a_hanging_reader_ends_by_itself_when_its_parent_was_killed(tmp_path: Path) -> None:
    tell = tmp_path / "tell"
    os.mkfifo(tell)
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT, str(ROOT), str(tell), "short"], cwd=ROOT, stderr=subprocess.DEVNULL
    )
    pid = int(tell.read_bytes())
    parent.kill()
    parent.wait()
    assert _gone(pid, patience=5.0)


def test_workers_find_the_package_and_use_one_thread_a_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    environment = environment_for_workers("/here")
    assert environment["PYTHONPATH"] == f"/here{os.pathsep}/elsewhere"
    assert environment["OMP_NUM_THREADS"] == "1"


def test_inline_workers_do_the_same_tasks_in_this_thread() -> None:
    inline = InlineWorkers(
        {"echoes": lambda: worker_door.echoes, "raises": lambda: worker_door.raises,
         "eats_memory_at_once": lambda: worker_door.eats_memory_at_once}
    )  # fmt: skip
    assert inline.run("echoes", {"n": 1}, deadline=1) == Frame({"args": {"n": 1}, "pid": os.getpid()})
    failure = inline.submit("raises", {}, deadline=1).exception()
    assert isinstance(failure, WorkerFailure)
    assert (failure.trouble, failure.error) == (Trouble.FAILED, "ValueError")
    failure = inline.submit("eats_memory_at_once", {}, deadline=1).exception()
    assert isinstance(failure, WorkerFailure)
    assert failure.trouble is Trouble.TOO_MUCH_MEMORY
