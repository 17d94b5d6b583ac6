"""Pools of real processes that run the fakes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from recordkeeper.work.limits import MEGABYTE, Limits
from recordkeeper.work.pool import WorkerPool, environment_for_workers

ROOT = Path(__file__).resolve().parents[2]
MakePool = Callable[..., WorkerPool]


@pytest.fixture
def make_pool() -> Iterator[MakePool]:
    """A function slots, megabytes → pool; the pools are closed at the end."""
    pools: list[WorkerPool] = []

    def make(slots: int = 1, megabytes: int = 2048) -> WorkerPool:
        command = [sys.executable, "-m", "tests.fakes.worker_door", str(megabytes)]
        limits = Limits(memory=megabytes * MEGABYTE)
        pools.append(
            WorkerPool(command, slots=slots, limits=limits, environment=environment_for_workers(str(ROOT)))
        )
        return pools[-1]

    yield make
    for pool in pools:
        pool.close()


@pytest.fixture
def pool(make_pool: MakePool) -> WorkerPool:
    return make_pool()
