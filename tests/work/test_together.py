"""Requests sent together on one worker: each gets its own answer, and only the bad one fails."""

from __future__ import annotations

import sys
from concurrent.futures import Future

import pytest

from recordkeeper.work.frames import Frame
from recordkeeper.work.pool import Errand, InlineWorkers, Trouble, WorkerFailure, WorkerPool
from tests.fakes import worker_door
from tests.work.conftest import MakePool

ENOUGH = 30.0
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits are tested on Linux")


def errands(*wanted: str, deadline: float = ENOUGH) -> list[Errand]:
    return [Errand({"do": name, "number": at}, deadline, Future()) for at, name in enumerate(wanted)]


def outcome(errand: Errand) -> int | str:
    """The number of the request an answer is for, or the trouble."""
    try:
        return int(errand.answer.result(timeout=ENOUGH).header["args"]["number"])
    except WorkerFailure as failure:
        return failure.trouble


def outcomes(pool: WorkerPool, sent: list[Errand]) -> list[int | str]:
    pool.submit_many("does_as_told", sent)
    return [outcome(errand) for errand in sent]


def test_each_gets_its_own_answer_from_one_process(pool: WorkerPool) -> None:
    sent = errands(*["echoes"] * 16)
    assert outcomes(pool, sent) == list(range(16))
    assert len({errand.answer.result().header["pid"] for errand in sent}) == 1


@pytest.mark.parametrize(
    ("bad", "trouble"),
    [
        ("crashes", Trouble.CRASHED),
        ("leaves", Trouble.CRASHED),
        ("eats_memory_at_once", Trouble.TOO_MUCH_MEMORY),
        ("raises", Trouble.FAILED),
        ("raises_after_a_frame", Trouble.FAILED),
    ],
)
@pytest.mark.parametrize("place", [0, 2, 4])
def test_the_bad_one_costs_itself_alone(pool: WorkerPool, bad: str, trouble: Trouble, place: int) -> None:
    names = ["echoes"] * 5
    names[place] = bad
    expected: list[int | str] = [0, 1, 2, 3, 4]
    expected[place] = trouble
    assert outcomes(pool, errands(*names)) == expected


def test_one_that_hangs_is_ended_and_the_rest_go_on(pool: WorkerPool) -> None:
    sent = [*errands("echoes"), Errand({"do": "hangs"}, 0.5, Future()), *errands("echoes")]
    assert outcomes(pool, sent) == [0, Trouble.TOO_SLOW, 0]


def test_closing_leaves_nobody_waiting(make_pool: MakePool) -> None:
    pool = make_pool(slots=1)
    first, second = errands("hangs"), errands("echoes", "echoes")
    pool.submit_many("does_as_told", first)
    pool.submit_many("does_as_told", second)
    pool.close()
    assert [outcome(errand) for errand in (*first, *second)] == [Trouble.CRASHED] * 3


def test_what_nobody_wants_any_more_is_not_done(pool: WorkerPool) -> None:
    sent = errands("echoes", "crashes", "echoes")
    sent[1].answer.cancel()
    pool.submit_many("does_as_told", sent)
    assert [outcome(sent[0]), outcome(sent[2])] == [0, 2]


def test_inline_workers_do_the_same_in_order() -> None:
    inline = InlineWorkers({task.__name__: (lambda task=task: task) for task in worker_door.TASKS})  # type: ignore[misc]
    sent = errands("echoes", "raises", "echoes")
    inline.submit_many("does_as_told", sent)
    assert [outcome(errand) for errand in sent] == [0, Trouble.FAILED, 2]
    assert isinstance(sent[0].answer.result(), Frame)
