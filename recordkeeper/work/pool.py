"""Our side of the pipe: worker processes that may crash, hang or eat memory, and what we say then."""

from __future__ import annotations

import os
import queue
import subprocess
import threading
from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from enum import StrEnum
from typing import IO, Any, NamedTuple, Protocol, cast

from recordkeeper.work.frames import BrokenPipeLanguage, Frame, read_frame, seconds_of, write_frame
from recordkeeper.work.limits import Limits, limit_child
from recordkeeper.work.slot import Slot, end, kill
from recordkeeper.work.worker import Tasks


class Trouble(StrEnum):
    """How a worker failed at a task."""

    CRASHED = "crashed"
    TOO_SLOW = "too_slow"
    TOO_MUCH_MEMORY = "too_much_memory"
    FAILED = "failed"  # the reader raised an error of its own


class WorkerFailure(Exception):
    """The task could not be done. The worker is replaced and others go on."""

    def __init__(self, trouble: Trouble, error: str = "", where: str = "") -> None:
        super().__init__(f"{trouble} {error} {where}".strip())
        self.trouble = trouble
        self.error = error
        self.where = where


class Errand(NamedTuple):
    """One of several requests sent together: its arguments, its seconds, and where its answer goes."""

    args: dict[str, Any]
    deadline: float
    answer: Future[Frame]


class Workers(Protocol):
    """What the rest of the house knows of workers."""

    slots: int

    def run(self, task: str, args: dict[str, Any], *, deadline: float) -> Frame:
        """The last frame of one task. Blocks. WorkerFailure when it could not be done in `deadline` seconds."""

    def stream(self, task: str, args: dict[str, Any], *, deadline: float) -> Iterator[Frame]:
        """Frames as they come; `deadline` is for each of them."""

    def submit(self, task: str, args: dict[str, Any], *, deadline: float) -> Future[Frame]:
        """`run` on another thread."""

    def submit_many(self, task: str, errands: Sequence[Errand]) -> None:
        """Run a task for each errand, one after the other on one worker; each gets its own answer or failure.

        For tasks that answer with one frame. Requests are sent ahead of the answers, so that a worker never waits
        for us: keep them few and small (a pipe holds 64 KB).
        """

    def close(self) -> None:
        """End all worker processes."""


class WorkerPool:
    """Keeps `slots` processes of `command`, started when first needed."""

    _WATCH = 0.05  # seconds between looks at the deadlines

    def __init__(
        self,
        command: Sequence[str],
        *,
        slots: int,
        limits: Limits,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.slots = slots
        self._command = list(command)
        self._limits = limits
        self._environment = dict(environment) if environment is not None else None
        self._free: queue.LifoQueue[Slot] = queue.LifoQueue()
        self._all = [Slot() for _ in range(slots)]
        for slot in reversed(self._all):
            self._free.put(slot)
        self._callers = ThreadPoolExecutor(slots, thread_name_prefix="worker-caller")
        self._closing = threading.Event()
        self._starting = threading.Lock()  # no process is started once closing has begun
        self._watchman = threading.Thread(target=self._watch, name="worker-watch", daemon=True)
        self._watchman.start()

    def run(self, task: str, args: dict[str, Any], *, deadline: float) -> Frame:
        last = Frame({})
        for frame in self.stream(task, args, deadline=deadline):
            last = frame
        return last

    def submit(self, task: str, args: dict[str, Any], *, deadline: float) -> Future[Frame]:
        return self._callers.submit(self.run, task, args, deadline=deadline)

    def submit_many(self, task: str, errands: Sequence[Errand]) -> None:
        waiting = deque(errand for errand in errands if errand.answer.set_running_or_notify_cancel())
        # Closing forgets calls that have not begun: those who wait for their answers are told.
        self._callers.submit(self._run_many, task, waiting).add_done_callback(lambda _: _give_up(waiting))

    def _run_many(self, task: str, errands: deque[Errand]) -> None:
        """What a process that ends leaves undone goes to a fresh one; only the errand it died of fails."""
        with self._a_slot() as slot:
            while errands:
                self._run_some(slot, task, errands)

    def _run_some(self, slot: Slot, task: str, errands: deque[Errand]) -> None:
        """Send all errands and take answers until they are done or the process ends."""
        in_step = False
        try:
            process = self._ready(slot)
            for errand in errands:
                write_frame(cast("IO[bytes]", process.stdin), _request(task, errand.args, errand.deadline))
            while errands:
                slot.overdue = False
                first, last = self._answered(slot, process, errands[0].deadline)
                errand = errands.popleft()
                if "error" in last.header:
                    errand.answer.set_exception(_failure(last))
                else:
                    errand.answer.set_result(first or Frame({}))
                if last.header.get("leaving"):
                    return
            in_step = True
        except (BrokenPipeLanguage, OSError):
            late = not slot.heard()
            if errands:
                trouble = Trouble.TOO_SLOW if late else Trouble.CRASHED
                errands.popleft().answer.set_exception(WorkerFailure(trouble))
        finally:
            slot.due = None
            if not in_step:
                end(slot)

    def _answered(
        self, slot: Slot, process: subprocess.Popen[bytes], deadline: float
    ) -> tuple[Frame | None, Frame]:
        """(the frame of the answer, the frame that ended it)."""
        found: Frame | None = None
        slot.expect(deadline)
        last_moment = slot.due
        while True:
            frame = read_frame(cast("IO[bytes]", process.stdout))
            if "frame" not in frame.header:
                if not slot.heard():
                    raise BrokenPipeLanguage("late")
                return found, frame
            told = Frame(_an_object(frame.header["frame"]), frame.buffer)
            if (seconds := seconds_of(told)) is not None:
                slot.expect(seconds, at_most=last_moment)
            else:
                found = told

    def stream(self, task: str, args: dict[str, Any], *, deadline: float) -> Iterator[Frame]:
        with self._a_slot() as slot:
            in_step = False  # whether the process waits for its next request
            try:
                last = yield from self._ask(slot, task, args, deadline)
                in_step = not last.header.get("leaving")
            finally:
                slot.due = None
                if not in_step:
                    end(slot)
            if "error" in last.header:
                raise _failure(last)

    def close(self) -> None:
        with self._starting:
            self._closing.set()
        for slot in self._all:
            kill(slot)
        self._callers.shutdown(wait=True, cancel_futures=True)
        self._end_idle()
        self._watchman.join()

    def _end_idle(self) -> None:
        """Free the pipes of slots nobody holds; who holds one frees it on seeing its process gone."""
        idle: list[Slot] = []
        with suppress(queue.Empty):
            while True:
                idle.append(self._free.get_nowait())
                end(idle[-1])
        for slot in idle:
            self._free.put(slot)

    @contextmanager
    def _a_slot(self) -> Iterator[Slot]:
        slot = self._free.get()
        try:
            yield slot
        finally:
            self._free.put(slot)

    def _ask(self, slot: Slot, task: str, args: dict[str, Any], deadline: float) -> Generator[Frame, None, Frame]:
        """Yield the task's frames and return the one that ends them."""
        process = self._ready(slot)
        slot.overdue = False
        slot.expect(deadline)
        last_moment = slot.due
        try:
            write_frame(cast("IO[bytes]", process.stdin), _request(task, args, deadline))
            while True:
                answer = read_frame(cast("IO[bytes]", process.stdout))
                if not slot.heard():  # the reader of the frames may take its time
                    raise WorkerFailure(Trouble.TOO_SLOW)
                if "frame" not in answer.header:
                    return answer
                frame = Frame(_an_object(answer.header["frame"]), answer.buffer)
                if (seconds := seconds_of(frame)) is not None:
                    slot.expect(seconds, at_most=last_moment)
                    continue
                yield frame
                slot.expect(deadline)
                last_moment = slot.due
        except (BrokenPipeLanguage, OSError) as error:
            raise WorkerFailure(Trouble.CRASHED if slot.heard() else Trouble.TOO_SLOW) from error

    def _ready(self, slot: Slot) -> subprocess.Popen[bytes]:
        if slot.process is not None and slot.process.poll() is None:
            return slot.process
        end(slot)
        with self._starting:
            if self._closing.is_set():
                raise WorkerFailure(Trouble.CRASHED)
            slot.process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=self._environment,
                bufsize=1024 * 1024,
            )
            slot.job = limit_child(slot.process, self._limits)
        return slot.process

    def _watch(self) -> None:
        while not self._closing.wait(self._WATCH):
            for slot in self._all:
                slot.end_if_late()


def _give_up(errands: deque[Errand]) -> None:
    while errands:
        errands.popleft().answer.set_exception(WorkerFailure(Trouble.CRASHED))


def _request(task: str, args: dict[str, Any], deadline: float) -> Frame:
    return Frame({"task": task, "args": args, "seconds": deadline})


def _an_object(header: object) -> dict[str, Any]:
    if not isinstance(header, dict):
        raise BrokenPipeLanguage("not a frame")
    return header


def _failure(answer: Frame) -> WorkerFailure:
    error = str(answer.header["error"])
    trouble = Trouble.TOO_MUCH_MEMORY if error == "MemoryError" else Trouble.FAILED
    return WorkerFailure(trouble, error, str(answer.header.get("where", "")))


class InlineWorkers:
    """The same tasks in this thread, in order: for tests and fault injection, never for foreign bytes."""

    slots = 1

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks

    def run(self, task: str, args: dict[str, Any], *, deadline: float) -> Frame:
        last = Frame({})
        for frame in self.stream(task, args, deadline=deadline):
            last = frame
        return last

    def stream(self, task: str, args: dict[str, Any], *, deadline: float) -> Iterator[Frame]:
        del deadline
        try:
            yield from (frame for frame in self._tasks[task]()(args) if seconds_of(frame) is None)
        except MemoryError as error:
            raise WorkerFailure(Trouble.TOO_MUCH_MEMORY, "MemoryError") from error
        except Exception as error:  # the edge of a task
            raise WorkerFailure(Trouble.FAILED, type(error).__name__) from error

    def submit(self, task: str, args: dict[str, Any], *, deadline: float) -> Future[Frame]:
        future: Future[Frame] = Future()
        try:
            future.set_result(self.run(task, args, deadline=deadline))
        except WorkerFailure as failure:
            future.set_exception(failure)
        return future

    def submit_many(self, task: str, errands: Sequence[Errand]) -> None:
        for errand in errands:
            try:
                errand.answer.set_result(self.run(task, errand.args, deadline=errand.deadline))
            except WorkerFailure as failure:
                errand.answer.set_exception(failure)

    def close(self) -> None:
        """Nothing to end."""


def environment_for_workers(root: str) -> dict[str, str]:
    """This process's environment, with the package found, one thread a library and no litter."""
    environment = dict(os.environ)
    earlier = environment.get("PYTHONPATH", "")
    environment["PYTHONPATH"] = root + (os.pathsep + earlier if earlier else "")
    environment.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", PYTHONSAFEPATH="1")
    return environment
