"""A short run of every reader, the same each time. The long one is `python3 dev.py fuzz`."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from recordkeeper.app import workers
from recordkeeper.formats.registry import Registry
from recordkeeper.work.pool import Trouble, WorkerPool
from tests.fakes import troubled_readers
from tests.fuzz.mutations import mutated
from tests.fuzz.running import fuzz
from tests.fuzz.seeds import ROOT, readers, seeds_of

REGISTRY = Registry(ROOT / "resources")
INPUTS = 60


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    pool = workers(may_write=False, slots=2)
    yield pool
    pool.close()


@pytest.mark.slow
@pytest.mark.parametrize("reader", readers(REGISTRY))
def test_mutants_end_neither_the_program_nor_its_promises(reader: str, pool: WorkerPool, tmp_path: Path) -> None:
    folder = tmp_path / "inputs"
    folder.mkdir()
    account = fuzz(reader, REGISTRY, pool, folder, inputs=INPUTS, seed=1, real=False, keep=tmp_path / "kept")
    assert account.inputs == INPUTS
    assert account.bad == []


@pytest.mark.parametrize("reader", readers(REGISTRY))
def test_every_reader_has_seeds_and_their_mutants_differ(reader: str) -> None:
    bodies = [data for _, data in seeds_of(reader, REGISTRY, real=False)]
    mutants = {mutated(bodies, reader, random.Random(number)) for number in range(30)}
    assert len(mutants) > 20
    assert mutated(bodies, reader, random.Random(1)) == mutated(bodies, reader, random.Random(1))


def test_a_worker_that_dies_is_counted_and_one_that_stumbles_is_a_broken_promise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from recordkeeper.work.limits import Limits
    from recordkeeper.work.pool import environment_for_workers
    from tests.fuzz import running

    def mutants(*_: object, **__: object) -> Iterator[tuple[str, bytes]]:
        yield from [("a.txt", b"CRASH of a reader"), ("b.txt", b"STUMBLE of a reader"), ("c.txt", b"plain words")]

    monkeypatch.setattr(running, "_mutants", mutants)
    folder = tmp_path / "inputs"
    folder.mkdir()
    environment = environment_for_workers(str(ROOT))
    pool = WorkerPool(troubled_readers.COMMAND, slots=1, limits=Limits(), environment=environment)
    try:
        account = fuzz("plain", REGISTRY, pool, folder, inputs=3, seed=1, real=False, keep=tmp_path / "kept")
    finally:
        pool.close()
    assert account.inputs == 3
    assert account.troubles == {Trouble.CRASHED: 1}
    assert len(account.bad) == 1
    assert "raised ValueError" in account.bad[0]
    assert sorted(path.read_bytes() for path in (tmp_path / "kept").iterdir()) == [
        b"CRASH of a reader",
        b"STUMBLE of a reader",
    ]
