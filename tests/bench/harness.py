"""Measures a piece of work beside its floor, the least anyone could do it in, in one interleaved run."""

from __future__ import annotations

import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """How to run a benchmark: rounds, the share of the full size, and a folder to work in (not temporary
    memory: the same kind of disk as a library).
    """

    work: Path
    runs: int = 3
    scale: float = 1.0

    def sized(self, full: int) -> int:
        """Return the size to use for a benchmark whose full size is `full`; at least 1."""
        return max(1, round(full * self.scale))


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured: seconds of each round, ours and the floor's. `facts` says of what (files, bytes, hits)."""

    name: str
    seconds: tuple[float, ...]
    floor: str
    floor_seconds: tuple[float, ...]
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def floor_median(self) -> float:
        return statistics.median(self.floor_seconds)

    @property
    def ratio(self) -> float:
        """Return how many times the floor ours takes; 1.0 is as good as it gets."""
        return self.median / self.floor_median


def measure(
    name: str,
    run: Callable[[], object],
    floor: Callable[[], object],
    n: int = 3,
    *,
    floor_name: str,
    before: Callable[[], object] = lambda: None,
    warm: bool = True,
    facts: Mapping[str, object] | None = None,
) -> Figure:
    """Time `run` and `floor` in turn, `n` times each, so that a busy spell of the machine hits both.

    `before` is called before every single timing, untimed (for instance to empty the target folder). With
    `warm`, both run once first, uncounted, so that files are in the page cache for both. What `run` raises
    goes to the caller: a benchmark that fails has no figure.
    """
    ours: list[float] = []
    least: list[float] = []
    for counted in [False] * warm + [True] * n:
        for work, seconds in ((floor, least), (run, ours)):
            before()
            start = time.perf_counter()
            work()
            if counted:
                seconds.append(time.perf_counter() - start)
    return Figure(name, tuple(ours), floor_name, tuple(least), dict(facts or {}))


def machine() -> dict[str, object]:
    """Describe this machine, without its name: what a reader needs to compare the figures."""
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "system": platform.system(),
        "release": platform.release(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": _memory_gib(),
        "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
    }


def _processor() -> str:
    listing = Path("/proc/cpuinfo")
    lines = listing.read_text(encoding="utf-8").splitlines() if listing.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _memory_gib() -> float | None:
    if not hasattr(os, "sysconf") or "SC_PHYS_PAGES" not in os.sysconf_names:
        return None
    return round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30, 1)


def as_json(figures: Iterable[Figure], described: Mapping[str, object]) -> str:
    """Return the figures, raw rounds included, with the machine they were taken on."""
    rows = [
        {**asdict(figure), "median": figure.median, "floor_median": figure.floor_median, "ratio": figure.ratio}
        for figure in figures
    ]
    return json.dumps({"machine": dict(described), "figures": rows}, indent=1, ensure_ascii=False) + "\n"


def as_table(figures: Sequence[Figure]) -> str:
    """Return the figures as a Markdown table, medians in seconds or, below a tenth, milliseconds."""
    head = ("what", "median", "floor", "floor median", "times the floor")
    rows = [
        (
            f"{figure.name}{_facts(figure)}",
            _told(figure.median),
            figure.floor,
            _told(figure.floor_median),
            f"{figure.ratio:.2f}",
        )
        for figure in figures
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


def _told(seconds: float) -> str:
    return f"{seconds:.3f} s" if seconds >= 0.1 else f"{seconds * 1000:.2f} ms"


def _facts(figure: Figure) -> str:
    told = ", ".join(f"{key} {value}" for key, value in figure.facts.items())
    return f" ({told})" if told else ""
