"""Feeds mutants of one reader through a real pool of workers and says what became of them."""

from __future__ import annotations

import random
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from recordkeeper.formats.registry import Registry
from recordkeeper.records.plain import from_plain
from recordkeeper.records.reading import Condition, Reading
from recordkeeper.work.pool import Trouble, WorkerFailure, WorkerPool
from tests.formats.test_contract import check_reading
from tests.fuzz.mutations import mutated
from tests.fuzz.seeds import ROOT, seeds_of

DEADLINE = 10.0  # seconds for each task
GRACE = 3.0  # seconds after which a worker that should have been ended counts as a hang
HONEST = frozenset({"ValueError", "IndexError", "PixelProblem"})  # a page that cannot be painted
REASONS = frozenset(tomllib.loads((ROOT / "resources" / "wording" / "en" / "reasons.toml").read_text("utf-8")))


@dataclass(slots=True)
class Account:
    """What became of the inputs of one reader. `bad` must be empty; worker crashes are counted and told."""

    reader: str
    inputs: int = 0
    troubles: Counter[Trouble] = field(default_factory=Counter)
    conditions: Counter[Condition] = field(default_factory=Counter)
    bad: list[str] = field(default_factory=list)  # what broke a promise, and which input
    slowest: float = 0.0
    seconds: float = 0.0

    def row(self) -> str:
        told = (self.troubles[each] for each in (Trouble.CRASHED, Trouble.TOO_SLOW, Trouble.TOO_MUCH_MEMORY))
        cells = [self.inputs, *told, len(self.bad), f"{self.slowest:.1f}", f"{self.seconds:.0f}"]
        return f"{self.reader:10}" + "".join(f"{cell!s:>10}" for cell in cells)

    @staticmethod
    def head() -> str:
        cells = ("inputs", "crashed", "too slow", "memory", "bad", "slowest s", "seconds")
        return f"{'reader':10}" + "".join(f"{cell:>10}" for cell in cells)


def fuzz(
    reader: str,
    registry: Registry,
    pool: WorkerPool,
    folder: Path,
    *,
    inputs: int,
    seed: int,
    real: bool,
    keep: Path,
) -> Account:
    """Run `inputs` mutants. Those that broke a promise or a worker are left in `keep`."""
    account, began = Account(reader), time.monotonic()
    wanted = _mutants(reader, registry, seed=seed, real=real)
    with ThreadPoolExecutor(pool.slots) as threads:
        jobs = (
            threads.submit(_one, account, pool, folder / f"{number}", name, data, keep)
            for number, (name, data) in enumerate(islice(wanted, inputs))
        )
        batch = list(islice(jobs, 64))
        while batch:
            for job in batch:
                job.result()
            batch = list(islice(jobs, 64))
    left = sorted(path.name for path in folder.iterdir())
    if left:
        account.bad.append(f"written: {left[:5]}")
    account.seconds = time.monotonic() - began
    return account


def _mutants(reader: str, registry: Registry, *, seed: int, real: bool) -> Iterator[tuple[str, bytes]]:
    seeds = seeds_of(reader, registry, real=real)
    bodies = [data for _, data in seeds]
    number = 0
    while True:
        chance = random.Random(f"{reader}/{seed}/{number}")
        name = chance.choice(seeds)[0]
        yield name, mutated(bodies, reader, chance)
        number += 1


def _one(account: Account, pool: WorkerPool, path: Path, name: str, data: bytes, keep: Path) -> None:
    path.write_bytes(data)
    path.chmod(0o400)
    account.inputs += 1
    try:
        problems = list(_problems(account, pool, path, name))
        if path.read_bytes() != data:
            problems.append("the file was changed")
    finally:
        path.unlink()
    if problems:
        keep.mkdir(parents=True, exist_ok=True)
        kept = keep / f"{account.reader}-{path.name}-{name}"
        kept.write_bytes(data)
        account.bad += [f"{kept.name}: {problem}" for problem in problems if not problem.startswith("worker")]


def _problems(account: Account, pool: WorkerPool, path: Path, name: str) -> Iterator[str]:
    """Read, paint and unpack as the program does; what broke a promise."""
    args = {"path": str(path), "name": name, "country": "US"}
    header = yield from _asked(account, pool, "take_in", args, frozenset())
    if header is None:
        return
    reading = from_plain(Reading, header["reading"])
    account.conditions[reading.condition] += 1
    try:
        check_reading(reading)
    except AssertionError as problem:
        yield f"ill-formed: {str(problem)[:200]}"
    if reading.reason_code and reading.reason_code not in REASONS:
        yield f"no sentence for {reading.reason_code}"
    if reading.condition is Condition.READ:
        asked = {"path": str(path), "format": reading.format, "page": 1, "dpi": 40.0, "marks": []}
        yield from _asked(account, pool, "render", asked, HONEST)
    if reading.condition is Condition.CONTAINER or reading.inside:
        yield from _asked(account, pool, "unpack", {"path": str(path), "format": reading.format}, frozenset())


def _asked(
    account: Account, pool: WorkerPool, task: str, args: dict[str, object], honest: frozenset[str]
) -> Iterator[str]:
    """The header of the task's last frame, None when the worker failed; what went wrong is yielded."""
    began, header = time.monotonic(), None
    try:
        for frame in pool.stream(task, dict(args), deadline=DEADLINE):
            header = frame.header
            if task == "unpack" and (
                len(frame.buffer) > 1 << 20 or frame.header.get("refused", "_") not in REASONS | {"_"}
            ):
                yield f"unpack: {frame.header} {len(frame.buffer)}"
    except WorkerFailure as failure:
        header = None
        if failure.trouble is not Trouble.FAILED:
            account.troubles[failure.trouble] += 1
            yield f"worker {failure.trouble} at {task}"
        elif failure.error not in honest:
            yield f"{task} raised {failure.error} at {failure.where}"
    took = time.monotonic() - began
    account.slowest = max(account.slowest, took)
    if took > DEADLINE + GRACE and task != "unpack":
        yield f"{task} hung for {took:.0f} s"
    return header
