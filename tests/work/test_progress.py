"""Progress is told often enough and not more; stopping is asked and heard."""

from __future__ import annotations

import threading

import pytest

from recordkeeper.work.progress import Cancelled, CancelToken, Progress, Step


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_steps_are_told_ten_times_a_second_and_at_the_end() -> None:
    told: list[Step] = []
    clock = Clock()
    progress = Progress(told.append, clock)
    progress.begin("add", 1000)
    for _ in range(1000):
        clock.now += 0.001
        progress.step()
    assert 10 <= len(told) <= 12
    assert told[0] == Step("add", 0, 1000, None)
    assert told[-1].done == 1000


def test_time_left_is_guessed_only_after_five_seconds() -> None:
    told: list[Step] = []
    clock = Clock()
    progress = Progress(told.append, clock)
    progress.begin("add", 100)
    for _ in range(10):
        clock.now += 1.0
        progress.step()
    assert told[4].seconds_left is None
    assert told[-1].seconds_left == pytest.approx(90.0)


def test_without_a_total_there_is_no_time_left() -> None:
    told: list[Step] = []
    clock = Clock()
    progress = Progress(told.append, clock)
    progress.begin("add")
    clock.now += 60.0
    progress.step(5)
    assert told[-1] == Step("add", 5, None, None)


def test_more_steps_than_expected_leave_no_time_less_than_none() -> None:
    told: list[Step] = []
    clock = Clock()
    progress = Progress(told.append, clock)
    progress.begin("add", 2)
    clock.now += 60.0
    progress.step(5)
    assert told[-1].seconds_left == 0


def test_a_new_stretch_starts_at_nothing() -> None:
    told: list[Step] = []
    progress = Progress(told.append)
    progress.begin("add", 5)
    progress.step(3)
    progress.begin("check", 2)
    assert told[-1] == Step("check", 0, 2, None)


def test_progress_nobody_listens_to_is_harmless() -> None:
    progress = Progress()
    progress.begin("add", 1)
    progress.step()


def test_a_token_is_silent_until_somebody_asks_to_stop() -> None:
    token = CancelToken()
    token.check()
    assert not token.cancelled
    token.cancel()
    assert token.cancelled
    with pytest.raises(Cancelled):
        token.check()


def test_a_token_asks_at_each_check_whether_somebody_else_goes_first() -> None:
    asked = list[str]()
    token = CancelToken(lambda: asked.append("asked"))
    token.check()
    token.check()
    assert asked == ["asked", "asked"]


def test_a_paused_token_lets_work_wait_until_it_may_go_on() -> None:
    token, passed = CancelToken(), threading.Event()
    token.pause()
    assert token.paused

    def work() -> None:
        token.check()
        passed.set()

    worker = threading.Thread(target=work)
    worker.start()
    assert not passed.wait(0.1)
    token.resume()
    assert passed.wait(5)
    worker.join()
    assert not token.paused


def test_stopping_paused_work_ends_the_wait_at_once() -> None:
    token, heard = CancelToken(), threading.Event()
    token.pause()

    def work() -> None:
        try:
            token.check()
        except Cancelled:
            heard.set()

    worker = threading.Thread(target=work)
    worker.start()
    token.cancel()
    assert heard.wait(0.5)
    worker.join()


def test_what_was_stopped_cannot_be_paused_any_more() -> None:
    token = CancelToken()
    token.cancel()
    token.pause()
    with pytest.raises(Cancelled):
        token.check()


def test_time_spent_waiting_does_not_count_for_the_time_left() -> None:
    told: list[Step] = []
    clock = Clock()
    progress = Progress(told.append, clock)
    progress.begin("add", 100)
    clock.now += 10.0
    progress.step(10)
    progress.pause()
    clock.now += 3600.0
    progress.resume()
    clock.now += 10.0
    progress.step(10)
    assert told[-1].seconds_left == pytest.approx(80.0)
