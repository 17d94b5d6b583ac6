"""Ctrl+C is heard as a wish to stop; a second one is not argued with."""

from __future__ import annotations

import signal
import threading

import pytest

from recordkeeper.cli.stopping import stopped_by_ctrl_c


def press_twice() -> None:
    with stopped_by_ctrl_c() as token:
        signal.raise_signal(signal.SIGINT)
        assert token.cancelled
        signal.raise_signal(signal.SIGINT)


def test_the_first_cancels_and_the_second_ends() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        press_twice()
    assert signal.getsignal(signal.SIGINT) is before


def test_unpressed_it_changes_nothing() -> None:
    before = signal.getsignal(signal.SIGINT)
    with stopped_by_ctrl_c() as token:
        assert not token.cancelled
    assert signal.getsignal(signal.SIGINT) is before


def test_away_from_the_main_thread_it_does_no_harm() -> None:
    found: list[bool] = []

    def elsewhere() -> None:
        with stopped_by_ctrl_c() as token:
            found.append(token.cancelled)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert found == [False]
