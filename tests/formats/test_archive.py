"""What all containers keep to: how much may come out, and bombs of every kind refused at once."""

from __future__ import annotations

import resource
import time
from pathlib import Path

import pytest

from recordkeeper.formats.archive import Budget, Limits
from recordkeeper.formats.handler import RefusedArchive, Unlocks
from recordkeeper.formats.registry import Registry
from recordkeeper.records.reading import ARCHIVES, Condition, Format
from tests.fakes.bombs import BOMBS

ROOT = Path(__file__).resolve().parents[2]
REGISTRY = Registry(ROOT / "resources")
SECONDS = 5.0  # of this process's own time: the machine may be busy
MEGABYTES = 120  # more than the worker had


def test_a_small_container_may_give_little_and_a_large_one_more() -> None:
    limits = Limits(most_bytes=1000, most_times=4, most_ratio=10, ratio_from=100)
    Budget(200, limits).take(1000)
    with pytest.raises(RefusedArchive, match="archive_bomb"):
        Budget(200, limits).take(1001)
    Budget(1000, limits).take(4000)
    with pytest.raises(RefusedArchive, match="archive_bomb"):
        Budget(1000, limits).take(4001)


def test_the_ratio_counts_only_above_a_size_at_which_it_hurts() -> None:
    limits = Limits(most_ratio=10, ratio_from=100)
    Budget(1, limits).take(100)
    with pytest.raises(RefusedArchive, match="archive_bomb"):
        Budget(1, limits).take(101)


def test_one_member_that_grows_too_much_is_a_bomb_in_any_crowd() -> None:
    limits = Limits(most_ratio=10, ratio_from=100)
    chunks = Budget(10_000, limits).counted([bytes(90)] * 10, packed=5)
    assert [len(next(chunks)) for _ in range(2)] == [90, 90]
    with pytest.raises(RefusedArchive, match="archive_bomb"):
        list(chunks)


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_a_bomb_is_refused_at_once_and_in_little_memory(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(BOMBS[name]())
    began, had = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    form = REGISTRY.sniff(path, name)
    assert form in ARCHIVES
    reading = REGISTRY.read(path, name)
    came, reasons = everything(path, form)
    assert time.process_time() - began < SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - had) / 1024 < MEGABYTES
    assert came <= Limits().ratio_from * 6
    assert reasons or name == "circle.iso"
    assert reading.condition is Condition.CONTAINER or reading.reason_code in reasons | {"archive_locked"}


def everything(path: Path, form: Format) -> tuple[int, set[str]]:
    """How many bytes come out with a password at hand, and the reasons why no more do."""
    handler = REGISTRY.handler(form)
    passwords = ("p",) if isinstance(handler, Unlocks) else ()
    came, reasons = 0, set()
    try:
        for _, chunks in REGISTRY.with_passwords(passwords).unpack(path, form):
            try:
                for chunk in chunks:
                    assert len(chunk) <= 1 << 20
                    came += len(chunk)
            except RefusedArchive as problem:
                reasons.add(problem.reason_code)
    except RefusedArchive as problem:
        reasons.add(problem.reason_code)
    return came, reasons
