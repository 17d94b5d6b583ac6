"""Many kill points, refusals and power cuts of every action: what `tests/faults` samples each day.

`python3 dev.py bench faults` prints how many of each held; those that did not are listed, and none may.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from itertools import chain

from tests.bench.harness import Figure, Options
from tests.faults.actions import ACTIONS
from tests.faults.striking import Zygote, can_strike, zygote
from tests.faults.trials import Ground, Trial, ground, kills, power_cuts, refusals

KILLS, REFUSALS, CUTS = 50, 25, 16  # of each action, at full size; with --scale 100 every moment


HEAD = "| action | killed | refused | power cut | not as it should be |\n| --- | --- | --- | --- | --- |"


def main(options: Options) -> Iterator[Figure]:
    """Print a table of trials; there is nothing to time."""
    if not can_strike():
        sys.stdout.write("Striking at calls takes Linux and strace.\n")
        return
    wrong: list[Trial] = []
    sys.stdout.write(
        "| action | killed | refused | power cut | not as it should be |\n| --- | --- | --- | --- | --- |\n"
    )
    with zygote(options.work / "children.log") as children:
        for action in ACTIONS:
            counts, bad = _try(children, ground(children, action, options.work / action), options)
            wrong += bad
            sys.stdout.write(f"| {action} | {' | '.join(map(str, counts))} | {len(bad)} |\n")
            sys.stdout.flush()
    for one in wrong:
        sys.stdout.write(f"{one}\n")
    yield from ()


def _try(children: Zygote, on: Ground, options: Options) -> tuple[list[int], list[Trial]]:
    draw = random.Random(1)
    rounds = [
        list(kills(children, on, options.sized(KILLS), draw)),
        list(refusals(children, on, options.sized(REFUSALS), draw)),
        list(power_cuts(children, on, options.sized(CUTS), draw)),
    ]
    return [len(found) for found in rounds], [one for one in chain(*rounds) if one.wrong]
